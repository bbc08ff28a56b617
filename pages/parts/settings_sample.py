"""Settings: the sample company, to look around in and to remove."""

from __future__ import annotations

import streamlit as st

from kpi.intake import has_sample, remove_sample
from kpi.sample import load_sample
from kpi.words import Words
from pages.parts import session
from pages.parts.markup import heading
from pages.parts.panel import panel


def show(say: Words) -> None:
    """Offer to load the sample company into an empty store, or to remove it."""
    if session.remembered("has sample", lambda: has_sample(session.store().cursor())):
        panel(
            heading(
                say("Sample company"),
                say("Muebles Roble is invented. Remove it when your own data are in."),
            ),
            key="sample heading",
        )
        if st.button(say("Remove the sample company")):
            remove_sample(session.store(), now=session.now_utc())
            st.rerun()
    elif session.is_empty():
        panel(
            heading(
                say("Sample company"), say("See every page at work before your own data are in.")
            ),
            key="sample heading",
        )
        if st.button(say("Load the sample company")):
            load_sample(session.store(), now=session.now_utc())
            st.rerun()
