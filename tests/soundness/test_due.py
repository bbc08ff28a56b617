"""What is known at as-of, and when each handoff was due, against the oracle."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kpi.measures import due_handoffs
from kpi.store import Store

from .flow import System, known_at
from .systems import AS_OFS, MONDAY, random_system, side_by_side

COLUMNS = "handoff_id, delivered_at, open, due, returned_at IS NOT NULL OR accepted IS false"


@pytest.mark.parametrize("seed", range(len(AS_OFS)))
def test_dues_and_what_is_known_at_as_of_equal_the_oracle(
    seed: int, stored: Callable[[System], Store]
) -> None:
    system = side_by_side(random_system(seed * 10 + number) for number in range(10))
    as_of = MONDAY + AS_OFS[seed]
    cursor = stored(system).cursor()
    due_handoffs(cursor, as_of)
    found = cursor.execute(f"SELECT {COLUMNS} FROM due_handoffs ORDER BY handoff_id").fetchall()
    expected = [
        (h.handoff_id, None if h.open else h.delivered, h.open, h.due, h.returned)
        for h in sorted(known_at(system, as_of), key=lambda h: h.handoff_id)
    ]
    assert [(*row[:4], bool(row[4])) for row in found] == expected
