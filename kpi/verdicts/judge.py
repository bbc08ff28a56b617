"""Judge every link and KPI of a window, and say what to look at where there is too little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

import duckdb
import pandas as pd

from kpi.agreements import Link
from kpi.measures import WINDOWS, Kpi, Week, Window, catalogue, window_counts
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
    cursor: duckdb.DuckDBPyConnection, *, window: Window, as_of: datetime, alone: bool = False
) -> tuple[Verdict, ...]:
    """Judge every link × KPI that is measured in the window or agreed on its last day.

    Parameters
    ----------
    window : Window
        Its tests are one family: filters belong to what is shown, never in here.
    as_of : datetime
        What happens later has not happened; in a window that has not ended, the agreements in
        force at as-of count.
    alone : bool
        Judge this window alone, at half the cost: `at_wider` and `before` stay None.

    Returns
    -------
    tuple of Verdict
        Sorted by link and KPI. Where there are too few, `Verdict.at_wider` is the verdict of the
        next wider window that has enough; where a target is too new, `Verdict.before` is the last
        one under the target it replaced.
    """
    families = {window: _judge(cursor, window, as_of)}
    judged = sorted(families[window].items(), key=itemgetter(0))
    if alone:
        return tuple(one.verdict for _, one in judged)

    def family(other: Window) -> Family:
        if other not in families:
            families[other] = _judge(cursor, other, as_of)
        return families[other]

    return tuple(_completed(one, family) for _, one in judged)


def _completed(one: _Judged, family: Callable[[Window], Family]) -> Verdict:
    more = _at_wider(one, family) | _before(one, family)
    return replace(one.verdict, **more) if more else one.verdict


def _at_wider(one: _Judged, family: Callable[[Window], Family]) -> dict[str, Any]:
    """Find the next wider window that has enough, where this one has too few."""
    made = one.verdict
    if made.verdict == "too few":
        for weeks in (weeks for weeks in WINDOWS if weeks > made.window.weeks):
            wider = family(Window(made.window.week, weeks)).get((made.link, made.kpi))
            if wider is not None and wider.verdict.judged:
                return {"wider": wider.verdict.window, "at_wider": wider.verdict}
    return {}


def _before(one: _Judged, family: Callable[[Window], Family]) -> dict[str, Any]:
    """Find the last verdict under the target before, where the present one has too little yet."""
    made, until = one.verdict, one.previous_until
    if made.verdict not in ("too few", "no data") or until is None:
        return {}
    if until <= made.window.end - _RECENT:
        return {}
    # The last week at whose end the old target was still in force.
    last = Window(Week.of(until).shift(-1), made.window.weeks)
    old = family(last).get((made.link, made.kpi))
    if old is None or old.verdict.target != made.previous_target:
        return {}
    return {"before": old.verdict}


def _judge(cursor: duckdb.DuckDBPyConnection, window: Window, as_of: datetime) -> Family:
    """Judge one window as one family of tests, and then whether raised targets are kept."""
    family = judge_family(cursor, window, as_of)
    return family | _judged(_renewal(cursor, window, as_of, family), window, catalogue(cursor))


def judge_family(cursor: duckdb.DuckDBPyConnection, window: Window, as_of: datetime) -> Family:
    """Judge what one window measures, as one family of tests."""
    counts = window_counts(cursor, window=window, as_of=as_of)
    return _judged(counts, window, catalogue(cursor))


def _renewal(
    cursor: duckdb.DuckDBPyConnection, window: Window, as_of: datetime, family: Family
) -> pd.DataFrame:
    """Count renewed agreements as `window_counts` counts handoffs; it has left the targets."""
    counts = renewal_counts(
        aged_agreements(
            cursor, {"": last_instant(window, as_of)}, [("", *key) for key in kept_of(family)]
        )
    ).drop(columns="period")
    targets = cursor.execute(
        "SELECT * EXCLUDE (since, counts_from) FROM window_targets WHERE kpi = $kpi",
        {"kpi": RENEWAL},
    ).df()
    frame = counts.merge(targets, how="outer", on=[*KEY, "kpi"])
    frame["n"] = frame["n"].fillna(0.0)
    return frame.assign(candidates=frame["n"], measured=None, oldest_hours=None)


def last_instant(window: Window, as_of: datetime) -> datetime:
    """Return the last instant of a window, or as-of where it has not ended."""
    return min(window.end - timedelta(microseconds=1), as_of)


def kept_of(family: Family) -> list[tuple[Link, str]]:
    """Return the link and KPI of every target that a family of verdicts says is kept."""
    return [key for key, one in family.items() if one.verdict.verdict == "kept"]


def _judged(counts: pd.DataFrame, window: Window, known: Mapping[str, Kpi]) -> Family:
    if counts.empty:
        return {}
    found = evidence(counts, known)
    verdict, within_chance = name_verdicts(
        found["missing"].to_numpy(str),
        found["below"].to_numpy(bool),
        found["p_value"].to_numpy(float),
    )
    frame = counts.drop(columns="measured").assign(
        verdict=verdict,
        within_chance=within_chance,
        p_value=found["p_value"],
        low=found["low"],
        high=found["high"],
        judged_share=(counts["n"] / counts["candidates"]).where(counts["candidates"] > 0),
    )
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    made = [_Judged(_verdict(row, window, known), row["previous_until"]) for row in rows]
    return {(one.verdict.link, one.verdict.kpi): one for one in made}


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
        judged_share=row["judged_share"],
        previous_target=previous,
        lowered=renegotiated and known[row["kpi"]].asks_less(target, than=previous),
        oldest_hours=row["oldest_hours"],
    )
