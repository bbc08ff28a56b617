"""Situations of loading: rows that lie in the staging tables as reading leaves them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from kpi.intake.assertions import EVENTS, HANDOFFS, assertions_sql, stored_facts
from kpi.intake.formats import KINDS, REFERENCES
from kpi.intake.landing import land
from kpi.intake.log import Arrival
from kpi.intake.plan import SQL_TYPES
from kpi.intake.reading import Reading
from kpi.intake.report import LoadReport
from kpi.store import Store, open_store

NOW = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)

STAGED = {
    name: {field.name: SQL_TYPES[field.type] for field in kind.stored}
    for name, kind in KINDS.items()
}
USUAL: dict[str, dict[str, Any]] = {
    "handoffs": {
        "case_id": "C1", "supplier": "Compras", "customer": "Almacén", "service": "",
        "requested_at": datetime(2026, 3, 2, 9),
    },
    "events": {"activity": "", "rejection": None, "end_customer": ""},
    "parties": {"external": "no"},
    "agreements": {
        "version": 1, "supplier": "Compras", "customer": "Almacén", "service": "", "kpi": "",
        "status": "proposed",
    },
    "contacts": {
        "supplier": "Compras", "customer": "Almacén", "service": "",
        "contacted_at": datetime(2026, 3, 2, 9),
    },
    "actions": {
        "supplier": "Compras", "customer": "Almacén", "service": "", "text": "Segundo proveedor",
        "status": "open", "kpi": "",
    },
    "services": {"supplier": "Compras"},
    "calendars": {"calendar": "Oficina", "opens": "", "closes": ""},
    "annotations": {"scope": ""},
}  # fmt: skip

Row = dict[str, Any]
Load = Callable[..., LoadReport]


def stage(cursor: Any, kind: str, rows: Sequence[Row], attributes: Sequence[str]) -> Reading:
    """Fill the staging tables as `read` does; the rows lie on lines 2, 3, … of the file."""
    columns = dict(STAGED[kind])
    columns.update({f"x{n + 1}": "VARCHAR" for n in range(len(attributes))})
    layout = ", ".join(f"{name} {kind_}" for name, kind_ in columns.items())
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE staged (line BIGINT, {layout})")
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE faults"
        " (line BIGINT, col VARCHAR, value VARCHAR, reason VARCHAR, phrase VARCHAR)"
    )
    cursor.execute("CREATE OR REPLACE TEMP TABLE raw_rejected (line BIGINT, cells VARCHAR[])")
    cursor.execute("CREATE OR REPLACE TEMP TABLE ignored (line BIGINT, reason VARCHAR)")
    names = {f"x{n + 1}": name for n, name in enumerate(attributes)}
    for number, row in enumerate(rows):
        told = USUAL[kind] | row
        cells = [told.get(names.get(column, column)) for column in columns]
        cursor.execute(
            f"INSERT INTO staged VALUES ({', '.join('?' * (len(columns) + 1))})",
            [number + 2, *cells],
        )
    cursor.execute("INSERT INTO ignored SELECT line, 'unknown party' FROM staged"
                   " WHERE " + ("party = ''" if kind == "events" else "false"))  # fmt: skip
    unknown = sum(kind == "events" and row["party"] == "" for row in rows)
    return Reading(
        kind=kind,
        format=kind,
        encoding="utf-8",
        delimiter=",",
        header_line=1,
        columns=(*STAGED[kind], *attributes),
        fields={name: name for name in STAGED[kind]},
        attributes=names,
        records=len(rows),
        rejected_records=0,
        ignored_records=unknown,
        unknown_party_records=unknown,
        zone="UTC",
        path="plain",
    )


def load_rows(
    store: Store,
    kind: str,
    rows: Sequence[Row],
    *,
    attributes: Sequence[str] = (),
    replace_conflicts: bool = False,
    sample: bool = False,
) -> LoadReport:
    """Load rows as one file."""
    arrival = Arrival("rows.csv", "0" * 64, 1, "Ana", NOW, sample)
    with store.write() as cursor:
        reading = stage(cursor, kind, rows, attributes)
        return land(cursor, reading, arrival, replace_conflicts=replace_conflicts)


FACT_TABLES = (
    "stated_handoffs", "attributes", "events", "derived_handoffs", "handoffs", "parties",
    *(table for reference in REFERENCES.values() for table in (reference.rows, reference.shown)),
)  # fmt: skip


def snapshot(store: Store) -> dict[str, list[Row]]:
    """Return the rows of every table of facts, in an order that does not depend on storage.

    What each load asserts is one set of rows, whether it is kept as a copy or as a confirmation.

    Attribute columns that no attribute names are left out: an undone load may leave an empty one.
    """
    cursor = store.cursor()
    named = {column for (column,) in cursor.execute("SELECT col FROM attributes").fetchall()}
    taken: dict[str, list[Row]] = {}
    asserted = {
        f"{facts.current}, by load": f"({assertions_sql(facts)})"
        for facts in (stored_facts(cursor, HANDOFFS), EVENTS)
    }
    for table, source in {**{table: table for table in FACT_TABLES}, **asserted}.items():
        cursor.execute(f"SELECT * FROM {source}")
        columns = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        for row in rows:
            for column in [c for c in row if c[0] == "a" and c[1:].isdigit() and c not in named]:
                assert row.pop(column) is None
        taken[table] = sorted(rows, key=repr)
    return taken


@pytest.fixture
def store() -> Iterator[Store]:
    """Return an empty store in memory."""
    with open_store(":memory:") as opened:
        yield opened


@pytest.fixture
def load(store: Store) -> Load:
    """Return the function that loads rows into the store as one file."""

    def _load(kind: str, *rows: Row, **options: Any) -> LoadReport:
        return load_rows(store, kind, rows, **options)

    return _load
