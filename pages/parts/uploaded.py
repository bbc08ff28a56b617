"""An uploaded file: kept where it can be read, examined, tried, loaded."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from kpi.intake import Examination, LoadReport, examine, ingest, unpack
from pages.parts import session, tidy


@dataclass(frozen=True)
class Request:
    """An uploaded file with what was said about it.

    Parameters
    ----------
    path : Path
    name : str
    said : dict
        A mapping, empty where nothing was said.
    replaces : bool
        Whether other values of the file replace the stored ones.
    """

    path: Path
    name: str
    said: Mapping[str, Any] = field(default_factory=dict)
    replaces: bool = False


@dataclass(frozen=True)
class Loaded:
    """The report of a load or a trial, and the file of the records that it kept out."""

    report: LoadReport
    kept_out: Path


def kept(file: UploadedFile) -> Request:
    """Put an uploaded file where it can be read; once per content."""
    content = file.getbuffer()
    path = _folder() / hashlib.sha256(content).hexdigest()
    if path.exists():
        tidy.used(path)
    else:
        tidy.tidy(_folder(), now=tidy.present())
        path.write_bytes(content)
    return Request(path, file.name)


def unpacked(request: Request, sheet: str | None) -> tuple[Request, ...]:
    """Return the files to be read: the one that was uploaded, or those inside it.

    Raises
    ------
    RefusedError
        If it cannot be unpacked, or no sheet of a workbook was chosen.
    """
    known = st.session_state.setdefault("unpacked", {})
    # The same content may come under two names.
    at = (request.path, request.name, sheet)
    if not all(inside.path.exists() for inside in known.get(at, ())):
        del known[at]  # nobody had used them for long
    if at not in known:
        folder = Path(tempfile.mkdtemp(dir=_folder()))
        known[at] = tuple(
            Request(inside.path, inside.name)
            for inside in unpack(request.path, folder, name=request.name, sheet=sheet)
        )
    found: tuple[Request, ...] = known[at]
    for inside in found:
        tidy.used(_kept_in(inside.path))
    return found


def done_with(requests: Iterable[Request], trials: Iterable[Loaded]) -> None:
    """Remove files that have been loaded, and what their trials kept out."""
    for trial in trials:
        tidy.remove(trial.kept_out)
    for request in requests:
        tidy.remove(_kept_in(request.path))
    st.session_state.pop("unpacked", None)


def _kept_in(path: Path) -> Path:
    """Return the entry of the folder that a file is, or lies in."""
    return path if path.parent == _folder() else path.parent


def _folder() -> Path:
    folder = session.store().scratch / "uploads"
    folder.mkdir(exist_ok=True)
    return folder


def examined(request: Request) -> Examination:
    """Return what is understood of the file."""
    say = session.words()
    with st.spinner(say("Reading {file}…", file=request.name)):
        return session.remembered(
            "examination",
            lambda: examine(
                session.store(),
                request.path,
                mapping=request.said,
                name=request.name,
                now=session.now_utc(),
            ),
            request,
        )


def tried(request: Request) -> Loaded:
    """Return what loading the file would do."""
    say = session.words()
    with st.spinner(say("Reading {file}…", file=request.name)):
        return session.remembered(
            "trial", lambda: ingested(request, dry_run=True), request, say.tag
        )


def ingested(request: Request, *, dry_run: bool) -> Loaded:
    """Load the file, or do as if."""
    language = session.language()
    told = f"{request!r} {language} {dry_run} {session.store().revision()}"
    kept_out = _folder() / f"{hashlib.sha256(told.encode()).hexdigest()}.csv"
    report = ingest(
        session.store(),
        request.path,
        now=session.now_utc(),
        mapping=request.said,
        replace_conflicts=request.replaces,
        name=request.name,
        dry_run=dry_run,
        kept_out=kept_out,
        language=language,
    )
    return Loaded(report, kept_out)
