"""Staged handoffs -> stated handoffs: new, updated, unchanged, in conflict."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from kpi.intake.assertions import (
    HANDOFFS,
    Facts,
    assert_incoming,
    assert_new,
    stored_facts,
)
from kpi.intake.attributes import settle_attributes
from kpi.intake.derive import flag_stated
from kpi.intake.matching import conflicting_cells, match
from kpi.intake.reading import Reading
from kpi.intake.repeats import settle_repeats
from kpi.store import leave_out_inside, remake_handoff_views

INSIDE = "SELECT count(*) FROM stated_handoffs WHERE load = $load AND supplier = customer"
INSIDE_INCOMING = "SELECT count(*) FROM incoming WHERE supplier = customer"
CLASHING = " AND line NOT IN (SELECT line FROM matched WHERE clashes)"


@dataclass(frozen=True)
class Landed:
    """What became of the sound records of a file.

    Parameters
    ----------
    new, updated, unchanged : int
        Accepted records, by what they did.
    conflicts : int
        Records kept out because a filled cell says something else.
    replaced : int
        Records that replaced a conflicting cell by explicit choice; they are part of ``updated``.
    copies, clashes : int
        Rows that repeat an identifier of the same file: exact copies, and rows that differ.
    handoffs : int, optional
        Handoffs derived from the cases of an event log.
    inside : int
        Accepted handoffs of a party to itself.
    """

    new: int
    updated: int
    unchanged: int
    conflicts: int = 0
    replaced: int = 0
    copies: int = 0
    clashes: int = 0
    handoffs: int | None = None
    inside: int = 0


def load_handoffs(
    cursor: duckdb.DuckDBPyConnection, reading: Reading, load: int, *, replace_conflicts: bool
) -> Landed:
    """Assert the staged handoffs as a load; list conflicting cells in the table ``conflicts``."""
    attributes = settle_attributes(cursor, reading.attributes)
    incoming = HANDOFFS.with_running(attributes.values())
    staged_cells = HANDOFFS.cells + tuple(attributes)
    repeats = settle_repeats(
        cursor, HANDOFFS.key, staged_cells, column=reading.fields.get("handoff_id", "")
    )
    again = repeats.copies + repeats.clashes
    renamed = ", ".join(f"{staged} AS {column}" for staged, column in attributes.items())
    cursor.execute(
        f"CREATE OR REPLACE TEMP VIEW incoming AS SELECT line, {HANDOFFS.columns}"
        f"{', ' + renamed if renamed else ''} FROM staged"
        f"{' WHERE line NOT IN (SELECT line FROM repeats)' if again else ''}"
    )
    new = reading.records - reading.rejected_records - reading.ignored_records - again
    matched = updated = conflicts = replaced = 0
    if reading.direct_records:
        # The store was empty, and what is staged was seen to have ids of its own.
        assert_new(cursor, HANDOFFS, load)
        (inside,) = _one(cursor, INSIDE, {"load": load})
    else:
        facts = stored_facts(cursor, HANDOFFS)
        found = match(cursor, facts, incoming)
        matched = found.known
        if found.differing:
            replaced = _settle_conflicts(
                cursor, facts, incoming, replace_conflicts=replace_conflicts
            )
            updated, conflicts = _one(
                cursor,
                "SELECT count(*) FILTER (changes AND NOT clashes), count(*) FILTER (clashes)"
                " FROM matched",
            )
        assert_incoming(cursor, facts, load, differing=found.differing)
        (inside,) = _one(cursor, INSIDE_INCOMING + (CLASHING if conflicts else ""))
    flag_stated(cursor)
    if inside and updated:  # a row of an earlier load may be among them
        remake_handoff_views(cursor)
    elif inside:
        leave_out_inside(cursor, load)
    return Landed(
        new=new - matched,
        updated=updated,
        unchanged=matched - updated - conflicts,
        conflicts=conflicts,
        replaced=replaced,
        copies=repeats.copies,
        clashes=repeats.clashes,
        inside=inside,
    )


def _settle_conflicts(
    cursor: duckdb.DuckDBPyConnection, facts: Facts, incoming: Facts, *, replace_conflicts: bool
) -> int:
    """List the conflicting cells, or make them updates where the user chose to replace."""
    (clashing,) = _one(cursor, "SELECT count(*) FROM matched WHERE clashes")
    if clashing and not replace_conflicts:
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE conflicts AS {conflicting_cells(facts, incoming)}"
        )
        return 0
    if clashing:
        cursor.execute("UPDATE differing SET changes = true, clashes = false WHERE clashes")
    return clashing


def _one(
    cursor: duckdb.DuckDBPyConnection, query: str, values: dict[str, int] | None = None
) -> tuple[int, ...]:
    row = cursor.execute(query, values or {}).fetchone()
    assert row is not None  # noqa: S101 - an aggregate answers one row
    return row
