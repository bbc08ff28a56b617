"""Settings of the company itself: its name and its time zone."""

from __future__ import annotations

from zoneinfo import available_timezones

import streamlit as st

from kpi.store import Settings, write_settings
from kpi.words import Words
from pages.parts import session
from pages.parts.markup import heading
from pages.parts.panel import panel


def show(say: Words) -> None:
    """Let the company's name and time zone be written."""
    panel(heading(say("Company")), key="company heading")
    current = session.settings()
    # Looked for in the whole tree of time zones, a file each.
    zones = session.remembered("zones", lambda: sorted(available_timezones()))
    with st.form("company", border=False):
        name = st.text_input(say("Name, as it should stand on every page"), current.company)
        zone = st.selectbox(
            say("Time zone"),
            zones,
            index=zones.index(current.zone),
        )
        st.caption(
            say(
                "Weeks begin on Monday at midnight in this zone. Times without a zone are read as "
                "times here. Times already loaded keep their wall time."
            )
        )
        if st.form_submit_button(say("Save")):
            with session.store().write() as cursor:
                write_settings(cursor, Settings(name.strip(), zone))
            st.toast(say("Saved."))
            st.rerun()
