"""Say what is understood of a file without writing anything."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kpi.intake.bytes import as_utf8
from kpi.intake.dates import DateReading
from kpi.intake.dialect import find_layout
from kpi.intake.errors import NotTextError, RefusedError, Warning_
from kpi.intake.formats import FIELDS
from kpi.intake.header import recognise
from kpi.intake.mapping import ColumnMapping, read_mapping
from kpi.intake.own_column import is_own
from kpi.intake.questions import Question
from kpi.intake.reading import known_kind, read
from kpi.store import Store
from kpi.words import Message, told_fault

SAMPLE_ROWS = 10
# An event that a record implies is on the negative of the record's line.
_SAMPLE = (
    "SELECT * REPLACE (abs(line) AS line) FROM staged ORDER BY abs(staged.line), staged.line"
    f" LIMIT {SAMPLE_ROWS}"
)


@dataclass(frozen=True)
class Examination:
    """What is understood of a file.

    Parameters
    ----------
    kind, format : str
        The kind of file and the format that recognised it; ``""`` where nothing did.
    encoding, delimiter : str
    header_line : int
        Physical line, from 1; 0 where no header was found.
    columns : tuple of str
        The file's columns.
    mapping : dict
        Field -> file column.
    times_of_day : dict
        Field -> file column of its time of day, where that has a column of its own.
    unmapped : tuple of str
        Columns that are no field: attributes of handoffs, else not loaded.
    missing : tuple of str
        Required fields without a column.
    candidates : dict
        Kind -> fields of that kind that the header has.
    date_formats : dict
        File column -> format and evidence.
    rows : tuple of dict
        The first records as they would be stored.
    records, rejected_records, ignored_records : int
    warnings : tuple of Warning_
    error : Message or None
        Why the file would be refused.
    question : Question or None
        Whose answer would do, where one would.
    text : bool
        False for a file that is empty or no text: no other way to read it would help.
    """

    kind: str = ""
    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_line: int = 0
    columns: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    times_of_day: Mapping[str, str] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    candidates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_formats: Mapping[str, DateReading] = field(default_factory=dict)
    rows: tuple[dict[str, Any], ...] = ()
    records: int = 0
    rejected_records: int = 0
    ignored_records: int = 0
    warnings: tuple[Warning_, ...] = ()
    error: Message | None = None
    question: Question | None = None
    text: bool = True


def examine(
    store: Store,
    source: Path,
    *,
    kind: str | None = None,
    mapping: Mapping[str, Any] | Path | None = None,
    timezone: str | None = None,
    name: str | None = None,
    now: datetime | None = None,
) -> Examination:
    """Return what is understood of a file; a file that would be refused says why in ``error``.

    Parameters
    ----------
    now : datetime, optional
        The day of the load, with a zone; by default the file's own date.

    Other parameters are those of `kpi.intake.reading.read`.
    """
    name = source.name if name is None else name
    seen = Examination()
    try:
        seen = _header(store, source, kind, mapping, name)
        now = now or datetime.fromtimestamp(source.stat().st_mtime, UTC)
        return _records(
            store,
            source,
            seen,
            kind=kind,
            mapping=mapping,
            timezone=timezone,
            name=name,
            now=now,
        )
    except RefusedError as fault:
        text = not isinstance(fault, NotTextError)
        return replace(seen, error=fault.message, question=fault.question, text=text)
    except OSError as fault:
        unreadable = Message(
            "{file} cannot be opened: {why}. Check its name and that you may read it.",
            {"file": name, "why": told_fault(fault)},
        )
        return replace(seen, error=unreadable)


def columns_of(store: Store, source: Path, name: str) -> tuple[str, ...]:
    """Return the columns of a file of which nothing is said.

    Raises
    ------
    RefusedError
        If it has none.
    """
    with tempfile.TemporaryDirectory(dir=store.scratch) as folder:
        text = as_utf8(source, Path(folder), name)
        return find_layout(text.path, None, ColumnMapping(), name).names


def _header(
    store: Store,
    source: Path,
    kind: str | None,
    mapping: Mapping[str, Any] | Path | None,
    name: str,
) -> Examination:
    said = read_mapping(mapping)
    said = replace(said, kind=known_kind(kind or said.kind) or "")
    with tempfile.TemporaryDirectory(dir=store.scratch) as folder:
        text = as_utf8(source, Path(folder), name, code_page=said.encoding)
        layout = find_layout(text.path, said.kind or None, said, name)
    found, names = layout.found, layout.names
    used = set(found.fields.values())
    others = {one: recognise(names, one, said).fields for one in FIELDS}
    return Examination(
        kind=found.kind if found.fields else "",
        format=found.format if found.fields else "",
        encoding=text.encoding,
        delimiter=layout.delimiter,
        header_line=layout.header_line,
        columns=names,
        mapping={field: names[at] for field, at in found.fields.items()},
        unmapped=tuple(
            column for at, column in enumerate(names) if at not in used and not is_own(column)
        ),
        missing=found.missing,
        candidates={one: tuple(fields) for one, fields in others.items() if fields},
    )


def _records(
    store: Store,
    source: Path,
    seen: Examination,
    *,
    kind: str | None,
    mapping: Mapping[str, Any] | Path | None,
    timezone: str | None,
    name: str,
    now: datetime,
) -> Examination:
    cursor = store.cursor()
    try:
        reading = read(
            store,
            cursor,
            source,
            name=name,
            kind=kind,
            mapping=mapping,
            timezone=timezone,
            now=now,
        )
        rows = cursor.execute(_SAMPLE)
        titles = [reading.attributes.get(column[0], column[0]) for column in rows.description or ()]
        sample = tuple(dict(zip(titles, row, strict=True)) for row in rows.fetchall())
    finally:
        cursor.close()
    used = {*reading.fields.values(), *reading.times_of_day.values()}
    used.update(name for name in reading.columns if is_own(name))
    return replace(
        seen,
        mapping=dict(reading.fields),
        times_of_day=dict(reading.times_of_day),
        unmapped=tuple(column for column in reading.columns if column not in used),
        date_formats=reading.date_formats,
        rows=sample,
        records=reading.records,
        rejected_records=reading.rejected_records,
        ignored_records=reading.ignored_records,
        warnings=reading.warnings,
    )
