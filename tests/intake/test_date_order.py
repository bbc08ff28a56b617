"""Day, month and year: one order per column, from evidence in the whole column."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kpi.store import Store
from tests.intake.reads import handoffs, read_one, see

ORDERS = {
    "day first": ["13/02/2026", "01/02/2026"],
    "month first": ["02/13/2026", "02/01/2026"],
}


@pytest.mark.parametrize("order", ORDERS)
def test_one_value_above_twelve_decides_the_whole_column(
    order: str, store: Store, tmp_path: Path
) -> None:
    seen = read_one(store, tmp_path, *ORDERS[order])
    assert seen.column("requested_at") == [datetime(2026, 2, 13), datetime(2026, 2, 1)]
    assert "date_order" not in seen.codes


def test_the_evidence_may_be_on_the_last_line(store: Store, tmp_path: Path) -> None:
    seen = read_one(store, tmp_path, *["02/03/2026 10:00"] * 3000, "31/03/2026 10:00")
    assert set(seen.column("requested_at")[:-1]) == {datetime(2026, 3, 2, 10)}


def test_dates_that_are_the_same_in_both_orders_need_no_answer(
    store: Store, tmp_path: Path
) -> None:
    seen = read_one(store, tmp_path, "02/02/2026 10:00", "03/03/2026 10:00")
    assert seen.column("requested_at") == [datetime(2026, 2, 2, 10), datetime(2026, 3, 3, 10)]


def test_each_column_has_an_order_of_its_own(store: Store, tmp_path: Path) -> None:
    seen = see(store, tmp_path, handoffs(("13/02/2026 10:00", "02/14/2026 10:00")))
    assert seen.staged[2]["requested_at"] == datetime(2026, 2, 13, 10)
    assert seen.staged[2]["delivered_at"] == datetime(2026, 2, 14, 10)


def test_a_slip_against_clear_evidence_is_rejected(store: Store, tmp_path: Path) -> None:
    seen = read_one(store, tmp_path, *["13/02/2026"] * 30, "02/13/2026")
    assert seen.faults == [(32, "requested_at", "timestamp")]


def test_spanish_headers_are_evidence_with_a_warning(store: Store, tmp_path: Path) -> None:
    content = "Folio;Proveedor;Cliente;Fecha de solicitud\nC1;A;B;01/02/2026 10:00\n"
    seen = see(store, tmp_path, content)
    assert seen.column("requested_at") == [datetime(2026, 2, 1, 10)]
    assert "date_order" in seen.codes


def test_the_header_may_say_the_order(store: Store, tmp_path: Path) -> None:
    content = handoffs(("01/02/2026 10:00", ""), header="requested (dd/mm/yyyy),delivered")
    seen = see(store, tmp_path, content)
    assert seen.column("requested_at") == [datetime(2026, 2, 1, 10)]
    assert seen.codes == ["date_order"]


@pytest.mark.parametrize(
    ("mapping", "read"),
    [
        ({"dayfirst": True}, datetime(2026, 2, 1)),
        ({"dayfirst": False}, datetime(2026, 1, 2)),
        ({"dates": {"requested_at": "month first"}}, datetime(2026, 1, 2)),
    ],
)
def test_the_user_can_answer(
    mapping: dict[str, object], read: datetime, store: Store, tmp_path: Path
) -> None:
    seen = read_one(store, tmp_path, "01/02/2026 00:00", mapping=mapping)
    assert seen.column("requested_at") == [read]


def test_the_numbers_are_stronger_than_a_general_answer(store: Store, tmp_path: Path) -> None:
    seen = read_one(store, tmp_path, "13/02/2026", "01/02/2026", mapping={"dayfirst": False})
    assert seen.column("requested_at")[1] == datetime(2026, 2, 1)


def test_a_year_in_front_is_read_in_a_column_of_another_order(store: Store, tmp_path: Path) -> None:
    seen = read_one(store, tmp_path, "13/02/2026 10:00", "01/02/2026 10:00", "2026-02-03 10:00")
    assert seen.column("requested_at")[2] == datetime(2026, 2, 3, 10)


def test_a_column_may_change_after_the_first_rows(store: Store, tmp_path: Path) -> None:
    written = ["2026-02-03 10:00:00"] * 3000 + ["13/02/2026 10:00"] * 2000
    seen = read_one(store, tmp_path, *written)
    assert seen.faults == []
    assert set(seen.column("requested_at")[3000:]) == {datetime(2026, 2, 13, 10)}


def test_short_years_are_last_where_the_days_vary(store: Store, tmp_path: Path) -> None:
    seen = read_one(store, tmp_path, "03-01-26", "17-02-26", "30-03-26")
    assert seen.column("requested_at")[0] == datetime(2026, 1, 3)


def test_short_years_in_front_are_read_where_the_mapping_says_so(
    store: Store, tmp_path: Path
) -> None:
    mapping = {"dates": {"requested_at": "year first"}}
    seen = read_one(store, tmp_path, "26-03-01 10:00", "26-03-17 10:00", mapping=mapping)
    assert seen.column("requested_at") == [datetime(2026, 3, 1, 10), datetime(2026, 3, 17, 10)]


def test_numbers_are_dates_only_where_the_whole_column_is_such(
    store: Store, tmp_path: Path
) -> None:
    seen = read_one(store, tmp_path, "2026-03-01 10:00", "2026-03-01 11:00", "46082")
    assert seen.faults == [(4, "requested_at", "timestamp")]
