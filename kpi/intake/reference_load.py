"""Staged rows of a reference table -> rows that replace those of the same key."""

from __future__ import annotations

import duckdb

from kpi.intake.calendars_load import incoming_sql, settle_calendars
from kpi.intake.formats import KINDS
from kpi.intake.formats.calendars import CALENDARS
from kpi.intake.handoffs_load import Landed
from kpi.intake.kinds import Kind, listed
from kpi.intake.reading import Reading
from kpi.intake.repeats import settle_repeats


def load_reference(cursor: duckdb.DuckDBPyConnection, reading: Reading, load: int) -> Landed:
    """Append the staged rows of a reference table; the latest load of a key is the one shown.

    Unchanged rows are appended too: they keep the row when the other load is undone.
    """
    kind = KINDS[reading.kind]
    reference, cells, columns = kind.reference, kind.columns, listed(kind.columns)
    assert reference is not None  # noqa: S101 - the other kinds are asserted cell by cell
    # The key is compared too, so that a table without other cells has something to compare.
    column = reading.fields.get(reference.key[0], "")
    repeats = settle_repeats(cursor, reference.key, cells, column=column)
    contradicting = 0
    if kind is CALENDARS:
        contradicting = settle_calendars(cursor, reading.fields)
        columns = incoming_sql(cells)
    cursor.execute(
        f"CREATE OR REPLACE TEMP VIEW incoming AS SELECT line, {columns} FROM staged"
        " ANTI JOIN repeats USING (line)"
    )
    new, updated, unchanged = append_incoming(cursor, kind, load)
    return Landed(
        new=new,
        updated=updated,
        unchanged=unchanged,
        copies=repeats.copies,
        clashes=repeats.clashes + contradicting,
    )


def append_incoming(
    cursor: duckdb.DuckDBPyConnection, kind: Kind, load: int
) -> tuple[int, int, int]:
    """Append the rows of ``incoming``; return how many are new, updated and unchanged."""
    reference, cells, columns = kind.reference, kind.columns, listed(kind.columns)
    assert reference is not None  # noqa: S101 - the other kinds are asserted cell by cell
    differs = " IS DISTINCT FROM ".join(
        "row(" + ", ".join(f"{side}.{cell}" for cell in cells) + ")" for side in "is"
    )
    counted = cursor.execute(
        "SELECT count(*) FILTER (s.load IS NULL),"
        f" count(*) FILTER (s.load IS NOT NULL AND {differs}),"
        f" count(*) FILTER (s.load IS NOT NULL AND NOT ({differs}))"
        f" FROM incoming i LEFT JOIN {reference.shown} s USING ({listed(reference.key)})"
    ).fetchone()
    assert counted is not None  # noqa: S101 - an aggregate answers one row
    cursor.execute(
        f"INSERT INTO {reference.rows} ({columns}, load, line)"
        f" SELECT {columns}, $load, line FROM incoming",
        {"load": load},
    )
    return counted[0], counted[1], counted[2]
