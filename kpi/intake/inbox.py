"""The inbox of a store: a folder whose files the process that owns the store takes in.

A person drops files there; they end in ``loaded`` or ``refused``, each with its report beside it.
The command line leaves a folder of its own, with what was asked, and reads the answer from it: so
that files can be loaded while a dashboard has the store open.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kpi.intake.ingest import ingest
from kpi.intake.report import LoadReport
from kpi.store import Store
from kpi.words import words_for

LOADED, REFUSED = "loaded", "refused"
REQUEST, MAPPING, ANSWER, TAKEN = "request.json", "mapping.toml", "answer.json", "taken"


@dataclass(frozen=True)
class Request:
    """What was asked of a file: the options of `ingest`, and the language of the answer."""

    name: str
    who: str
    language: str
    kind: str | None = None
    timezone: str | None = None
    replace_conflicts: bool = False


def inbox_of(location: str) -> Path | None:
    """Return the inbox of a store by its location; a store in memory has none.

    Examples
    --------
    >>> inbox_of("data/eslabon.duckdb").as_posix()
    'data/eslabon.duckdb.inbox'
    """
    return None if location == ":memory:" else Path(f"{location}.inbox")


def leave(
    inbox: Path, source: Path, request: Request, *, name: str, mapping: Path | None = None
) -> Path:
    """Leave a copy of a file with what is asked of it; return the folder where the answer comes.

    Parameters
    ----------
    name : str
        A name that nobody else uses. The folder appears under it in one step, complete.
    mapping : Path, optional
        A TOML file that says how columns are read.
    """
    hidden = inbox / f".{name}"
    hidden.mkdir(parents=True)
    shutil.copyfile(source, hidden / "file")
    if mapping is not None:
        shutil.copyfile(mapping, hidden / MAPPING)
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
    store: Store, inbox: Path, *, now: datetime, seen: Mapping[Path, tuple[int, int]]
) -> dict[Path, tuple[int, int]]:
    """Take in what the inbox holds, once, and return what is still arriving.

    Parameters
    ----------
    now : datetime
        The time of the loads, with a zone.
    seen : mapping
        What the last call returned: a dropped file is taken when it has not grown since.

    Returns
    -------
    dict of Path to (size, modified in nanoseconds)
        Dropped files that were not taken yet.
    """
    arriving: dict[Path, tuple[int, int]] = {}
    for entry in sorted(inbox.iterdir()) if inbox.is_dir() else ():
        if entry.name.startswith(".") or entry.name in (LOADED, REFUSED):
            continue
        if entry.is_dir():
            if (entry / REQUEST).exists() and not is_taken(entry):
                _answer(store, entry, now=now)
            continue
        state = entry.stat()
        if seen.get(entry) == (state.st_size, state.st_mtime_ns):
            _file_away(entry, ingest(store, entry, now=now), now=now)
        else:
            arriving[entry] = (state.st_size, state.st_mtime_ns)
    return arriving


def _answer(store: Store, folder: Path, *, now: datetime) -> None:
    (folder / TAKEN).touch()
    request = Request(**json.loads((folder / REQUEST).read_text(encoding="utf-8")))
    report = ingest(
        store,
        folder / "file",
        now=now,
        name=request.name,
        who=request.who,
        kind=request.kind,
        mapping=folder / MAPPING if (folder / MAPPING).exists() else None,
        timezone=request.timezone,
        replace_conflicts=request.replace_conflicts,
    )
    told = json.dumps(report.as_json(words_for(request.language)), ensure_ascii=False)
    hidden = folder / f".{ANSWER}"
    hidden.write_text(told, encoding="utf-8")
    hidden.rename(folder / ANSWER)
    (folder / "file").unlink()


def _file_away(source: Path, report: LoadReport, *, now: datetime) -> None:
    """Move a dropped file beside its report, under a name that no earlier one has."""
    place = source.parent / (REFUSED if report.outcome == "refused" else LOADED)
    place.mkdir(exist_ok=True)
    name = f"{now:%Y%m%dT%H%M%S}-{source.name}"
    told = json.dumps(report.as_json(words_for("en")), ensure_ascii=False, indent=2)
    (place / f"{name}.report.json").write_text(told, encoding="utf-8")
    source.rename(place / name)
