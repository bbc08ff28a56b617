"""Columns of handoff files that are no field: kept as text, under a column of their own."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from kpi.intake.assertions import HANDOFFS, stored_facts
from kpi.store import remake_handoff_views


def settle_attributes(
    cursor: duckdb.DuckDBPyConnection, names: Mapping[str, str]
) -> dict[str, str]:
    """Return staged column -> stored column, naming and adding columns as needed.

    A column that an undone load left empty is used again before a new one is added.
    """
    known = dict(cursor.execute("SELECT name, col FROM attributes").fetchall())
    present = set(stored_facts(cursor, HANDOFFS).running)
    columns = len(present)
    settled: dict[str, str] = {}
    for staged, name in names.items():
        if name not in known:
            taken = set(known.values())
            number = next(n for n in range(1, len(known) + 2) if f"a{n}" not in taken)
            known[name] = f"a{number}"
            cursor.execute("INSERT INTO attributes VALUES (?, ?)", [name, known[name]])
        if known[name] not in present:
            for table in (HANDOFFS.current, HANDOFFS.history):
                cursor.execute(f"ALTER TABLE {table} ADD COLUMN {known[name]} VARCHAR")
            present.add(known[name])
        settled[staged] = known[name]
    if len(present) > columns:
        remake_handoff_views(cursor)
    return settled
