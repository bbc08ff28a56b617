"""The log of loads: who loaded what and when, what it did, and whether it was undone."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

import duckdb

from kpi.intake.kept_report import keep, recall
from kpi.intake.reading import Reading
from kpi.intake.report import LoadReport
from kpi.words import Message, UserError


class UnknownLoadError(UserError):
    """No standing load has that number."""


@dataclass(frozen=True)
class Arrival:
    """Where a file comes from and who loads it.

    Parameters
    ----------
    name : str
        What the user calls the file.
    sha256 : str
        Of its bytes, in hexadecimal.
    bytes : int
        Its size.
    who : str
        Who loads it; empty where unknown.
    now : datetime
        With a zone.
    sample : bool
        Whether it belongs to the sample company.
    """

    name: str
    sha256: str
    bytes: int
    who: str
    now: datetime
    sample: bool


@dataclass(frozen=True)
class LoadEntry:
    """One line of the log; times are in UTC, the counts are those of the load's report.

    ``in_app``: it is a step that was taken on a page, and its name no file's.
    """

    load: int
    kind: str
    file_name: str
    sha256: str
    bytes: int
    who: str
    loaded_at: datetime
    sample: bool
    undone_at: datetime | None
    records: int
    new: int
    updated: int
    unchanged: int
    conflict_records: int
    rejected_records: int
    ignored_records: int
    in_app: bool = False

    @property
    def stands(self) -> bool:
        """Whether the load's assertions hold: it was not undone."""
        return self.undone_at is None


COUNTS = (
    "records", "new", "updated", "unchanged", "conflict_records", "rejected_records",
    "ignored_records",
)  # fmt: skip


def as_utc(moment: datetime) -> datetime:
    """Return the instant in UTC without its zone, as the log stores it.

    Raises
    ------
    ValueError
        If the moment has no zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"now: {moment!r}. Must have a time zone.")
    return moment.astimezone(UTC).replace(tzinfo=None)


def next_load(cursor: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the next load; numbers of undone loads are not used again."""
    row = cursor.execute("SELECT coalesce(max(load), 0) + 1 FROM loads").fetchone()
    assert row is not None  # noqa: S101 - an aggregate answers one row
    return int(row[0])


def record_load(
    cursor: duckdb.DuckDBPyConnection, arrival: Arrival, reading: Reading, report: LoadReport
) -> None:
    """Write a load into the log."""
    mapping = {
        "format": reading.format,
        "encoding": reading.encoding,
        "delimiter": reading.delimiter,
        "zone": reading.zone,
        "fields": dict(reading.fields),
        "times_of_day": dict(reading.times_of_day),
        "attributes": list(reading.attributes.values()),
    }
    cursor.execute(
        "INSERT INTO loads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        [
            report.load,
            report.kind,
            arrival.name,
            arrival.sha256,
            arrival.bytes,
            arrival.who,
            as_utc(arrival.now),
            arrival.sample,
            json.dumps(mapping, ensure_ascii=False),
            keep(report),
        ],
    )


def list_loads(cursor: duckdb.DuckDBPyConnection) -> tuple[LoadEntry, ...]:
    """Return every load, undone ones too, the latest first."""
    counts = ", ".join(f"CAST(counts[{n}] AS BIGINT) AS {name}" for n, name in enumerate(COUNTS, 1))
    cursor.execute(
        "SELECT load, kind, file_name, sha256, bytes, who, loaded_at, sample, undone_at,"
        f" {counts}, json_extract_string(mapping, '$.format') = 'in app' AS in_app"
        " FROM (SELECT *, json_extract_string(report, $paths) AS counts FROM loads)"
        " ORDER BY load DESC",
        {"paths": [f"$.{name}" for name in COUNTS]},
    )
    names = [field.name for field in fields(LoadEntry)]
    return tuple(
        LoadEntry(**{name: _aware(cell) for name, cell in zip(names, row, strict=True)})
        for row in cursor.fetchall()
    )


def last_file_at(cursor: duckdb.DuckDBPyConnection) -> datetime | None:
    """Return when the last standing file came in (UTC, without zone), None where there is none.

    What people write on the pages, a signature or an action, is a load too and no news of the work.
    """
    row = cursor.execute(
        "SELECT max(loaded_at) FROM loads WHERE undone_at IS NULL"
        " AND json_extract_string(mapping, '$.format') <> 'in app'"
    ).fetchone()
    return row[0] if row else None


def standing_load(cursor: duckdb.DuckDBPyConnection, load: int) -> LoadEntry:
    """Return a load that was not undone.

    Raises
    ------
    UnknownLoadError
        If there is none of that number, or it was undone before.
    """
    entry = next((entry for entry in list_loads(cursor) if entry.load == load), None)
    if entry is None:
        raise UnknownLoadError(
            Message(
                "There is no load {load}. The list of loads shows their numbers.",
                {"load": str(load)},
            )
        )
    if not entry.stands:
        raise UnknownLoadError(Message("Load {load} has been undone already.", {"load": str(load)}))
    return entry


def read_report(cursor: duckdb.DuckDBPyConnection, load: int) -> LoadReport:
    """Return the report of a load, undone or not.

    Raises
    ------
    UnknownLoadError
        If there is no load of that number.
    """
    row = cursor.execute("SELECT report FROM loads WHERE load = ?", [load]).fetchone()
    if row is None:
        raise UnknownLoadError(
            Message(
                "There is no load {load}. The list of loads shows their numbers.",
                {"load": str(load)},
            )
        )
    return recall(row[0])


def has_sample(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether a load of the sample company stands."""
    found = cursor.execute("FROM loads WHERE sample AND undone_at IS NULL LIMIT 1").fetchone()
    return found is not None


def _aware(cell: Any) -> Any:
    """Give a time of the log its zone; anything else stands."""
    return cell.replace(tzinfo=UTC) if isinstance(cell, datetime) else cell
