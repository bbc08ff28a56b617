"""Data: bring files, see what was understood, load them, look at what happened, take it back."""

from __future__ import annotations

import streamlit as st

from kpi.intake import has_sample, remove_sample
from kpi.intake.inbox import inbox_of
from kpi.words import Words
from pages.parts import (
    alike,
    load_history,
    load_report,
    quality,
    session,
    stamp,
    templates,
    undefined_kpis,
    upload,
)
from pages.parts.address import View
from pages.parts.markup import heading, opening, paragraph
from pages.parts.panel import panel
from pages.parts.uploaded import Loaded

_TOTALS = """
SELECT (SELECT count(*) FROM handoffs), (SELECT count(DISTINCT case_id) FROM handoffs),
       (SELECT count(*) FROM loads WHERE undone_at IS NULL)
"""


def show(view: View) -> None:
    """Show the data page."""
    say = session.words()
    panel(_opening(say), key="opening")
    _finished(view, say)
    upload.show(say)
    undefined_kpis.show(view, say)
    load_history.show(say)
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


def _finished(view: View, say: Words) -> None:
    """Show what the loads just made did, and offer what to do next."""
    loads: list[Loaded] = st.session_state.get("load reports", [])
    for number, loaded in enumerate(loads):
        report = loaded.report
        if report.error is not None:
            panel(
                heading(say("{file} was refused; nothing changed", file=report.file))
                + paragraph("problem", say.render(report.error)),
                key=f"refused {number}",
            )
            continue
        kind = say(load_report.KINDS[report.kind])
        panel(
            heading(say("{file} is loaded", file=report.file), kind.capitalize()),
            key=f"loaded {number}",
        )
        load_report.summary(report, say, key=f"loaded {number}")
        load_report.details(loaded, say, key=f"loaded {number}")
    if any(loaded.report.error is None for loaded in loads):
        _next(view, say)


def _next(view: View, say: Words) -> None:
    with st.container(horizontal=True):
        st.page_link(
            st.session_state["pages"]["balance"],
            label=say("See the balance"),
            icon=":material/arrow_forward:",
            query_params={"lang": view.language},
        )
        if has_sample(session.store().cursor()) and st.button(
            say("Remove the sample company, keep only my data")
        ):
            remove_sample(session.store(), now=session.now_utc())
            st.rerun()
