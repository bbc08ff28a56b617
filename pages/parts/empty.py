"""The empty store: what to do first."""

from __future__ import annotations

import streamlit as st

from kpi.intake import template
from kpi.sample import load_sample
from kpi.words import Words
from pages.parts import charts, example_chain, session
from pages.parts.markup import heading, opening, safe
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
    with st.container(key="pair of beginnings"):
        left, right = st.columns([6, 5], gap="large")
    with left:
        _ways_in(say)
        panel(lambda: _what_happens(say), key="first steps")
        st.download_button(
            say("Download an empty file of handoffs"),
            template("handoffs", say.language).encode("utf-8-sig"),
            file_name="handoffs.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    with right:
        panel(lambda: example_chain.markup(say, charts.theme()), key="example")


def _ways_in(say: Words) -> None:
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


def _what_happens(say: Words) -> str:
    """Say what the first five minutes with one's own file are like."""
    steps = (
        say(
            "Drop a CSV or Excel export on the Data page: orders, tickets, an event log. Five "
            "columns are enough: handoff, case, supplier, customer, when it was requested."
        ),
        say(
            "Before anything is stored you see how each column was read and what would be kept "
            "out, line by line. A load can be undone at any time."
        ),
        say(
            "Balance then shows who hands work to whom, where it waits and what comes back. No "
            "link is red or green yet: nobody has agreed on anything."
        ),
        say(
            "On the Agreements page each link gets a draft from its own history. Once both sides "
            "sign, its verdicts begin, and with the promise outside the page names what breaks it."
        ),
    )
    items = "".join(f"<li>{safe(step)}</li>" for step in steps)
    return heading(say("What happens next")) + f"<ol>{items}</ol>"
