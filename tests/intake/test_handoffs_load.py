"""What a load of handoffs promises: new, updated, unchanged, conflict (product.md §4)."""

from __future__ import annotations

from datetime import datetime

import pytest

from kpi.intake import LoadReport, check, undo
from kpi.intake.report import AccountingError, ConflictCell
from kpi.store import Store
from tests.intake.conftest import NOW, Load, Row, snapshot


def day(number: int) -> datetime:
    return datetime(2026, 3, number, 12)


def shown(store: Store, column: str, handoff: str = "H1") -> object:
    row = (
        store.cursor()
        .execute(f"SELECT {column} FROM stated_handoffs WHERE handoff_id = ?", [handoff])
        .fetchone()
    )
    return row[0] if row else "no such handoff"


def groups(report: LoadReport) -> dict[str, int]:
    named = (
        "new",
        "updated",
        "unchanged",
        "conflict_records",
        "rejected_records",
        "ignored_records",
    )
    return {name: getattr(report, name) for name in named if getattr(report, name)}


def test_a_first_load_is_all_new_and_stored_once(store: Store, load: Load) -> None:
    report = load("handoffs", {"handoff_id": "H1"}, {"handoff_id": "H2"})
    assert groups(report) == {"new": 2}
    assert report.load == 1
    assert store.cursor().execute("SELECT count(*) FROM handoff_assertions").fetchone() == (0,)


def test_the_same_facts_again_are_all_unchanged_and_change_no_row(store: Store, load: Load) -> None:
    row = {"handoff_id": "H1", "promised_at": day(3), "rating": 4}
    load("handoffs", row)
    before = snapshot(store)["stated_handoffs"]
    assert groups(load("handoffs", row)) == {"unchanged": 1}
    assert snapshot(store)["stated_handoffs"] == before


def asserted(store: Store, table: str) -> list[tuple[object, ...]]:
    query = f"SELECT handoff_id, load FROM {table} ORDER BY ALL"
    return store.cursor().execute(query).fetchall()


def test_a_load_that_says_the_same_is_kept_as_its_key_alone(store: Store, load: Load) -> None:
    row = {"handoff_id": "H1", "promised_at": day(3), "rating": 4}
    load("handoffs", row)
    load("handoffs", row)
    assert asserted(store, "handoff_confirmations") == [("H1", 2)]
    assert asserted(store, "handoff_assertions") == []
    undo(store, 1, now=NOW)
    assert (shown(store, "load"), shown(store, "rating")) == (2, 4)
    assert asserted(store, "handoff_confirmations") == []
    assert check(store.cursor()) == ()


def test_a_load_that_says_less_than_what_is_stored_is_no_confirmation(
    store: Store, load: Load
) -> None:
    load("handoffs", {"handoff_id": "H1", "rating": 4, "Nota": "a"}, attributes=["Nota"])
    assert groups(load("handoffs", {"handoff_id": "H1", "rating": 4})) == {"unchanged": 1}
    assert asserted(store, "handoff_confirmations") == []
    undo(store, 1, now=NOW)
    assert (shown(store, "load"), shown(store, "a1")) == (2, None)


def test_what_was_confirmed_before_a_change_shows_again_after_it(store: Store, load: Load) -> None:
    row = {"handoff_id": "H1", "rating": 4}
    load("handoffs", row)
    load("handoffs", row)
    assert groups(load("handoffs", {**row, "delivered_at": day(9)})) == {"updated": 1}
    load("handoffs", {**row, "delivered_at": day(9)})
    assert asserted(store, "handoff_assertions") == [("H1", 1), ("H1", 2), ("H1", 3)]
    assert asserted(store, "handoff_confirmations") == [("H1", 4)]
    undo(store, 1, now=NOW)
    undo(store, 3, now=NOW)
    assert (shown(store, "load"), shown(store, "delivered_at")) == (2, day(9))
    undo(store, 4, now=NOW)
    assert (shown(store, "load"), shown(store, "delivered_at")) == (2, None)
    assert check(store.cursor()) == ()


@pytest.mark.parametrize("known", [["A1", "B1"], ["A1", "B1", "C1", "D1", "E1", "F1"], ["", "Ñ1"]])
def test_a_known_key_is_found_whatever_it_begins_with(
    store: Store, load: Load, known: list[str]
) -> None:
    load("handoffs", *({"handoff_id": f"{key}-{n}"} for key in known for n in range(3)))
    again = load("handoffs", *({"handoff_id": f"{key}-1"} for key in known), {"handoff_id": "Z9"})
    assert groups(again) == {"new": 1, "unchanged": len(known)}


def test_an_open_handoff_gets_delivered_next_week(store: Store, load: Load) -> None:
    load("handoffs", {"handoff_id": "H1"})
    report = load("handoffs", {"handoff_id": "H1", "delivered_at": day(9)})
    assert groups(report) == {"updated": 1}
    assert shown(store, "delivered_at") == day(9)


