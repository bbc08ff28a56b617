"""Working time: what happens in the company happens in its working hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Wall time, as the files write it.
ORIGIN = datetime(2025, 1, 1)
SHIFT = (6, 18)  # Monday to Friday
SATURDAY = (7, 14)


def minutes(moment: date) -> float:
    """Count the minutes from `ORIGIN` to a day's first instant, or to an instant.

    Examples
    --------
    >>> minutes(date(2025, 1, 2))
    1440.0
    """
    at = moment if isinstance(moment, datetime) else datetime.combine(moment, datetime.min.time())
    return (at - ORIGIN).total_seconds() / 60


class WorkClock:
    """Converts between wall time and working time, both in minutes.

    Parameters
    ----------
    first, last : date
        The days it knows, both included.
    holidays : iterable of date
        Days without work.

    Examples
    --------
    >>> clock = WorkClock(date(2025, 1, 6), date(2025, 1, 18), ())
    >>> friday_evening = np.array([minutes(datetime(2025, 1, 10, 17))])
    >>> later = clock.wall(clock.worked(friday_evening) + 120)
    >>> ORIGIN + timedelta(minutes=float(later[0]))
    datetime.datetime(2025, 1, 11, 8, 0)
    """

    def __init__(self, first: date, last: date, holidays: Iterable[date]) -> None:
        off = set(holidays)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        open_days = [day for day in days if day.weekday() < 6 and day not in off]
        hours = [SATURDAY if day.weekday() == 5 else SHIFT for day in open_days]
        midnight = np.array([minutes(day) for day in open_days])
        self._start = midnight + 60 * np.array([start for start, _ in hours])
        self._end = midnight + 60 * np.array([end for _, end in hours])
        self._worked_by_end = np.cumsum(self._end - self._start)
        self._worked_by_start = self._worked_by_end - (self._end - self._start)

    def worked(self, wall: Floats) -> Floats:
        """Return the working minutes before each wall time."""
        day = np.clip(np.searchsorted(self._start, wall, side="right") - 1, 0, None)
        inside = np.clip(np.minimum(wall, self._end[day]) - self._start[day], 0, None)
        return np.asarray(self._worked_by_start[day] + inside, dtype=np.float64)

    def wall(self, worked: Floats) -> Floats:
        """Return the earliest wall time by which so much is worked; infinite past the last day."""
        day = np.searchsorted(self._worked_by_end, worked, side="left")
        known = np.minimum(day, len(self._end) - 1)
        wall = self._start[known] + worked - self._worked_by_start[known]
        return np.where(day < len(self._end), wall, np.inf)

    def within(self, start: Floats, hours: Floats, share: Floats) -> Floats:
        """Return when a share of the working time in [start, start + hours] is done."""
        begun = self.worked(start)
        done = begun + share * (self.worked(start + 60 * hours) - begun)
        return np.maximum(start, self.wall(done))
