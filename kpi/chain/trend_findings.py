"""What the promise outside did, week by week, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, pairwise, takewhile

from kpi.chain.promise_model import WeekPromise
from kpi.verdicts.shares import FEWEST
from kpi.words import Message, Share

SHORTEST_STREAK = 3
WeekRate = tuple[WeekPromise, float | None, int]


def trend_rates(weeks: Sequence[WeekPromise]) -> list[WeekRate]:
    """Return each complete week's rate and cases: of customers outside alone, if any are known."""
    outside = any(week.external_cases for week in weeks)
    told = []
    for week in weeks:
        kept, cases = week.kept, week.cases
        if outside:
            kept, cases = week.external_kept, week.external_cases
        if week.complete:
            told.append((week, kept / cases if cases else None, cases))
    return told


def drawn_rates(weeks: Sequence[WeekPromise]) -> list[WeekRate]:
    """Return the rates that a trend draws: from the first week that says something.

    A record begins with a few stray cases, whose 0 % or 100 % would set the scale of all weeks. So
    weeks before the first of `FEWEST` cases are left out, where most weeks have as many; else those
    before the first with any case.
    """
    told = trend_rates(weeks)
    counted = [cases for _, _, cases in told if cases]
    usual = sum(cases >= FEWEST for cases in counted) > len(counted) / 2
    fewest = FEWEST if usual else 1
    return list(dropwhile(lambda week: week[2] < fewest, told))


def trend_title(weeks: Sequence[WeekPromise]) -> Message:
    """Return what the weekly trend shows: a streak, or the last two complete weeks.

    Only weeks that follow each other are compared: one without a case ends what can be said.
    """
    told = [rate for _, rate, _ in trend_rates(weeks)]
    rates = list(takewhile(lambda rate: rate is not None, reversed(told)))[::-1]
    if not rates:
        if any(rate is not None for rate in told):
            return Message("No case of this week can be counted")
        return Message("The promise outside, week by week")
    if len(rates) == 1:
        if len(told) == 1:
            return Message("The promise outside, week by week")
        return Message(
            "The promise was kept in {now} of this week’s cases; the week before had none",
            {"now": Share(rates[0] or 0.0)},
        )
    return _of_several([rate or 0.0 for rate in rates])


def _of_several(rates: Sequence[float]) -> Message:
    falling = _streak([earlier > later for earlier, later in pairwise(rates)])
    rising = _streak([earlier < later for earlier, later in pairwise(rates)])
    if falling >= SHORTEST_STREAK:
        return Message("The promise has fallen {n} weeks in a row", {"n": falling})
    if rising >= SHORTEST_STREAK:
        return Message("The promise has risen {n} weeks in a row", {"n": rising})
    return Message(
        "The promise was kept in {now} of this week’s cases, {before} the week before",
        {"now": Share(rates[-1]), "before": Share(rates[-2])},
    )


def _streak(steps: list[bool]) -> int:
    length = 0
    for held in reversed(steps):
        if not held:
            break
        length += 1
    return length