def test_an_empty_cell_asserts_nothing(store: Store, load: Load) -> None:
    load("handoffs", {"handoff_id": "H1", "delivered_at": day(9), "service": "herrajes"})
    assert groups(load("handoffs", {"handoff_id": "H1"})) == {"unchanged": 1}
    assert shown(store, "delivered_at") == day(9)
    assert shown(store, "service") == "herrajes"


def test_filling_an_empty_service_is_an_update(store: Store, load: Load) -> None:
    load("handoffs", {"handoff_id": "H1"})
    report = load("handoffs", {"handoff_id": "H1", "service": "herrajes"})
    assert groups(report) == {"updated": 1}
    assert shown(store, "service") == "herrajes"


@pytest.mark.parametrize(
    ("cell", "first", "second"),
    [
        ("paused_hours", 1.0, 2.5),
        ("case_closed_at", day(9), day(12)),
        ("case_kept", True, False),
    ],
)
def test_a_running_cell_that_changes_is_an_update(
    store: Store, load: Load, cell: str, first: object, second: object
) -> None:
    load("handoffs", {"handoff_id": "H1", cell: first})
    report = load("handoffs", {"handoff_id": "H1", cell: second})
    assert groups(report) == {"updated": 1}
    assert shown(store, cell) == second


def test_an_attribute_runs_too(store: Store, load: Load) -> None:
    load("handoffs", {"handoff_id": "H1", "Prioridad": "alta"}, attributes=["Prioridad"])
    report = load("handoffs", {"handoff_id": "H1", "Prioridad": "baja"}, attributes=["Prioridad"])
    assert groups(report) == {"updated": 1}
    assert shown(store, "a1") == "baja"


@pytest.mark.parametrize(
    ("cell", "first", "second"),
    [
        ("case_id", "C1", "C2"),
        ("supplier", "Compras", "Ventas"),
        ("customer", "Almacén", "Ventas"),
        ("service", "herrajes", "madera"),
        ("requested_at", day(1), day(2)),
        ("promised_at", day(3), day(4)),
        ("delivered_at", day(3), day(4)),
        ("accepted", True, False),
        ("returned_at", day(5), day(6)),
        ("rating", 4, 5),
        ("case_due_at", day(3), day(4)),
    ],
)
def test_another_value_in_a_filled_cell_is_a_conflict_and_keeps_the_record_out_whole(
    store: Store, load: Load, cell: str, first: object, second: object
) -> None:
    load("handoffs", {"handoff_id": "H1", cell: first})
    before = snapshot(store)
    report = load("handoffs", {"handoff_id": "H1", cell: second, "paused_hours": 8.0})
    assert groups(report) == {"conflict_records": 1}
    assert report.conflicts == (ConflictCell(2, "H1", cell, _text(first), _text(second)),)
    assert snapshot(store) == before


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_every_conflicting_cell_of_a_record_is_listed(load: Load) -> None:
    load("handoffs", {"handoff_id": "H1", "rating": 4, "promised_at": day(3)})
    report = load("handoffs", {"handoff_id": "H1", "rating": 5, "promised_at": day(4)})
    assert report.conflict_records == 1
    assert [cell.column for cell in report.conflicts] == ["promised_at", "rating"]


def test_a_conflict_replaces_only_on_explicit_choice(store: Store, load: Load) -> None:
    load("handoffs", {"handoff_id": "H1", "rating": 4})
    report = load("handoffs", {"handoff_id": "H1", "rating": 5}, replace_conflicts=True)
    assert groups(report) == {"updated": 1}
    assert [warning.code for warning in report.warnings] == ["replaced"]
    assert shown(store, "rating") == 5
    undo(store, 2, now=NOW)
    assert shown(store, "rating") == 4


def test_a_conflict_asserts_nothing_so_undoing_the_other_load_removes_the_row(
    store: Store, load: Load
) -> None:
    load("handoffs", {"handoff_id": "H1", "rating": 4})
    load("handoffs", {"handoff_id": "H1", "rating": 5})
    undo(store, 1, now=NOW)
    assert shown(store, "rating") == "no such handoff"


def test_an_unchanged_record_keeps_the_row_when_the_other_load_is_undone(
    store: Store, load: Load
) -> None:
    load("handoffs", {"handoff_id": "H1", "rating": 4, "paused_hours": 2.0})
    load("handoffs", {"handoff_id": "H1", "rating": 4})
    undo(store, 1, now=NOW)
    assert shown(store, "rating") == 4
    assert shown(store, "paused_hours") is None
    assert shown(store, "load") == 2


