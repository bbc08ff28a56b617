"""The empty store: what to do first."""

from __future__ import annotations

import streamlit as st

from kpi.sample import load_sample
from kpi.words import Words
from pages.parts import session
from pages.parts.markup import opening
from pages.parts.panel import panel


def first_steps(say: Words) -> None:
    """Offer the two ways in: the sample company, or a file of one's own."""
    panel(
        opening(
            "Eslabón",
            say("Which internal links break the promise to your customers?"),
            say(
                "Eslabón reads who handed work to whom, compares it with what both agreed, and "
                "shows the links that decide whether the customer outside is served. Nothing is "
                "loaded yet."
            ),
        ),
        key="opening",
    )
    st.space("small")
    with st.container(horizontal=True):
        if st.button(
            say("Bring a CSV export of your own"), icon=":material/upload_file:", type="primary"
        ):
            page = st.session_state["pages"]["data"]
            st.switch_page(page, query_params={"lang": say.tag})
        if st.button(say("Look around with the sample company")):
            with st.spinner(say("Loading the sample company…")):
                load_sample(session.store(), now=session.now_utc())
            st.rerun()
