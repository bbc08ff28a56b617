"""The controls above every page: week, window and language. They only write the address."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from kpi.measures import WINDOWS, Week
from kpi.words import LANGUAGES, Words, language_name
from pages.parts import glossary, session
from pages.parts.address import WEEKS_OFFERED, View
from pages.parts.ready import ready, tell

WEEK_WIDTH = 256  # the longest week, which begins in one month and ends in another


def show(view: View, *, windowed: bool) -> None:
    """Show the controls; a page without a window has the language alone."""
    ready("toolbar", lambda: _show(view, session.words(), windowed=windowed), windowed)


def _show(view: View, say: Words, *, windowed: bool) -> None:
    with st.container(horizontal=True, horizontal_alignment="right", key="toolbar"):
        if windowed:
            _week(view, say)
            _window(view, say)
        _language(say)
        glossary.show(say)


def _week(view: View, say: Words) -> None:
    def name(week: Week) -> str:
        text = say.week(week.monday)
        return text if week <= view.default_week else say("{week} (incomplete)", week=text)

    names = session.drawn("weeks", lambda: {week: name(week) for week in _weeks_offered(view)})
    tell("week picked", view.window.week)

    def picked() -> None:
        week: Week = st.session_state["week picked"]
        st.query_params["week"] = week.label

    st.selectbox(
        say("Week"),
        list(names),
        key="week picked",
        format_func=lambda week: names.get(week) or name(week),
        on_change=picked,
        label_visibility="collapsed",
        width=WEEK_WIDTH,
    )


def _window(view: View, say: Words) -> None:
    def name(weeks: int) -> str:
        return say.plural("{n} week", "{n} weeks", weeks)

    names = session.drawn("windows", lambda: {weeks: name(weeks) for weeks in WINDOWS})
    tell("window picked", view.window.weeks)

    def picked() -> None:
        st.query_params["window"] = str(st.session_state["window picked"])

    st.segmented_control(
        say("Window"),
        WINDOWS,
        key="window picked",
        format_func=names.__getitem__,
        on_change=picked,
        required=True,
        label_visibility="collapsed",
    )


def _language(say: Words) -> None:
    tell("language picked", say.language)

    def picked() -> None:
        st.query_params["lang"] = session.tag_of(st.session_state["language picked"])

    st.segmented_control(
        say("Language"),
        list(LANGUAGES),
        key="language picked",
        # By their codes, for the line of the navigation has little room.
        format_func=str.upper,
        help=" · ".join(language_name(code) for code in LANGUAGES),
        on_change=picked,
        required=True,
        label_visibility="collapsed",
    )


def _weeks_offered(view: View) -> list[Week]:
    """Return the weeks to choose from, the latest first: from the running one back to the first."""
    first, last = extent()
    newest = Week.of(session.moment())
    oldest = max(Week.of(first or last or session.moment()), newest.shift(-WEEKS_OFFERED))
    count = (newest.monday - oldest.monday).days // 7
    offered = {newest.shift(-back) for back in range(count + 1)} | {
        view.window.week,
        view.default_week,
    }
    return sorted(offered, reverse=True)


def extent() -> tuple[datetime | None, datetime | None]:
    """Return when the first and the last handoff of the store were requested."""
    return session.remembered("extent", _extent)


def _extent() -> tuple[datetime | None, datetime | None]:
    row = (
        session.store()
        .cursor()
        .execute("SELECT min(requested_at), max(requested_at) FROM handoffs")
        .fetchone()
    )
    return row if row else (None, None)
