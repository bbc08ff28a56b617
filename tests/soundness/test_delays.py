"""Own and inherited delay of every handoff of random companies, against the naive reading."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kpi.agreements import Link as ProductLink
from kpi.chain import handoff_delays
from kpi.store import Store

from .flow import System
from .oracle import cases_of, delays, pred_of, start_of
from .systems import AS_OFS, MONDAY, random_system, side_by_side

COLUMNS = "handoff_id, pred_id, start, returned, open, delay_hours, inherited_hours, own_hours"


@pytest.mark.parametrize("seed", range(len(AS_OFS)))
def test_delays_equal_the_oracle(seed: int, stored: Callable[[System], Store]) -> None:
    system = side_by_side(random_system(seed * 20 + number) for number in range(20))
    as_of = MONDAY + AS_OFS[seed]
    cursor = stored(system).cursor()
    handoff_delays(cursor, as_of)
    rows = cursor.execute(f"SELECT {COLUMNS} FROM handoff_delays").fetchall()
    found = {name: tuple(cells) for name, *cells in rows}
    expected = {}
    for case in cases_of(system, as_of):
        for h in case.handoffs:
            pred = pred_of(case, h)
            hours = [span.total_seconds() / 3600 for span in delays(case, h)]
            expected[h.handoff_id] = (
                pred.handoff_id if pred else None,
                start_of(case, h),
                h.returned,
                h.open,
                *(hours if h.due else (None, None, None)),
            )
    assert found.keys() == expected.keys()
    for name, hand in expected.items():
        assert found[name][:4] == hand[:4], name
        assert found[name][4:] == pytest.approx(hand[4:], abs=1e-9), name


def test_one_link_has_the_delays_that_it_has_among_all(stored: Callable[[System], Store]) -> None:
    system, as_of = random_system(3), MONDAY + AS_OFS[0]
    cursor = stored(system).cursor()
    handoff_delays(cursor, as_of)
    whole = cursor.execute(f"SELECT {COLUMNS} FROM handoff_delays").fetchall()
    parts = []
    for link in sorted({h.link for h in system.handoffs}):
        handoff_delays(cursor, as_of, link=ProductLink(*link))
        parts += cursor.execute(f"SELECT {COLUMNS} FROM handoff_delays").fetchall()
    assert sorted(parts, key=str) == sorted(whole, key=str)