def test_the_exact_copy_in_a_file_is_ignored_and_a_differing_later_row_rejected(
    store: Store, load: Load
) -> None:
    rows: list[Row] = [
        {"handoff_id": "H1", "rating": 4},
        {"handoff_id": "H1", "rating": 4},
        {"handoff_id": "H1", "rating": 5},
        {"handoff_id": "H2"},
    ]
    report = load("handoffs", *rows)
    assert groups(report) == {"new": 2, "rejected_records": 1, "ignored_records": 1}
    assert [(entry.line, entry.reason) for entry in report.ignored] == [(3, "duplicate")]
    assert [(f.line, f.column, f.value, f.reason) for f in report.rejected] == [
        (4, "handoff_id", "H1", "conflict")
    ]
    assert shown(store, "rating") == 4


def test_rows_that_differ_only_in_an_attribute_are_no_copies(load: Load) -> None:
    report = load(
        "handoffs",
        {"handoff_id": "H1", "Nota": "a"},
        {"handoff_id": "H1", "Nota": "b"},
        attributes=["Nota"],
    )
    assert groups(report) == {"new": 1, "rejected_records": 1}


def test_attributes_are_named_once_and_their_identifiers_are_ours(store: Store, load: Load) -> None:
    hostile = 'x"; DROP TABLE loads; --'
    load("handoffs", {"handoff_id": "H1", hostile: "1"}, attributes=[hostile])
    load("handoffs", {"handoff_id": "H2", "Otro": "2", hostile: "3"}, attributes=["Otro", hostile])
    named = store.cursor().execute("SELECT name, col FROM attributes ORDER BY col").fetchall()
    assert named == [(hostile, "a1"), ("Otro", "a2")]
    assert (shown(store, "a1"), shown(store, "a2")) == ("1", None)
    assert (shown(store, "a1", "H2"), shown(store, "a2", "H2")) == ("3", "2")


def test_an_undone_attribute_leaves_a_column_that_the_next_one_uses(
    store: Store, load: Load
) -> None:
    load("handoffs", {"handoff_id": "H1", "Nota": "a"}, attributes=["Nota"])
    undo(store, 1, now=NOW)
    assert store.cursor().execute("SELECT * FROM attributes").fetchall() == []
    load("handoffs", {"handoff_id": "H1", "Color": "azul"}, attributes=["Color"])
    assert store.cursor().execute("SELECT * FROM attributes").fetchall() == [("Color", "a1")]
    assert shown(store, "a1") == "azul"


def test_a_store_after_loads_and_undos_is_sound(store: Store, load: Load) -> None:
    load("handoffs", {"handoff_id": "H1", "rating": 4}, {"handoff_id": "H2"})
    load("handoffs", {"handoff_id": "H1", "paused_hours": 1.0}, {"handoff_id": "H3"})
    load("handoffs", {"handoff_id": "H3", "delivered_at": day(9)})
    undo(store, 2, now=NOW)
    assert check(store.cursor()) == ()


def test_a_report_that_does_not_add_up_is_never_made() -> None:
    with pytest.raises(AccountingError, match="3 records, but 1 accepted"):
        LoadReport("a.csv", "loaded", "handoffs", load=1, records=3, new=1, ignored_records=1)


def test_a_handoff_of_a_party_to_itself_is_kept_and_told_but_is_no_link(
    store: Store, load: Load
) -> None:
    report = load("handoffs", {"handoff_id": "H1", "customer": "Compras"}, {"handoff_id": "H2"})
    assert (report.new, [warning.code for warning in report.warnings]) == (2, ["inside"])
    cursor = store.cursor()
    assert cursor.execute("SELECT handoff_id FROM handoffs").fetchall() == [("H2",)]
    assert cursor.execute("SELECT handoff_id FROM inside_handoffs").fetchall() == [("H1",)]


def test_a_replaced_party_can_bring_a_handoff_inside(store: Store, load: Load) -> None:
    load("handoffs", {"handoff_id": "H1"})
    load("handoffs", {"handoff_id": "H1", "customer": "Compras"}, replace_conflicts=True)
    assert store.cursor().execute("SELECT count(*) FROM handoffs").fetchone() == (0,)
    undo(store, 2, now=NOW)
    assert store.cursor().execute("SELECT count(*) FROM handoffs").fetchone() == (1,)


def test_a_handoff_that_an_undo_brings_back_inside_is_no_link(store: Store, load: Load) -> None:
    load("handoffs", {"handoff_id": "H1", "customer": "Compras"})
    load("handoffs", {"handoff_id": "H1"}, replace_conflicts=True)
    # A new column makes the views again, while no handoff is of a party to itself.
    load("handoffs", {"handoff_id": "H2", "Nota": "a"}, attributes=["Nota"])
    undo(store, 2, now=NOW)
    cursor = store.cursor()
    assert cursor.execute("SELECT handoff_id FROM handoffs").fetchall() == [("H2",)]
    assert cursor.execute("SELECT handoff_id FROM inside_handoffs").fetchall() == [("H1",)]
