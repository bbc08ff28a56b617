"""How far the promise outside moved: against a week ago, and against a quarter ago."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from kpi.chain.model import Balance
from kpi.chain.promise import promise_by_week
from kpi.chain.promise_model import Promise, WeekPromise
from kpi.measures import Window
from kpi.words import Message, Share

QUARTER = 13  # weeks


@dataclass(frozen=True)
class Tally:
    """Cases kept, of cases counted."""

    kept: int
    cases: int

    @property
    def rate(self) -> float | None:
        """Kept of counted, None without cases."""
        return self.kept / self.cases if self.cases else None


@dataclass(frozen=True)
class PromiseMove:
    """The promise outside in a window, one week earlier and 13 weeks earlier.

    The cases are those of known external customers, where the window has any; else all.

    Parameters
    ----------
    now, week_ago, quarter_ago : Tally
        Of windows of the same length, all judged as of the same instant.
    mix_effect : bool
        Since a week ago the total moved against every customer's own rate.
    weeks : int
        Length of the windows: a sentence over several says so, beside what single weeks say.

    Examples
    --------
    >>> move = PromiseMove(Tally(81, 100), Tally(79, 100), Tally(0, 0))
    >>> move.points, move.points_in_a_quarter, str(move.message)
    (2.0, None, 'The promise outside rose 2 points in a week, to 81.0%')
    """

    now: Tally
    week_ago: Tally
    quarter_ago: Tally
    mix_effect: bool = False
    weeks: int = 1

    @property
    def points(self) -> float | None:
        """Percentage points since a week ago, as the rates are written; None if one has no case."""
        return _points(self.now.rate, self.week_ago.rate)

    @property
    def points_in_a_quarter(self) -> float | None:
        """Percentage points since the same window 13 weeks earlier."""
        return _points(self.now.rate, self.quarter_ago.rate)

    @property
    def message(self) -> Message:
        """How the promise moved in a week, without full stop."""
        if self.now.rate is None:
            return Message("No promise to a customer outside can be counted in this window")
        rate = {"rate": Share(self.now.rate)}
        if self.points is None:
            return Message("The promise outside is kept in {rate}; a week ago none counted", rate)
        if self.weeks > 1:
            return self._over_weeks(self.points, self.now.rate)
        if not self.points:
            return Message("The promise outside stays at {rate}", rate)
        values = _spoken(self.points, self.now.rate)
        if self.points > 0:
            return Message(
                "The promise outside rose {points} point in a week, to {rate}",
                values,
                many="The promise outside rose {points} points in a week, to {rate}",
            )
        return Message(
            "The promise outside fell {points} point in a week, to {rate}",
            values,
            many="The promise outside fell {points} points in a week, to {rate}",
        )

    def _over_weeks(self, points: float, rate: float) -> Message:
        values = {**_spoken(points, rate), "weeks": self.weeks}
        if not points:
            return Message("Over {weeks} weeks the promise outside stays at {rate}", values)
        if points > 0:
            return Message(
                "Over {weeks} weeks the promise outside is at {rate}, {points} point higher than "
                "a week ago",
                values,
                many="Over {weeks} weeks the promise outside is at {rate}, {points} points higher "
                "than a week ago",
            )
        return Message(
            "Over {weeks} weeks the promise outside is at {rate}, {points} point lower than "
            "a week ago",
            values,
            many="Over {weeks} weeks the promise outside is at {rate}, {points} points lower "
            "than a week ago",
        )

    @property
    def quarter_message(self) -> Message | None:
        """What it was a quarter ago, without full stop; None if that cannot be told."""
        points, rate = self.points_in_a_quarter, self.quarter_ago.rate
        if points is None or rate is None:
            return None
        if not points:
            return Message("A quarter ago it was the same")
        if points > 0:
            return Message(
                "A quarter ago it was {rate}, {points} point lower",
                _spoken(points, rate),
                many="A quarter ago it was {rate}, {points} points lower",
            )
        return Message(
            "A quarter ago it was {rate}, {points} point higher",
            _spoken(points, rate),
            many="A quarter ago it was {rate}, {points} points higher",
        )

    @property
    def mix_message(self) -> Message | None:
        """Say that other customers asked, not that they were served otherwise; None if not so."""
        if not self.mix_effect:
            return None
        # The points may be rounded away.
        if (self.now.rate or 0) > (self.week_ago.rate or 0):
            return Message("Yet each customer’s own rate fell: only the mix of cases changed")
        return Message("Yet each customer’s own rate rose: only the mix of cases changed")


def promise_move(
    cursor: duckdb.DuckDBPyConnection,
    now: Balance,
    before: Balance,
    *,
    weeks: Iterable[WeekPromise] = (),
) -> PromiseMove:
    """Return how the promise outside moved.

    Parameters
    ----------
    now, before : Balance
        Of a window, and of the same window one week earlier.
    weeks : iterable of WeekPromise, optional
        Weeks as of the same instant that the caller has already; they are counted here where
        the window of a quarter ago is not among them.

    Notes
    -----
    Replaces the temp tables of `kpi.chain.cases.choose_cases` on this cursor.
    """
    outside = bool(now.promise.external_cases)
    then = Window(now.window.week.shift(-QUARTER), now.window.weeks)
    first = then.week.shift(1 - then.weeks)
    of_then = [week for week in weeks if first <= week.week <= then.week]
    if len(of_then) < then.weeks:
        of_then = list(promise_by_week(cursor, first=first, last=then.week, as_of=now.as_of))
    return PromiseMove(
        _of_promise(now.promise, outside=outside),
        _of_promise(before.promise, outside=outside),
        _of_weeks(of_then, outside=outside),
        now.mix_effect,
        now.window.weeks,
    )


def _of_promise(promise: Promise, *, outside: bool) -> Tally:
    if outside:
        return Tally(promise.external_kept, promise.external_cases)
    return Tally(promise.kept, promise.cases)


def _of_weeks(weeks: Iterable[WeekPromise], *, outside: bool) -> Tally:
    """Add up the weeks of a window: a case belongs to one of them."""
    counted = [(w.external_kept, w.external_cases) if outside else (w.kept, w.cases) for w in weeks]
    return Tally(sum(kept for kept, _ in counted), sum(cases for _, cases in counted))


def _points(rate: float | None, before: float | None) -> float | None:
    if rate is None or before is None:
        return None
    # Of the rates as a reader sees them: whoever subtracts them finds the same.
    return round(round(100 * rate, 1) - round(100 * before, 1), 1) or 0.0


def _spoken(points: float, rate: float) -> dict[str, object]:
    """Fill a sentence: ``n`` is one where it says "one point"."""
    return {"points": abs(points), "rate": Share(rate), "n": 1 if abs(points) == 1 else 2}
