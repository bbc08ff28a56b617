"""Proposals drafted from history: what nine of ten took, and what that would have reached."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from kpi.agreements import Link, judged_by
from kpi.chain import drafts_from_history, human_hours
from kpi.measures import Week, Window
from kpi.verdicts import verdicts
from tests.book import Book, book

__all__ = ["book"]
AS_OF = datetime(2026, 3, 23)
DAY = date(2026, 3, 24)


def deliver(book: Book, hours: list[float], **cells: object) -> None:
    """Write one handoff an hour of Monday, 2 March, each taking so many hours."""
    for number, taken in enumerate(hours):
        begun = datetime(2026, 3, 2) + timedelta(minutes=number)
        book.handoff(begun.isoformat(), None, (begun + timedelta(hours=taken)).isoformat(), **cells)


def test_the_draft_is_what_nine_of_ten_took_rounded_up_and_what_that_would_have_reached(
    book: Book,
) -> None:
    # 1 … 40 h: nine of ten lie at 36.1 h (type 7: 1 + 0.9 × 39), which people promise as 48 h.
    deliver(book, [float(n) for n in range(1, 41)], accepted=True)
    (found,) = drafts_from_history(book.cursor(), as_of=AS_OF, valid_from=DAY)
    assert found.slow_hours == pytest.approx(36.1)
    assert found.draft.terms.lead_time_hours == 48
    assert found.reached == 1.0
    # A target of 100 % would be broken by the first miss.
    assert dict(found.draft.terms.targets) == {"on_time_rate": 0.99, "first_time_right": 0.99}
    assert found.draft.terms.valid_from == DAY


def test_what_was_never_delivered_counts_against_the_share_reached(book: Book) -> None:
    deliver(book, [10.0] * 40)
    for _ in range(10):
        book.handoff("2026-03-03T09:00", None, None)
    (found,) = drafts_from_history(book.cursor(), as_of=AS_OF)
    assert (found.draft.terms.lead_time_hours, found.reached) == (12, 0.8)
    assert found.draft.terms.targets == (("on_time_rate", 0.8),)


def test_agreed_links_links_outside_and_rare_links_are_left_out(book: Book) -> None:
    deliver(book, [10.0] * 30)
    book.agree("on_time_rate", 0.9)
    deliver(book, [10.0] * 30, link=("Ventas", "Tiendas", ""))
    with book.store.write() as cursor:
        cursor.execute("INSERT INTO party_rows (party, external, load, line) VALUES"
                       " ('Tiendas', 'customer', 1, 1)")  # fmt: skip
    deliver(book, [10.0] * 19, link=("Ventas", "Diseño", ""))
    assert drafts_from_history(book.cursor(), as_of=AS_OF) == ()


def test_the_links_that_hold_most_work_come_first(book: Book) -> None:
    deliver(book, [10.0] * 30, link=("A", "B", ""))
    deliver(book, [20.0] * 30, link=("C", "D", ""))
    found = drafts_from_history(book.cursor(), as_of=AS_OF)
    assert [d.draft.link for d in found] == [Link("C", "D"), Link("A", "B")]


def test_only_the_weeks_asked_for_are_looked_at(book: Book) -> None:
    deliver(book, [10.0] * 30)
    assert drafts_from_history(book.cursor(), as_of=datetime(2027, 3, 1)) == ()
    assert len(drafts_from_history(book.cursor(), as_of=datetime(2027, 3, 1), weeks=None)) == 1


def test_a_draft_judges_its_own_history_as_reached(book: Book) -> None:
    deliver(book, [float(n) for n in range(1, 41)])
    cursor = book.cursor()
    (found,) = drafts_from_history(cursor, as_of=AS_OF)
    window = Window(Week.parse("2026-W12"))
    with judged_by(cursor, [found.draft]):
        made = verdicts(cursor, window=window, as_of=AS_OF)
    (on_time,) = [one for one in made if one.kpi == "on_time_rate"]
    assert (on_time.good, on_time.n, on_time.verdict) == (40, 40, "kept")


@pytest.mark.parametrize(
    ("hours", "spoken"), [(0.01, 0.25), (24, 24), (24.01, 36), (720, 720), (721, 840)]
)
def test_hours_are_rounded_up_to_what_people_promise(hours: float, spoken: float) -> None:
    assert human_hours(hours) == spoken
