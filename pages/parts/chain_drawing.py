"""The chain drawn: the part that is asked for, arranged as in the weeks before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from kpi.agreements import Link
from kpi.chain.drawn_part import (
    Grouping,
    around,
    by_department,
    links_to_customer,
    of_links,
    of_service,
    too_large,
)
from kpi.chain.drawn_weeks import WEEKS
from kpi.chain.pairs import LOUD, Pair, Party, foremost_pairs, parties_of, without_the_thinnest
from kpi.figures import ChainPicture, chain_key, draw_pairs, lay_out_pairs
from kpi.measures import Window
from kpi.verdicts import JUDGED
from kpi.words import Words
from pages.parts import chain_weeks, drawn_numbers, session, take_away
from pages.parts.address import View
from pages.parts.chain_component import chain_view
from pages.parts.chain_picture import MOST_WHOLE
from pages.parts.chain_scope import Scope, write
from pages.parts.markup import safe
from pages.parts.panel import panel

MOST_NEAR = 26
LINKS_PER_GROUP = 2.5  # more cover the picture; those left out are the thinnest
WIDTH = 1312


@dataclass(frozen=True)
class Drawn:
    """What is drawn.

    Parameters
    ----------
    pairs : tuple of Pair
        Of the week shown.
    together : tuple of Pair
        Of all weeks that share the arrangement; the same, where the week has its own.
    grouping : Grouping, optional
        Which parties are drawn as one.
    inside : tuple of Pair
        Within one group: not drawn.
    is_part : bool
        Whether the chain is too large and cannot be grouped.
    left_out : int
        Thin links between groups that are not drawn.
    """

    pairs: tuple[Pair, ...]
    together: tuple[Pair, ...]
    grouping: Grouping | None = None
    inside: tuple[Pair, ...] = ()
    is_part: bool = False
    left_out: int = 0

    def shown_as(self, picked: str) -> str:
        """Return what is drawn for what is picked: a group stands for its parties."""
        party = picked.removeprefix("party:")
        if self.grouping is None or party == picked:
            return picked
        return f"party:{self.grouping.group(party)}"


def choose(
    pairs: Sequence[Pair],
    together: Sequence[Pair],
    known: dict[str, Party],
    scope: Scope,
    view: View,
) -> Drawn:
    """Choose what is drawn: what is asked for, and no more than a reader can take in."""
    shown, base = tuple(pairs), tuple(together)
    if scope.service:
        shown, base = of_service(shown, scope.service), of_service(base, scope.service)
    if scope.customer:
        links = _links_to(scope.customer, view)
        shown, base = of_links(shown, links), of_links(base, links)
    if scope.party:
        base = around(base, scope.party, most=MOST_NEAR)
        names = {pair.id for pair in base}
        return Drawn(tuple(pair for pair in shown if pair.id in names), base)
    if not (scope.grouped or scope.opened or too_large(base, known)):
        return Drawn(shown, base)
    grouping = by_department(base, known, opened=scope.opened)
    if grouping is None:
        part = foremost_pairs(shown, MOST_NEAR)
        return Drawn(part, part, is_part=True)
    inside = tuple(pair for pair in shown if grouping.is_inside(pair))
    shown, base = grouping.apply(shown), grouping.apply(base)
    if len(parties_of(base)) > MOST_WHOLE:
        shown = base = foremost_pairs(shown, MOST_NEAR)
    everyone = len(shown)
    loud = {pair.id for pair in shown if pair.verdict in LOUD}
    thick = {pair.id for pair in without_the_thinnest(base, per_party=LINKS_PER_GROUP)}
    base = tuple(pair for pair in base if pair.id in thick | loud)
    shown = tuple(pair for pair in shown if pair.id in thick | loud)
    return Drawn(shown, base, grouping, inside, left_out=everyone - len(shown))


def show(
    drawn: Drawn, known: dict[str, Party], scope: Scope, view: View, say: Words, *, title: str
) -> None:
    """Draw it; what is picked in the picture goes to the address."""
    if drawn.grouping is not None:
        known = {**known, **drawn.grouping.known()}
    last = chain_weeks.weeks_of(view)[-1]
    asked = (view.window.weeks, session.moment(), say.tag, scope)
    layout = session.remembered(
        "chain layout",
        lambda: lay_out_pairs(drawn.together, known, say=say, width=WIDTH),
        last,
        [pair.id for pair in drawn.together],
        *asked,
    )
    picture = session.remembered(
        "chain",
        lambda: draw_pairs(
            drawn.pairs, known, say=say, title=title, width=WIDTH, live=True, layout=layout
        ),
        view.window,
        *asked,
    )
    note = _note(drawn, picture, say)
    panel(f'<p class="note">{safe(note)}</p>', key="chain note")
    now = st.query_params.get("picked", "")
    picked = chain_view(picture, key="chain", selected=drawn.shown_as(now) or None)
    take_away.offer(
        "chain", say, title=title, note=note, numbers=lambda: drawn_numbers.links(drawn.pairs, say)
    )
    if picked is not None and picked != drawn.shown_as(now):
        write(picked=picked)
        st.rerun()


def _note(drawn: Drawn, picture: ChainPicture, say: Words) -> str:
    judged = any(pair.verdict in JUDGED for pair in drawn.pairs)
    key = chain_key(picture, say, judged=judged)
    parties = len(parties_of(drawn.together))
    if drawn.is_part:
        why = say(
            "The chain is too large to be read whole, and its parties have no departments: drawn "
            "are the failing links and the busiest between {n} parties.",
            n=parties,
        )
        return f"{why} {key[:1].upper()}{key[1:]}"
    if drawn.grouping is not None:
        groups = say.plural(
            "{n} department as one circle each, its size in brackets",
            "{n} departments as one circle each, their size in brackets",
            len(drawn.grouping.departments),
        )
        thin = say.plural("{n} thin link left out", "{n} thin links left out", drawn.left_out)
        return " · ".join([groups, *([thin] if drawn.left_out else []), key])
    return key


def _links_to(customer: str, view: View) -> frozenset[Link]:
    weeks, as_of = chain_weeks.weeks_of(view), session.moment()
    first = Window(weeks[-1].shift(1 - WEEKS), view.window.weeks).start
    return session.remembered(
        "links to customer",
        lambda: links_to_customer(
            session.store().cursor(), customer, first, weeks[-1].end, as_of=as_of
        ),
        customer,
        first,
        weeks[-1],
        as_of,
    )
