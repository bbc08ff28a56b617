"""Rows in order, against Python's own sort; what follows, and places, against a walk by case."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest

from kpi.chain import directly_follows
from kpi.chain.follows import _sums
from kpi.chain.orders import rows_in_order, sorted_pairs
from kpi.chain.places import place_handoffs

from .conftest import LATER, Company, hour


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


@pytest.mark.parametrize(
    # Seconds, thousandths and millionths pack in one number; the millionths of centuries do not.
    ("years", "apart"),
    [
        (1, timedelta(days=40)),
        (1, timedelta(days=40, milliseconds=1)),
        (1, timedelta(days=40, microseconds=1)),
        (520, timedelta(days=40)),
        (520, timedelta(days=40, microseconds=1)),
    ],
)
@pytest.mark.parametrize("first", [datetime(1, 1, 1), datetime(1500, 4, 1, 0, 0, 0, 7)])
def test_what_follows_what_is_what_a_walk_through_each_case_finds(
    company: Company, years: int, apart: timedelta, first: datetime
) -> None:
    rng = np.random.default_rng(years)
    begins = datetime(1500, 1, 1)
    events = [
        (
            f"c{rng.integers(200)}",
            begins + int(rng.integers(9 * years)) * apart,
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
            if after < first:
                continue
            waits[one, other].append((after - before) // timedelta(microseconds=1))
    expected = {
        pair: (len(w), sum(w) / len(w) / 3.6e9, median(w) / 3.6e9) for pair, w in waits.items()
    }
    found = directly_follows(company.cursor, as_of=LATER, first=first)
    assert list(found) == sorted(found, key=lambda f: (-f.times, f.step, f.next_step))
    assert {(f.step, f.next_step): f.times for f in found} == {p: e[0] for p, e in expected.items()}
    for f in found:
        assert (f.mean_hours, f.median_hours) == pytest.approx(
            expected[f.step, f.next_step][1:], rel=1e-14
        )


def test_waits_of_centuries_do_not_overflow_their_sum() -> None:
    waits = np.array([1, 2, *[2**60] * 20])
    assert _sums(waits, np.array([0, 2])).tolist() == [3.0, 20 * 2.0**60]


@pytest.mark.parametrize("seed", range(6))
def test_places_are_what_a_walk_through_each_case_finds(company: Company, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = [
        {
            "row": row,
            "case_number": int(rng.integers(4)),
            "handoff_id": f"{rng.permutation(9)[:3]}-{row}",
            "supplier": str(rng.choice(["A", "B", "C"])),
            "customer": str(rng.choice(["A", "B", "D"])),
            "delivered": hour(int(rng.integers(4))),
            "requested_at": hour(int(rng.integers(2))),
            "due": hour(1) if rng.random() < 0.5 else None,
            "outside": bool(rng.random() < 0.1),
        }
        for row in range(60)
    ]
    known = pd.DataFrame(rows).astype({"due": "datetime64[us]"})
    company.cursor.register("known", known)
    company.cursor.execute("CREATE TEMP TABLE chain_known AS FROM known ORDER BY row")
    with patch("kpi.chain.places.AT_ONCE", 20):  # several parts
        place_handoffs(company.cursor)
    found = company.cursor.execute("FROM chain_places").df().to_dict("records")
    for number in range(4):
        case = [row for row in rows if row["case_number"] == number]
        case.sort(
            key=lambda h: (h["delivered"], h["requested_at"], h["due"] is None, h["handoff_id"])
        )
        outside = any(h["outside"] for h in case)
        for position, h in enumerate(case):
            place = found[h["row"]]
            supplied = [i for i in range(position) if case[i]["customer"] == h["supplier"]]
            same = [i for i in range(position) if case[i]["customer"] == h["customer"]]
            assert place["position"] == position
            assert place["pred"] == (supplied[-1] if supplied else -1)
            assert place["same_customer"] == (same[-1] if same else -1)
            assert place["is_end"] == (h["outside"] if outside else position == len(case) - 1)
