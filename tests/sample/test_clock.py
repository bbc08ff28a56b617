from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from kpi.sample.clock import WorkClock, minutes

# Monday 6 to Sunday 19 January 2025; Monday 13 is a holiday.
CLOCK = WorkClock(date(2025, 1, 6), date(2025, 1, 19), [date(2025, 1, 13)])


def at(day: int, hour: float) -> np.ndarray:
    return np.array([minutes(datetime(2025, 1, day)) + 60 * hour])


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ((6, 9), 2, (6, 11)),
        ((6, 17), 2, (7, 7)),  # the shift ends at 18 and begins at 6
        ((10, 17), 2, (11, 8)),  # Saturday begins at 7
        ((11, 13), 2, (14, 7)),  # Saturday ends at 14; Sunday and the holiday are off
    ],
)
def test_work_goes_on_in_working_hours(start, hours, end):
    assert CLOCK.wall(CLOCK.worked(at(*start)) + 60 * hours) == at(*end)


def test_a_share_of_the_allowed_time_counts_its_working_time_alone():
    # Friday 16:00 to Monday 16:00, a holiday: two hours of work on Friday and seven on Saturday.
    # Half of the nine are done on Saturday at 7:00 + 2:30.
    done = CLOCK.within(at(10, 16), np.array([72.0]), np.array([0.5]))
    assert done == at(11, 9.5)


def test_what_begins_outside_working_hours_never_ends_before_it_begins():
    sunday = at(12, 10)
    assert CLOCK.within(sunday, np.array([1.0]), np.array([0.5])) == sunday


def test_past_the_last_day_work_never_ends():
    assert np.isinf(CLOCK.wall(CLOCK.worked(at(18, 13)) + 120))
