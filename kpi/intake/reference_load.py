"""Staged agreements, parties and annotations -> rows that replace those of the same key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from kpi.intake.handoffs_load import Landed
from kpi.intake.reading import Reading
from kpi.intake.repeats import settle_repeats


@dataclass(frozen=True)
class Reference:
    """A table that keeps every standing load's rows, and the view of the latest per key.

    Parameters
    ----------
    rows, shown : str
        The table and its view.
    key, cells : tuple of str
        What identifies a row, and what it says.
    """

    rows: str
    shown: str
    key: tuple[str, ...]
    cells: tuple[str, ...]

    @property
    def columns(self) -> str:
        """Key and cells as a list for SQL."""
        return ", ".join(self.key + self.cells)


REFERENCES: Mapping[str, Reference] = {
    "parties": Reference(
        "party_rows",
        "stated_parties",
        ("party",),
        ("department", "external", "promise_target", "owner", "email", "country", "calendar"),
    ),
    "agreements": Reference(
        "agreement_rows",
        "agreements",
        ("agreement", "version", "kpi"),
        (
            "supplier", "customer", "service", "target", "lead_time_hours", "repair_time_hours",
            "response_hours", "valid_from", "valid_to", "status", "supplier_accepted_at",
            "customer_accepted_at", "reason",
        ),
    ),
    "annotations": Reference("annotation_rows", "annotations", ("day", "text", "scope"), ()),
}  # fmt: skip


def load_reference(cursor: duckdb.DuckDBPyConnection, reading: Reading, load: int) -> Landed:
    """Append the staged rows of a reference table; the latest load of a key is the one shown.

    Unchanged rows are appended too: they keep the row when the other load is undone.
    """
    reference = REFERENCES[reading.kind]
    column = reading.fields.get(reference.key[0], "")
    # The key is compared too, so that a table without other cells has something to compare.
    repeats = settle_repeats(cursor, reference.key, reference.key + reference.cells, column=column)
    cursor.execute(
        f"CREATE OR REPLACE TEMP VIEW incoming AS SELECT line, {reference.columns} FROM staged"
        " ANTI JOIN repeats USING (line)"
    )
    cells = reference.key + reference.cells
    differs = " IS DISTINCT FROM ".join(
        "row(" + ", ".join(f"{side}.{cell}" for cell in cells) + ")" for side in "is"
    )
    counted = cursor.execute(
        "SELECT count(*) FILTER (s.load IS NULL),"
        f" count(*) FILTER (s.load IS NOT NULL AND {differs}),"
        f" count(*) FILTER (s.load IS NOT NULL AND NOT ({differs}))"
        f" FROM incoming i LEFT JOIN {reference.shown} s USING ({', '.join(reference.key)})"
    ).fetchone()
    assert counted is not None  # noqa: S101 - an aggregate answers one row
    cursor.execute(
        f"INSERT INTO {reference.rows} ({reference.columns}, load, line)"
        f" SELECT {reference.columns}, $load, line FROM incoming",
        {"load": load},
    )
    new, updated, unchanged = counted
    return Landed(
        new=new,
        updated=updated,
        unchanged=unchanged,
        copies=repeats.copies,
        clashes=repeats.clashes,
    )
