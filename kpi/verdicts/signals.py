"""Ask every link and KPI whether its last week is like its own past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import duckdb
import numpy as np
import pandas as pd

from kpi.agreements import Link
from kpi.measures import Kpi, Week, Window, counts_against_target, targets_of_window
from kpi.measures import catalogue as catalogue_of
from kpi.verdicts.screen_findings import Found, Rows, find_in_shares, find_in_values
from kpi.verdicts.screens import KEY, Screens, screens, spread
from kpi.verdicts.shares import Floats
from kpi.verdicts.signal import Chart, Point, Rebase, Signal


@dataclass(frozen=True)
class _Targets:
    """The targets of the screens' rows: in the KPI's unit, as a share where that is judged, met."""

    stated: Floats
    judged: Floats
    good: Floats
    of: Floats


def signals(
    cursor: duckdb.DuckDBPyConnection,
    *,
    week: Week,
    as_of: datetime,
    rebases: Iterable[Rebase] | None = None,
    links: Iterable[Link] | None = None,
    catalogue: Mapping[str, Kpi] | None = None,
) -> tuple[Signal, ...]:
    """Judge the last week of every link × KPI by its own weeks before.

    Parameters
    ----------
    week : Week
        The week to judge; one that has not ended by as-of gives way to the last that has.
    as_of : datetime
        What happens later has not happened.
    rebases : iterable of Rebase, optional
        What changed processes, besides the agreements: finished actions, say.
    links : iterable of Link, optional
        Only these; a signal does not depend on what else is asked.
    catalogue : mapping of str to Kpi, optional
        The KPIs to judge, by id.

    Returns
    -------
    tuple of Signal
        Sorted by link and KPI: one for each that was measured in any of the 26 weeks.
    """
    catalogue = catalogue_of(cursor) if catalogue is None else catalogue
    judged = min(week, Week.last_complete(as_of))
    screen = screens(
        cursor, week=judged, as_of=as_of, catalogue=catalogue, rebases=rebases or (), links=links
    )
    if not screen.keys:
        return ()
    targets = _targets(cursor, screen, judged, as_of, catalogue)
    kinds = [_chart(catalogue[key[3]]) for key in screen.keys]
    higher = np.array([catalogue[key[3]].better == "higher" for key in screen.keys])
    counts = np.array([catalogue[key[3]].counting.kind == "snapshot" for key in screen.keys])
    points = _points(screen)
    made: dict[int, Signal] = {}
    for chart in sorted(set(kinds)):
        rows = np.flatnonzero(np.array(kinds) == chart)
        find = find_in_values if chart == "value" else find_in_shares
        found = find(
            Rows(
                screen.value[rows],
                screen.n[rows],
                screen.bad[rows],
                targets.judged[rows],
                targets.good[rows],
                targets.of[rows],
                higher[rows],
                counts[rows],
            )
        )
        told = _told(found, upside_down=higher[rows] if chart == "share" else None)
        for row, what in zip(rows.tolist(), told, strict=True):
            stated = _known(targets.stated[row])
            made[row] = Signal(
                Link(*screen.keys[row][:3]),
                screen.keys[row][3],
                judged,
                chart,
                points[row],
                counts=bool(counts[row]),
                better=_better(catalogue[screen.keys[row][3]], chart),
                target=stated,
                usual=_known(screen.usual[row]),
                **_rebased(screen, row),
                **what,
            )
    return tuple(made[row] for row in sorted(made))


def _chart(kpi: Kpi) -> Chart:
    if kpi.counting.kind == "share":
        return "share"
    return "slower" if kpi.counting.kind == "percentile" else "value"


def _better(kpi: Kpi, chart: Chart) -> Literal["higher", "lower"]:
    return "lower" if chart == "slower" else kpi.better


def _told(found: Found, upside_down: Any) -> Iterable[dict[str, Any]]:
    """Yield the fields of each signal; a share where more is better is told as that of the good."""
    mean, low, high = found.mean, found.low, found.high
    if upside_down is not None:
        mean = np.where(upside_down, 1 - mean, mean)
        low, high = np.where(upside_down, 1 - high, low), np.where(upside_down, 1 - low, high)
    names = list(found.rules)
    signs = np.array([found.rules[name] for name in names])
    for place in range(len(mean)):
        fired = [(name, int(s)) for name, s in zip(names, signs[:, place], strict=True) if s]
        # The most recent speaks where two disagree: a bad week within seven good ones.
        direction = fired[0][1] if fired and found.told[place] else 0
        yield {
            "mean": _known(mean[place]),
            "low": _known(low[place]),
            "high": _known(high[place]),
            "rules": tuple(name for name, sign in fired if sign == direction),
            "variation": _VARIATIONS[direction] if found.told[place] else None,
            "assurance": str(found.assurance[place]) or None,
        }


_VARIATIONS = {0: "common cause", 1: "concern", -1: "improvement"}


def _points(screen: Screens) -> list[tuple[Point, ...]]:
    """Return the weeks of each row since its last rebase."""
    values = screen.value.astype(object)
    values[np.isnan(screen.value)] = None
    columns = (values, screen.n.astype(np.int64), screen.bad.astype(np.int64))
    shown = [column.tolist() for column in columns]
    return [
        tuple(map(Point, screen.weeks[first:], *(column[row][first:] for column in shown)))
        for row, first in enumerate(screen.first.tolist())
    ]


def _rebased(screen: Screens, row: int) -> dict[str, Any]:
    one = screen.rebased[row]
    if one is None or not screen.first[row]:
        return {}
    return {"rebased": one.at, "reason": one.reason}


def _targets(
    cursor: duckdb.DuckDBPyConnection,
    screen: Screens,
    judged: Week,
    as_of: datetime,
    catalogue: Mapping[str, Kpi],
) -> _Targets:
    """Return the targets in force, and how the weeks met those that are judged as shares."""
    percentiles = [kpi for kpi in catalogue.values() if kpi.counting.kind == "percentile"]
    met = counts_against_target(
        cursor, first=screen.weeks[0], window=Window(judged, 1), as_of=as_of, kpis=percentiles
    )
    found = pd.DataFrame(screen.keys, columns=KEY)
    stated = found.merge(targets_of_window(cursor), how="left", on=KEY)["target"].to_numpy(float)
    wanted = stated.copy()
    good, of = screen.n - screen.bad, screen.n.copy()
    if percentiles:
        quantiles = found["kpi"].map({kpi.id: kpi.share_to_reach(0.0) for kpi in percentiles})
        late = quantiles.notna().to_numpy()
        wanted[late] = np.where(np.isnan(stated), np.nan, quantiles.to_numpy(float))[late]
        within, counted = spread(met, found, screen.weeks, ["good", "n"])
        before = np.arange(len(screen.weeks)) < screen.first[:, None]
        within[before], counted[before] = np.nan, np.nan
        good[late], of[late] = np.nan_to_num(within)[late], np.nan_to_num(counted)[late]
    lower = found["kpi"].map(lambda kpi: _is_rest(catalogue[kpi])).to_numpy(bool)
    wanted[lower] = 1 - wanted[lower]
    return _Targets(stated, wanted, good, of)


def _is_rest(kpi: Kpi) -> bool:
    """Whether a share is shown as that of the bad ones; its target then is the most allowed."""
    return kpi.counting.shows_the_rest


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
