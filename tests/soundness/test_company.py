"""What the balance says beside the links: sums, open cases, ping-pong, trend, order of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from kpi.chain import balance, promise_by_week
from kpi.measures import Week, Window
from kpi.store import Store

from .flow import Handoff, Link, Party, System
from .oracle import cases_of, outcome, period
from .oracle_company import company
from .systems import AS_OFS, BUSY, MONDAY, WEEKS, random_system, side_by_side

LAST = Week.of(MONDAY).shift(WEEKS - 1)
Fill = Callable[[System], Store]


def busy(store: int) -> System:
    return side_by_side(random_system(store * 4 + number, BUSY) for number in range(4))


def varied(store: int) -> System:
    return side_by_side(random_system(store * 8 + number) for number in range(8))


@pytest.mark.parametrize("seed", range(4))
def test_the_parts_complete_the_sum_of_broken_promises(seed: int, stored: Fill) -> None:
    system, as_of = busy(seed), MONDAY + AS_OFS[seed % len(AS_OFS)]
    found = balance(stored(system).cursor(), window=Window(LAST), as_of=as_of)
    parts = [link.fair_share for link in (*found.failing, *found.at_risk)]
    rest = found.within_targets_share + found.not_judged_share + found.unexplained_share
    assert found.promise.cases > 0
    assert sum(parts) + rest == pytest.approx(found.broken_cases / found.promise.cases)
    assert sum(link.effect for link in found.all_links) >= 0
    assert {link.verdict for link in found.failing} <= {"broken"}
    shares = [link.ranking_share for link in found.failing]
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize("seed", range(4))
def test_open_cases_and_the_target_outside_equal_the_oracle(seed: int, stored: Fill) -> None:
    system, as_of = varied(seed), MONDAY + AS_OFS[seed % len(AS_OFS)]
    window = Window(LAST)
    found = balance(stored(system).cursor(), window=window, as_of=as_of)
    waiting = [case for case in cases_of(system, as_of) if outcome(case) == "unfinished"]
    without = [case for case in waiting if case.due is None]
    ages = [(as_of - min(h.requested for h in case.handoffs)) / timedelta(1) for case in without]
    assert found.open_without_due == len(without)
    assert found.open_not_due == len(waiting) - len(without)
    assert found.oldest_open_days == pytest.approx(max(ages, default=None))
    hand = company(system, start=window.start, end=window.end, as_of=as_of)
    aims = {p.name: p.promise_target for p in system.parties if p.promise_target is not None}
    weights = {name: n for name, (_, n) in hand.customers.items() if name in aims}
    if weights:
        mean = sum(aims[name] * n for name, n in weights.items()) / sum(weights.values())
        assert found.promise.target == pytest.approx(mean)


@pytest.mark.parametrize("seed", range(4))
def test_ping_pong_is_what_goes_straight_back(seed: int, stored: Fill) -> None:
    system, as_of = busy(seed), MONDAY + AS_OFS[seed % len(AS_OFS)]
    window, returns, all_between = Window(LAST), Counter[str](), Counter[str]()
    for case in cases_of(system, as_of):
        for number, h in enumerate(case.handoffs):
            if h.open or not window.start <= h.delivered < window.end:
                continue
            if h.link.supplier == h.link.customer:  # no pair
                continue
            between = " ".join(sorted(h.link[:2]))
            all_between[between] += 1
            after = case.handoffs[number + 1 : number + 2]
            returns[between] += any(n.link[:2] == h.link[1::-1] for n in after)
    found = balance(stored(system).cursor(), window=window, as_of=as_of).ping_pong
    assert {f"{p.a} {p.b}": (p.returns, p.handoffs) for p in found} == {
        pair: (n, all_between[pair]) for pair, n in returns.items() if n
    }


@pytest.mark.parametrize("seed", range(4))
def test_the_trend_counts_each_case_in_its_own_week(seed: int, stored: Fill) -> None:
    system, as_of = varied(seed), MONDAY + AS_OFS[seed % len(AS_OFS)]
    first = Week.of(MONDAY).shift(-1)
    weeks = promise_by_week(stored(system).cursor(), first=first, last=LAST, as_of=as_of)
    seen = Counter(
        (Week.of(period(case)), outcome(case))
        for case in cases_of(system, as_of)
        if outcome(case) != "unfinished"
    )
    assert [week.week for week in weeks] == [first.shift(n) for n in range(WEEKS + 1)]
    for week in weeks:
        kept, broken, held, unknown = (
            seen[week.week, kind] for kind in ("kept", "broken", "held", "unknown")
        )
        assert (week.kept, week.cases, week.unknown) == (kept, kept + broken + held, unknown)


@pytest.mark.parametrize("seed", range(3))
def test_the_balance_does_not_depend_on_the_order_of_rows(seed: int, stored: Fill) -> None:
    system, as_of = busy(seed), MONDAY + AS_OFS[seed % len(AS_OFS)]
    shuffled = Random(seed).sample(system.handoffs, len(system.handoffs))  # noqa: S311
    other = replace(system, handoffs=tuple(shuffled), agreements=system.agreements[::-1])
    one, two = (
        balance(stored(s).cursor(), window=Window(LAST), as_of=as_of) for s in (system, other)
    )
    assert one == two


def test_a_case_of_more_than_ten_links_is_sampled_and_still_adds_up(stored: Fill) -> None:
    # Twelve ends of one case, each 6 h late by itself: all must be mended, so each carries 1/12.
    at, due = MONDAY, MONDAY + timedelta(hours=6)
    ends = tuple(
        Handoff(f"h{n}", "c", f"s{n}", "Cliente", at, "", due, due + timedelta(hours=6))
        for n in range(12)
    )
    system = System(ends, (Party("Cliente", "customer", 0.9),))
    found = balance(
        stored(system).cursor(), window=Window(Week.of(MONDAY)), as_of=MONDAY + timedelta(days=7)
    )
    shares = {Link(*link.link): link.fair_share for link in found.all_links}
    assert found.sampled_cases == 1
    assert sum(shares.values()) == pytest.approx(1)
    # 512 orders: a share of 1/12 has a standard error of 0.012.
    assert all(abs(share - 1 / 12) < 0.05 for share in shares.values())


def test_sampled_shares_come_close_to_the_exact_ones(stored: Fill) -> None:
    # Eleven handoffs in a row, each asked for at the start, with 1 to 4 hours of own delay; the
    # whole must come 14 h earlier than it did, so some repairs decide more than others.
    late = [n % 4 + 1 for n in range(11)]
    names = [f"p{n:02}" for n in range(11)] + ["Cliente"]
    rows, at, planned = [], MONDAY, MONDAY
    for n, hours in enumerate(late):
        at, planned = at + timedelta(hours=2 + hours), planned + timedelta(hours=2)
        rows.append(Handoff(f"h{n:02}", "c", names[n], names[n + 1], MONDAY, "", planned, at))
    due = at - timedelta(hours=14)
    system = System(
        tuple(replace(row, case_due_at=due) for row in rows), (Party("Cliente", "customer"),)
    )
    as_of, window = MONDAY + timedelta(days=7), Window(Week.of(MONDAY))
    found = balance(stored(system).cursor(), window=window, as_of=as_of)
    hand = company(system, start=window.start, end=window.end, as_of=as_of)
    exact = {link: float(account.fair) for link, account in hand.links.items()}
    assert found.sampled_cases == 1
    assert max(exact.values()) > 2 * min(exact.values())
    for effect in found.all_links:
        # 512 orders drawn in pairs: a standard error of 0.02 for the largest share.
        assert effect.fair_share == pytest.approx(exact[Link(*effect.link)], abs=0.08)
