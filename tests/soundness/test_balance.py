"""The balance of hundreds of random companies against a naive replay of every case."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import cache

import pytest

from kpi.chain import Balance, LinkEffect, balance
from kpi.measures import Week, Window
from kpi.store import open_store

from .flow import Link, System
from .oracle import cases_of, outcome
from .oracle_company import Account, Totals, company, state
from .oracle_verdicts import judge
from .shrink import smallest
from .systems import (
    AS_OFS,
    BUSY,
    MONDAY,
    WEEKS,
    Company,
    insert_system,
    random_system,
    side_by_side,
)

STORES = 8
TOGETHER = 30  # systems side by side in one store: 240 in all
# Cases of many handoffs, nearly all promised and many returned: many links answer for each.
TANGLED = Company(
    open=0.03,
    promised=0.95,
    returned=0.2,
    case_due=0.4,
    declared=0.1,
    cases=(2, 4),
    handoffs=(5, 8),
)

KINDS = (Company(), TANGLED, BUSY, Company(open=0.4), Company(promised=0.2), Company(declared=0.5))


def window_of(seed: int) -> Window:
    return Window(Week.of(MONDAY).shift(WEEKS - 1), (4, 13, 4, 1)[seed % 4])


@cache
def system_of(store: int) -> System:
    seeds = range(store * TOGETHER, (store + 1) * TOGETHER)
    return side_by_side(random_system(seed, KINDS[seed % len(KINDS)]) for seed in seeds)


def by_hand(seed: int, system: System) -> Totals:
    window = window_of(seed)
    return company(system, start=window.start, end=window.end, as_of=as_of(seed))


@cache
def whole(store: int) -> Totals:
    """Return what is expected of a store: naive counting takes long, and two tests look at it."""
    return by_hand(store, system_of(store))


def as_of(seed: int) -> datetime:
    return MONDAY + AS_OFS[seed % len(AS_OFS)]


def of_company(found: Totals) -> dict[str, object]:
    """What the whole company says, as the oracle reads it."""
    return {
        "kept": found.number("kept"),
        "cases": found.counted,
        "unknown": found.number("unknown"),
        "held": found.number("held"),
        "saveable or held": found.saveable,
        "unexplained": found.share(found.unexplained),
        "customers": found.customers,
    }


def of_balance(found: Balance) -> dict[str, object]:
    """The same, as the product says it."""
    return {
        "kept": found.promise.kept,
        "cases": found.promise.cases,
        "unknown": found.promise.unknown,
        "held": found.held_cases,
        "saveable or held": found.saveable_cases + found.held_cases,
        "unexplained": found.unexplained_share,
        "customers": {
            c.customer: (c.kept, c.cases) for c in found.promise.customers if c.external and c.cases
        },
    }


def of_link(found: Totals, link: Link) -> dict[str, object]:
    mine = found.links.get(link, Account())
    return {
        "fair_share": found.share(mine.fair),
        "broken_share": found.share(mine.fair, of_broken=True),
        "effect": found.share(mine.saved),
        "cases_saved": mine.saved,
        "cases_held": mine.held,
        "own_minutes": mine.own_minutes,
        "inherited_minutes": mine.inherited_minutes,
        "open_minutes": mine.open_minutes,
        "late_share": found.late_share(link) if link in found.links else 0.0,
    }


def differences(found: Balance, expected: Totals) -> list[str]:
    """Everything in which product and oracle differ, in words."""
    pairs = [
        ("company", name, value, of_balance(found)[name])
        for name, value in of_company(expected).items()
    ]
    effects: dict[Link, LinkEffect] = {Link(*e.link): e for e in found.all_links}
    for link in sorted(effects.keys() | expected.links.keys()):
        for name, value in of_link(expected, link).items():
            said = getattr(effects[link], name) if link in effects else "link is missing"
            pairs.append(("→".join(link), name, value, said))
    return [
        f"{where} {name}: by hand {value}, product {said}"
        for where, name, value, said in pairs
        if said != (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value)
    ]


def stored_balance(seed: int, system: System) -> Balance:
    with open_store(":memory:") as store:
        insert_system(store, system)
        return balance(store.cursor(), window=window_of(seed), as_of=as_of(seed))


@pytest.mark.parametrize("seed", range(STORES))
def test_effects_shares_minutes_and_state_equal_the_oracle(seed: int) -> None:
    def compare(some: System) -> list[str]:
        return differences(stored_balance(seed, some), by_hand(seed, some))

    system = system_of(seed)
    found = stored_balance(seed, system)
    if differences(found, whole(seed)):
        system = smallest(system, lambda s: bool(compare(s)))
        pytest.fail(f"{compare(system)}\n{system}")
    targets = {p.name: p.promise_target for p in system.parties if p.external == "customer"}
    hand = whole(seed).customers
    outside = judge([(kept, n, targets[name]) for name, (kept, n) in sorted(hand.items())])
    said = {c.customer: c.verdict for c in found.promise.customers if c.external and c.cases}
    assert said == dict(zip(sorted(hand), (verdict for verdict, _ in outside), strict=True))
    inside = [v.verdict for e in found.all_links for v in e.verdicts]
    assert found.state == state([verdict for verdict, _ in outside], inside)


def test_the_random_companies_show_every_kind_of_case() -> None:
    seen = Counter(
        outcome(case) for seed in range(STORES) for case in cases_of(system_of(seed), as_of(seed))
    )
    assert min(seen[o] for o in ("kept", "broken", "held", "unknown", "unfinished")) > 50
    charged = [whole(seed) for seed in range(STORES)]
    assert sum(c.unexplained for c in charged) > 50
    assert sum(a.fair.denominator > 2 for c in charged for a in c.links.values()) > 20
