"""The inbox of a store: a folder whose files the process that owns the store takes in.

A person drops files there; each ends in a folder that says what became of it, with a note beside
it. The command line leaves a folder of its own, with what was asked, and reads the answer from it:
so that files can be loaded while a dashboard has the store open.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kpi.intake.dropped import take_dropped
from kpi.intake.ingest import ingest
from kpi.intake.log import as_utc, read_report
from kpi.intake.remembered import mapping_toml
from kpi.intake.report import LoadReport
from kpi.store import Store
from kpi.words import DEFAULT_LANGUAGE, words_for

REQUEST, MAPPING, ANSWER, TAKEN = "request.json", "mapping.toml", "answer.json", "taken"
# A dropped file is taken when it has not changed for so long: copies over a network pause.
QUIET = timedelta(seconds=4)
# What browsers and copying programs call a file that is not whole yet.
UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp")
HIDDEN = (".", "~$")
# An answer that nobody came to read is removed.
UNREAD = timedelta(hours=1)


@dataclass(frozen=True)
class Request:
    """What was asked of a file: the options of `ingest`, and the language of the answer."""

    name: str
    who: str
    language: str
    kind: str | None = None
    timezone: str | None = None
    replace_conflicts: bool = False
    remembered: bool = True


@dataclass(frozen=True)
class Arriving:
    """A dropped file as it was last seen, and since when it looks so."""

    size: int
    modified: int
    since: datetime


def inbox_of(location: str) -> Path | None:
    """Return the inbox of a store by its location; a store in memory has none.

    Examples
    --------
    >>> inbox_of("data/eslabon.duckdb").as_posix()
    'data/eslabon.duckdb.inbox'
    """
    return None if location == ":memory:" else Path(f"{location}.inbox")


def leave(
    inbox: Path,
    source: Path,
    request: Request,
    *,
    name: str,
    mapping: Mapping[str, Any] | None = None,
) -> Path:
    """Leave a copy of a file with what is asked of it; return the folder where the answer comes.

    Parameters
    ----------
    name : str
        A name that nobody else uses. The folder appears under it in one step, complete.
    mapping : dict, optional
        What is said of how it is read.
    """
    hidden = inbox / f".{name}"
    hidden.mkdir(parents=True)
    shutil.copyfile(source, hidden / "file")
    if mapping:
        (hidden / MAPPING).write_text(mapping_toml(dict(mapping)), encoding="utf-8")
    (hidden / REQUEST).write_text(json.dumps(asdict(request)), encoding="utf-8")
    return hidden.rename(inbox / name)


def is_taken(folder: Path) -> bool:
    """Tell whether the owner of the store has begun with what was left."""
    return (folder / TAKEN).exists() or (folder / ANSWER).exists()


def answer_in(folder: Path) -> dict[str, Any] | None:
    """Return the report of what was left, as `LoadReport.as_json`; None while there is none."""
    try:
        found: dict[str, Any] = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found


def take_in(
    store: Store,
    inbox: Path,
    *,
    now: datetime,
    seen: Mapping[Path, Arriving],
    language: str = DEFAULT_LANGUAGE,
) -> dict[Path, Arriving]:
    """Take in what the inbox holds, once, and return what is still arriving.

    Parameters
    ----------
    now : datetime
        The time of the loads, with a zone.
    seen : mapping
        What the last call returned: a dropped file is taken when it has not changed for a while.
    language : str
        Of the notes beside dropped files, and of the folders that they end in.

    Returns
    -------
    dict of Path to Arriving
        Dropped files that were not taken yet.
    """
    arriving: dict[Path, Arriving] = {}
    for entry in sorted(inbox.iterdir()) if inbox.is_dir() else ():
        if entry.is_dir():
            if (entry / REQUEST).exists() and not entry.name.startswith("."):
                _answer_or_tidy(store, entry, now=now)
            continue
        if entry.name.startswith(HIDDEN) or entry.name.lower().endswith(UNFINISHED):
            continue
        state = _arriving(entry, seen.get(entry), now)
        if now - state.since >= QUIET:
            take_dropped(store, entry, now=now, say=words_for(language))
        else:
            arriving[entry] = state
    return arriving


def _arriving(path: Path, before: Arriving | None, now: datetime) -> Arriving:
    found = path.stat()
    same = before is not None and (before.size, before.modified) == (
        found.st_size,
        found.st_mtime_ns,
    )
    since = before.since if same and before is not None else now
    return Arriving(found.st_size, found.st_mtime_ns, since)


def _answer_or_tidy(store: Store, folder: Path, *, now: datetime) -> None:
    answer = folder / ANSWER
    if not answer.exists():
        _answer(store, folder, now=now)
    elif now - datetime.fromtimestamp(answer.stat().st_mtime, UTC) > UNREAD:
        shutil.rmtree(folder, ignore_errors=True)


def _answer(store: Store, folder: Path, *, now: datetime) -> None:
    request = Request(**json.loads((folder / REQUEST).read_text(encoding="utf-8")))
    taken = folder / TAKEN
    # Taken and not answered: its owner ended over it. It may have ended after the load.
    since = _taken_at(taken) if taken.exists() else None
    report = since and load_since(store, folder / "file", request, since=since)
    if not report:
        taken.write_text(now.isoformat(), encoding="utf-8")
        report = ingest(
            store,
            folder / "file",
            now=now,
            name=request.name,
            who=request.who,
            kind=request.kind,
            mapping=folder / MAPPING if (folder / MAPPING).exists() else None,
            timezone=request.timezone,
            remembered=request.remembered,
            replace_conflicts=request.replace_conflicts,
        )
    told = json.dumps(report.as_json(words_for(request.language)), ensure_ascii=False)
    hidden = folder / f".{ANSWER}"
    try:
        hidden.write_text(told, encoding="utf-8")
        hidden.rename(folder / ANSWER)
        (folder / "file").unlink()
    except FileNotFoundError:
        # Whoever asked has gone, and the folder with them: the load is in the log.
        shutil.rmtree(folder, ignore_errors=True)


def _taken_at(taken: Path) -> datetime:
    """Return when a file was taken; of a mark that was cut short, when it was left."""
    try:
        return datetime.fromisoformat(taken.read_text("utf-8"))
    except ValueError:
        return datetime.fromtimestamp((taken.parent / REQUEST).stat().st_mtime, UTC)


def load_since(
    store: Store, source: Path, request: Request, *, since: datetime
) -> LoadReport | None:
    """Return the report of the load that a request led to, None where it led to none."""
    with source.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    row = (
        store.cursor()
        .execute(
            "SELECT max(load) FROM loads WHERE sha256 = ? AND file_name = ? AND who = ?"
            " AND loaded_at >= ?",
            [sha256, request.name, request.who, as_utc(since)],
        )
        .fetchone()
    )
    return None if row is None or row[0] is None else read_report(store.cursor(), row[0])
