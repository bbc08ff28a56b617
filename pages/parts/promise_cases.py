"""The cases behind the promise outside, to look at and to download."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from kpi.chain import Balance, window_cases
from kpi.words import Words
from pages.parts import session
from pages.parts.address import View
from pages.parts.case_table import case_table
from pages.parts.times import time_format


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
        st.caption(say("Pick a row to open its case."))
        config = st.column_config
        titles: dict[str, ColumnConfig] = {
            "customer": config.TextColumn(say("External customer")),
            "kept": config.CheckboxColumn(say("Kept")),
            "closed": config.DatetimeColumn(say("Closed"), format=time_format(say)),
            "late_hours": config.NumberColumn(say("Late (h)"), format="%.1f"),
        }
        shown = cases.assign(customer=cases["customer"].map(say.party))
        case_table(cases, shown, titles, view, say, key="promise cases")
