"""Whether a finished action shows: numbers of small cases counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from math import comb

import pytest

from kpi.agreements import Link
from kpi.relations import Action, proof_line, prove
from kpi.words import words_for
from tests.book import LINK, Book

DONE = date(2026, 3, 4)  # a Wednesday of 2026-W10
MONDAY = datetime(2026, 3, 2)
ACTION = Action("T-01", Link(*LINK), "Segundo proveedor", done_on=DONE, status="done",
                kpi="on_time_rate", expected=0.95)  # fmt: skip


def week(book: Book, back: int, good: int, bad: int, **cells) -> None:
    """Write the handoffs of the week so many weeks from that of the action, due on its Tuesday."""
    for number in range(good + bad):
        due = MONDAY + timedelta(weeks=back, days=1, minutes=number)
        late = timedelta(hours=5 if number < bad else -1)
        book.handoff(due - timedelta(hours=20), due, due + late, **cells)


def proved(book: Book, weeks: int, action: Action = ACTION):
    """Prove the action as of the Monday after so many whole weeks."""
    as_of = MONDAY + timedelta(weeks=weeks + 1)
    return prove(book.cursor(), action, as_of=as_of)


def test_fewer_misses_than_chance_explains_prove_an_action(book: Book) -> None:
    for back in range(-4, 0):
        week(book, back, good=2, bad=3)
    week(book, 0, good=0, bad=9)  # the week of the action belongs to neither side
    for back in (1, 2):
        week(book, back, good=5, bad=0)
    found = proved(book, 2)
    assert (found.outcome, found.before, found.after) == ("better", 0.4, 1.0)
    assert (found.n_before, found.n_after, found.weeks_after) == (20, 10, 2)
    # None of the 12 bad among 10 of 30: C(18, 10) / C(30, 10).
    assert found.p_value == pytest.approx(comb(18, 10) / comb(30, 10))
    told = words_for("en").render(proof_line(found))
    assert told == (
        "It shows: On time from 40% to 100% in 2 weeks, more than chance explains. Expected: 95%."
    )


def test_more_misses_than_chance_explains_are_told_too(book: Book) -> None:
    for back in range(-4, 0):
        week(book, back, good=5, bad=0)
    week(book, 1, good=1, bad=4)
    found = proved(book, 1)
    assert (found.outcome, found.after) == ("worse", pytest.approx(0.2))
    # At least 4 bad of 5 after, 4 bad of 25 in all: C(5, 4) / C(25, 4).
    assert found.p_value == pytest.approx(comb(5, 4) / comb(25, 4))


def test_as_before_is_no_difference(book: Book) -> None:
    for back in (*range(-6, 0), *range(1, 7)):
        week(book, back, good=4, bad=2)
    assert proved(book, 6).outcome == "no difference"


def test_too_little_is_too_early_to_say(book: Book) -> None:
    for back in range(-4, 0):
        week(book, back, good=4, bad=1)
    week(book, 1, good=5, bad=0)
    # Not one bad of five, 4 of 25 in all: C(20, 4) / C(25, 4) = 0.38 — luck, even at its best.
    assert proved(book, 1).outcome == "too early"
    assert proved(book, 0).outcome == "too early"
    told = words_for("en").render(proof_line(proved(book, 0)))
    assert told == "Too early to say: no whole week has passed since."


def test_with_nothing_before_nothing_can_be_told(book: Book) -> None:
    week(book, 1, good=9, bad=0)
    assert proved(book, 1).outcome == "too little before"


@pytest.mark.parametrize("kpi", ["on_time_rate", "lead_time_p50", "rating_mean", "overdue_backlog"])
def test_a_link_without_any_data_is_told_so(kpi: str, book: Book) -> None:
    week(book, -1, good=1, bad=0, customer="Otro")
    found = proved(book, 1, replace(ACTION, kpi=kpi))
    assert (found.outcome, found.before, found.after) == ("too little before", None, None)


def test_what_is_not_done_by_then_is_not_proved(book: Book) -> None:
    assert prove(book.cursor(), ACTION, as_of=datetime(2026, 3, 3)) is None
    opened = Action("T-01", Link(*LINK), "Segundo proveedor", kpi="on_time_rate")
    assert prove(book.cursor(), opened, as_of=datetime(2026, 4, 3)) is None


def test_weeks_under_another_lead_time_are_not_compared(book: Book) -> None:
    book.agree(lead_time_hours=48.0, valid_from="2025-06-01")
    book.agree(lead_time_hours=24.0, version=2, valid_from="2026-02-16",
               supplier_accepted_at="2026-02-10", customer_accepted_at="2026-02-10")  # fmt: skip
    for back in range(-6, 0):
        week(book, back, good=2, bad=3)
    week(book, 1, good=9, bad=0)
    assert proved(book, 1).weeks_before == 2  # since Monday 16 February
    book.agree(lead_time_hours=30.0, version=3, valid_from="2026-03-05",
               supplier_accepted_at="2026-03-04", customer_accepted_at="2026-03-04")  # fmt: skip
    assert proved(book, 1).outcome == "agreement changed"


def test_without_a_kpi_the_one_judged_worst_before_is_looked_at(book: Book) -> None:
    book.agree("on_time_rate", 0.5)
    book.agree("first_time_right", 0.95)
    for back in range(-8, 0):
        returned = (MONDAY + timedelta(weeks=back, days=3)).isoformat()
        week(book, back, good=3, bad=0, accepted=False, returned_at=returned)
    for back in (1, 2):
        week(book, back, good=6, bad=0, accepted=True)
    found = proved(book, 2, Action("T-01", Link(*LINK), "x", done_on=DONE, status="done"))
    assert found.kpi.id == "first_time_right"
    assert (found.outcome, found.before, found.after) == ("better", 0.0, 1.0)


def test_a_lead_time_is_held_against_what_is_usual(book: Book) -> None:
    for back in range(-5, 0):
        for number in range(4):
            start = MONDAY + timedelta(weeks=back, hours=number)
            book.handoff(start, None, start + timedelta(hours=40 + number))
    for back in (1, 2):
        for number in range(4):
            start = MONDAY + timedelta(weeks=back, hours=number)
            book.handoff(start, None, start + timedelta(hours=10 + number))
    action = Action("T-01", Link(*LINK), "x", done_on=DONE, status="done", kpi="lead_time_p50")
    found = proved(book, 2, action)
    # The median of twenty of 40 to 43 h and eight of 10 to 13 h, in order the 14th and 15th: 41 h.
    assert (found.outcome, found.usual, found.after) == ("better", 41.0, 0.0)
    told = words_for("en").render(proof_line(found))
    assert told.startswith(
        "It shows: Lead time, median (share over 41 h) from 50% to 0% in 2 weeks"
    )


def test_ratings_are_held_week_by_week(book: Book) -> None:
    for back in range(-6, 0):
        week(book, back, good=2, bad=0, rating=3)
    for back in range(1, 4):
        week(book, back, good=2, bad=0, rating=5)
    action = Action("T-01", Link(*LINK), "x", done_on=DONE, status="done", kpi="rating_mean")
    found = proved(book, 3, action)
    assert (found.outcome, found.before, found.after) == ("better", 3.0, 5.0)
    assert found.p_value == pytest.approx(1 / comb(9, 3))  # the three best of nine weeks
