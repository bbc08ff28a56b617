"""Settings: what is promised to each external customer."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kpi.words import Words
from pages.parts import session, stated_rows
from pages.parts.markup import heading
from pages.parts.panel import panel

_CUSTOMERS = "SELECT * FROM parties WHERE external = 'customer' ORDER BY party"


def show(say: Words) -> None:
    """Let the share of kept cases that each external customer is promised be written."""
    panel(
        heading(
            say("Promise to each external customer"),
            say("Share of cases that must be kept. Without a target the outside cannot be judged."),
        ),
        key="promises heading",
    )
    customers: pd.DataFrame = session.remembered(
        "external customers", lambda: session.store().cursor().execute(_CUSTOMERS).df()
    )
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
        stated_rows.save_parties(stated, say("Settings page: promises"), say)
