"""ISO weeks, months, quarters and the windows that verdicts look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import total_ordering

from kpi.words import Message, UserError

WINDOWS = (1, 4, 13)
# Far enough for any record, and away from the ends of the calendar, where windows would not fit.
YEARS = range(1900, 2200)
DEFAULT_WINDOW = 4


class PeriodError(UserError):
    """A week or window is not written as expected."""


@total_ordering
@dataclass(frozen=True)
class Week:
    """An ISO week, Monday 00:00 to Monday 00:00 (half-open), in the company's zone.

    Examples
    --------
    >>> week = Week.of(datetime(2026, 3, 22, 23, 59))
    >>> week.label, week.start, week.end
    ('2026-W12', datetime.datetime(2026, 3, 16, 0, 0), datetime.datetime(2026, 3, 23, 0, 0))
    """

    monday: date

    @classmethod
    def of(cls, moment: datetime | date) -> Week:
        """Return the week that a day or instant falls in."""
        day = moment.date() if isinstance(moment, datetime) else moment
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def parse(cls, label: str) -> Week:
        """Read a label such as ``2026-W12``.

        Raises
        ------
        PeriodError
            If it is not one, the year has no such week, or the year is not in `YEARS`.
        """
        match = re.fullmatch(r"(\d{4})-W(\d{1,2})", label.strip())
        try:
            if match is None or int(match[1]) not in YEARS:
                raise ValueError
            return cls(date.fromisocalendar(int(match[1]), int(match[2]), 1))
        except ValueError:
            raise PeriodError(
                Message("Week “{week}” is not known. Write it as 2026-W12.", {"week": label})
            ) from None

    @classmethod
    def last_complete(cls, as_of: datetime) -> Week:
        """Return the last week that ended at or before ``as_of``."""
        return cls.of(as_of).shift(-1)

    def shift(self, weeks: int) -> Week:
        """Return the week so many weeks later (earlier if negative)."""
        return Week(self.monday + timedelta(weeks=weeks))

    @property
    def label(self) -> str:
        """The ISO label, such as ``2026-W12``."""
        iso = self.monday.isocalendar()
        return f"{iso.year}-W{iso.week:02d}"

    @property
    def start(self) -> datetime:
        """Its first instant."""
        return datetime.combine(self.monday, time())

    @property
    def end(self) -> datetime:
        """The first instant after it."""
        return self.start + timedelta(weeks=1)

    def __lt__(self, other: Week) -> bool:
        return self.monday < other.monday


@dataclass(frozen=True)
class Window:
    """So many weeks, the last one included.

    Examples
    --------
    >>> Window(Week.parse("2026-W12"), 4).start
    datetime.datetime(2026, 2, 23, 0, 0)
    """

    week: Week
    weeks: int = DEFAULT_WINDOW

    def __post_init__(self) -> None:
        if self.weeks not in WINDOWS:
            raise PeriodError(
                Message("A window has 1, 4 or 13 weeks, not {weeks}.", {"weeks": str(self.weeks)})
            )

    @property
    def start(self) -> datetime:
        """Its first instant."""
        return self.week.shift(1 - self.weeks).start

    @property
    def end(self) -> datetime:
        """The first instant after it."""
        return self.week.end

    @property
    def previous(self) -> Window:
        """The same window one week earlier."""
        return Window(self.week.shift(-1), self.weeks)
