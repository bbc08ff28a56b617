"""Exports: canonical columns, then attributes; verbatim, or safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest

from kpi.intake import EXPORTABLE, UnknownTableError, export_table
from kpi.store import Store
from tests.intake.conftest import Load


def exported(store: Store, table: str, *, safe: bool = False) -> list[list[str]]:
    out = StringIO()
    export_table(store.cursor(), table, out, safe=safe)
    return list(csv.reader(StringIO(out.getvalue())))


def test_handoffs_have_canonical_columns_then_attributes_and_wall_times(
    store: Store, load: Load
) -> None:
    load(
        "handoffs",
        {
            "handoff_id": "007", "promised_at": datetime(2026, 3, 3, 23, 59, 59, 999999),
            "accepted": True, "case_kept": False, "rating": 4, "paused_hours": 1.5, "Nota": "ñ",
        },
        attributes=["Nota"],
    )  # fmt: skip
    header, row = exported(store, "handoffs")
    assert header == [
        "handoff_id", "case_id", "supplier", "customer", "service", "requested_at", "promised_at",
        "delivered_at", "accepted", "returned_at", "rating", "paused_hours", "case_due_at",
        "case_closed_at", "case_kept", "Nota",
    ]  # fmt: skip
    assert dict(zip(header, row, strict=True)) == {
        "handoff_id": "007", "case_id": "C1", "supplier": "Compras", "customer": "Almacén",
        "service": "", "requested_at": "2026-03-02 09:00:00",
        "promised_at": "2026-03-03 23:59:59.999999", "delivered_at": "", "accepted": "yes",
        "returned_at": "", "rating": "4", "paused_hours": "1.5", "case_due_at": "",
        "case_closed_at": "", "case_kept": "no", "Nota": "ñ",
    }  # fmt: skip


def test_derived_handoffs_are_exported_once_also_where_a_file_states_them(
    store: Store, load: Load
) -> None:
    at = datetime(2026, 3, 2)
    load("events", {"case_id": "C1", "happened_at": at, "party": "A"},
         {"case_id": "C1", "happened_at": at, "party": "B"})  # fmt: skip
    load("handoffs", {"handoff_id": "C1/00001"})
    ids = [row[0] for row in exported(store, "handoffs")[1:]]
    assert sorted(ids) == ["C1/00001", "C1/00002"]


@pytest.mark.parametrize("name", ['a "quoted" name', "a, b; c|d", "two\nlines", "tab\there", "'x"])
def test_text_that_csv_must_quote_is_read_back_verbatim(
    store: Store, load: Load, name: str
) -> None:
    load("parties", {"party": name})
    assert exported(store, "parties")[1][0] == name


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x","y")'])
def test_a_safe_export_lets_no_cell_or_title_start_a_formula(
    store: Store, load: Load, name: str
) -> None:
    load("handoffs", {"handoff_id": name, name: name}, attributes=[name])
    header, row = exported(store, "handoffs", safe=True)
    assert (row[0], header[-1], row[-1]) == ("'" + name, "'" + name, "'" + name)
    header, row = exported(store, "handoffs")
    assert (row[0], header[-1], row[-1]) == (name, name, name)


def test_numbers_below_zero_are_no_formulas(store: Store, load: Load) -> None:
    load("handoffs", {"handoff_id": "H1", "paused_hours": -1.5})
    header, row = exported(store, "handoffs", safe=True)
    assert row[header.index("paused_hours")] == "-1.5"


def test_events_are_exported_in_the_order_that_decides_equal_times(
    store: Store, load: Load
) -> None:
    at = datetime(2026, 3, 2)
    load("events", *({"case_id": "C1", "happened_at": at, "party": p} for p in "BAC"))
    header, *rows = exported(store, "events")
    assert header[:4] == ["case_id", "happened_at", "party", "activity"]
    assert [row[2] for row in rows] == ["B", "A", "C"]


@pytest.mark.parametrize("table", EXPORTABLE)
def test_an_empty_table_is_exported_as_its_header(store: Store, table: str) -> None:
    (header,) = exported(store, table)
    assert len(header) >= 3


def test_reference_tables_show_their_latest_rows(store: Store, load: Load) -> None:
    load("annotations", {"day": date(2026, 3, 2), "text": "Huelga"})
    assert exported(store, "annotations") == [
        ["date", "text", "scope"],
        ["2026-03-02", "Huelga", ""],
    ]


def test_a_file_is_written_in_utf_8(store: Store, load: Load, tmp_path: Path) -> None:
    load("parties", {"party": "Almacén"})
    export_table(store.cursor(), "parties", tmp_path / "parties.csv")
    assert (tmp_path / "parties.csv").read_bytes().splitlines()[1].startswith("Almacén".encode())


def test_a_table_that_does_not_exist_is_named_with_those_that_do(store: Store) -> None:
    with pytest.raises(UnknownTableError, match="must be one of: handoffs, events"):
        export_table(store.cursor(), "loads", StringIO())
