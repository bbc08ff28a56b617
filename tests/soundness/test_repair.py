"""Smallest repair and what-if of random companies against every set of links, replayed naively."""

from __future__ import annotations

from collections import Counter
from functools import cache
from random import Random

import pytest

from kpi.agreements import Link
from kpi.chain import Balance, Mended, balance, what_if
from kpi.chain.meeting import meeting
from kpi.chain.repair import ROUNDING
from kpi.store import open_store

from .flow import System
from .oracle import Case, cases_of, outcome, period
from .oracle_repair import expected_saved, links_of, saved, smaller_sets
from .systems import BUSY, Company, insert_system, random_system
from .test_balance import TANGLED, as_of, window_of

SEEDS = range(90)
# Many cases between few parties: most have a target, and several links must be mended.
SHORT = Company(parties=(4, 5), services=("",), cases=(15, 25), handoffs=(2, 5), promised=0.95)
KINDS = (SHORT, BUSY, TANGLED)


def broken_of_the_promised(seed: int, system: System) -> tuple[list[Case], int, int]:
    """Return the broken, finished cases of the customers with a target; their kept and counted."""
    promised = {p.name for p in system.parties if p.external == "customer" and p.promise_target}
    window = window_of(seed)
    mine = [
        case
        for case in cases_of(system, as_of(seed))
        if window.start <= period(case) < window.end and case.customer in promised
    ]
    found = Counter(outcome(case) for case in mine)
    broken = [case for case in mine if outcome(case) == "broken"]
    return broken, found["kept"], found["kept"] + found["broken"] + found["held"]


@cache
def product(seed: int) -> Balance:
    """Return the balance of a company; more than one test looks at it."""
    with open_store(":memory:") as store:
        insert_system(store, random_system(seed, KINDS[seed % len(KINDS)]))
        return balance(store.cursor(), window=window_of(seed), as_of=as_of(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_smallest_repair_reaches_the_target_and_no_smaller_one_does(seed: int) -> None:
    system = random_system(seed, KINDS[seed % len(KINDS)])
    broken, kept, cases = broken_of_the_promised(seed, system)
    found = product(seed).smallest_repair
    if cases == 0:
        assert found is None
        return
    assert found is not None
    assert (found.kept, found.cases) == (kept, cases)
    everything = saved(broken, frozenset(links_of(broken)))
    assert found.best_rate == pytest.approx((kept + everything) / cases)
    aim = min(found.target, found.best_rate) - ROUNDING
    done: frozenset = frozenset()
    for step in found.steps:
        done |= {tuple(step.link)}
        assert step.rate_after == pytest.approx((kept + saved(broken, done)) / cases)
    assert (kept + saved(broken, done)) / cases >= aim
    assert found.reached == ((kept + saved(broken, done)) / cases >= found.target - ROUNDING)
    assert found.fewest  # so few links are always tried out
    for fewer in smaller_sets(links_of(broken), len(done)):
        assert (kept + saved(broken, fewer)) / cases < aim


def test_the_random_companies_need_repairs_of_every_size() -> None:
    steps = Counter()
    for seed in SEEDS:
        found = product(seed).smallest_repair
        steps[len(found.steps) if found else -1] += 1
    assert min(steps[size] for size in (0, 1, 2, 3)) >= 5, steps


def some_mended(seed: int, system: System) -> dict[tuple[str, str, str], tuple[float, float]]:
    """Draw what a few links mend of their delays and returns, in quarters; sometimes alike."""
    rng = Random(seed)  # noqa: S311 - reproducible test data
    links = sorted({h.link for h in system.handoffs})
    asked = rng.sample(links, min(len(links), rng.choice((2, 3, 4, 5))))
    shares = (0.0, 0.25, 0.5, 1.0)
    found = {link: (rng.choice(shares), rng.choice(shares)) for link in asked}
    return {link: (s[0], s[0]) if rng.random() < 0.25 else s for link, s in found.items()}


@pytest.mark.parametrize("seed", range(60))
def test_the_what_if_is_what_is_expected_over_every_fate_of_every_link(seed: int) -> None:
    system = random_system(seed, KINDS[seed % len(KINDS)])
    mended = some_mended(seed, system)
    window = window_of(seed)
    counted = [
        case
        for case in cases_of(system, as_of(seed))
        if window.start <= period(case) < window.end and outcome(case) in ("kept", "broken", "held")
    ]
    mine = [case for case in counted if case.customer is not None]
    kept = sum(outcome(case) == "kept" for case in mine)
    asked = {Link(*link): Mended(*shares) for link, shares in mended.items()}
    one = min(mended)
    with open_store(":memory:") as store:
        insert_system(store, system)
        cursor = store.cursor()
        found = what_if(cursor, window=window, as_of=as_of(seed), mended=asked)
        alone = meeting(cursor, Link(*one), window.start, window.end, mended=asked[Link(*one)])
    assert found.kept == kept
    assert found.would_keep == pytest.approx(
        kept + sum(expected_saved(case, mended) for case in mine), abs=1e-9
    )
    # A proposal asks the same of one link, for the cases of every customer.
    assert (alone.cases, alone.kept) == (
        len(counted),
        sum(outcome(case) == "kept" for case in counted),
    )
    assert alone.saved == pytest.approx(
        sum(expected_saved(case, {one: mended[one]}) for case in counted), abs=1e-9
    )
    assert alone.saved_at_best == saved(counted, frozenset({one}))


def test_the_random_what_ifs_mend_delays_and_returns_apart_and_links_twice_in_a_case() -> None:
    apart, twice, gains = 0, 0, 0
    for seed in range(60):
        system = random_system(seed, KINDS[seed % len(KINDS)])
        mended = some_mended(seed, system)
        for case in cases_of(system, as_of(seed)):
            gain = expected_saved(case, mended)
            gains += gain > 0
            links = Counter(h.link for h in case.handoffs)
            twice += gain > 0 and any(links[link] > 1 for link in mended)
            apart += gain != expected_saved(case, {k: (v[0], v[0]) for k, v in mended.items()})
    assert min(apart, twice, gains) >= 10, (apart, twice, gains)
