"""Data: bring files, see what was understood, load them, look at what happened, take it back."""

from __future__ import annotations

import streamlit as st

from kpi.intake.inbox import inbox_of
from kpi.words import Words
from pages.parts import (
    alike,
    just_loaded,
    load_history,
    quality,
    session,
    stamp,
    templates,
    undefined_kpis,
    upload,
)
from pages.parts.address import View
from pages.parts.fold import unfolded
from pages.parts.markup import opening
from pages.parts.panel import panel
from pages.parts.ready import ready

_TOTALS = """
SELECT (SELECT count(*) FROM handoffs), (SELECT count(DISTINCT case_id) FROM handoffs),
       (SELECT count(*) FROM loads WHERE undone_at IS NULL
        AND json_extract_string(mapping, '$.format') <> 'in app')
"""


def show(view: View) -> None:
    """Show the data page."""
    say = session.words()
    panel(lambda: _opening(say), key="opening")
    just_loaded.show(view, say)
    ready("bring", lambda: _bring(view, say), st.session_state.get("upload generation", 0))
    # Whether a file is overdue is told anew each hour.
    hour = session.now_utc().replace(minute=0, second=0, microsecond=0)
    ready("below", lambda: _below(say), unfolded(), hour)


def _bring(view: View, say: Words) -> None:
    upload.show(say)
    undefined_kpis.show(view, say)
    load_history.show(say)


def _below(say: Words) -> None:
    quality.show(say)
    alike.show(say)
    templates.show(say)
    folder = inbox_of(session.store().location)
    taken = say("files put into {folder} are loaded by themselves", folder=str(folder))
    panel(stamp.stamp(say, taken if folder else ""), key="stamp")


def _opening(say: Words) -> str:
    handoffs, cases, loads = session.remembered(
        "totals", lambda: session.store().cursor().execute(_TOTALS).fetchone() or (0, 0, 0)
    )
    where = " · ".join(part for part in (session.settings().company, say("Data")) if part)
    if not loads:
        title = say("Bring a CSV export: nothing is loaded yet")
    elif not handoffs:
        title = say.plural(
            "No handoffs yet, from {n} file: bring an export of them",
            "No handoffs yet, from {n} files: bring an export of them",
            loads,
        )
    else:
        title = say(
            "{handoffs} in {cases}, from {loads}",
            handoffs=say.plural("{n} handoff", "{n} handoffs", handoffs),
            cases=say.plural("{n} case", "{n} cases", cases),
            loads=say.plural("{n} file", "{n} files", loads),
        )
    lead = say(
        "Every record of a file is stored, rejected with line and reason, or ignored and counted. "
        "Every load can be undone."
    )
    return opening(where, title, lead)
