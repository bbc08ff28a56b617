"""What the loads just made did, and what to do next."""

from __future__ import annotations

import streamlit as st

from kpi.intake import has_sample, remove_sample
from kpi.words import Words
from pages.parts import load_report, session
from pages.parts.address import View
from pages.parts.markup import heading, paragraph
from pages.parts.panel import panel
from pages.parts.uploaded import Loaded


def show(view: View, say: Words) -> None:
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
    if not_reached := st.session_state.get("files not reached"):
        told = say(
            "Not loaded, because the page was left meanwhile: {files}. To load them, drop them "
            "again.",
            files=say.listed(not_reached),
        )
        panel(paragraph("warning", told), key="not reached")
    left_out: list[str] = st.session_state.get("files left out", [])
    if loads and left_out:
        told = say(
            "Not loaded, because something about it was still to be answered or mended: {files}. "
            "To load a file of these, drop it again.",
            files=", ".join(left_out),
        )
        panel(paragraph("warning", told), key="left out")
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
