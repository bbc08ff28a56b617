"""How dates are read: one order per column, from evidence; zones; placeholders; plausibility."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kpi.intake.reading import RefusedError
from kpi.store import Settings, Store, open_store, write_settings
from tests.intake.reads import Seen, see

END_OF_DAY = timedelta(hours=23, minutes=59, seconds=59, microseconds=999999)


def handoffs(*pairs: tuple[str, str], header: str = "requested_at,delivered_at") -> str:
    """Write handoffs with a request and a delivery, every cell quoted."""
    first, second = header.split(",")
    text = f"handoff_id;case_id;supplier;customer;{first};{second}\n"
    return text + "".join(
        f'H{n};C1;A;B;"{requested}";"{delivered}"\n'
        for n, (requested, delivered) in enumerate(pairs)
    )


def read_one(store: Store, folder: Path, *written: str, **how: object) -> Seen:
    return see(store, folder, handoffs(*((text, "") for text in written)), **how)


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


@pytest.fixture
def mexican(store: Store) -> Store:
    with store.write() as cursor:
        write_settings(cursor, Settings(zone="America/Mexico_City"))
    return store


def test_an_offset_is_converted_to_the_companys_zone(mexican: Store, tmp_path: Path) -> None:
    # Mexico City: UTC-6 all year since 2022, UTC-5 in the summers before.
    seen = read_one(mexican, tmp_path, "2026-07-01T10:00:00Z", "2021-07-01T10:00:00Z")
    assert seen.column("requested_at") == [datetime(2026, 7, 1, 4), datetime(2021, 7, 1, 5)]


def test_a_time_without_offset_stays_as_written(mexican: Store, tmp_path: Path) -> None:
    seen = read_one(mexican, tmp_path, "2021-04-04 02:30")  # a gap in Mexico: not ours to judge
    assert seen.column("requested_at") == [datetime(2021, 4, 4, 2, 30)]


def test_times_with_and_without_offset_are_warned_of(mexican: Store, tmp_path: Path) -> None:
    seen = read_one(mexican, tmp_path, "2026-03-01T10:00:00Z", "2026-03-01T10:00:00")
    assert seen.codes == ["zone_mixed"]


def test_a_file_may_be_in_another_zone(mexican: Store, tmp_path: Path) -> None:
    seen = read_one(mexican, tmp_path, "2026-07-01 10:00", timezone="Europe/Madrid")
    assert seen.column("requested_at") == [datetime(2026, 7, 1, 2)]
    assert seen.reading.zone == "Europe/Madrid"


def test_a_time_that_the_clocks_skipped_is_rejected(mexican: Store, tmp_path: Path) -> None:
    seen = read_one(mexican, tmp_path, "2026-03-29 02:30", timezone="Europe/Madrid")
    assert seen.faults == [(2, "requested_at", "dst")]


def test_a_time_that_occurs_twice_is_the_first(mexican: Store, tmp_path: Path) -> None:
    # 02:30 in Madrid on that day is 00:30 UTC (summer time) or 01:30 UTC.
    seen = read_one(mexican, tmp_path, "2025-10-26 02:30", timezone="Europe/Madrid")
    assert seen.column("requested_at") == [datetime(2025, 10, 25, 18, 30)]
    assert seen.codes == ["dst"]


def test_an_unknown_zone_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="America/Mexico_City"):
        read_one(store, tmp_path, "2026-03-01 10:00", timezone="CST6")


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


ZONES = ("UTC", "Europe/Madrid", "America/Mexico_City", "Australia/Lord_Howe")


def telling_moments(zone: ZoneInfo) -> list[datetime]:
    """Return every half hour of the days on which the zone's clocks change, and each tenth noon."""
    days = [datetime(1991, 1, 1) + timedelta(days=n) for n in range(39 * 365)]
    offsets = [zone.utcoffset(day) for day in days]
    changing = [days[n] for n in range(len(days) - 1) if offsets[n] != offsets[n + 1]]
    halves = [day + timedelta(minutes=30 * n + 7) for day in changing for n in range(48)]
    return halves + [day + timedelta(hours=12) for day in days[::10]]


@pytest.mark.parametrize(("home", "away"), [*zip(ZONES, ZONES[1:] + ZONES[:1], strict=True),
                                            ("America/Mexico_City", "Europe/Madrid")])  # fmt: skip
def test_converting_agrees_with_pythons_own_zones(tmp_path: Path, home: str, away: str) -> None:
    zone, other = ZoneInfo(home), ZoneInfo(away)
    moments = telling_moments(other)
    with open_store(":memory:") as store:
        with store.write() as cursor:
            write_settings(cursor, Settings(zone=home))
        written = [moment.isoformat(" ") for moment in moments]
        seen = read_one(store, tmp_path, *written, timezone=away)
    for line, moment in enumerate(moments, 2):
        instant = moment.replace(tzinfo=other).astimezone(UTC)
        if instant.astimezone(other).replace(tzinfo=None) != moment:
            assert (line, "requested_at", "dst") in seen.faults
        else:
            expected = instant.astimezone(zone).replace(tzinfo=None)
            assert seen.staged[line]["requested_at"] == expected
