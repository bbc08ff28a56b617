"""How dates are read: ways to write them, placeholders, plausibility, order among times."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kpi.store import Store
from tests.intake.reads import END_OF_DAY, handoffs, read_one, see

WRITTEN = {
    "2026-03-01 10:00:00": datetime(2026, 3, 1, 10),
    "2026-03-01 10:00": datetime(2026, 3, 1, 10),
    "2026-03-01T10:00:00": datetime(2026, 3, 1, 10),
    "2026-3-1 9:05": datetime(2026, 3, 1, 9, 5),
    "2026/03/01 10:00": datetime(2026, 3, 1, 10),
    "2026-03-01 10:00:00.5": datetime(2026, 3, 1, 10, 0, 0, 500000),
    "2026-03-01 10:00:00,123": datetime(2026, 3, 1, 10, 0, 0, 123000),
    "2026-03-01 10:00:00.123456789": datetime(2026, 3, 1, 10, 0, 0, 123456),
    "2026-03-01T10:00:00Z": datetime(2026, 3, 1, 10),
    "2026-03-01T10:00:00-06:00": datetime(2026, 3, 1, 16),
    "2026-03-01 10:00:00+0530": datetime(2026, 3, 1, 4, 30),
    "2026-03-01 10:00 -06": datetime(2026, 3, 1, 16),
    "2026-03-01 24:00": datetime(2026, 3, 2),
    "2026-03-01 24:00:00": datetime(2026, 3, 2),
    "31/01/2026 10:00": datetime(2026, 1, 31, 10),
    "31-01-2026 10:00:30": datetime(2026, 1, 31, 10, 0, 30),
    "31.01.2026 10:00": datetime(2026, 1, 31, 10),
    "31/01/26 10:00": datetime(2026, 1, 31, 10),
    "31/1/2026, 10:00": datetime(2026, 1, 31, 10),
    "01/31/2026 10:00": datetime(2026, 1, 31, 10),
    "1/31/2026 1:05 PM": datetime(2026, 1, 31, 13, 5),
    "31/01/2026 12:00 a. m.": datetime(2026, 1, 31),
    "31/01/2026 12:30 p.m.": datetime(2026, 1, 31, 12, 30),
    "31/01/2026 01:00:00 p.\u00a0m.": datetime(2026, 1, 31, 13),
    "31-ene-2026 10:00": datetime(2026, 1, 31, 10),
    "31 de enero de 2026 10:00": datetime(2026, 1, 31, 10),
    "1 sept. 2025 10:00": datetime(2025, 9, 1, 10),
    "31 Jan 2026 10:00": datetime(2026, 1, 31, 10),
    "January 31, 2026 10:00": datetime(2026, 1, 31, 10),
    "Dec 1, 2025 10:00": datetime(2025, 12, 1, 10),
    "20260301T100000": datetime(2026, 3, 1, 10),
    "20260301101500": datetime(2026, 3, 1, 10, 15),
    "46082.4166666667": datetime(2026, 3, 1, 10),
    "46082,5": datetime(2026, 3, 1, 12),
    "1772359200": datetime(2026, 3, 1, 10),
    "1772359200123": datetime(2026, 3, 1, 10, 0, 0, 123000),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_time_is_read_as_it_is_written(text: str, store: Store, tmp_path: Path) -> None:
    seen = read_one(store, tmp_path, text)
    assert seen.column("requested_at") == [WRITTEN[text]]
    assert seen.codes == []


DATES = {
    "2026-03-01": datetime(2026, 3, 1),
    "31/01/2026": datetime(2026, 1, 31),
    "20260301": datetime(2026, 3, 1),
    "46082": datetime(2026, 3, 1),
    "3 de marzo de 2026": datetime(2026, 3, 3),
}


@pytest.mark.parametrize("text", DATES)
def test_a_date_without_time_is_the_start_of_a_request_and_the_end_of_a_delivery(
    text: str, store: Store, tmp_path: Path
) -> None:
    seen = see(store, tmp_path, handoffs((text, text)))
    assert seen.column("requested_at") == [DATES[text]]
    assert seen.column("delivered_at") == [DATES[text] + END_OF_DAY]
    assert seen.codes == ["date_only", "date_only"]


FAULTS = {
    "pronto": "timestamp",
    "#N/A": "timestamp",
    "####": "timestamp",
    "#REF!": "timestamp",
    "2026-02-30 10:00": "timestamp",
    "2024-13-45 10:00:00": "timestamp",
    "2026-03-01 25:00": "timestamp",
    "2026-03-01 24:30": "timestamp",
    "2026-03-01 10:60": "timestamp",
    "2026-03-01 13:00 pm": "timestamp",
    "2026-03-01 10:00:00 foo bar": "timestamp",
    "2026-03-01 10:00 CST": "timezone",
    "2026-03-01 10:00:00 UTC": "timezone",
    "2026-03-01 10:00 Europe/Madrid": "timezone",
    "2026-03-01 10:00 GMT+2": "timezone",
    "2026-03-01 10:00+99:00": "timezone",
    "12026-03-01 10:00": "timestamp",
    "31.02.2026": "timestamp",
    "infinity": "timestamp",
    "epoch": "timestamp",
    "now": "timestamp",
    "10:00": "timestamp",
    "1985-03-01 10:00": "implausible",
    "2032-03-01 10:00": "implausible",
    "0001-01-01": "implausible",
    "1899-12-30": "implausible",
    "1900-01-01 00:00:00": "implausible",
    "9999-12-31": "implausible",
    "1970-01-01 00:00:00": "implausible",
    "2099-12-31": "implausible",
    "0000-00-00 00:00:00": "implausible",
    "": "missing",
    "-": "missing",
    "n/a": "missing",
    "NULL": "missing",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_required_time_that_is_none_rejects_the_record(
    text: str, store: Store, tmp_path: Path
) -> None:
    seen = read_one(store, tmp_path, "2026-03-01 10:00", text)
    assert seen.faults == [(3, "requested_at", FAULTS[text])]
    assert sorted(seen.staged) == [2]


@pytest.mark.parametrize(
    "text",
    ["9999-12-31", "1900-01-01", "0000-00-00", "1970-01-01", "2099-12-31 00:00", "-", "N/A",
     "null"],
)  # fmt: skip
def test_a_placeholder_is_empty_with_a_warning_where_the_cell_may_be_empty(
    text: str, store: Store, tmp_path: Path
) -> None:
    seen = see(store, tmp_path, handoffs(("2026-03-01 10:00", text)))
    assert seen.column("delivered_at") == [None]
    assert seen.codes == ["placeholder"]


def test_five_years_after_the_day_of_the_load_is_still_plausible(
    store: Store, tmp_path: Path
) -> None:
    last, after = "2031-04-01 23:59", "2031-04-02 00:00"
    seen = see(store, tmp_path, handoffs(("2026-03-01 10:00", last), ("2026-03-01 10:00", after)))
    assert seen.faults == [(3, "delivered_at", "implausible")]


def test_delivered_before_requested_is_rejected(store: Store, tmp_path: Path) -> None:
    seen = see(store, tmp_path, handoffs(("2026-03-02 10:00", "2026-03-02 09:59")))
    assert seen.faults == [(2, "delivered_at", "order")]


def test_delivered_on_the_day_of_the_request_is_no_fault(store: Store, tmp_path: Path) -> None:
    seen = see(store, tmp_path, handoffs(("2026-03-02 10:00", "2026-03-02")))
    assert seen.faults == []


def test_returned_on_the_day_of_the_delivery_is_no_fault(store: Store, tmp_path: Path) -> None:
    header = "handoff_id,case_id,supplier,customer,requested_at,delivered_at,returned_at\n"
    same, before = "2026-03-02,2026-03-02", "2026-03-02,2026-03-01"
    content = header + f"H1,C1,A,B,2026-03-01,{same}\nH2,C1,A,B,2026-03-01,{before}\n"
    assert see(store, tmp_path, content).faults == [(3, "returned_at", "order")]


def test_promised_before_requested_is_warned_of(store: Store, tmp_path: Path) -> None:
    content = handoffs(("2026-03-02 10:00", "2026-03-01 10:00"), header="requested_at,promised_at")
    seen = see(store, tmp_path, content)
    assert seen.codes == ["order"]
    assert sorted(seen.staged) == [2]
