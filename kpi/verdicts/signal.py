"""A signal: whether a link's KPI does something that its own past does not explain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal, NamedTuple

from kpi.agreements import Link
from kpi.measures import Week

Variation = Literal["improvement", "concern", "common cause"]
Assurance = Literal["consistently kept", "hit or miss", "consistently missed"]
# How a series is judged: a share of good ones, the share slower than usual, or its bare values.
Chart = Literal["share", "slower", "value"]
SCREEN_WEEKS = 26  # product rule: at most so many complete weeks are looked at


class Point(NamedTuple):
    """One week of a signal's screen.

    ``value`` is in the KPI's unit, None where nothing was measured; ``n`` were counted, ``bad`` of
    them not good (of a lead time: slower than the screen's usual); ``bad`` is 0 for values.
    """

    week: Week
    value: float | None
    n: int
    bad: int


@dataclass(frozen=True)
class Rebase:
    """Something done that changed a process: what came before says nothing about it now.

    Parameters
    ----------
    link : Link
    day : date or datetime
        From then on; the first week that is wholly after it begins the screen.
    kpi : str
        The KPI concerned; '' for all of the link.
    reason : str
        For the chart, in the words of whoever said so.
    """

    link: Link
    day: date | datetime
    kpi: str = ""
    reason: str = ""

    @property
    def at(self) -> datetime:
        """The instant from which the process is another."""
        if isinstance(self.day, datetime):
            return self.day
        return datetime.combine(self.day, time())


@dataclass(frozen=True)
class Signal:
    """What the weeks of a link's KPI say about its last one, in the words of Making Data Count.

    Parameters
    ----------
    link, kpi
    week : Week
        The week judged: the one asked for, or the last that was complete.
    chart : {"share", "slower", "value"}
        By which rules: `kpi.verdicts.two_checks` on the share of good ones, or of those slower than
        usual; or `kpi.verdicts.xmr`.
    points : tuple of Point
        The weeks looked at, oldest first, since the last rebase; also those without handoffs.
    better : {"higher", "lower"}
        Of what the chart shows: fewer that are slower than usual are better.
    counts : bool
        The values are counts, of which luck alone explains some spread.
    mean, low, high : float, optional
        What is usual, and between what the judged week alone would not stand out: shares of good
        ones, shares slower than usual, or values. None where that cannot be told.
    rules : tuple of str
        Which rules fired in the judged week; of `SHARE_RULES` or `XMR_RULES`.
    variation : str, optional
        improvement, concern or common cause; None where there is too little to tell.
    assurance : str, optional
        consistently kept, hit or miss, consistently missed; None without target or with too little.
    target : float, optional
        In force at the end of the judged week, in the KPI's unit.
    usual : float, optional
        Of a lead time: the percentile in hours of the whole screen.
    rebased : datetime, optional
        When the screen last began anew; None if no change is known in these weeks.
    reason : str
        Why, if somebody said so; '' for an agreed change.
    """

    link: Link
    kpi: str
    week: Week
    chart: Chart
    points: tuple[Point, ...]
    better: Literal["higher", "lower"] = "higher"
    counts: bool = False
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    rules: tuple[str, ...] = ()
    variation: Variation | None = None
    assurance: Assurance | None = None
    target: float | None = None
    usual: float | None = None
    rebased: datetime | None = None
    reason: str = ""

    @property
    def flagged(self) -> bool:
        """Whether the judged week is out of the ordinary, for better or worse."""
        return self.variation in ("improvement", "concern")

    @property
    def weeks_counted(self) -> int:
        """How many of its weeks have a point."""
        return sum(point.value is not None for point in self.points)

    def shown(self, point: Point) -> float | None:
        """Return what the chart shows of a week: its value, or the share slower than usual."""
        if self.chart != "slower":
            return point.value
        return point.bad / point.n if point.n else None
