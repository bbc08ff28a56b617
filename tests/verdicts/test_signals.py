"""Signals of links: what is counted week by week, what began the screen anew, what they say."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from kpi.agreements import Link, agreed_changes
from kpi.measures import Week
from kpi.verdicts import Rebase, Signal, signals
from tests.book import LINK, Book

WEEK = Week.parse("2026-W26")
AS_OF = WEEK.end + timedelta(hours=6)


def fill(book: Book, bad: list[int], of: int = 20, **cells: object) -> None:
    """Write so many late ones of each week, the last of which is `WEEK`."""
    for back, late in enumerate(reversed(bad)):
        due = WEEK.shift(-back).start + timedelta(days=2)
        for number in range(of):
            delivered = due + timedelta(hours=number < late)
            book.handoff(
                (due - timedelta(hours=24)).isoformat(),
                due=due.isoformat(),
                delivered=delivered.isoformat(),
                **cells,
            )


def found(book: Book, kpi: str = "on_time_rate", **asked: object) -> Signal:
    given = {"week": WEEK, "as_of": AS_OF, **asked}
    return {s.kpi: s for s in signals(book.cursor(), **given)}[kpi]  # type: ignore[arg-type]


def test_a_week_with_far_more_late_ones_than_before_is_a_concern(book: Book) -> None:
    fill(book, [1, 2] * 12 + [1, 9])
    signal = found(book)
    assert (signal.variation, signal.rules, signal.chart) == (
        "concern",
        ("week", "three weeks"),
        "share",
    )
    assert (signal.week, len(signal.points), signal.points[-1].bad) == (WEEK, 26, 9)
    # 46 late of 520 in all.
    assert signal.mean == pytest.approx(1 - 46 / 520)
    assert signal.low is not None
    assert signal.points[-1].value is not None
    assert signal.points[-1].value < signal.low < signal.mean


def test_a_link_that_always_misses_as_much_shows_nothing_new(book: Book) -> None:
    book.agree("on_time_rate", 0.9)
    fill(book, [12, 13] * 13)
    signal = found(book)
    # 37.5 % of 20 a week: by exact chance at most 14 in 249 of 250 weeks, far from 90 %.
    assert (signal.variation, signal.assurance) == ("common cause", "consistently missed")


def test_fewer_than_thirteen_weeks_tell_nothing(book: Book) -> None:
    book.agree("on_time_rate", 0.9)
    fill(book, [1] * 11 + [20])
    signal = found(book)
    assert (signal.variation, signal.assurance, signal.rules) == (None, None, ())
    assert signal.weeks_counted == 12


def test_a_week_without_handoffs_is_not_judged(book: Book) -> None:
    fill(book, [1, 2] * 10)
    signal = found(book, week=WEEK.shift(1), as_of=WEEK.shift(2).start)
    assert (signal.week, signal.variation) == (WEEK.shift(1), None)
    assert signal.points[-1] == (WEEK.shift(1), None, 0, 0)


def test_a_week_that_has_not_ended_gives_way_to_the_last_that_has(book: Book) -> None:
    fill(book, [1, 2] * 10)
    assert found(book, week=WEEK.shift(1)).week == WEEK


def test_a_changed_target_begins_the_screen_anew_and_a_first_one_does_not(book: Book) -> None:
    book.agree("on_time_rate", 0.9, valid_from="2026-03-02")
    fill(book, [1, 2] * 13)
    assert (len(found(book).points), found(book).rebased) == (26, None)
    # W12 begins on 16 March: the week of a change on a Wednesday belongs to neither regime.
    book.agree("on_time_rate", 0.8, version=2, valid_from="2026-03-18")
    signal = found(book)
    assert signal.rebased == datetime.fromisoformat("2026-03-18")
    assert (signal.points[0].week.label, len(signal.points)) == ("2026-W13", 14)
    # Another KPI of the link goes on as before.
    assert len(found(book, "lead_time_p50").points) == 26


def test_another_lead_time_begins_every_chart_of_the_link_anew(book: Book) -> None:
    book.agree(lead_time_hours=24.0, valid_from="2025-01-06")
    book.agree(lead_time_hours=20.0, version=2, valid_from="2026-03-16")
    fill(book, [1, 2] * 13)
    assert found(book).points[0].week.label == "2026-W12"
    assert found(book, "lead_time_p50").points[0].week.label == "2026-W12"


def test_a_renewal_with_the_same_numbers_changes_nothing(book: Book) -> None:
    terms = {"kpi": "on_time_rate", "target": 0.9, "lead_time_hours": 24.0}
    book.agree(**terms, valid_from="2025-01-06", valid_to="2026-03-15")  # type: ignore[arg-type]
    book.agree(**terms, version=2, valid_from="2026-03-16")  # type: ignore[arg-type]
    changes = agreed_changes(book.cursor())
    # Only the first lead time, which changed what was due, from its signature on.
    assert [(c.kpi, c.changed_at.isoformat()) for c in changes] == [("", "2025-12-01T00:00:00")]


def test_a_lead_time_that_ends_is_a_change(book: Book) -> None:
    book.agree(lead_time_hours=24.0, valid_from="2025-01-06", valid_to="2026-03-15")
    days = [c.changed_at.date().isoformat() for c in agreed_changes(book.cursor())]
    assert days == ["2025-12-01", "2026-03-16"]


def test_a_finished_action_begins_the_screen_anew_with_its_reason(book: Book) -> None:
    fill(book, [9, 10] * 6 + [1, 2] * 7)
    # The level fell 14 weeks ago; on one screen the last seven weeks are an improvement.
    assert found(book).variation == "improvement"
    done = Rebase(Link(*LINK), date(2026, 3, 23), reason="segundo turno")
    signal = found(book, rebases=[done])
    assert (signal.variation, signal.reason, len(signal.points)) == (
        "common cause",
        "segundo turno",
        14,
    )
    # One that comes after the judged week, or of another link, changes nothing.
    later = Rebase(Link(*LINK), WEEK.end.date())
    other = Rebase(Link("Otro", "Almacén"), date(2026, 3, 23))
    assert found(book, rebases=[later, other]) == found(book)


def test_lead_times_are_the_share_slower_than_usual_on_the_screen(book: Book) -> None:
    # 20 a week: 18 take 10 h, 2 take 30 h; in the last week 12 take 30 h.
    for back in range(20):
        start = WEEK.shift(-back).start
        for number in range(20):
            took = 30 if number < (12 if back == 0 else 2) else 10
            book.handoff(start.isoformat(), delivered=(start + timedelta(hours=took)).isoformat())
    signal = found(book, "lead_time_p50")
    # The middle of all 400 is 10 h; slower are the 38 + 12 of 30 h.
    assert (signal.chart, signal.usual, signal.mean) == ("slower", 10.0, 50 / 400)
    assert (signal.points[-1].bad, signal.points[-2].bad) == (12, 2)
    assert (signal.variation, signal.points[-1].value) == ("concern", 30.0)


def test_the_assurance_of_a_lead_time_counts_what_was_never_delivered(book: Book) -> None:
    book.agree("lead_time_p50", 48.0)
    for back in range(20):
        start = WEEK.shift(-back).start
        for number in range(20):
            delivered = (start + timedelta(hours=10)).isoformat() if number < 3 else None
            book.handoff(start.isoformat(), delivered=delivered)
    signal = found(book, "lead_time_p50")
    # All that came took 10 h, but 3 of 20 within 48 h is far below a half.
    assert (signal.assurance, signal.target, signal.variation) == (
        "consistently missed",
        48.0,
        "common cause",
    )


def test_a_rating_below_the_natural_limits_is_a_concern(book: Book) -> None:
    book.agree("rating_mean", 3.0)
    # Weekly means 4.5 and 4.25 in turn, mean range 0.25; then 2.
    for back in range(20):
        start = WEEK.shift(-back).start
        grades = [2, 2, 2, 2] if back == 0 else [5, 4, 5, 4] if back % 2 else [5, 4, 4, 4]
        for grade in grades:
            book.handoff(start.isoformat(), delivered=start.isoformat(), rating=grade)
    signal = found(book, "rating_mean")
    assert (signal.chart, signal.variation, signal.rules) == ("value", "concern", ("point",))
    # (10 · 4.5 + 9 · 4.25 + 2) / 20; the last range, 2.5, is screened: 18 · 0.25 remain.
    assert signal.mean == pytest.approx(4.2625)
    assert signal.high == pytest.approx(4.2625 + 2.66 * 0.25)
    assert signal.assurance == "consistently kept"


def test_a_backlog_of_one_after_none_is_luck_and_of_five_is_not(book: Book) -> None:
    old = (WEEK.shift(-25).start).isoformat()
    book.handoff(old, due=old, delivered=old)
    due = (WEEK.start + timedelta(days=3)).isoformat()
    book.handoff(old, due=due)
    assert (found(book, "overdue_backlog").variation, found(book, "overdue_backlog").high) == (
        "common cause",
        1.0,
    )
    for _ in range(4):
        book.handoff(old, due=due)
    assert found(book, "overdue_backlog").variation == "concern"


def test_a_signal_does_not_depend_on_what_else_is_asked(book: Book) -> None:
    fill(book, [1, 2] * 13)
    fill(book, [5] * 26, of=6, link=("Ventas", "Diseño", "planos"))
    every = signals(book.cursor(), week=WEEK, as_of=AS_OF)
    one = signals(book.cursor(), week=WEEK, as_of=AS_OF, links=[Link("Ventas", "Diseño", "planos")])
    assert [s for s in every if s.link.supplier == "Ventas"] == list(one)
    assert list(every) == sorted(every, key=lambda s: (s.link, s.kpi))


def test_an_empty_store_has_no_signals(book: Book) -> None:
    assert signals(book.cursor(), week=WEEK, as_of=AS_OF) == ()
