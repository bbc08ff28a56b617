"""Judge every link and KPI of a window, and say what to look at where there is too little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from kpi.agreements import Link
from kpi.measures import WINDOWS, Kpi, Week, Window, catalogue, windows_counts
from kpi.verdicts.evidence import evidence
from kpi.verdicts.renewal import KEY, RENEWAL, aged_agreements, renewal_counts
from kpi.verdicts.shares import name_verdicts
from kpi.verdicts.verdict import Verdict

# A target replaced longer ago than the widest window no longer explains why there is too little.
_RECENT = timedelta(weeks=max(WINDOWS))


@dataclass(frozen=True)
class _Judged:
    """A verdict, and until when the target ran that its own target replaced."""

    verdict: Verdict
    previous_until: datetime | None


Family = dict[tuple[Link, str], _Judged]


def verdicts(
    cursor: duckdb.DuckDBPyConnection, *, window: Window, as_of: datetime
) -> tuple[Verdict, ...]:
    """Judge every link × KPI that is measured in the window or agreed on its last day.

    Parameters
    ----------
    window : Window
        Its tests are one family: filters belong to what is shown, never in here.
    as_of : datetime
        What happens later has not happened; in a window that has not ended, the agreements in
        force at as-of count.

    Returns
    -------
    tuple of Verdict
        Sorted by link and KPI. Where there are too few, `Verdict.at_wider` is the verdict of the
        next wider window that has enough; where a target is too new, `Verdict.before` is the last
        one under the target it replaced.
    """
    (family,) = _judge(cursor, [window], as_of)
    judged = [one for _, one in sorted(family.items(), key=itemgetter(0))]
    others = sorted({w for one in judged for w in (*_wider(one), *_last_before(one))}, key=_by_end)
    families = dict(zip(others, _judge(cursor, others, as_of), strict=True)) | {window: family}
    return tuple(_completed(one, families) for one in judged)


def verdicts_alone(
    cursor: duckdb.DuckDBPyConnection, *, windows: Sequence[Window], as_of: datetime
) -> tuple[tuple[Verdict, ...], ...]:
    """Judge each of some windows as `verdicts` does, but look at no other window for them.

    `Verdict.at_wider` and `Verdict.before` stay None. Two windows take little more time than one.
    """
    return tuple(
        tuple(one.verdict for _, one in sorted(family.items(), key=itemgetter(0)))
        for family in _judge(cursor, windows, as_of)
    )


def _by_end(window: Window) -> tuple[Week, int]:
    return window.week, window.weeks


def _completed(one: _Judged, families: Mapping[Window, Family]) -> Verdict:
    key = (one.verdict.link, one.verdict.kpi)
    more: dict[str, Any] = {}
    for window in _wider(one):
        found = families[window].get(key)
        if found is not None and found.verdict.judged:
            more = {"wider": found.verdict.window, "at_wider": found.verdict}
            break
    for window in _last_before(one):
        old = families[window].get(key)
        if old is not None and old.verdict.target == one.verdict.previous_target:
            more["before"] = old.verdict
    return replace(one.verdict, **more) if more else one.verdict


def _wider(one: _Judged) -> list[Window]:
    """Return the wider windows that may have enough, where this one has too few."""
    made = one.verdict
    if made.verdict != "too few":
        return []
    return [Window(made.window.week, weeks) for weeks in WINDOWS if weeks > made.window.weeks]


def _last_before(one: _Judged) -> list[Window]:
    """Return the window of the target before, where the present one has too little yet."""
    made, until = one.verdict, one.previous_until
    if made.verdict not in ("too few", "no data") or until is None:
        return []
    if until <= made.window.end - _RECENT:
        return []
    # The last week at whose end the old target was still in force.
    return [Window(Week.of(until).shift(-1), made.window.weeks)]


def _judge(
    cursor: duckdb.DuckDBPyConnection, windows: Sequence[Window], as_of: datetime
) -> list[Family]:
    """Judge each window as one family of tests, and then whether raised targets are kept."""
    if not windows:
        return []
    families = judge_families(cursor, windows, as_of)
    renewed = _judged(_renewal(cursor, windows, as_of, families), windows, catalogue(cursor))
    return [family | more for family, more in zip(families, renewed, strict=True)]


def judge_families(
    cursor: duckdb.DuckDBPyConnection, windows: Sequence[Window], as_of: datetime
) -> list[Family]:
    """Judge what each window measures, as one family of tests each."""
    counts = windows_counts(cursor, windows=windows, as_of=as_of)
    return _judged(counts, windows, catalogue(cursor))


def _renewal(
    cursor: duckdb.DuckDBPyConnection,
    windows: Sequence[Window],
    as_of: datetime,
    families: Sequence[Family],
) -> pd.DataFrame:
    """Count renewed agreements as `windows_counts` counts handoffs; it has left the targets."""
    ends = {str(place): last_instant(window, as_of) for place, window in enumerate(windows)}
    kept = [(str(place), *key) for place, family in enumerate(families) for key in kept_of(family)]
    counts = renewal_counts(aged_agreements(cursor, ends, kept))
    targets = cursor.execute(
        "SELECT * EXCLUDE (since, counts_from, window_label), window_label AS period"
        " FROM window_targets WHERE kpi = $kpi",
        {"kpi": RENEWAL},
    ).df()
    frame = counts.merge(targets, how="outer", on=["period", *KEY, "kpi"])
    frame["n"] = frame["n"].fillna(0.0)
    return frame.assign(candidates=frame["n"], measured=None, oldest_hours=None)


def last_instant(window: Window, as_of: datetime) -> datetime:
    """Return the last instant of a window, or as-of where it has not ended."""
    return min(window.end - timedelta(microseconds=1), as_of)


def kept_of(family: Family) -> list[tuple[Link, str]]:
    """Return the link and KPI of every target that a family of verdicts says is kept."""
    return [key for key, one in family.items() if one.verdict.verdict == "kept"]


def _judged(
    counts: pd.DataFrame, windows: Sequence[Window], known: Mapping[str, Kpi]
) -> list[Family]:
    """Judge the rows of each window by themselves; ``period`` tells their window's place."""
    families: list[Family] = [{} for _ in windows]
    if counts.empty:
        return families
    found = evidence(counts, known)
    places = counts["period"].to_numpy(int)
    verdict, within_chance = np.empty(len(counts), object), np.zeros(len(counts), bool)
    for place in range(len(windows)):
        own = places == place
        if not own.any():
            continue
        verdict[own], within_chance[own] = name_verdicts(
            found["missing"].to_numpy(str)[own],
            found["below"].to_numpy(bool)[own],
            found["p_value"].to_numpy(float)[own],
        )
    columns = {name: _or_none(counts[name]) for name in counts if name != "measured"}
    columns |= {name: _or_none(found[name]) for name in ("p_value", "low", "high")}
    columns |= {"verdict": verdict.tolist(), "within_chance": within_chance.tolist()}
    for values in zip(places.tolist(), *columns.values(), strict=True):
        row = dict(zip(columns, values[1:], strict=True))
        one = _Judged(_verdict(row, windows[values[0]], known), row["previous_until"])
        families[values[0]][one.verdict.link, one.verdict.kpi] = one
    return families


def _or_none(column: pd.Series) -> list[Any]:
    """Return the values of a column, None for those missing: nothing else differs from itself."""
    return [None if value != value else value for value in column.tolist()]  # noqa: PLR0124 - nan


def _verdict(row: dict[Any, Any], window: Window, known: Mapping[str, Kpi]) -> Verdict:
    target, previous = row["target"], row["previous_target"]
    renegotiated = target is not None and previous is not None
    return Verdict(
        link=Link(row["supplier"], row["customer"], row["service"]),
        kpi=row["kpi"],
        window=window,
        verdict=row["verdict"],
        value=row["value"],
        n=int(row["n"]),
        good=None if row["good"] is None else int(row["good"]),
        target=target,
        p_value=row["p_value"],
        low=row["low"],
        high=row["high"],
        within_chance=bool(row["within_chance"]),
        agreement=row["agreement"],
        version=None if row["version"] is None else int(row["version"]),
        judged_share=row["n"] / row["candidates"] if row["candidates"] else None,
        previous_target=previous,
        lowered=renegotiated and known[row["kpi"]].asks_less(target, than=previous),
        oldest_hours=row["oldest_hours"],
    )
