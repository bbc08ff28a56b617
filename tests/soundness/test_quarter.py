"""The promise of now, a week ago and a quarter ago, recounted case by case from what was loaded."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kpi.chain import balance, week_changes
from kpi.chain.promise_move import Tally
from kpi.measures import Window
from kpi.store import open_store

from .flow import Handoff, System
from .oracle import cases_of, outcome, period
from .systems import BUSY, Company, insert_system, random_system
from .test_balance import as_of, window_of

SEEDS = range(5)
QUARTER = timedelta(weeks=13)
KINDS = (BUSY, Company(cases=(20, 30)), Company(cases=(20, 30), externals=(0, 1)))


def of_two_quarters(seed: int) -> System:
    """Let every second case of a company have been a quarter earlier."""
    system = random_system(seed, KINDS[seed % len(KINDS)])
    return replace(
        system,
        handoffs=tuple(
            _earlier(h) if int(h.case_id.removeprefix("c")) % 2 else h for h in system.handoffs
        ),
    )


def _earlier(handoff: Handoff) -> Handoff:
    times = {name: at - QUARTER for name, at in vars(handoff).items() if isinstance(at, datetime)}
    return replace(handoff, **times)  # type: ignore[arg-type]


def recounted(system: System, window: Window, at: datetime, *, outside: bool) -> Tally:
    mine = [
        outcome(case)
        for case in cases_of(system, at)
        if window.start <= period(case) < window.end and (not outside or case.customer is not None)
    ]
    kept = mine.count("kept")
    return Tally(kept, kept + mine.count("broken") + mine.count("held"))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_promise_moves_as_a_recount_of_every_case_says(seed: int) -> None:
    system, window, at = of_two_quarters(seed), window_of(seed), as_of(seed)
    with open_store(":memory:") as store:
        insert_system(store, system)
        cursor = store.cursor()
        now, before = (balance(cursor, window=w, as_of=at) for w in (window, window.previous))
        found = week_changes(cursor, now=now, before=before).promise
    outside = recounted(system, window, at, outside=True).cases > 0
    quarter = Window(window.week.shift(-13), window.weeks)
    assert (found.now, found.week_ago, found.quarter_ago) == tuple(
        recounted(system, one, at, outside=outside) for one in (window, window.previous, quarter)
    )


def test_most_of_the_random_companies_have_a_quarter_to_look_back_on() -> None:
    counted = [
        recounted(
            of_two_quarters(seed),
            Window(window_of(seed).week.shift(-13), window_of(seed).weeks),
            as_of(seed),
            outside=False,
        )
        for seed in SEEDS
    ]
    assert sum(0 < tally.kept < tally.cases for tally in counted) >= 4
