"""The cases behind the promise outside, to look at and to download."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kpi.chain import Balance, window_cases
from kpi.words import Words
from pages.parts import find_case, session
from pages.parts.address import View
from pages.parts.load_report import formula_safe
from pages.parts.times import time_format

MOST_SHOWN = 1000


def show(now: Balance, view: View, say: Words) -> None:
    """Show the counted cases of the window, the broken ones first."""
    if not now.promise.cases:
        return
    title = say.plural(
        "The {n} case behind the promise, the broken ones first",
        "The {n} cases behind the promise, the broken ones first",
        now.promise.cases,
    )
    with st.expander(title):
        as_of = session.moment()
        cases: pd.DataFrame = session.remembered(
            "window cases",
            lambda: window_cases(session.store().cursor(), window=view.window, as_of=as_of),
            view.window,
            as_of,
        )
        shown = cases.assign(customer=cases["customer"].map(say.party)).head(MOST_SHOWN)
        time = time_format(say)
        config = st.column_config
        st.caption(say("Pick a row to open its case."))
        picked = st.dataframe(
            shown,
            hide_index=True,
            key="promise cases",
            on_select="rerun",
            selection_mode="single-row",
            placeholder="",
            column_config={
                "case_id": config.TextColumn(say("Case")),
                "customer": config.TextColumn(say("External customer")),
                "kept": config.CheckboxColumn(say("Kept")),
                "first_requested": config.DatetimeColumn(say("First requested"), format=time),
                "due": config.DatetimeColumn(say("Due"), format=time),
                "closed": config.DatetimeColumn(say("Closed"), format=time),
                "late_hours": config.NumberColumn(say("Late (h)"), format="%.1f"),
                "handoffs": config.NumberColumn(say("Handoffs")),
            },
        )
        st.download_button(
            say("Download as CSV"),
            formula_safe(cases).to_csv(index=False).encode("utf-8-sig"),
            file_name=f"cases-{view.window.week.label}-{view.window.weeks}.csv",
            mime="text/csv",
            on_click="ignore",
            key="promise cases download",
        )
        find_case.open_picked(shown["case_id"].tolist(), picked["selection"]["rows"], view)
