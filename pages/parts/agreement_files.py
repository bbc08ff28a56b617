"""Agreements as files: out as CSV, and in by the Data page."""

from __future__ import annotations

import io

import streamlit as st

from kpi.intake import export_table
from kpi.words import Words
from pages.parts import address, session
from pages.parts.address import View
from pages.parts.panel import go


def show(view: View, say: Words) -> None:
    """Offer the agreements as CSV, and the way to load some."""

    def made() -> bytes:
        text = io.StringIO()
        export_table(session.store().cursor(), "agreements", text, safe=True)
        return text.getvalue().encode("utf-8-sig")

    with st.container(horizontal=True):
        st.download_button(
            say("Download as CSV"),
            made,
            file_name="agreements.csv",
            mime="text/csv",
            on_click="ignore",
        )
        if st.button(say("Load agreements from a file")):
            go(address.href("data", view))
