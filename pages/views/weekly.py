"""Weekly: one week as one picture for the meeting, to show, to turn and to take along."""

from __future__ import annotations

import streamlit as st

from kpi.figures.palette import Theme
from kpi.measures import Week
from kpi.weekly import Edition, edition
from kpi.weekly.sheet import Sheet, draw_sheet
from kpi.words import Words
from pages.parts import answers, charts, empty, session, weekly_files, weekly_words
from pages.parts.address import View
from pages.parts.ready import ready
from pages.parts.weekly_component import week_view

STEPS = {"previous": -1, "next": 1}
# Streamlit's own parts give way while presenting; the picture covers what is left, and stays as it
# is until the next one is worked out.
_ALONE = (
    "<style>[data-testid=stHeader],[data-testid=stSidebar],.st-key-toolbar,.waiting div"
    "{display:none}[data-stale=true]{opacity:1!important}</style>"
)


def show(view: View) -> None:
    """Show the week of the view."""
    say = session.words()
    if session.is_empty():
        empty.first_steps(say)
        return
    theme = charts.theme()
    present = st.query_params.get("present") == "1"
    if present:
        st.html(_ALONE)
    else:
        ready("controls", lambda: _controls(view, say, theme))
    ready("week", lambda: _week(view, say, theme, present=present))


def _week(view: View, say: Words, theme: Theme, *, present: bool) -> None:
    found = _edition(view)
    sheet = _sheet(found, say, theme)
    asked = week_view(
        sheet,
        view.window.week,
        view.default_week,
        key="week",
        present=present,
        leave=say("End the presentation"),
    )
    if asked:
        _turn(asked, view)
    if not present:
        weekly_words.show(found, sheet, say)


def _edition(view: View) -> Edition:
    as_of = session.moment()
    now, before = answers.balance_of(view.window), answers.balance_of(view.window.previous)
    every, weeks = answers.signals_of(view.window.week), answers.trend_to(view.window.week)
    return session.remembered(
        "edition",
        lambda: edition(
            session.store().cursor(),
            window=view.window,
            as_of=as_of,
            now=now,
            before=before,
            every=every,
            weeks=weeks,
        ),
        view.window,
        as_of,
    )


def _sheet(found: Edition, say: Words, theme: Theme) -> Sheet:
    return session.remembered(
        "sheet",
        lambda: draw_sheet(found, say, theme),
        found.window,
        found.as_of,
        say.tag,
        theme,
    )


def _controls(view: View, say: Words, theme: Theme) -> None:
    with st.container(horizontal=True, key="weekly controls"):
        _buttons(view, say)
        weekly_files.offer(_edition(view), say, theme)


def _buttons(view: View, say: Words) -> None:
    for asked, icon, words in (
        ("previous", ":material/chevron_left:", say("Previous week")),
        ("next", ":material/chevron_right:", say("Next week")),
    ):
        st.button(
            words,
            icon=icon,
            key=f"{asked} week",
            on_click=_address,
            args=(asked, view),
            disabled=asked == "next" and view.window.week >= _last(view),
        )
    if st.button(say("Present"), icon=":material/slideshow:", key="present"):
        st.query_params["present"] = "1"
        st.rerun()
    st.space("stretch")


def _turn(asked: Week | str, view: View) -> None:
    if not isinstance(asked, Week):
        st.query_params.pop("present", None)
    elif asked <= _last(view):
        st.query_params["week"] = asked.label
    else:
        return
    st.rerun()


def _address(asked: str, view: View) -> None:
    """Put the week before or after in the address."""
    st.query_params["week"] = view.window.week.shift(STEPS[asked]).label


def _last(view: View) -> Week:
    """Return the running week: none beyond it can be turned to."""
    return view.default_week.shift(1)
