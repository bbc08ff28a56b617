"""Take loads back, in any order: afterwards the store is as if they had never been."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import duckdb

from kpi.intake.assertions import EVENTS, HANDOFFS, stored_facts, withdraw
from kpi.intake.derive import derive_handoffs, flag_stated
from kpi.intake.formats import REFERENCES
from kpi.intake.log import as_utc, list_loads, standing_load
from kpi.store import Store, remake_handoff_views


@dataclass(frozen=True)
class UndoReport:
    """What taking a load back did.

    Parameters
    ----------
    load : int
        Its number.
    kind, file_name : str
        As in the log.
    removed : int
        Rows that no other standing load asserts: they are gone.
    kept : int
        Rows that stay, with what other loads say.
    """

    load: int
    kind: str
    file_name: str
    removed: int
    kept: int


def undo(store: Store, load: int, *, now: datetime) -> UndoReport:
    """Take a load back in one transaction; it stays in the log as undone.

    Raises
    ------
    UnknownLoadError
        If no standing load has that number.
    """
    with store.write() as cursor:
        return _undo(cursor, load, now)


def remove_sample(store: Store, *, now: datetime) -> tuple[UndoReport, ...]:
    """Take back every standing load of the sample company, in one transaction."""
    with store.write() as cursor:
        loads = [entry.load for entry in list_loads(cursor) if entry.sample and entry.stands]
        return tuple(_undo(cursor, load, now) for load in loads)


def _undo(cursor: duckdb.DuckDBPyConnection, load: int, now: datetime) -> UndoReport:
    entry = standing_load(cursor, load)
    if entry.kind == "handoffs":
        removed, kept = _withdraw_handoffs(cursor, load)
    elif entry.kind == "events":
        removed, kept = _withdraw_events(cursor, load)
    else:
        removed, kept = _withdraw_reference(cursor, entry.kind, load)
    cursor.execute("UPDATE loads SET undone_at = ? WHERE load = ?", [as_utc(now), load])
    _forget_attributes(cursor)
    return UndoReport(load, entry.kind, entry.file_name, removed, kept)


def _withdraw_handoffs(cursor: duckdb.DuckDBPyConnection, load: int) -> tuple[int, int]:
    counts = withdraw(cursor, stored_facts(cursor, HANDOFFS), load)
    # What the load had replaced may be of a party to itself: that is no link.
    inside = f"SELECT 1 FROM {HANDOFFS.current} SEMI JOIN touched USING (handoff_id)"
    if cursor.execute(f"{inside} WHERE supplier = customer LIMIT 1").fetchone() is not None:
        remake_handoff_views(cursor)
    flag_stated(cursor)
    return counts


def _withdraw_events(cursor: duckdb.DuckDBPyConnection, load: int) -> tuple[int, int]:
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE touched_cases AS"
        " SELECT case_id FROM events WHERE load = $load"
        " UNION SELECT case_id FROM event_assertions WHERE load = $load",
        {"load": load},
    )
    counts = withdraw(cursor, EVENTS, load)
    derive_handoffs(cursor)
    return counts


def _withdraw_reference(cursor: duckdb.DuckDBPyConnection, kind: str, load: int) -> tuple[int, int]:
    """Delete a load's rows; a key that other loads hold shows the latest of them again."""
    reference = REFERENCES[kind]
    keys = ", ".join(reference.key)
    counted = cursor.execute(
        f"SELECT count(*) FILTER (o.load IS NULL), count(*) FILTER (o.load IS NOT NULL)"
        f" FROM (FROM {reference.rows} WHERE load = $load) m LEFT JOIN"
        f" (SELECT {keys}, any_value(load) AS load FROM {reference.rows} WHERE load <> $load"
        f" GROUP BY {keys}) o USING ({keys})",
        {"load": load},
    ).fetchone()
    assert counted is not None  # noqa: S101 - an aggregate answers one row
    cursor.execute(f"DELETE FROM {reference.rows} WHERE load = ?", [load])
    return counted[0], counted[1]


def _forget_attributes(cursor: duckdb.DuckDBPyConnection) -> None:
    """Drop the names of attributes that no standing load brought; their columns are empty."""
    mappings = cursor.execute(
        "SELECT mapping FROM loads WHERE kind = 'handoffs' AND undone_at IS NULL"
    ).fetchall()
    standing = {name for (text,) in mappings for name in json.loads(text)["attributes"]}
    for (name,) in cursor.execute("SELECT name FROM attributes").fetchall():
        if name not in standing:
            cursor.execute("DELETE FROM attributes WHERE name = ?", [name])
