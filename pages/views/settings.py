"""Settings: the company's name and zone, the promise to each external customer, the sample."""

from __future__ import annotations

import streamlit as st

from kpi.words import Words
from pages.parts import (
    calendar_editor,
    session,
    settings_calendars,
    settings_company,
    settings_kpis,
    settings_look,
    settings_parties,
    settings_promises,
    settings_sample,
)
from pages.parts.address import View
from pages.parts.fold import unfolded
from pages.parts.markup import opening, paragraph
from pages.parts.panel import panel
from pages.parts.ready import ready


def show(view: View) -> None:
    """Show the settings."""
    say = session.words()
    generation = st.session_state.get("logo generation", 0)
    ready("settings", lambda: _all(view, say), generation, unfolded())


def _all(view: View, say: Words) -> None:
    _above(say)
    calendar_editor.download(say)
    st.space("small")
    settings_kpis.show(view, say)
    kept_in = say("everything is kept in {place}", place=str(session.store().location))
    company = session.settings().company or say("company without a name")
    panel(paragraph("stamp", f"{company} · {kept_in}"), key="stamp")


def _above(say: Words) -> None:
    company = session.settings().company
    panel(
        opening(
            " · ".join(part for part in (company, say("Settings")) if part),
            say("Who we are and what we promise outside"),
            say("They hold for everyone who opens this dashboard, and for every export."),
        ),
        key="opening",
    )
    left, right = st.columns(2, gap="large")
    with left:
        settings_company.show(say)
        st.space("small")
        settings_sample.show(say)
    with right:
        settings_look.show(say)
    st.space("small")
    settings_promises.show(say)
    st.space("small")
    settings_parties.show(say)
    st.space("small")
    settings_calendars.show(say)
