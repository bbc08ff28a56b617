"""What some periods can look at, so that a few weeks of a large store do not read it whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from kpi.measures.due import by_calendar, instant_sql, some_due_handoffs
from kpi.measures.kpi import Counting
from kpi.measures.sources import CAME_BACK, RELATIONS, course_sql, returned_sql

# Hours; what is agreed for longer than a century has no limit that could be computed with.
# An agreed time moves by the pauses; without calendars it is never further from the request.
LONGEST = 24 * 365 * 100.0
_REACH = """
SELECT coalesce((SELECT max(hours) FROM agreed_times), 0)
       + coalesce(greatest(max(paused_hours), 0), 0), coalesce(-least(min(paused_hours), 0), 0)
FROM handoffs"""
# Which stored rows can belong to the time asked for, by what decides the period.
# One instant a scan: a condition on either of two instants would read the whole table.
_DUE = (
    "promised_at >= {first} AND least(promised_at, requested_at) < {until}",
    "promised_at IS NULL AND {requested_at_least} AND requested_at < {until}",
)
_DELIVERED = "delivered_at >= {first} AND delivered_at < {end}"
_ONLY = {
    "h.delivered_at": (_DELIVERED,),
    "h.requested_at": ("requested_at >= {first} AND requested_at < {end}",),
    "h.due": _DUE,
    "coalesce(h.due, h.requested_at)": _DUE,
}
_OPEN = "requested_at < {end} AND (delivered_at IS NULL OR delivered_at > {first_instant})"
# What is open at the end of a period was requested in it or before, and delivered in none so far.
_OPEN_AT_ENDS = """(
    SELECT h.*, unnest(range(
               greatest(date_diff('{grain}', {first}, h.requested_at), 0),
               least(coalesce(date_diff('{grain}', {first}, h.delivered_at), {periods}), {periods})
           )) AS number
    FROM ({handoffs}) h
)"""
# The cases that can go straight back after one of some deliveries: they hold both directions. Few
# pairs hand over both ways in most companies, and only their handoffs are looked at.
_CASES = """
CREATE OR REPLACE TEMP TABLE asked_cases AS
WITH pairs AS MATERIALIZED (
    SELECT DISTINCT supplier, customer FROM handoffs
), both_ways AS MATERIALIZED (
    SELECT one.supplier, one.customer
    FROM pairs one JOIN pairs other
      ON other.supplier = one.customer AND other.customer = one.supplier
), delivered AS MATERIALIZED (
    SELECT DISTINCT case_id FROM handoffs
    WHERE {delivered} AND (supplier, customer) IN (FROM both_ways)
), later AS MATERIALIZED (
    SELECT case_id, supplier, customer FROM handoffs
    WHERE {later} AND (supplier, customer) IN (FROM both_ways) AND case_id IN (FROM delivered)
)
SELECT DISTINCT one.case_id
FROM later one
JOIN later other ON other.case_id = one.case_id
                AND other.supplier = one.customer AND other.customer = one.supplier"""
# The bounds let blocks of the table be left out where cases are numbered as they come.
_OF_CASES = """
 AND case_id IN (FROM asked_cases)
 AND case_id >= (SELECT min(case_id) FROM asked_cases)
 AND case_id <= (SELECT max(case_id) FROM asked_cases)"""


@dataclass(frozen=True)
class Asked:
    """The time that the temp table ``periods`` covers, and how far a due may be from its request.

    Parameters
    ----------
    first, end : datetime
        Where the first period starts and the last one ends.
    first_instant : datetime
        The last instant of the first period that counts.
    periods : int
    links : str
        Which links: a condition that begins with AND, or nothing.
    reach, back : timedelta
        No due that was agreed is later than the request by more than ``reach``, nor earlier by more
        than ``back``. Without limit (None) where a supplier has a calendar.
    """

    as_of: datetime
    grain: str
    first: datetime
    end: datetime
    first_instant: datetime
    periods: int
    reach: timedelta | None
    back: timedelta
    links: str = ""

    def only(self, condition: str) -> str:
        """Fill in the instants of a condition on stored rows of the links asked for."""
        return f"({self.when(condition)}) {self.links}"

    def when(self, condition: str) -> str:
        """Fill in the instants of a condition on stored rows, of whatever link."""
        reached = "true"
        if self.reach is not None:
            reached = f"requested_at >= {instant_sql(self.first - self.reach)}"
        return condition.format(
            first=instant_sql(self.first),
            end=instant_sql(self.end),
            until=instant_sql(self.end + self.back),
            first_instant=instant_sql(self.first_instant),
            requested_at_least=reached,
        )


def reach_of_dues(cursor: duckdb.DuckDBPyConnection) -> tuple[timedelta | None, timedelta]:
    """Return how far an agreed due may be after and before its request, see `Asked`.

    Needs `kpi.measures.sources.counted_sources` on this cursor.
    """
    reach, back = cursor.execute(_REACH).fetchall()[0]
    return (
        None if by_calendar(cursor) or reach > LONGEST else timedelta(hours=reach),
        timedelta(hours=min(back, LONGEST)),
    )


def asked(
    cursor: duckdb.DuckDBPyConnection, grain: str, as_of: datetime, links: str = ""
) -> Asked | None:
    """Return what the temp table ``periods`` covers, None where it has none.

    Needs `kpi.measures.sources.counted_sources` and then the periods on this cursor.

    Parameters
    ----------
    links : str
        Which links: a condition that begins with AND, or nothing.
    """
    first, end, first_instant, periods = cursor.execute(
        "SELECT min(starts), max(ends), min(last_instant), count(*) FROM periods"
    ).fetchall()[0]
    if not periods:
        return None
    reach, back = reach_of_dues(cursor)
    return Asked(as_of, grain, first, end, first_instant, periods, reach, back, links)


def asked_rows(
    cursor: duckdb.DuckDBPyConnection, asked: Asked, counting: Counting, expressions: str
) -> str:
    """Return the SQL of the rows of a counting's source that may belong to the time asked for.

    Parameters
    ----------
    expressions : str
        All that will be asked of the rows: it tells whether agreed times are needed.

    Notes
    -----
    Of open handoffs at the ends of periods there is a row for each of these, with its ``number``.
    """
    dated = re.search(r"\bh\.(due|agreed_due)\b", expressions) is not None

    def some(condition: str, *, dated: bool = dated) -> str:
        only = asked.only(condition)
        return some_due_handoffs(cursor, asked.as_of, only=only, dated=dated)

    def parts(*conditions: str) -> str:
        return " UNION ALL BY NAME ".join(f"FROM ({some(condition)})" for condition in conditions)

    if counting.kind == "snapshot":
        return _OPEN_AT_ENDS.format(
            grain=asked.grain,
            first=instant_sql(asked.first),
            periods=asked.periods,
            handoffs=some(_OPEN),
        )
    if counting.source == "course" and counting.belongs_at == "h.delivered_at":
        # What comes next in a case is delivered no earlier, or open.
        later = "(delivered_at >= {first} OR delivered_at IS NULL)"
        few = bool(asked.links) or _any_before(cursor, asked)
        if few:
            whens = {"delivered": asked.only(_DELIVERED), "later": asked.when(later)}
            cursor.execute(_CASES.format(**whens))
            later += _OF_CASES
        next_ones = some_due_handoffs(cursor, asked.as_of, only=asked.when(later))
        return f"({course_sql(some(_DELIVERED), next_ones, of_cases=few)})"
    if counting.source == "returns":
        # No repair time ends before the return, and a later repair is too late anyhow.
        returned = parts(
            f"{CAME_BACK} AND {_since(asked, 'returned_at')}",
            f"returned_at IS NULL AND NOT accepted AND {_since(asked, 'delivered_at')}",
        )
        again = some(_since(asked, "delivered_at"), dated=False)
        return f"({returned_sql(returned, again)})"
    if counting.source == "handoffs":
        return f"({parts(*_ONLY.get(counting.belongs_at, ('true',)))})"
    return RELATIONS[counting.source].whole


def _any_before(cursor: duckdb.DuckDBPyConnection, asked: Asked) -> bool:
    """Tell whether anything was delivered before: else the time asked for is all there is."""
    found = cursor.execute(
        "SELECT count(*) FROM (FROM handoffs WHERE delivered_at < $first LIMIT 1)",
        {"first": asked.first},
    ).fetchall()
    return bool(found[0][0])


def _since(asked: Asked, instant: str) -> str:
    """Return the condition that an agreed time after an instant may still be in the time asked."""
    until = f"{instant} < {instant_sql(asked.end)}"
    if asked.reach is None:
        return until
    return f"{instant} >= {instant_sql(asked.first - asked.reach)} AND {until}"
