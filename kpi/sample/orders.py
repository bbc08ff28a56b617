"""When cases begin, and what the customer outside is told."""

from __future__ import annotations

import zlib
from datetime import date, timedelta

import numpy as np

from kpi.sample.clock import Floats, WorkClock, minutes
from kpi.sample.company import FIRST_DAY, SEASON, WEEKS

SEED = 2026
DAY = 24 * 60.0
# The company grew to today's size from this share of it.
SIZE_AT_FIRST = 0.38


def chance(*key: str) -> np.random.Generator:
    """Return a source of chance for one part: changing one part leaves the others alone."""
    return np.random.Generator(np.random.PCG64([SEED, zlib.crc32("/".join(key).encode())]))


def order_times(weekly: float, clock: WorkClock, rng: np.random.Generator) -> Floats:
    """Draw the wall times (minutes) at which the cases of a flow begin, in order.

    One week more than the data hold is begun, so that its last Monday has requests too.
    """
    begun = []
    for week in range(WEEKS + 1):
        monday = FIRST_DAY + timedelta(weeks=week)
        growth = SIZE_AT_FIRST + (1 - SIZE_AT_FIRST) * week / (WEEKS - 1)
        count = int(weekly * growth * SEASON.get(monday, 1.0) + rng.random())
        days = np.array([minutes(monday), minutes(monday + timedelta(weeks=1))])
        first, last = clock.worked(days)
        begun.append(clock.wall(first + (last - first) * np.sort(rng.random(count))))
    return _office_hours(np.concatenate(begun))


def _office_hours(wall: Floats) -> Floats:
    """Move times of the plant's day (from six) into the office's (from half past eight)."""
    midnight = np.floor(wall / DAY) * DAY
    return midnight + 8.5 * 60 + (wall - midnight - 6 * 60) * 0.7


def told_dates(ordered: Floats, days: Floats) -> Floats:
    """Return the case's due: so many days later at 18:00, on Monday where that is a Sunday."""
    day = np.floor(ordered / DAY) + days
    sunday = (day + _WEEKDAY_OF_ORIGIN) % 7 == 6
    return np.asarray((day + sunday) * DAY + 18 * 60, dtype=np.float64)


_WEEKDAY_OF_ORIGIN = date(2025, 1, 1).weekday()
