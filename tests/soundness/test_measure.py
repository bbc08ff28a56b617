"""Measurements of random companies, by week and month, against naive counting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal

import pandas as pd
import pytest

from kpi.measures import Week, measure
from kpi.store import Store

from .flow import Link, System, known_at
from .oracle_measures import Measured, percentile
from .oracle_measures import measure as by_hand
from .systems import AS_OFS, MONDAY, random_system, side_by_side, with_repairs

YEAR = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2026-12-31")


@pytest.mark.parametrize("grain", ["week", "month"])
@pytest.mark.parametrize("seed", range(len(AS_OFS)))
def test_measurements_equal_naive_counting(
    seed: int, grain: Literal["week", "month"], stored: Callable[[System], Store]
) -> None:
    system = with_repairs(side_by_side(random_system(seed * 8 + n) for n in range(8)))
    as_of = MONDAY + AS_OFS[seed]
    cursor = stored(system).cursor()
    frame = measure(cursor, as_of=as_of, grain=grain, first=YEAR[0], last=YEAR[1])
    rows: list[Any] = frame[frame["kpi"] != "overdue_backlog"].to_dict("records")
    found = {
        (
            Link(row["supplier"], row["customer"], row["service"]),
            row["kpi"],
            row["period"],
        ): Measured(row["value"], row["n"], None if pd.isna(row["good"]) else row["good"])
        for row in rows
    }
    expected = by_hand(system, grain, as_of)
    assert found.keys() == expected.keys()
    for key, hand in expected.items():
        assert found[key].value == pytest.approx(hand.value, abs=1e-9), key
        assert found[key][1:] == hand[1:], key


@pytest.mark.parametrize("seed", range(3))
def test_the_overdue_backlog_is_what_is_open_past_due_at_as_of(
    seed: int, stored: Callable[[System], Store]
) -> None:
    system = side_by_side(random_system(seed * 8 + number) for number in range(8))
    as_of = MONDAY + AS_OFS[1]
    cursor = stored(system).cursor()
    frame = measure(cursor, as_of=as_of, grain="week", first=YEAR[0], last=YEAR[1])
    last = frame[(frame["kpi"] == "overdue_backlog") & (frame["period"] == "2026-W05")]
    overdue = [h for h in known_at(system, as_of) if h.open and h.due is not None and h.due < as_of]
    assert last["value"].sum() == len(overdue)


def test_percentiles_by_hand() -> None:
    # Rank 0.9 · 4 = 3.6: six tenths of the way from 40 to 50.
    assert percentile([10, 50, 20, 40, 30], 0.9) == pytest.approx(46)
    assert percentile([7], 0.5) == 7


@pytest.mark.parametrize("seed", range(2))
def test_a_few_weeks_measured_alone_say_what_they_say_among_all(
    seed: int, stored: Callable[[System], Store]
) -> None:
    # Few weeks read only the rows that can belong to them; the whole year reads everything.
    system = with_repairs(side_by_side(random_system(seed * 8 + n) for n in range(8)))
    as_of = MONDAY + AS_OFS[seed]
    cursor = stored(system).cursor()
    whole = measure(cursor, as_of=as_of, first=YEAR[0], last=YEAR[1])
    assert whole["period"].nunique() > 3
    for number in range(-1, 7):
        first = MONDAY + timedelta(weeks=number)
        few = measure(cursor, as_of=as_of, first=first, last=first + timedelta(weeks=2))
        labels = {Week.of(first).label, Week.of(first + timedelta(weeks=1)).label}
        same = whole[whole["period"].isin(labels)].reset_index(drop=True)
        pd.testing.assert_frame_equal(few, same)
