"""Smallest repair and what-if of random companies against every set of links, replayed naively."""

from __future__ import annotations

from collections import Counter
from functools import cache
from random import Random

import pytest

from kpi.agreements import Link
from kpi.chain import Balance, balance, what_if
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


@pytest.mark.parametrize("seed", range(30))
def test_the_what_if_is_what_is_expected_over_every_set_of_links(seed: int) -> None:
    system = random_system(seed, KINDS[seed % len(KINDS)])
    rng = Random(seed)  # noqa: S311 - reproducible test data
    links = sorted({h.link for h in system.handoffs})
    mended = {link: rng.choice((0.0, 0.25, 0.5, 1.0)) for link in links if rng.random() < 0.6}
    window = window_of(seed)
    mine = [
        case
        for case in cases_of(system, as_of(seed))
        if window.start <= period(case) < window.end and case.customer is not None
    ]
    kept = sum(outcome(case) == "kept" for case in mine)
    by_hand = kept + sum(expected_saved(case, mended) for case in mine)
    with open_store(":memory:") as store:
        insert_system(store, system)
        found = what_if(
            store.cursor(),
            window=window,
            as_of=as_of(seed),
            mended={Link(*link): share for link, share in mended.items()},
        )
    assert found.kept == kept
    assert found.would_keep == pytest.approx(by_hand, abs=1e-9)
