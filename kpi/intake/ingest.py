"""Load a file into the store: all of it, or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from kpi.intake.kept_out import write_kept_out
from kpi.intake.landing import land
from kpi.intake.log import Arrival, next_load
from kpi.intake.mapping import read_mapping
from kpi.intake.reading import RefusedError, read
from kpi.intake.remembered import recalled_mapping, remember
from kpi.intake.report import LoadReport
from kpi.intake.staging import clear
from kpi.store import Store
from kpi.words import Message, UserError, told_fault, words_for


class UnreadableFileError(UserError):
    """The file cannot be opened."""


class _TrialOverError(Exception):
    """Carries the report of a trial out of the transaction, which is rolled back."""

    def __init__(self, report: LoadReport) -> None:
        super().__init__()
        self.report = report


def ingest(
    store: Store,
    source: Path,
    *,
    now: datetime,
    kind: str | None = None,
    mapping: Mapping[str, Any] | Path | None = None,
    timezone: str | None = None,
    remembered: bool = False,
    replace_conflicts: bool = False,
    name: str | None = None,
    who: str = "",
    sample: bool = False,
    dry_run: bool = False,
    kept_out: Path | None = None,
    language: str = "en",
    progress: Callable[[float], None] | None = None,
) -> LoadReport:
    """Load one file in one transaction and return what became of each of its records.

    Parameters
    ----------
    store : Store
        Where to load it.
    source : Path
        The file.
    now : datetime
        The time of the load, with a zone.
    kind : str, optional
        One of `kpi.intake.KINDS`; by default recognised by the header.
    mapping : dict or Path, optional
        How columns are read, or the TOML file that says it.
    timezone : str, optional
        IANA zone of times without one, where it is not the company's.
    remembered : bool
        Whether a file of whose reading nothing is said is read as the last one with its columns
        was, with a warning that says so.
    replace_conflicts : bool
        Whether a record that contradicts a stored cell replaces it instead of being kept out.
    name : str, optional
        What to call the file in the log; by default its own name.
    who : str
        Who loads it.
    sample : bool
        Whether it belongs to the sample company, which one click removes.
    dry_run : bool
        Do everything, report it and take it back: the report has no load number.
    kept_out : Path, optional
        Where to write the records that are rejected or in conflict, in the file's own columns with
        the reasons in front, ready to be mended and loaded; not written where there are none.
    language : str
        Of those reasons.
    progress : callable, optional
        Told the share done, from 0 to 1.

    Returns
    -------
    LoadReport
        With outcome ``refused`` and the error where the file cannot be read: then nothing changed.

    Notes
    -----
    A fault of the program raises; a faulty file never does.
    """
    name = source.name if name is None else name
    tell = progress or _silent
    tell(0.0)
    recalled = None
    try:
        size = _size(source, name)
        if remembered and not mapping:
            recalled = recalled_mapping(store, source, name=name, kind=kind)
        mapping = mapping if recalled is None else recalled.mapping
        with store.write() as cursor:
            reading = read(
                store,
                cursor,
                source,
                name=name,
                kind=kind,
                mapping=mapping,
                timezone=timezone,
                now=now,
                load=next_load(cursor),
            )
            if recalled is not None:
                reading = replace(reading, warnings=(recalled.warning(), *reading.warnings))
            tell(0.6)
            arrival = Arrival(name, reading.sha256, size, who, now, sample)
            report = land(
                cursor, reading, arrival, replace_conflicts=replace_conflicts, trial=dry_run
            )
            if not sample and report.load is not None:
                remember(
                    store,
                    cursor,
                    source,
                    read_mapping(mapping),
                    name=name,
                    kind=reading.kind,
                    timezone=timezone,
                    load=report.load,
                    now=now,
                )
            if kept_out is not None and report.rejected_records + report.conflict_records:
                conflicts = report.conflict_records > 0
                say = words_for(language)
                write_kept_out(
                    store, cursor, source, reading, kept_out, conflicts=conflicts, say=say
                )
            clear(cursor)
            tell(0.9)
            if dry_run:
                raise _TrialOverError(replace(report, load=None))
    except _TrialOverError as trial:
        report = trial.report
    except UserError as fault:
        question = fault.question if isinstance(fault, RefusedError) else None
        why = fault.message if recalled is None else recalled.explained(fault.message)
        report = LoadReport.refused(name, why, question)
    tell(1.0)
    return report


def _size(source: Path, name: str) -> int:
    try:
        with source.open("rb") as stream:
            return os.fstat(stream.fileno()).st_size
    except OSError as fault:
        raise UnreadableFileError(
            Message(
                "{file} cannot be opened: {why}. Check its name and that you may read it.",
                {"file": name, "why": told_fault(fault)},
            )
        ) from fault


def _silent(_: float) -> None:
    """Tell nobody."""
