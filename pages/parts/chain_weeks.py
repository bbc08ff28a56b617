"""The weeks that one arrangement of the chain serves, and the slider that walks through them."""

from __future__ import annotations

from html import escape

import streamlit as st

from kpi.chain import Change
from kpi.chain.change import Kind
from kpi.chain.drawn_weeks import effects_together, weeks_together
from kpi.chain.pairs import Pair, pairs_of
from kpi.measures import Week, Window
from kpi.words import Words
from pages.parts import answers, session, toolbar
from pages.parts.address import View
from pages.parts.markup import linked, mark, plain_list
from pages.parts.panel import panel
from pages.parts.ready import tell

MOST_TOLD = 3
TROUBLE: tuple[Kind, ...] = ("broke", "at_risk", "recovered", "no_longer_judged")


def weeks_of(view: View) -> tuple[Week, ...]:
    """Return the weeks drawn in one arrangement with the view's, from the first handoff on."""
    first, _ = toolbar.extent()
    weeks = weeks_together(view.window.week, view.default_week)
    return tuple(w for w in weeks if first is None or w >= Week.of(first) or w == view.window.week)


def pairs_together(view: View) -> tuple[Pair, ...]:
    """Return the pairs of all these weeks, with their handoffs in sum."""
    last = Window(weeks_of(view)[-1], view.window.weeks)
    as_of = session.moment()
    reference = answers.balance_of(last)

    def ask() -> tuple[Pair, ...]:
        found = effects_together(session.store().cursor(), last=reference, as_of=as_of)
        return pairs_of(effect for effect in found if effect.handoffs)

    return session.remembered("pairs together", ask, last, as_of)


def slider(view: View, say: Words) -> None:
    """Offer the weeks to walk through, and say how trouble moved in the one shown."""
    weeks = weeks_of(view)
    if len(weeks) < 2:
        return
    tell("week slid", view.window.week)

    def slid() -> None:
        week: Week = st.session_state["week slid"]
        st.query_params["week"] = week.label

    left, right = st.columns([5, 8], gap="large", vertical_alignment="center")
    with left:
        st.select_slider(
            say("Walk through the weeks: nothing moves but the trouble"),
            weeks,
            key="week slid",
            format_func=lambda week: say("wk {number}", number=str(week.monday.isocalendar().week)),
            on_change=slid,
        )
    with right:
        panel(lambda: _moved(view, say), key="chain changes")


def _moved(view: View, say: Words) -> str:
    """Say what trouble came and went in the week."""
    changes = answers.changes_of(view.window).of_kind(*TROUBLE)
    if not changes:
        return f'<p class="note">{escape(say("No verdict of a link changed in this week."))}</p>'
    rest = len(changes) - MOST_TOLD
    more = say.plural("and {n} more", "and {n} more", rest) if rest > 0 else ""
    items = [_item(change, view, say) for change in changes]
    return plain_list(items, folded=(MOST_TOLD, more), tight=True)


def _item(change: Change, view: View, say: Words) -> str:
    sentence = linked(escape(say.render(change.message)), change.link, view, say)
    return f"{mark(change.verdict, hollow=change.is_below).text}{sentence}"
