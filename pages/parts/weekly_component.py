"""The drawn week on a page: keys that turn to another week, and presentation."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kpi.weekly.sheet import Sheet

_HERE = Path(__file__)
_week = st.components.v2.component(
    "eslabon_week",
    # The title that is drawn in the picture, for those who go by headings.
    html='<div class="week-view"><h1></h1><div class="frame" tabindex="0"></div>'
    '<button class="leave" type="button" hidden>×</button></div>',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def week_view(sheet: Sheet, *, key: str, present: bool, leave: str) -> str | None:
    """Show the sheet and return what a key asked for.

    Parameters
    ----------
    present : bool
        Nothing but the picture, as large as the window.
    leave : str
        What the button that ends the presentation is called.

    Returns
    -------
    {"previous", "next", "leave"} or None
        ← and → ask for another week, Escape ends the presentation.
    """
    shown = _week(
        key=key,
        data={"svg": sheet.svg, "title": sheet.title, "present": present, "leave": leave},
        on_asked_change=lambda: None,
    )
    return None if shown.asked is None else str(shown.asked)
