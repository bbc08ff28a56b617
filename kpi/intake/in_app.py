"""Rows that people state in the program itself: a load, logged and undone like a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

import duckdb

from kpi.intake.formats import KINDS
from kpi.intake.log import Arrival, next_load, record_load
from kpi.intake.reading import Reading
from kpi.intake.reference_load import append_incoming
from kpi.intake.report import LoadReport


def state_rows(
    cursor: duckdb.DuckDBPyConnection,
    kind: str,
    rows: Sequence[Mapping[str, object]],
    *,
    name: str,
    who: str,
    now: datetime,
) -> int:
    """Assert rows of a reference table as the next load, and return its number.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        Inside the store's write transaction.
    kind : str
        agreements, parties, or another kind with a reference table.
    rows : sequence of dict
        Column -> value; absent columns are empty. No two have the same key.
    name : str
        What the log calls the load, where a file has its name.
    who : str
        Who states them.
    now : datetime
        With a zone.

    Notes
    -----
    Where nothing but the sample company is loaded, the load is the sample's too, and goes with it.
    """
    reference, load = KINDS[kind].reference, next_load(cursor)
    assert reference is not None  # noqa: S101 - handoffs and events come from files alone
    _stage(cursor, reference.rows, rows)
    new, updated, unchanged = append_incoming(cursor, KINDS[kind], load)
    text = json.dumps([{k: str(v) for k, v in row.items()} for row in rows], ensure_ascii=False)
    body = text.encode()
    arrival = Arrival(
        name, hashlib.sha256(body).hexdigest(), len(body), who, now, _sample_alone(cursor)
    )
    report = LoadReport(
        file=name,
        outcome="loaded",
        kind=kind,
        load=load,
        records=len(rows),
        new=new,
        updated=updated,
        unchanged=unchanged,
    )
    record_load(cursor, arrival, _not_read(kind, len(rows)), report)
    return load


def _stage(
    cursor: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, object]]
) -> None:
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE incoming AS SELECT * EXCLUDE (load) FROM {table} LIMIT 0"
    )
    for line, row in enumerate(rows, start=1):
        cells = {**row, "line": line}
        marks = ", ".join(f"${name}" for name in cells)
        cursor.execute(f"INSERT INTO incoming ({', '.join(cells)}) VALUES ({marks})", cells)


def _sample_alone(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether all that stands in the store is the sample company."""
    row = cursor.execute("SELECT bool_and(sample) FROM loads WHERE undone_at IS NULL").fetchone()
    return bool(row and row[0])


def _not_read(kind: str, records: int) -> Reading:
    """Return the reading of rows that came from no file."""
    return Reading(
        kind=kind,
        format="in app",
        encoding="utf-8",
        delimiter=",",
        header_line=0,
        columns=(),
        fields={},
        attributes={},
        records=records,
        rejected_records=0,
        ignored_records=0,
        unknown_party_records=0,
        zone="",
        path="plain",
    )
