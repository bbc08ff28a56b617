"""What history says of a proposal, counted by hand on a chain of two links to one shop."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kpi.agreements import Link, Terms
from kpi.chain import proposal_evidence
from kpi.measures import Week
from tests.book import Book, book

__all__ = ["book"]
PACK, SHIP = Link("Almacén", "Ventas"), Link("Ventas", "Tiendas")
AS_OF = datetime(2026, 6, 29)  # a Monday: 2026-W26 is the last complete week
LAST = Week.parse("2026-W26")
ASKED = Terms.of({"on_time_rate": 0.9}, lead_time_hours=24)


def order(book: Book, number: int, week: Week, packed_after: float) -> None:
    """Write one order: packed after so many hours, then shipped within 10; told 48 h in all."""
    asked = week.start + timedelta(hours=8, minutes=number)
    packed = asked + timedelta(hours=packed_after)
    shipped = packed + timedelta(hours=10)
    due = (asked + timedelta(hours=48)).isoformat()
    case = {"case_id": f"{week.label} {number}", "case_due_at": due}
    book.handoff(asked.isoformat(), None, packed.isoformat(), link=PACK, **case)
    book.handoff(packed.isoformat(), None, shipped.isoformat(), link=SHIP, **case)


@pytest.fixture
def shop(book: Book) -> Book:
    """Ten orders a week for 26 weeks: all in time in the odd ones, four packed late in the even."""
    with book.store.write() as cursor:
        cursor.execute("INSERT INTO party_rows (party, external, promise_target, load, line) VALUES"
                       " ('Tiendas', 'customer', 0.95, 1, 1)")  # fmt: skip
    for back in range(26):
        for number in range(10):
            late = back % 2 == 0 and number < 4
            order(book, number, LAST.shift(-back), 60 if late else 20)
    return book


def test_the_weeks_that_would_have_met_the_target_are_counted(shop: Book) -> None:
    (found,) = proposal_evidence(shop.cursor(), PACK, ASKED, as_of=AS_OF).targets
    # Half of the weeks have 10 of 10 on time, half 6 of 10.
    assert (found.weeks, found.weeks_met) == (26, 13)
    assert (found.low, found.high) == (0.6, 1.0)
    assert (found.in_force, found.renewal_due) == (None, False)


def test_meeting_the_target_saves_the_expected_share_of_the_cases_it_broke(shop: Book) -> None:
    promise = proposal_evidence(shop.cursor(), PACK, ASKED, as_of=AS_OF).promise
    # 13 weeks: 130 orders, of which 7 weeks × 4 = 28 packed at 60 h and shipped at 70 h > 48 h.
    assert (promise.cases, promise.kept, promise.saved_at_best) == (130, 102, 28)
    # On time 102 of 130; 90 % of 130 are 117: 15 of the 28 misses mended, each saves its order.
    assert promise.saved == pytest.approx(15)
    assert promise.rate_after == pytest.approx(117 / 130)


def test_a_target_that_is_met_already_saves_nothing(shop: Book) -> None:
    terms = Terms.of({"on_time_rate": 0.7}, lead_time_hours=24)
    assert proposal_evidence(shop.cursor(), PACK, terms, as_of=AS_OF).promise.saved == 0


def test_the_times_and_shares_on_the_way_to_the_customer_are_added_up(shop: Book) -> None:
    shop.agree("on_time_rate", 0.9, lead_time_hours=12, link=tuple(SHIP))
    found = proposal_evidence(shop.cursor(), PACK, ASKED, as_of=AS_OF).adds_up
    assert found is not None
    assert found.route == (PACK, SHIP)
    assert (found.allowed_hours, found.told_hours) == (24 + 12, 48)
    assert found.product == pytest.approx(0.9 * 0.9)
    assert (found.times_fit, found.shares_fit) == (True, False)
    longer = Terms.of({"on_time_rate": 0.99}, lead_time_hours=37)
    found = proposal_evidence(shop.cursor(), PACK, longer, as_of=AS_OF).adds_up
    assert found is not None
    assert (found.allowed_hours, found.times_fit) == (49, False)


def test_a_link_without_a_due_on_the_way_is_counted_and_named(shop: Book) -> None:
    found = proposal_evidence(shop.cursor(), PACK, ASKED, as_of=AS_OF).adds_up
    assert found is not None
    assert (found.undated, found.untargeted) == (1, 1)


def test_a_target_older_than_a_year_is_due_for_renewal(shop: Book) -> None:
    shop.agree("on_time_rate", 0.8, link=tuple(PACK), valid_from="2025-06-01",
               supplier_accepted_at="2025-05-01", customer_accepted_at="2025-05-01")  # fmt: skip
    (found,) = proposal_evidence(shop.cursor(), PACK, ASKED, as_of=AS_OF).targets
    assert found.in_force is not None
    assert (found.in_force.target, found.renewal_due) == (0.8, True)


def test_an_empty_record_says_nothing(book: Book) -> None:
    found = proposal_evidence(book.cursor(), PACK, ASKED, as_of=AS_OF)
    assert [(t.weeks, t.low) for t in found.targets] == [(0, None)]
    assert (found.promise.rate, found.adds_up) == (None, None)
