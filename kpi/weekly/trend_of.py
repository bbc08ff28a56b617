"""The promise outside, week by week, with its natural limits and what happened meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import duckdb

from kpi.agreements import Link
from kpi.chain import WeekPromise, trend_findings
from kpi.verdicts import ChartedPoint, Point, Signal, charted
from kpi.weekly.edition import Happened, Trend, TrendWeek
from kpi.words import Message

TREND_WEEKS = 26
_PROMISE = Link("", "")
_NOTES = """
SELECT DISTINCT day, text FROM annotations
WHERE list_contains($scopes, scope) AND day >= $since AND day < $until ORDER BY day, text
"""


def trend_of(
    cursor: duckdb.DuckDBPyConnection, weeks: Sequence[WeekPromise], links: Iterable[Link]
) -> Trend:
    """Return the trend of some weeks, with the notes on the company and on some links.

    Parameters
    ----------
    weeks : sequence of WeekPromise
        As `kpi.chain.promise_by_week` gives them; drawn from the first that says
        something, as `kpi.chain.trend_findings.drawn_rates` has it.

    Notes
    -----
    Weeks stand out by the rule for shares of every link (docs/methods.md): too many misses to be
    luck, and more than the promise usually swings.
    """
    told = trend_findings.drawn_rates(weeks)
    marked = _marked(told)
    drawn = tuple(
        TrendWeek(
            week.week,
            rate,
            cases,
            *((None, None, None) if mark is None else (mark.low, mark.high, mark.variation)),
        )
        for (week, rate, cases), mark in zip(told, marked, strict=True)
    )
    notes = _notes(cursor, links, drawn) if drawn else ()
    return Trend(_title(weeks), drawn, notes)


def _title(weeks: Sequence[WeekPromise]) -> Message:
    """Return the trend's finding, of two weeks compared in fewer words than a page has room for."""
    title = trend_findings.trend_title(weeks)
    if {"now", "before"} <= title.values.keys():
        return Message("{now} kept this week, {before} the week before", title.values)
    if "now" in title.values:
        return Message("{now} kept this week; no case the week before", title.values)
    return title


def _marked(
    told: Sequence[tuple[WeekPromise, float | None, int]],
) -> Sequence[ChartedPoint | None]:
    if not told:
        return []
    points = tuple(
        Point(week.week, rate, cases, 0 if rate is None else round(cases * (1 - rate)))
        for week, rate, cases in told
    )
    return charted(Signal(_PROMISE, "", points[-1].week, "share", points))


def _notes(
    cursor: duckdb.DuckDBPyConnection, links: Iterable[Link], weeks: Sequence[TrendWeek]
) -> tuple[Happened, ...]:
    scopes = ["", *(f"{link.supplier} > {link.customer}" for link in links)]
    since: date = weeks[0].week.monday
    rows = cursor.execute(
        _NOTES, {"scopes": scopes, "since": since, "until": weeks[-1].week.end.date()}
    ).fetchall()
    return tuple(Happened(day, text) for day, text in rows)
