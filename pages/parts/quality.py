"""How good the loaded data are: what handoffs lack, what was kept out, how files arrive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from kpi.intake import Lacking, LoadEntry, lacking, list_loads
from kpi.measures import DueMissing, due_missing, lacking_handoffs
from kpi.words import Words
from pages.parts import arrived, session
from pages.parts.as_csv import csv_of, titled
from pages.parts.markup import facts, heading
from pages.parts.panel import panel


def show(say: Words) -> None:
    """Show what handoffs lack and what the loads kept out."""
    found = session.remembered("lacking", lambda: lacking(session.store().cursor()))
    if not found.handoffs:
        return
    loads = session.remembered("loads", lambda: list_loads(session.store().cursor()))
    standing = [entry for entry in loads if entry.stands and entry.records]
    as_of = session.moment()
    due = session.remembered(
        "due missing", lambda: due_missing(session.store().cursor(), as_of), as_of
    )
    panel(lambda: _told(found, due, standing, say), key="quality")
    _lacking_as_csv(as_of, say)
    arrived.show(say)


def _told(found: Lacking, due: DueMissing, standing: Sequence[LoadEntry], say: Words) -> str:
    lines = [
        _fact(say("Without a promise or an agreed time"), due.without_due, due.handoffs, say),
        _fact(say("Without a promise of their own"), due.without_promise, due.handoffs, say),
        _fact(say("Delivered, not judged by the customer"), found.unjudged, found.delivered, say),
        _fact(
            say("Rejected or in conflict"),
            sum(_kept_out(entry) for entry in standing),
            sum(entry.records for entry in standing),
            say,
        ),
    ]
    if found.inside:
        whole = found.handoffs + found.inside
        lines.append(_fact(say("Inside a party, on no link"), found.inside, whole, say))
    note = say("how good the data are that the verdicts rest on")
    return heading(_finding(due, say), note) + facts(lines)


def _lacking_as_csv(as_of: datetime, say: Words) -> None:
    """Offer the handoffs behind the counts; they are looked up when somebody asks for them."""

    def made() -> bytes:
        rows = lacking_handoffs(session.store().cursor(), as_of)
        return csv_of(titled(rows, say), say)

    st.download_button(
        say("Handoffs that lack something, as CSV"),
        made,
        file_name=f"{say('lacking')}.csv",
        mime="text/csv",
        key="lacking download",
        on_click="ignore",
    )


def _finding(due: DueMissing, say: Words) -> str:
    """Say what the due times allow to be told."""
    if not due.without_due:
        return say("Every handoff has a due time: whether it was on time can be told")
    if due.without_due == due.handoffs:
        return say("No handoff has a due time: whether any was on time cannot be told")
    share = say.percent(due.without_due / due.handoffs)
    return say("Whether {share} of the handoffs were on time cannot be told", share=share)


def _fact(name: str, part: int, whole: int, say: Words) -> tuple[str, str, str]:
    share = say.percent(part / whole) if whole else "–"
    below = say("{part} of {whole}", part=part, whole=whole)
    return name, share, below


def _kept_out(entry: LoadEntry) -> int:
    return entry.rejected_records + entry.conflict_records
