"""Event logs: what is derived from them, and that longer or partial exports never conflict."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from kpi.intake import check, undo
from kpi.store import Store
from kpi.words.terms import END_CUSTOMER, UNKNOWN_PARTY
from tests.intake.conftest import NOW, Load, Row, snapshot


def hour(number: int) -> datetime:
    return datetime(2026, 3, 2, number)


def event(at: int, party: str, **cells: Any) -> Row:
    return {"case_id": "C1", "happened_at": hour(at), "party": party, **cells}


def derived(store: Store, *columns: str) -> list[tuple[Any, ...]]:
    return (
        store.cursor()
        .execute(f"SELECT {', '.join(columns)} FROM derived_handoffs ORDER BY handoff_id")
        .fetchall()
    )


def test_each_change_of_party_is_a_handoff_and_the_last_holder_owes_the_case_outside(
    store: Store, load: Load
) -> None:
    load("events", event(8, "A"), event(9, "A"), event(10, "B"), event(12, "A"))
    columns = ("handoff_id", "supplier", "customer", "requested_at", "delivered_at")
    assert derived(store, *columns) == [
        ("C1/00001", "A", "B", hour(8), hour(10)),
        ("C1/00002", "B", "A", hour(10), hour(12)),
        ("C1/00003", "A", END_CUSTOMER, hour(12), None),
    ]


def test_the_mapping_names_the_external_customer(store: Store, load: Load) -> None:
    load("events", event(8, "A", end_customer="Ciudadanía"))
    assert derived(store, "customer") == [("Ciudadanía",)]


def test_an_unknown_party_is_ignored_and_counted_as_a_change_but_its_case_cells_count(
    store: Store, load: Load
) -> None:
    report = load("events", event(8, "A"), event(9, "", due_at=hour(20)), event(10, "A"),
                  event(11, "", due_at=hour(21)))  # fmt: skip
    assert (report.new, report.ignored_records, report.records) == (2, 2, 4)
    assert derived(store, "supplier", "requested_at", "case_due_at") == [("A", hour(8), hour(21))]


def test_a_case_that_nobody_known_held_is_owed_by_the_unknown_party(
    store: Store, load: Load
) -> None:
    load("events", event(8, "", kept=True), event(9, "", kept=False, closed_at=hour(9)))
    assert derived(store, "supplier", "customer", "delivered_at", "case_kept") == [
        (UNKNOWN_PARTY, END_CUSTOMER, hour(9), False)
    ]


@pytest.mark.parametrize(
    ("resolved", "closed", "ended"),
    [
        (12, 18, 12),  # resolved ends it; the close is administration
        (None, 18, 18),
        (9, 18, 18),  # resolved before the last holding began: reopened
        (9, None, None),  # reopened and not closed yet: open
        (None, None, None),
        (10, None, 10),  # resolved at the very first event of the holding
    ],
)
def test_the_case_ends_when_resolved_or_closed(
    store: Store, load: Load, resolved: int | None, closed: int | None, ended: int | None
) -> None:
    cells = {"resolved_at": resolved and hour(resolved), "closed_at": closed and hour(closed)}
    load("events", event(8, "A", **cells), event(10, "B", **cells))
    end = ended and hour(ended)
    assert derived(store, "delivered_at", "case_closed_at")[-1] == (end, end)


def test_a_holding_that_begins_after_the_close_ends_at_once(store: Store, load: Load) -> None:
    load("events", event(8, "A", closed_at=hour(9)), event(10, "B", closed_at=hour(9)))
    assert derived(store, "requested_at", "delivered_at", "case_closed_at")[-1] == (
        hour(10), hour(10), hour(9),
    )  # fmt: skip


def test_a_case_cell_is_that_of_the_last_event_even_where_it_is_empty(
    store: Store, load: Load
) -> None:
    load("events", event(8, "A", resolved_at=hour(9)), event(10, "A"))
    assert derived(store, "delivered_at") == [(None,)]


def test_equal_times_are_ordered_by_line(store: Store, load: Load) -> None:
    load("events", event(8, "B"), event(8, "A"), event(8, "C"))
    assert [row[0] for row in derived(store, "supplier")] == ["B", "A", "C"]


def test_a_rejection_returns_the_handoff_that_brought_the_case_there(
    store: Store, load: Load
) -> None:
    load(
        "events",
        event(8, "A", rejection=False),
        event(9, "B", rejection=False),
        event(10, "B", rejection=True),
        event(11, "B", rejection=True),
        event(12, "A", rejection=False),
        event(13, "C", rejection=False),
    )
    assert derived(store, "supplier", "customer", "accepted", "returned_at") == [
        ("A", "B", False, hour(10)),
        ("B", "A", True, None),  # A passed the case on without rejecting it
        ("A", "C", None, None),  # C still holds it: not judged yet
        ("C", END_CUSTOMER, None, None),
    ]


def test_nothing_is_judged_where_the_mapping_names_no_rejection(store: Store, load: Load) -> None:
    load("events", event(8, "A"), event(9, "B"), event(10, "A", closed_at=hour(11)))
    assert {row[0] for row in derived(store, "accepted")} == {None}


def test_a_rejection_by_the_first_holder_or_by_nobody_known_returns_nothing(
    store: Store, load: Load
) -> None:
    load("events", event(8, "A", rejection=True), event(9, "B"), event(10, "", rejection=True))
    assert {row[0] for row in derived(store, "returned_at")} == {None}


def test_ids_sort_in_case_order_in_a_case_of_many_handoffs(store: Store, load: Load) -> None:
    start = datetime(2026, 3, 1)
    rows = [
        {"case_id": "C1", "happened_at": start + timedelta(hours=n), "party": "AB"[n % 2]}
        for n in range(120)
    ]
    load("events", *rows)
    requested = [row[0] for row in derived(store, "requested_at")]
    assert requested == sorted(requested)
    assert len(requested) == 120


def test_a_longer_export_updates_the_case_and_never_conflicts(store: Store, load: Load) -> None:
    load("events", event(8, "A"), event(10, "B"))
    report = load("events", event(8, "A"), event(10, "B", closed_at=hour(14)), event(12, "A"))
    assert (report.new, report.updated, report.unchanged) == (1, 1, 1)
    assert report.handoffs == 3
    assert derived(store, "supplier", "delivered_at")[1] == ("B", hour(12))


def test_a_partial_export_keeps_the_events_that_it_leaves_out(store: Store, load: Load) -> None:
    load("events", event(8, "A"), event(10, "B"), event(12, "C"))
    before = snapshot(store)["derived_handoffs"]
    assert load("events", event(10, "B")).unchanged == 1
    assert snapshot(store)["derived_handoffs"] == before


def test_equal_events_of_one_file_are_as_many_events(store: Store, load: Load) -> None:
    assert load("events", event(8, "A"), event(8, "A")).new == 2
    again = load("events", event(8, "A"), event(8, "A"), event(8, "A"))
    assert (again.new, again.unchanged) == (1, 2)
    found = store.cursor().execute("SELECT ordinal FROM events ORDER BY 1").fetchall()
    assert found == [(1,), (2,), (3,)]


def test_position_is_that_of_the_first_load_that_still_stands(store: Store, load: Load) -> None:
    load("events", event(8, "A"), event(8, "B"))
    load("events", event(8, "B"), event(8, "A"))
    assert [row[0] for row in derived(store, "supplier")] == ["A", "B"]
    undo(store, 1, now=NOW)
    assert [row[0] for row in derived(store, "supplier")] == ["B", "A"]


def test_a_handoff_that_a_file_states_under_a_derived_id_speaks_instead(
    store: Store, load: Load
) -> None:
    load("events", event(8, "A"), event(10, "B"))
    load("handoffs", {"handoff_id": "C1/00001", "supplier": "X"})
    seen = store.cursor().execute("SELECT handoff_id, supplier FROM handoffs ORDER BY 1").fetchall()
    assert seen == [("C1/00001", "X"), ("C1/00002", "B")]
    undo(store, 2, now=NOW)
    seen = store.cursor().execute("SELECT handoff_id, supplier FROM handoffs ORDER BY 1").fetchall()
    assert seen == [("C1/00001", "A"), ("C1/00002", "B")]
    assert check(store.cursor()) == ()


def test_a_case_that_its_end_customer_holds_last_is_owed_to_nobody_else(
    store: Store, load: Load
) -> None:
    at = datetime(2026, 3, 2)
    load("events", {"case_id": "C1", "happened_at": at, "party": "A", "end_customer": "Z"},
         {"case_id": "C1", "happened_at": at, "party": "Z", "end_customer": "Z"})  # fmt: skip
    cursor = store.cursor()
    assert cursor.execute("SELECT supplier, customer FROM handoffs").fetchall() == [("A", "Z")]
    assert cursor.execute("SELECT count(*) FROM inside_handoffs").fetchone() == (1,)
