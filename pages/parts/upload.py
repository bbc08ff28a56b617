"""Drop files, see what was understood and what would happen, then load."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from kpi.intake import LoadReport, RefusedError, asked_once
from kpi.words import Message, Words
from pages.parts import load_report, questions, reading, uploader_words
from pages.parts.another_way import another_way
from pages.parts.last_time import last_time, show_last_time
from pages.parts.markup import heading, paragraph
from pages.parts.panel import panel
from pages.parts.questions import merged
from pages.parts.uploaded import (
    Loaded,
    Request,
    done_with,
    examined,
    ingested,
    kept,
    tried,
    unpacked,
)


def show(say: Words) -> None:
    """Show the place to drop files and, for each one, what would happen."""
    uploader_words.speak(say, many=True)
    generation = st.session_state.setdefault("upload generation", 0)
    files = st.file_uploader(
        say("Drop files here: CSV, zipped or not, or Excel (.xlsx)"),
        accept_multiple_files=True,
        key=f"files {generation}",
    )
    above = st.container()
    requests, waiting = [], []
    for number, file in enumerate(files):
        found = _inside(kept(file), say, key=f"{generation}.{number}")
        waiting += [] if found else [file.name]
        for place, inside in enumerate(found):
            request = _understand(inside, say, key=f"{generation}.{number}.{place}")
            if request is None:
                waiting.append(inside.name)
            else:
                requests.append(request)
    if waiting and len(requests) + len(waiting) > 1:
        with above:
            _still_waiting(len(requests), waiting, say)
    if len(requests) > 1:
        st.caption(
            say("Each file was tried alone: what several of them hold alike is stored once.")
        )
    if requests and st.button(
        say.plural("Load {n} file", "Load {n} files", len(requests)),
        type="primary",
        key="load files",
    ):
        st.session_state["files left out"] = waiting
        _load(requests, say)


def _still_waiting(ready: int, waiting: list[str], say: Words) -> None:
    """Say above all files which of them cannot be loaded as they are: they may be far below."""
    told = say.plural(
        "{n} of {all} files can be loaded as it is. Still to be answered or mended: {files}.",
        "{n} of {all} files can be loaded as they are. Still to be answered or mended: {files}.",
        ready,
        all=ready + len(waiting),
        files=say.listed(waiting),
    )
    panel(paragraph("warning", told), key="still waiting")


def _inside(request: Request, say: Words, *, key: str) -> tuple[Request, ...]:
    """Return the files in an uploaded one; ask for the sheet of a workbook."""
    sheet = questions.answers(request.path).get("sheet")
    try:
        found = unpacked(request, sheet)
    except RefusedError as fault:
        with st.container(border=True):
            panel(heading(request.name), key=f"name {key}")
            _problem(fault.message, say, key=key)
            if fault.question is not None:
                questions.ask(fault.question, request.path, say, key=key)
        return ()
    if sheet is not None:
        questions.show_answers(request.path, say, key=key)
    return found


def _understand(request: Request, say: Words, *, key: str) -> Request | None:
    """Show what was understood of a file; return it when it can be loaded."""
    with st.container(border=True):
        panel(heading(request.name), key=f"name {key}")
        known = last_time(request)
        said = merged(known.mapping if known else {}, questions.answers(request.path))
        answered = replace(request, said=said)
        first = examined(answered)
        problem = st.container()
        understood = st.container()
        if known is not None:
            show_last_time(known, request, say, key=key, told=first.error is None)
        questions.show_answers(request.path, say, key=key)
        request = another_way(answered, first, say, key=key) if first.text else answered
        seen = examined(request)
        if seen.error is not None:
            with problem:
                why = seen.error if known is None else known.explained(seen.error)
                _problem(why, say, key=key)
                if seen.question is not None:
                    questions.ask(seen.question, request.path, say, key=key)
            return None
        with understood:
            reading.show(request, seen, say, key=key)
        trial = tried(request)
        if trial.report.error is not None:
            _problem(trial.report.error, say, key=key)
            return None
        if trial.report.conflict_records and _replaces(trial.report, say, key=key):
            request = replace(request, replaces=True)
            trial = tried(request)
        panel(heading(_finding(trial.report, say)), key=f"trial {key}")
        load_report.summary(trial.report, say, key=f"trial {key}")
        _guesses(trial.report, request, say, key=key)
        load_report.details(trial, say, key=f"trial {key}")
    return request


def _finding(report: LoadReport, say: Words) -> str:
    """Say what loading the file would do."""
    stored, kept_out = (
        report.new + report.updated,
        report.rejected_records + report.conflict_records,
    )
    if not report.records:
        return say("No records below the header: loading it would change nothing")
    finding = say("Loading it would change nothing")
    if stored:
        finding = say.plural(
            "Loading it would store {n} record", "Loading it would store {n} records", stored
        )
    if kept_out:
        finding += "; " + say.plural(
            "{n} record would be kept out", "{n} records would be kept out", kept_out
        )
    return finding


def _replaces(report: LoadReport, say: Words, *, key: str) -> bool:
    """Offer to let the values of the file replace the stored ones; never done unless chosen."""
    chosen = st.toggle(
        say.plural(
            "{n} record says otherwise than what is stored: let the file replace it",
            "{n} records say otherwise than what is stored: let the file replace it",
            report.conflict_records,
        ),
        key=f"replaces {key}",
    )
    if chosen:
        st.caption(say("Undoing the load brings back what is stored now."))
    return chosen


def _guesses(report: LoadReport, request: Request, say: Words, *, key: str) -> None:
    """Ask whether the guesses are right: one click says so, or otherwise."""
    asked = [
        warning.question
        for warning in report.warnings
        # Who said the order of dates is told how they were read, and not asked again.
        if warning.question is not None
        and not (warning.code == "date_order" and "dayfirst" in request.said)
    ]
    for number, question in enumerate(asked_once(asked)):
        questions.ask(question, request.path, say, key=f"guess {number} {key}")


def _problem(error: Message, say: Words, *, key: str) -> None:
    panel(f'<p class="problem">{escape(say.render(error))}</p>', key=f"error {key}")


def _load(requests: list[Request], say: Words) -> None:
    # Known as each is done: whoever leaves the page meanwhile is told of them on coming back.
    reports: list[Loaded] = []
    st.session_state["load reports"] = reports
    left = [request.name for request in requests]
    st.session_state["files not reached"] = left
    trials = []
    for number, request in enumerate(requests, start=1):
        told = say("Loading {file}…", file=request.name)
        if len(requests) > 1:
            told += f" ({number}/{len(requests)})"
        with st.spinner(told, show_time=True):
            trials.append(tried(request))
            reports.append(ingested(request, dry_run=False))
            del left[0]
    done_with(requests, trials)
    st.session_state["upload generation"] += 1
    st.rerun()
