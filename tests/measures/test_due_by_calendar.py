"""Hours agreed with a supplier are hours of its calendar; every expected time is counted by hand.

March 2026: the 13th is a Friday, Monday the 16th is a holiday in Mexico, the 17th is a Tuesday.
"""

from __future__ import annotations

from datetime import datetime
from math import isnan
from typing import Any

import pytest

from kpi.agreements import Link
from kpi.measures import Week, Window, due_handoffs, handoffs_behind, measure, window_counts
from tests.book import LINK, Book

OFFICE = ("monday", "tuesday", "wednesday", "thursday", "friday")


def works(book: Book, *days: str, party: str = LINK[0], country: str | None = "México") -> None:
    """Give the supplier the hours 9 to 18 on the days, in its own country."""
    with book.store.write() as cursor:
        for day in days:
            cursor.execute(
                "INSERT INTO calendar_rows VALUES"
                " ('Oficina', ?, '09:00', '18:00', NULL, NULL, NULL, NULL, 1, 1)",
                [day],
            )
        cursor.execute(
            "INSERT INTO party_rows VALUES (?, NULL, 'no', NULL, NULL, NULL, ?, 'Oficina', 1, 1)",
            [party, country],
        )


def known(book: Book, as_of: str = "2026-12-31") -> dict[str, Any]:
    cursor = book.cursor()
    due_handoffs(cursor, datetime.fromisoformat(as_of))
    (row,) = cursor.execute("FROM due_handoffs").df().to_dict("records")
    return row


@pytest.mark.parametrize(
    ("requested", "hours", "paused", "due"),
    [
        ("2026-03-13 17:00", 2, None, "2026-03-17 10:00:00"),  # an hour on Friday, one on Tuesday
        ("2026-03-13 17:00", 1, None, "2026-03-13 18:00:00"),  # complete when Friday ends
        ("2026-03-14 12:00", 9, None, "2026-03-17 18:00:00"),  # asked for on a Saturday
        ("2026-03-13 17:00", 1, 1.5, "2026-03-17 10:30:00"),  # pauses are hours of the calendar
        ("2026-03-14 12:00", 0, None, "2026-03-14 12:00:00"),  # no time at all is no time
    ],
)
def test_a_due_time_is_in_the_suppliers_hours(
    book: Book, requested: str, hours: float, paused: float | None, due: str
) -> None:
    works(book, *OFFICE)
    book.agree(lead_time_hours=hours)
    book.handoff(requested, paused_hours=paused)
    assert str(known(book)["due"]) == due


def test_a_supplier_without_a_known_calendar_has_elapsed_hours(book: Book) -> None:
    works(book, *OFFICE, party="Ventas")
    with book.store.write() as cursor:
        cursor.execute(
            "INSERT INTO party_rows VALUES"
            " (?, NULL, 'no', NULL, NULL, NULL, NULL, 'Officina', 1, 1)",
            [LINK[0]],
        )
    book.agree(lead_time_hours=48)
    book.handoff("2026-03-13 17:00", delivered="2026-03-16 17:00")
    row = known(book)
    assert (str(row["due"]), row["lead_hours"]) == ("2026-03-15 17:00:00", 72.0)


def test_lead_hours_are_worked_ones_less_pauses(book: Book) -> None:
    works(book, *OFFICE)
    book.handoff("2026-03-13 17:00", delivered="2026-03-17 11:00", paused_hours=0.5)
    assert known(book)["lead_hours"] == 2.5  # an hour on Friday, two on Tuesday, half an hour off
    assert known(book, "2026-03-17 10:59")["open"]


def test_lead_hours_are_never_below_none_and_missing_while_open(book: Book) -> None:
    works(book, *OFFICE)
    book.handoff("2026-03-14 09:00", delivered="2026-03-15 09:00", paused_hours=3.0)
    assert known(book)["lead_hours"] == 0.0
    assert isnan(known(book, "2026-03-14 10:00")["lead_hours"])


@pytest.mark.parametrize("calendar", [True, False])
def test_without_an_agreed_time_there_is_no_agreed_due(book: Book, calendar: bool) -> None:
    if calendar:
        works(book, *OFFICE)
    book.handoff("2026-03-13 17:00")
    row = known(book)
    assert (str(row["agreed_due"]), str(row["due"]), isnan(row["lead_hours"])) == (
        "NaT", "NaT", True,
    )  # fmt: skip


def test_a_holiday_of_the_country_moves_the_due_and_without_a_country_none_does(book: Book) -> None:
    works(book, *OFFICE, country=None)
    book.agree(lead_time_hours=2)
    book.handoff("2026-03-13 17:00")
    assert str(known(book)["due"]) == "2026-03-16 10:00:00"


def test_an_amount_that_no_calendar_of_a_lifetime_holds_still_has_a_due_time(book: Book) -> None:
    works(book, "monday", country=None)
    book.agree(lead_time_hours=1_000_000)
    book.handoff("2026-03-13 17:00")
    # 25 + 2026 = 2051: nine hours each of some 1,300 Mondays, then every hour counts.
    assert datetime(2150, 1, 1) < known(book)["due"] < datetime(2170, 1, 1)


def test_a_lead_time_target_is_judged_in_the_suppliers_hours(book: Book) -> None:
    works(book, *OFFICE)
    book.agree("lead_time_p90", 9.0)
    # Due on Tuesday the 17th at 17:00 (an hour on Friday, eight on Tuesday).
    kept = book.handoff("2026-03-13 17:00", delivered="2026-03-17 17:00")
    late = book.handoff("2026-03-13 17:00", delivered="2026-03-17 17:01")
    # Asked for weeks before, paused for long: due in this week, on Thursday the 19th at 10:00.
    old = book.handoff("2026-02-13 10:00", delivered="2026-02-20 10:00", paused_hours=9.0 * 22)
    window = Window(Week.parse("2026-W12"), 1)
    cursor, as_of = book.cursor(), datetime(2026, 4, 1)
    counts = window_counts(cursor, window=window, as_of=as_of).set_index("kpi")
    row = counts.loc["lead_time_p90"]
    assert (row["n"], row["good"]) == (3.0, 2.0)
    behind = handoffs_behind(
        cursor, link=Link(*LINK), kpi="lead_time_p90", window=window, as_of=as_of
    )
    said = {row.handoff_id: (str(row.belongs_at), bool(row.good)) for row in behind.itertuples()}
    assert said == {
        kept: ("2026-03-17 17:00:00", True),
        late: ("2026-03-17 17:00:00", False),
        old: ("2026-03-19 10:00:00", True),
    }
    assert "requested_worked" not in behind


def test_lead_times_are_measured_in_the_suppliers_hours(book: Book) -> None:
    works(book, *OFFICE)
    book.handoff("2026-03-13 17:00", delivered="2026-03-17 11:00")
    frame = measure(
        book.cursor(),
        as_of=datetime(2026, 4, 1),
        first=datetime(2026, 3, 16),
        last=datetime(2026, 3, 23),
        kpis=["lead_time_p50"],
    )
    assert frame["value"].tolist() == [3.0]
