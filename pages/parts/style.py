"""The few rules of the page around our panels: a calm width, no jump, no chrome."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_CSS = Path(__file__).with_name("page.css")


def apply() -> None:
    """Put the page's rules in place."""
    st.html(f"<style>{_CSS.read_text(encoding='utf-8')}</style>")
