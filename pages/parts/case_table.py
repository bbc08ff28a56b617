"""A table of cases: a picked row opens its case, and all of them leave as CSV."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from kpi.words import Words
from pages.parts import find_case
from pages.parts.address import View
from pages.parts.as_csv import csv_of, titled
from pages.parts.times import time_format

MOST_SHOWN = 1000
TIME_WIDTH = 160  # pixels of a day with its time, in the longer language


def case_table(
    cases: pd.DataFrame,
    shown: pd.DataFrame,
    titles: Mapping[str, ColumnConfig],
    view: View,
    say: Words,
    *,
    key: str,
) -> None:
    """Show cases, and offer them all to download.

    Parameters
    ----------
    cases : DataFrame
        What is downloaded, a row each.
    shown : DataFrame
        The same rows as the reader sees them: ``case_id``, ``first_requested``, ``due``,
        ``handoffs`` and those that ``titles`` names. The first `MOST_SHOWN` are shown.
    key : str
        Names the table on its page.
    """
    shown = shown.head(MOST_SHOWN)
    time = time_format(say)
    config = st.column_config
    picked = st.dataframe(
        shown,
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        placeholder="",
        column_config={
            "case_id": config.TextColumn(say("Case")),
            "first_requested": config.DatetimeColumn(
                say("First requested"), format=time, width=TIME_WIDTH
            ),
            "due": config.DatetimeColumn(say("Due"), format=time, width=TIME_WIDTH),
            "handoffs": config.NumberColumn(say("Handoffs")),
            **titles,
        },
    )
    st.download_button(
        say("Download as CSV"),
        lambda: csv_of(titled(cases, say), say),
        file_name=f"{say('cases')}-{view.window.week.label}-{view.window.weeks}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"{key} download",
    )
    find_case.open_picked(shown["case_id"].tolist(), picked["selection"]["rows"], view)
