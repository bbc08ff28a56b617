"""How many charts would flag in a week by luck alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kpi.agreements import Link
from kpi.verdicts.signal import Chart, Signal

# Share of stable series that flag in a week: means of the tables of docs/methods.md ("How often
# signals are wrong", by bench/verdicts.py), of values over its ratings and backlogs.
FALSE_ALARMS: Mapping[Chart, float] = {"share": 0.008, "slower": 0.009, "value": 0.03}


@dataclass(frozen=True)
class Listed:
    """The signals worth a look in a week, and how many luck alone would raise.

    Parameters
    ----------
    signals : tuple of Signal
        Concerns first, then improvements, each sorted by link and KPI.
    charts : int
        How many could be judged.
    by_chance : float
        How many of them would flag in a week if nothing at all had changed.
    """

    signals: tuple[Signal, ...]
    charts: int
    by_chance: float


def listed(signals: Iterable[Signal], links: Collection[Link]) -> Listed:
    """Return the signals of links that matter, among how many charts, and what luck would give.

    Parameters
    ----------
    links : collection of Link
        Those with a verdict or a share in the broken promises; the charts of others are not looked
        at, so they are not counted either.
    """
    told = [one for one in signals if one.variation is not None and one.link in links]
    flagged = sorted(
        (one for one in told if one.flagged),
        key=lambda one: (one.variation != "concern", one.link, one.kpi),
    )
    return Listed(tuple(flagged), len(told), sum(FALSE_ALARMS[one.chart] for one in told))
