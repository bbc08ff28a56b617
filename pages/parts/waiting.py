"""What is seen while a page is worked out: its place kept, and after a moment a word."""

from __future__ import annotations

from html import escape

import streamlit as st

from kpi.figures import PALETTES
from kpi.words import Words


def markup(say: Words) -> str:
    """Build it; the page's rules show it while Streamlit runs, the blocks on a blank page.

    A week is worked out when it is first looked at, and remembered: only then does it take long.
    """
    ground = PALETTES["dark" if st.context.theme.type == "dark" else "light"].background
    word, why = escape(say("Working it out…")), escape(say("The next time it is there at once."))
    return (
        f'<div class="waiting"><p role="status" style="background:{ground}"><b>{word}</b> {why}</p>'
        "<div><i></i><i></i><i></i><i></i></div></div>"
    )
