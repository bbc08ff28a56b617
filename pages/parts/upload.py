"""Drop files, see what was understood and what would happen, then load."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from kpi.intake import FIELDS, KINDS, Examination, LoadReport, examine, ingest
from kpi.words import Words
from pages.parts import load_report, session
from pages.parts.markup import facts, heading
from pages.parts.panel import panel


@dataclass(frozen=True)
class Request:
    """An uploaded file with the answers given to our questions about it."""

    path: Path
    name: str
    kind: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None

    @property
    def mapping(self) -> dict[str, Any] | None:
        """Return the answers as a mapping, None where nothing was asked."""
        answers: dict[str, Any] = {}
        if self.columns:
            answers["columns"] = dict(self.columns)
        if self.day_first is not None:
            answers["dayfirst"] = self.day_first
        return answers or None


def show(say: Words) -> None:
    """Show the place to drop files and, for each one, what would happen."""
    _speak_the_uploader(say)
    generation = st.session_state.setdefault("upload generation", 0)
    files = st.file_uploader(
        say("Drop one or several CSV files here"),
        accept_multiple_files=True,
        key=f"files {generation}",
    )
    requests = [
        request
        for number, file in enumerate(files)
        if (request := _understand(_kept(file), say, key=f"{generation}.{number}")) is not None
    ]
    if requests and st.button(
        say.plural("Load {n} file", "Load {n} files", len(requests)),
        type="primary",
        key="load files",
    ):
        _load(requests, say)


def _speak_the_uploader(say: Words) -> None:
    """Replace the words that Streamlit's uploader has in English only."""
    words = {
        '[data-testid="stFileUploaderDropzone"] button p': say("Choose files"),
        '[data-testid="stFileUploaderDropzoneInstructions"] span': say("or drop them here"),
    }
    rules = "".join(
        f"{place}{{font-size:0}}{place}::after{{content:{_css_text(text)};font-size:.95rem}}"
        for place, text in words.items()
    )
    st.html(f"<style>{rules}</style>")


def _css_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _kept(file: UploadedFile) -> Request:
    """Put an uploaded file where it can be read; once per content."""
    content = file.getbuffer()
    folder = session.store().scratch / "uploads"
    folder.mkdir(exist_ok=True)
    path = folder / hashlib.sha256(content).hexdigest()
    if not path.exists():
        path.write_bytes(content)
    return Request(path, file.name)


def _understand(request: Request, say: Words, *, key: str) -> Request | None:
    """Show what was understood of a file; return it when it can be loaded."""
    first = _examined(request)
    with st.container(border=True):
        panel(heading(request.name), key=f"name {key}")
        request = _asked(request, first, say, key=key)
        seen = _examined(request)
        if seen.error is not None:
            panel(f'<p class="problem">{escape(say.render(seen.error))}</p>', key=f"error {key}")
            return None
        _reading(seen, say, key=key)
        trial = _tried(request)
        if trial.error is not None:
            panel(f'<p class="problem">{escape(say.render(trial.error))}</p>', key=f"refusal {key}")
            return None
        panel(heading(say("What loading it would do")), key=f"trial {key}")
        load_report.summary(trial, say, key=f"trial {key}")
        load_report.details(trial, say, key=f"trial {key}")
    return request


def _examined(request: Request) -> Examination:
    return session.remembered(
        "examination",
        lambda: examine(
            session.store(),
            request.path,
            kind=request.kind,
            mapping=request.mapping,
            name=request.name,
            now=session.now_utc(),
        ),
        request,
    )


def _tried(request: Request) -> LoadReport:
    say = session.words()
    with st.spinner(say("Reading {file}…", file=request.name)):
        return session.remembered("trial", lambda: _ingested(request, dry_run=True), request)


def _ingested(request: Request, *, dry_run: bool) -> LoadReport:
    return ingest(
        session.store(),
        request.path,
        now=session.now_utc(),
        kind=request.kind,
        mapping=request.mapping,
        name=request.name,
        dry_run=dry_run,
    )


