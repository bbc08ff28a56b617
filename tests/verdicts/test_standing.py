"""Standing: since when a promise has been broken or at risk, beside the memoryless verdict."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from kpi.agreements import Link
from kpi.measures import Week, Window
from kpi.verdicts import Verdict, standing, verdicts
from tests.book import LINK, Book

WEEK = Week.parse("2026-W12")
AS_OF = WEEK.end + timedelta(hours=6)
AGREED = "2025-08-06"  # in the week 32 weeks before


def since(book: Book, kpi: str = "on_time_rate", weeks: int = 1) -> str | None:
    found = standing(book.cursor(), window=Window(WEEK, weeks), as_of=AS_OF)
    begun = found.get((Link(*LINK), kpi))
    return begun.label if begun else None


def write_weeks(book: Book, weeks: list[tuple[int, int]]) -> None:
    """Write so many on time and so many late of each week, the last of which is `WEEK`."""
    for back, (good, bad) in enumerate(reversed(weeks)):
        due = WEEK.shift(-back).start + timedelta(days=2)
        for number in range(good + bad):
            delivered = due + timedelta(hours=number >= good)
            book.handoff(
                (due - timedelta(hours=24)).isoformat(),
                due=due.isoformat(),
                delivered=delivered.isoformat(),
            )


def test_it_begins_with_a_miss_that_luck_hardly_explains_and_lasts_until_the_target_is_met(
    book: Book,
) -> None:
    book.agree("on_time_rate", 0.9)
    # 7 of 10: p = P(X ≤ 7 | 10, 0.9) = 7.0 %, at risk; 8 of 10: 26.4 %, nothing to begin with.
    write_weeks(book, [(8, 2), (7, 3), (8, 2), (8, 2)])
    assert since(book) == "2026-W10"


def test_a_week_that_meets_the_target_ends_it(book: Book) -> None:
    book.agree("on_time_rate", 0.9)
    write_weeks(book, [(7, 3), (9, 1), (8, 2)])
    assert since(book) is None


def test_a_week_without_handoffs_ends_nothing(book: Book) -> None:
    book.agree("on_time_rate", 0.9)
    write_weeks(book, [(7, 3), (0, 0), (0, 0)])
    assert since(book) == "2026-W10"


def test_another_target_is_another_promise(book: Book) -> None:
    book.agree("on_time_rate", 0.9)
    book.agree("on_time_rate", 0.85, version=2, valid_from="2026-03-16")
    write_weeks(book, [(5, 5), (8, 2)])
    # P(X ≤ 8 | 10, 0.85) = 45.6 %.
    assert since(book) is None


def test_what_is_not_agreed_does_not_stand(book: Book) -> None:
    write_weeks(book, [(0, 10)])
    assert standing(book.cursor(), window=Window(WEEK, 1), as_of=AS_OF) == {}


def brute_force(cursor: object, weeks: int) -> dict[tuple[Link, str], Week]:
    """Judge a year of windows one by one and walk along them, from the text.

    The year begins with the first week in which something is agreed: before, there is no target.
    """
    begun: dict[tuple[Link, str], Week] = {}
    target: dict[tuple[Link, str], float | None] = {}
    for back in range(32, -1, -1):
        window = Window(WEEK.shift(-back), weeks)
        for v in verdicts(cursor, window=window, as_of=AS_OF):  # type: ignore[arg-type]
            key = (v.link, v.kpi)
            if target.get(key) != v.target or _meets(v):
                begun.pop(key, None)
            target[key] = v.target
            if v.below_target and v.p_value is not None and v.p_value <= 0.10:
                begun.setdefault(key, window.week)
    return begun


def _meets(v: Verdict) -> bool:
    if v.target is None or v.value is None:
        return False
    if v.kpi == "overdue_backlog":
        return v.value <= v.target
    if v.kpi == "rating_mean":
        return v.value >= v.target
    wanted = {"lead_time_p50": 0.5, "lead_time_p90": 0.9}.get(v.kpi, v.target)
    return bool(v.n) and v.good is not None and v.good / v.n >= wanted


@pytest.mark.parametrize("weeks", [1, 4, 13])
def test_standing_equals_a_walk_along_the_verdicts_of_a_year(book: Book, weeks: int) -> None:
    random = np.random.default_rng(weeks)
    links = [("Compras", "Almacén", str(number)) for number in range(4)]
    kpis = {
        "on_time_rate": 0.8,
        "lead_time_p50": 30.0,
        "lead_time_p90": 60.0,
        "first_time_right": 0.8,
        "rating_mean": 4.0,
        "overdue_backlog": 1.0,
    }
    for link in links:
        for kpi, target in kpis.items():
            book.agree(kpi, target, link=link, valid_from=AGREED, agreement=f"{kpi} {link}")
            if random.random() < 0.3:
                book.agree(
                    kpi, 0.9 * target, link=link, valid_from="2025-12-16", version=2,
                    agreement=f"{kpi} {link}",
                )  # fmt: skip
        for _ in range(150):
            start = WEEK.start - timedelta(hours=float(random.integers(-160, 24 * 280)))
            took = timedelta(hours=float(random.exponential(25)) + 2)
            done = random.random() < 0.93
            book.handoff(
                start.isoformat(),
                due=(start + timedelta(hours=48)).isoformat(),
                delivered=(start + took).isoformat() if done else None,
                accepted=bool(random.random() < 0.8) if done else None,
                rating=int(random.integers(3, 6)) if done else None,
                link=link,
            )
    cursor = book.cursor()
    found = standing(cursor, window=Window(WEEK, weeks), as_of=AS_OF)
    agreed = {(Link(*link), kpi) for link in links for kpi in kpis}
    expected = {k: w for k, w in brute_force(cursor, weeks).items() if k in agreed}
    assert found == expected
    assert len(expected) > 3


def test_after_as_of_nothing_has_happened(book: Book) -> None:
    book.agree("on_time_rate", 0.9)
    write_weeks(book, [(7, 3), (10, 0)])
    early = datetime.combine(WEEK.monday, datetime.min.time())
    found = standing(book.cursor(), window=Window(WEEK, 1), as_of=early)
    assert found[Link(*LINK), "on_time_rate"].label == "2026-W11"
