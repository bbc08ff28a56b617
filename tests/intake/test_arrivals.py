"""How files arrive: what is kept out week by week, how late, and what is overdue."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kpi.intake import Source, arrivals, undo
from kpi.intake.landing import land
from kpi.intake.log import Arrival
from kpi.store import Store
from tests.intake.conftest import Row, stage

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def arrive(store: Store, name: str, at: datetime, *rows: Row, kind: str = "handoffs") -> None:
    """Load rows as a file of a name, at an instant."""
    with store.write() as cursor:
        reading = stage(cursor, kind, rows, ())
        land(cursor, reading, Arrival(name, "0" * 64, 1, "Ana", at, False))


def handoff(number: int, requested: datetime, delivered: datetime | None = None) -> Row:
    plain = {"requested_at": requested, "delivered_at": delivered}
    return {"handoff_id": f"H{number}"} | {
        name: at and at.replace(tzinfo=None) for name, at in plain.items()
    }


def told(store: Store, now: datetime, zone: str = "UTC") -> dict[str, Source]:
    return {one.name: one for one in arrivals(store.cursor(), now=now, zone=zone)}


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("Incidentes_2026-03.csv", "incidentes"),
        ("incidentes 2026-W12 (2).CSV.gz", "incidentes"),
        ("abril.zip › incidentes-marzo-2026.csv", "incidentes"),
        ("abril/incidentes.csv.gz", "incidentes"),
        ("compras 2026.xlsx › Hoja1", "compras hoja"),
        ("incidentes_20260302T080000Z.xlsx", "incidentes"),
        ("SAP compras Q1 v3.csv", "sap compras"),
        ("mantenimiento_T1.txt", "mantenimiento"),
        ("Almace\u0301n.csv", "almacén"),
        ("2026-03-02.csv", ""),
    ],
)
def test_files_whose_names_differ_in_dates_and_digits_are_one_source(
    store: Store, name: str, source: str
) -> None:
    arrive(store, name, MONDAY, handoff(1, MONDAY))
    assert list(told(store, MONDAY)) == [source]


def test_the_same_name_with_another_kind_is_another_source(store: Store) -> None:
    arrive(store, "a.csv", MONDAY, handoff(1, MONDAY))
    arrive(store, "a.csv", MONDAY, {"party": "A"}, kind="parties")
    found = arrivals(store.cursor(), now=MONDAY, zone="UTC")
    assert [(one.name, one.kind) for one in found] == [("a", "handoffs"), ("a", "parties")]


def test_what_is_kept_out_is_counted_by_week_of_the_load(store: Store) -> None:
    arrive(store, "a1.csv", MONDAY, handoff(1, MONDAY), handoff(2, MONDAY))
    # Two accounts of one handoff in one file: the second is rejected.
    twice = {**handoff(3, MONDAY), "case_id": "C9"}
    arrive(
        store, "a2.csv", MONDAY + timedelta(days=6), handoff(3, MONDAY), twice, handoff(4, MONDAY)
    )
    # Sunday 23:30 UTC is the Monday after in Madrid.
    arrive(store, "a3.csv", MONDAY + timedelta(days=6, hours=14.5), handoff(5, MONDAY))
    first, second = told(store, MONDAY, "Europe/Madrid")["a"].weeks
    assert (first.week, first.loads, first.records) == (date(2026, 3, 2), 2, 5)
    assert (first.rejected, first.in_conflict, first.kept_out) == (1, 0, 1 / 5)
    assert (second.week, second.loads, second.kept_out) == (date(2026, 3, 9), 1, 0.0)
    assert [week.loads for week in told(store, MONDAY)["a"].weeks] == [3]


def test_the_lag_is_from_a_loads_own_latest_fact(store: Store) -> None:
    hours = timedelta(hours=1)
    # Requested 10 h before, and a delivery announced for later, which is no fact yet. Lag 10 h.
    announced = handoff(2, MONDAY - 11 * hours, MONDAY + 5 * hours)
    arrive(store, "a.csv", MONDAY, handoff(1, MONDAY - 10 * hours), announced)
    # A week later the first was delivered, 2 h before; so this load says, not that one. Lag 2 h.
    later = MONDAY + timedelta(days=7)
    arrive(store, "a.csv", later, handoff(1, MONDAY - 10 * hours, later - 2 * hours))
    # Delivered 4 h before. Lag 4 h.
    last = MONDAY + timedelta(days=14)
    arrive(store, "a.csv", last, handoff(3, last - 6 * hours, last - 4 * hours))
    found = told(store, last)["a"]
    # Of 2, 4, 10: the median is 4; nine tenths between ranks 0 and 2 is rank 1.8: 4 + 0.8·6.
    assert found.lag_median == 4
    assert found.lag_p90 == pytest.approx(8.8)


def test_a_file_that_says_nothing_new_lags_too(store: Store) -> None:
    arrive(store, "a.csv", MONDAY, handoff(1, MONDAY - timedelta(hours=1)))
    arrive(store, "a.csv", MONDAY + timedelta(hours=4), handoff(1, MONDAY - timedelta(hours=1)))
    # 1 h after the request, and 5 h after it.
    assert told(store, MONDAY)["a"].lag_median == 3


def test_an_event_log_lags_from_its_latest_event(store: Store) -> None:
    at = datetime(2026, 3, 2, 6)
    event = {"case_id": "C1", "party": "A", "happened_at": at, "ordinal": 1}
    arrive(store, "log.csv", MONDAY, event, kind="events")
    arrive(store, "log.csv", MONDAY + timedelta(hours=2), event, kind="events")
    found = told(store, MONDAY)["log"]
    # 06:00 to 09:00, and the same event again at 11:00.
    assert (found.lag_median, found.loads) == (4, 2)


def test_a_reference_file_has_no_lag(store: Store) -> None:
    arrive(store, "p.csv", MONDAY, {"party": "A"}, kind="parties")
    assert told(store, MONDAY)["p"].lag_median is None


@pytest.mark.parametrize(
    ("days", "silent", "overdue"),
    [
        ((0, 7, 14, 21), 14, False),  # twice the usual week, not more
        ((0, 7, 14, 21), 15, True),
        ((0, 7, 14), 99, False),  # three loads tell no interval
        ((0, 0, 7, 14), 99, False),  # two of them on one day
        ((0, 1, 2, 3), 3, False),  # a daily file over a weekend
        ((0, 1, 2, 3), 4, True),
    ],
)
def test_a_source_is_overdue_after_twice_its_usual_interval(
    store: Store, days: tuple[int, ...], silent: int, overdue: bool
) -> None:
    for number, day in enumerate(days):
        arrive(store, f"a{number}.csv", MONDAY + timedelta(days=day), handoff(number, MONDAY))
    found = told(store, MONDAY + timedelta(days=days[-1] + silent))["a"]
    assert (found.overdue, found.silent_days) == (overdue, silent)


def test_an_undone_load_has_not_arrived(store: Store) -> None:
    arrive(store, "a.csv", MONDAY, handoff(1, MONDAY))
    arrive(store, "b.csv", MONDAY, handoff(2, MONDAY))
    undo(store, 1, now=MONDAY)
    assert list(told(store, MONDAY)) == ["b"]


def test_an_empty_store_has_no_sources(store: Store) -> None:
    assert arrivals(store.cursor(), now=MONDAY, zone="UTC") == ()