def _load(requests: list[Request], say: Words) -> None:
    reports = []
    progress = st.progress(0.0)
    for number, request in enumerate(requests):
        progress.progress(number / len(requests), say("Loading {file}…", file=request.name))
        reports.append(_ingested(request, dry_run=False))
    st.session_state["load reports"] = reports
    st.session_state["upload generation"] += 1
    st.rerun()


def _reading(seen: Examination, say: Words, *, key: str) -> None:
    """Show how the file was read: encoding, separator, header, dates, columns, first rows."""
    separators = {",": say("comma"), ";": say("semicolon"), "\t": say("tab"), "|": say("bar")}
    panel(
        facts(
            [
                (say("Holds"), say(load_report.KINDS[seen.kind]), ""),
                (say("Encoding"), seen.encoding.upper(), ""),
                (say("Separator"), separators.get(seen.delimiter, seen.delimiter), ""),
                (say("Header on line"), say.number(seen.header_line), ""),
            ]
        ),
        key=f"reading {key}",
    )
    with st.expander(say("How each column is read")):
        meanings = {known.name: say(known.meaning) for known in FIELDS[seen.kind]}
        dates = seen.date_formats
        st.dataframe(
            pd.DataFrame(
                {
                    say("Column of the file"): list(seen.mapping.values()),
                    say("Read as"): [meanings.get(name, name) for name in seen.mapping],
                    say("Dates"): [
                        f"{dates[column].format} · {say.render(dates[column].evidence)}"
                        if column in dates
                        else ""
                        for column in seen.mapping.values()
                    ],
                }
            ),
            hide_index=True,
            key=f"columns {key}",
        )
        st.caption(say("First rows, as they will be stored"))
        st.dataframe(pd.DataFrame(list(seen.rows)), hide_index=True, key=f"rows {key}")


def _asked(request: Request, first: Examination, say: Words, *, key: str) -> Request:
    """Ask only what the file itself does not answer: its kind, its columns, its date order."""
    kind = request.kind
    unsure = first.error is not None
    with st.expander(say("Read it another way"), expanded=unsure):
        kinds = [None, *KINDS]
        kind = st.selectbox(
            say("What the file holds"),
            kinds,
            format_func=lambda code: (
                say("as recognised") if code is None else say(load_report.KINDS[code])
            ),
            key=f"kind {key}",
        )
        order = st.selectbox(
            say("Order of day and month"),
            [None, True, False],
            format_func=lambda asked: _order_name(asked, say),
            key=f"order {key}",
        )
        columns = _mapped(kind or first.kind, first, say, key=key)
    return Request(request.path, request.name, kind, columns, order)


def _order_name(day_first: bool | None, say: Words) -> str:
    if day_first is None:
        return say("as the dates themselves show")
    return say("day first: 31/12/2026") if day_first else say("month first: 12/31/2026")


def _mapped(kind: str, first: Examination, say: Words, *, key: str) -> dict[str, str]:
    """Offer a column of the file for each field; only answers that differ are kept."""
    if not kind or not first.columns:
        return {}
    st.caption(say("Choose the column of the file that holds each of these."))
    chosen: dict[str, str] = {}
    places = st.columns(2)
    for number, known in enumerate(FIELDS[kind]):
        options = [None, *first.columns]
        guess = first.mapping.get(known.name)
        with places[number % 2]:
            column = st.selectbox(
                say(known.meaning) + (" *" if known.required else ""),
                options,
                index=options.index(guess) if guess in options else 0,
                format_func=lambda option: say("not in the file") if option is None else option,
                key=f"field {known.name} {kind} {key}",
            )
        if column is not None:
            chosen[known.name] = column
    same = chosen == {name: column for name, column in first.mapping.items() if column}
    return {} if same else chosen
