"""The handoffs behind a number, to look at and to download."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kpi.agreements import Link
from kpi.measures import attribute_columns
from kpi.verdicts import rows_behind
from kpi.words import N_, Words
from pages.parts import address, find_case, indicator, session
from pages.parts.address import View
from pages.parts.as_csv import csv_of, titled
from pages.parts.markup import heading
from pages.parts.panel import go, panel
from pages.parts.take_away import file_name
from pages.parts.times import time_format

COLUMNS = {
    "handoff_id": N_("Handoff"),
    "case_id": N_("Case"),
    "good": N_("Good"),
    "requested_at": N_("Requested"),
    "due": N_("Due"),
    "delivered_at": N_("Delivered"),
    "accepted": N_("Accepted"),
    "returned_at": N_("Returned"),
    "rating": N_("Rating"),
    "paused_hours": N_("Paused (h)"),
    "repair_due": N_("Repair due"),
    "repaired_at": N_("Delivered again"),
    "sent_back": N_("Sent straight back"),
    "contact_id": N_("Contact"),
    "channel": N_("Channel"),
    "subject": N_("Subject"),
    "contacted_at": N_("Contacted"),
    "response_due": N_("Answer due"),
    "answered_at": N_("Answered"),
    "agreement": N_("Agreement"),
    "in_force_since": N_("In force since"),
    "raised": N_("Targets raised"),
}
TIMES = (
    "requested_at", "due", "delivered_at", "returned_at", "repair_due", "repaired_at",
    "contacted_at", "response_due", "answered_at", "in_force_since",
)  # fmt: skip
MOST_SHOWN = 1000


def behind(link: Link, kpi: str, view: View, say: Words) -> None:
    """Show the handoffs that an indicator counts in the window, the worst first."""
    rows = _rows(link, kpi, view)
    title = _title(kpi, len(rows), say)
    panel(heading(title, say("the worst first")), key="handoffs heading")
    if rows.empty:
        st.caption(say("No handoff to count in this window."))
        return
    # A column in which nothing stands would only push the others out of sight.
    filled = rows.columns[rows.notna().any()]
    shown = rows[[column for column in COLUMNS if column in filled]]
    opens = "case_id" in rows or "agreement" in rows
    if opens:
        of_case = say("Pick a row to open its case.")
        of_agreement = say("Pick a row to open its agreement.")
        st.caption(of_case if "case_id" in rows else of_agreement)
    picked = st.dataframe(
        shown.head(MOST_SHOWN),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height=min(400, 38 + 35 * len(shown)),
        key="handoffs",
        placeholder="",
        column_config=_config(say),
    )
    st.download_button(
        say("Download as CSV"),
        lambda: csv_of(titled(rows, say, attribute_columns(session.store().cursor())), say),
        file_name=f"{file_name(indicator.name(kpi, say))}-{view.window.week.label}.csv",
        mime="text/csv",
        on_click="ignore",
    )
    if opens:
        _open_picked(rows, picked["selection"]["rows"], view)


def _open_picked(rows: pd.DataFrame, picked: list[int], view: View) -> None:
    """Open the case of a row, or its agreement where no case stands behind the indicator."""
    if "case_id" in rows:
        find_case.open_picked(rows["case_id"].tolist(), picked, view)
    elif picked and picked[0] < len(rows):
        row = rows.iloc[picked[0]]
        link = Link(row["supplier"], row["customer"], row["service"])
        named = {"agreement": str(row["agreement"]), **address.link_params(link)}
        go(address.href("agreements", view, **named))


def _title(kpi: str, count: int, say: Words) -> str:
    name = indicator.name(kpi, say)
    source = indicator.known()[kpi].counting.source
    if source == "contacts":
        return say.plural(
            "{n} contact stands behind “{indicator}”",
            "{n} contacts stand behind “{indicator}”",
            count,
            indicator=name,
        )
    if source == "agreements":
        return say.plural(
            "{n} agreement stands behind “{indicator}”",
            "{n} agreements stand behind “{indicator}”",
            count,
            indicator=name,
        )
    return say.plural(
        "{n} handoff stands behind “{indicator}”",
        "{n} handoffs stand behind “{indicator}”",
        count,
        indicator=name,
    )


def _rows(link: Link, kpi: str, view: View) -> pd.DataFrame:
    as_of = session.moment()
    rows: pd.DataFrame = session.remembered(
        "handoffs behind",
        lambda: rows_behind(
            session.store().cursor(), link=link, kpi=kpi, window=view.window, as_of=as_of
        ),
        link,
        kpi,
        view.window,
        as_of,
    )
    return rows


def _config(say: Words) -> dict[str, Any]:
    config: dict[str, Any] = {}
    for column, title in COLUMNS.items():
        if column in TIMES:
            config[column] = st.column_config.DatetimeColumn(say(title), format=time_format(say))
        elif column in ("good", "accepted", "sent_back"):
            config[column] = st.column_config.CheckboxColumn(say(title))
        else:
            config[column] = st.column_config.Column(say(title))
    return config
