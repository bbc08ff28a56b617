"""Verdicts of whole random companies against naive counts, exact tests and one naive family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from kpi.measures import Week, Window
from kpi.store import Store
from kpi.verdicts import verdicts

from .flow import Link, System
from .oracle_verdicts import SHARE_KPIS, Judged
from .oracle_verdicts import verdicts as by_hand
from .systems import AS_OFS, BUSY, MONDAY, WEEKS, Company, random_system, side_by_side

STORES = 5
TOGETHER = 12  # systems side by side: all their links are one family of tests


def window_of(seed: int) -> Window:
    weeks = (4, 1, 4, 13)[seed % 4]
    return Window(Week.of(MONDAY).shift(WEEKS - 1), weeks)


def system_of(store: int) -> System:
    seeds = range(store * TOGETHER, (store + 1) * TOGETHER)
    return side_by_side(random_system(s, BUSY if s % 2 else Company()) for s in seeds)


def judged_by_oracle(seed: int) -> dict[tuple[Link, str], Judged]:
    window = window_of(seed)
    return by_hand(
        system_of(seed),
        start=window.start,
        end=window.end,
        as_of=MONDAY + AS_OFS[seed % len(AS_OFS)],
    )


@pytest.mark.parametrize("seed", range(STORES))
def test_counts_and_verdicts_equal_the_oracle(seed: int, stored: Callable[[System], Store]) -> None:
    as_of = MONDAY + AS_OFS[seed % len(AS_OFS)]
    cursor = stored(system_of(seed)).cursor()
    found = {
        (Link(*v.link), v.kpi): v
        for v in verdicts(cursor, window=window_of(seed), as_of=as_of)
        if v.kpi in SHARE_KPIS
    }
    expected = judged_by_oracle(seed)
    for key, hand in expected.items():
        if key not in found:  # neither measured nor agreed
            assert (hand.n, hand.verdict) == (0, "no target"), key
            continue
        row = found[key]
        target = hand.row.target if hand.row else None
        assert (row.verdict, row.n, row.target) == (hand.verdict, hand.n, target), key
        if row.good is not None:
            assert row.good == hand.good, key
        assert row.p_value == pytest.approx(hand.p_value, abs=1e-12), key
        if hand.row:
            assert (row.agreement, row.version) == (hand.row.agreement, hand.row.version), key
    assert not found.keys() - expected.keys()


def test_the_random_companies_show_every_verdict() -> None:
    seen = Counter(j.verdict for seed in range(STORES) for j in judged_by_oracle(seed).values())
    assert (
        min(seen[v] for v in ("broken", "at risk", "kept", "too few", "no data", "no target")) > 10
    )
