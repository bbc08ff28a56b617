"""The few rules of the page around our panels: calm width, no jump, no chrome, own colours."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit import config

from kpi.figures import PALETTES, accents
from kpi.store import picture_type
from kpi.words import Words
from pages.parts import kept_theme, session, waiting

_CSS = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
# Streamlit writes white on the accent; on the dark theme's light accent nobody could read it.
# Most logos are made for white paper: there they keep a sheet of it.
_ON_DARK = (
    "[data-testid=stBaseButton-primary], [data-tag], [data-tag] * "
    f"{{ color: {PALETTES['dark'].background}; }}"
    "[data-testid=stHeaderLogo], [data-testid=stSidebarLogo] "
    "{ background: white; padding: 3px 7px; border-radius: 6px; }"
)


def apply() -> None:
    """Put the company's accent and its logo in place."""
    kept_theme.keep()
    _accent(session.company_accent())
    content = session.company_logo()
    if content is not None:
        is_svg = picture_type(content) == "image/svg+xml"
        st.logo(content.decode("utf-8-sig") if is_svg else content, size="large")


def rules(say: Words) -> None:
    """Put the page's rules and the word of waiting in place."""
    dark = _ON_DARK if st.context.theme.type == "dark" else ""
    # One element: what holds nothing but rules goes to a place of its own, with each run anew.
    st.html(f"{waiting.markup(say)}<style>{_CSS}{dark}</style>")


def _accent(chosen: str | None) -> None:
    """Let the theme have the company's accent.

    A theme belongs to the server, as its one store does, and reaches a browser when a run begins;
    the run that changes it is therefore begun again.
    """
    changed = False
    for theme, colour in accents(chosen).items():
        for option in (f"theme.{theme}.primaryColor", f"theme.{theme}.linkColor"):
            if config.get_option(option) != colour:
                config.set_option(option, colour)
                changed = True
    if changed:
        kept_theme.changed()
        st.rerun()
