"""Rows in order, against Python's own sort; what follows what, against a walk case by case."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

import numpy as np
import pytest

from kpi.chain import directly_follows
from kpi.chain.follows import _sums
from kpi.chain.orders import rows_in_order, sorted_pairs

from .conftest import LATER, Company


@pytest.mark.parametrize("seed", range(40))
def test_rows_come_by_case_then_by_each_key(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = int(rng.integers(0, 40))
    case = rng.integers(0, 6, rows)
    time, load, line = rng.integers(0, (9, 2, 5), (rows, 3)).T
    if seed % 3:  # as files list it: only some cases out of order
        time[case > seed % 4] = np.arange(rows)[case > seed % 4]
    expected = sorted(range(rows), key=lambda i: (case[i], time[i], load[i], line[i]))
    assert rows_in_order(case, time, load, line).tolist() == expected


@pytest.mark.parametrize("largest", [50, 2**60])
def test_pairs_sort_whether_or_not_they_fit_one_number(largest: int) -> None:
    rng = np.random.default_rng(0)
    group, value = rng.integers(0, 40, 200), rng.integers(0, largest, 200)
    found = zip(*(column.tolist() for column in sorted_pairs(group, value)), strict=True)
    assert list(found) == sorted(zip(group.tolist(), value.tolist(), strict=True))


@pytest.mark.parametrize("years", [1, 520])
def test_what_follows_what_is_what_a_walk_through_each_case_finds(
    company: Company, years: int
) -> None:
    rng = np.random.default_rng(years)
    begins = datetime(1500, 1, 1)
    events = [
        (
            f"c{rng.integers(30)}",
            begins + timedelta(days=int(rng.integers(9 * years)) * 40),
            str(rng.choice(["Ann", "Bob", "Éva", ""])),
            int(rng.integers(1, 3)),
            line,
        )
        for line in range(400)
    ]
    company.cursor.executemany(
        "INSERT INTO events (case_id, happened_at, party, activity, ordinal, end_customer, "
        "load, line) VALUES (?, ?, ?, '', 1, 'X', ?, ?)",
        [events[i] for i in rng.permutation(len(events))],
    )
    cases = defaultdict(list)
    for case, at, party, load, line in events:
        if party and at <= LATER:
            cases[case].append((at, load, line, party))
    waits = defaultdict(list)
    for steps in cases.values():
        steps.sort()
        for (before, _, _, one), (after, _, _, other) in pairwise(steps):
            waits[one, other].append((after - before) // timedelta(microseconds=1))
    expected = {
        pair: (len(w), sum(w) / len(w) / 3.6e9, median(w) / 3.6e9) for pair, w in waits.items()
    }
    found = directly_follows(company.cursor, as_of=LATER)
    assert list(found) == sorted(found, key=lambda f: (-f.times, f.step, f.next_step))
    assert {(f.step, f.next_step): f.times for f in found} == {p: e[0] for p, e in expected.items()}
    for f in found:
        assert (f.mean_hours, f.median_hours) == pytest.approx(
            expected[f.step, f.next_step][1:], rel=1e-14
        )


def test_waits_of_centuries_do_not_overflow_their_sum() -> None:
    waits = np.array([1, 2, *[2**60] * 20])
    assert _sums(waits, np.array([0, 2])).tolist() == [3.0, 20 * 2.0**60]
