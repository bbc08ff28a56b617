"""Periods, labels, what is asked for, and the backlog."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.agreements import Link
from kpi.measures import KpiError, measure
from kpi.store import open_store
from tests.book import LINK, Book

AS_OF = datetime.fromisoformat("2026-06-30")
YEAR = {
    "first": datetime.fromisoformat("2026-01-01"),
    "last": datetime.fromisoformat("2027-01-01"),
}


def periods(frame: pd.DataFrame) -> list[tuple[str, float, int]]:
    return [(row.period, row.value, row.n) for row in frame.itertuples()]


def test_a_handoff_belongs_to_the_period_of_its_due_time(book: Book) -> None:
    # Monday 00:00 belongs to the new week (half-open), although it was requested weeks before.
    book.handoff("2026-02-01", due="2026-03-16 00:00", delivered="2026-03-16 00:00")
    book.handoff("2026-02-01", due="2026-03-15 23:59", delivered="2026-03-16 00:00")
    frame = measure(book.cursor(), as_of=AS_OF, kpis=["on_time_rate"], **YEAR)
    assert periods(frame) == [("2026-W11", 0.0, 1), ("2026-W12", 1.0, 1)]


@pytest.mark.parametrize(
    ("grain", "label"), [("week", "2026-W01"), ("month", "2025-12"), ("quarter", "2025-Q4")]
)
def test_periods_are_labelled_as_the_calendar_says(book: Book, grain: str, label: str) -> None:
    # 29 December 2025 is the Monday of the first ISO week of 2026.
    book.handoff("2025-12-01", due="2025-12-29 12:00")
    day = datetime.fromisoformat("2025-12-29")
    frame = measure(
        book.cursor(),
        as_of=AS_OF,
        grain=grain,  # type: ignore[arg-type]
        first=day,
        last=day + timedelta(days=1),
        kpis=["on_time_rate"],
    )
    assert periods(frame) == [(label, 0.0, 1)]


def test_a_period_is_measured_whole_whatever_part_of_it_was_asked(book: Book) -> None:
    book.handoff("2026-03-02", due="2026-03-03", delivered="2026-03-03")
    book.handoff("2026-03-02", due="2026-03-30", delivered="2026-03-31")
    middle = datetime.fromisoformat("2026-03-15")
    frame = measure(
        book.cursor(),
        as_of=AS_OF,
        grain="month",
        first=middle,
        last=middle + timedelta(hours=1),
        kpis=["on_time_rate"],
    )
    assert periods(frame) == [("2026-03", 0.5, 2)]


def test_a_quarter_is_not_the_mean_of_its_months(book: Book) -> None:
    book.handoff("2026-01-01", due="2026-01-10", delivered="2026-01-10")
    for _ in range(3):
        book.handoff("2026-01-01", due="2026-02-10", delivered="2026-02-11")
    frame = measure(book.cursor(), as_of=AS_OF, grain="quarter", kpis=["on_time_rate"], **YEAR)
    # 1 of 4; the mean of January's 100 % and February's 0 % would be 50 %.
    assert periods(frame) == [("2026-Q1", 0.25, 4)]


def test_a_handoff_not_yet_due_is_not_counted(book: Book) -> None:
    book.handoff("2026-03-02", due="2026-03-20 12:00", delivered="2026-03-10")
    before = datetime.fromisoformat("2026-03-20 11:59")
    at_due = datetime.fromisoformat("2026-03-20 12:00")
    assert measure(book.cursor(), as_of=before, kpis=["on_time_rate"], **YEAR).empty
    assert len(measure(book.cursor(), as_of=at_due, kpis=["on_time_rate"], **YEAR)) == 1


def test_the_backlog_is_what_was_open_and_past_due_at_the_end_of_each_period(book: Book) -> None:
    book.handoff("2026-03-02", due="2026-03-04", delivered="2026-03-18")  # overdue over 2 Sundays
    book.handoff("2026-03-03", due="2026-03-12", delivered=None)  # overdue from the second on
    as_of = datetime.fromisoformat("2026-03-24 06:00")
    frame = measure(book.cursor(), as_of=as_of, kpis=["overdue_backlog"], **YEAR)
    # By hand: Sunday 8: one late, one not yet (2 open). Sunday 15: both. Sunday 22 and now: one.
    assert [(r.period, r.value, r.n, r.good) for r in frame.itertuples()] == [
        ("2026-W10", 1.0, 2, 1),
        ("2026-W11", 2.0, 2, 0),
        ("2026-W12", 1.0, 1, 0),
        ("2026-W13", 1.0, 1, 0),
    ]


def test_with_nothing_open_the_backlog_is_zero_and_not_missing(book: Book) -> None:
    book.handoff("2026-03-02", due="2026-03-04", delivered="2026-03-03")
    as_of = datetime.fromisoformat("2026-03-16")
    frame = measure(book.cursor(), as_of=as_of, kpis=["overdue_backlog"], **YEAR)
    assert periods(frame) == [("2026-W10", 0.0, 0), ("2026-W11", 0.0, 0), ("2026-W12", 0.0, 0)]


def test_only_the_links_asked_for_are_measured(book: Book) -> None:
    other = ("Ventas", "Diseño", "")
    book.handoff("2026-03-02", due="2026-03-04")
    book.handoff("2026-03-02", due="2026-03-04", link=other)
    found = measure(book.cursor(), as_of=AS_OF, links=[Link(*other)], **YEAR)
    assert set(found["supplier"]) == {"Ventas"}
    assert measure(book.cursor(), as_of=AS_OF, links=[], **YEAR).empty


def test_an_empty_store_measures_nothing(book: Book) -> None:
    frame = measure(book.cursor(), as_of=AS_OF, **YEAR)
    assert list(frame.columns) == [
        "supplier", "customer", "service", "kpi", "period", "value", "n", "good",
    ]  # fmt: skip
    assert frame.empty


def test_an_unknown_kpi_is_refused_by_name(book: Book) -> None:
    with pytest.raises(KpiError, match="on_tiem_rate"):
        measure(book.cursor(), as_of=AS_OF, kpis=["on_tiem_rate"], **YEAR)


HOURS = st.integers(0, 1000)
ROWS = st.lists(
    st.tuples(HOURS, st.none() | HOURS, st.none() | HOURS, st.none() | st.booleans()), max_size=12
)


@settings(max_examples=20)  # two stores each
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing_and_shares_stay_shares(rows, random) -> None:
    def measured(ordered: list[tuple[int, int | None, int | None, bool | None]]) -> pd.DataFrame:
        start = datetime.fromisoformat("2026-01-05")
        with open_store(":memory:") as store:
            book = Book(store)
            for requested, due, took, accepted in ordered:
                at = start + timedelta(hours=requested)
                book.handoff(
                    at.isoformat(),
                    due=None if due is None else (start + timedelta(hours=due)).isoformat(),
                    delivered=None if took is None else (at + timedelta(hours=took)).isoformat(),
                    accepted=accepted,
                    link=LINK,
                )
            return measure(book.cursor(), as_of=start + timedelta(hours=900), **YEAR)

    shuffled = list(rows)
    random.shuffle(shuffled)
    frame = measured(rows)
    pd.testing.assert_frame_equal(frame, measured(shuffled))
    shares = frame[frame["kpi"].isin(["on_time_rate", "first_time_right"])]
    assert shares["value"].between(0, 1).all()
    assert (shares["good"] <= shares["n"]).all()
