"""The few rules of the page around our panels: a calm width, no jump, no chrome."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kpi.figures import PALETTES

_CSS = Path(__file__).with_name("page.css")
# Streamlit writes white on the accent; on the dark theme's light blue nobody could read it.
_ON_ACCENT = (
    "[data-testid=stBaseButton-primary], [data-tag], [data-tag] * "
    f"{{ color: {PALETTES['dark'].background}; }}"
)


def apply() -> None:
    """Put the page's rules in place."""
    dark = _ON_ACCENT if st.context.theme.type == "dark" else ""
    st.html(f"<style>{_CSS.read_text(encoding='utf-8')}{dark}</style>")
