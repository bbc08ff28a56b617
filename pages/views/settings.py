"""Settings: the company's name and zone, the promise to each external customer, the sample."""

from __future__ import annotations

from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from kpi.intake import has_sample, remove_sample
from kpi.sample import load_sample
from kpi.store import Settings, write_settings
from kpi.words import Words
from pages.parts import (
    party_rows,
    session,
    settings_calendars,
    settings_kpis,
    settings_parties,
)
from pages.parts.address import View
from pages.parts.markup import heading, opening, paragraph
from pages.parts.panel import panel


def show(view: View) -> None:
    """Show the settings."""
    say = session.words()
    company = session.settings().company
    panel(
        opening(
            say("Settings"),
            say("Who we are and what we promise outside"),
            say("They hold for everyone who opens this store, and for every export."),
        ),
        key="opening",
    )
    left, right = st.columns(2, gap="large")
    with left:
        _company(say)
        st.space("small")
        _sample(say)
    with right:
        _promises(say)
    st.space("small")
    settings_parties.show(say)
    st.space("small")
    settings_calendars.show(say)
    st.space("small")
    settings_kpis.show(view, say)
    store = f"{say('Store')}: {session.store().location}"
    panel(
        paragraph("stamp", f"{store} · {company or say('company without a name')}"),
        key="stamp",
    )


def _company(say: Words) -> None:
    panel(heading(say("Company")), key="company heading")
    current = session.settings()
    zones = sorted(available_timezones())
    with st.form("company", border=False):
        name = st.text_input(say("Name, as it should stand on every page"), current.company)
        zone = st.selectbox(
            say("Time zone"),
            zones,
            index=zones.index(current.zone),
            help=say(
                "Weeks begin on Monday at midnight in this zone. Times without a zone are read as "
                "times here. Times already loaded keep their wall time."
            ),
        )
        if st.form_submit_button(say("Save")):
            with session.store().write() as cursor:
                write_settings(cursor, Settings(name.strip(), zone))
            st.toast(say("Saved."))
            st.rerun()


def _promises(say: Words) -> None:
    panel(
        heading(
            say("Promise to each external customer"),
            say("Share of cases that must be kept. Without a target the outside cannot be judged."),
        ),
        key="promises heading",
    )
    cursor = session.store().cursor()
    customers = cursor.execute(
        "SELECT * FROM parties WHERE external = 'customer' ORDER BY party"
    ).df()
    if customers.empty:
        st.info(
            say(
                "No external customer is known yet. Name them in a parties file (column external = "
                "customer), or load an event log: its cases end at the customer."
            )
        )
        return
    shown = pd.DataFrame(
        {
            "customer": customers["party"].map(say.party),
            "target": customers["promise_target"].astype(float) * 100,
        }
    )
    edited = st.data_editor(
        shown,
        hide_index=True,
        key="promise targets",
        disabled=["customer"],
        placeholder="",
        column_config={
            # Narrow enough, both together, for a phone.
            "customer": st.column_config.TextColumn(say("External customer"), width=140),
            "target": st.column_config.NumberColumn(
                say("Promise kept in at least (%)"),
                min_value=1.0,
                max_value=99.9,
                step=0.5,
                width=190,
            ),
        },
    )
    if st.button(say("Save promises")):
        stated = customers.assign(promise_target=edited["target"] / 100)
        party_rows.save(stated, say("Settings page: promises"), say)


def _sample(say: Words) -> None:
    cursor = session.store().cursor()
    if has_sample(cursor):
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
