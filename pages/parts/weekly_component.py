"""The drawn week on a page: keys that turn to another week, and presentation."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import streamlit as st

from kpi.measures import Week
from kpi.weekly.sheet import Sheet

DAYS = 7
_HERE = Path(__file__)
_week = st.components.v2.component(
    "eslabon_week",
    # The title that is drawn in the picture, for those who go by headings.
    html='<div class="week-view"><h1></h1><div class="frame" tabindex="0"></div>'
    '<button class="leave" type="button" hidden>×</button></div>',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def week_view(
    sheet: Sheet, week: Week, usual: Week, *, key: str, present: bool, leave: str
) -> Week | Literal["leave"] | None:
    """Show the sheet and return what a key asked for.

    Parameters
    ----------
    week, usual : Week
        The one that is shown, and the one where the address names none; the week after it is the
        running one, beyond which none can be turned to.
    present : bool
        Nothing but the picture, as large as the window.
    leave : str
        What the button that ends the presentation is called.

    Returns
    -------
    Week, "leave" or None
        ← and → ask for another week, however many times they were pressed while this one was worked
        out; Escape ends the presentation.
    """
    shown = _week(
        key=key,
        data={
            "svg": sheet.svg,
            "title": sheet.title,
            "week": _number(week),
            "usual": _number(usual),
            "last": _number(usual.shift(1)),
            "present": present,
            "leave": leave,
        },
        on_asked_change=lambda: None,
    )
    if shown.asked is None or shown.asked == "leave":
        return shown.asked  # type: ignore[no-any-return]
    last: float = st.session_state.get("week asked at", 0)
    if shown.asked["at"] <= last:
        return None  # told again
    st.session_state["week asked at"] = shown.asked["at"]
    return Week(date.fromordinal(DAYS * int(shown.asked["week"]) + 1))


def _number(week: Week) -> int:
    """Count the weeks since the first Monday of the calendar: the browser adds to it."""
    return (week.monday.toordinal() - 1) // DAYS
