"""Look at the cells of columns that may hold dates, and times of day beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from kpi.intake.clock_sql import FRACTION, LIKE_A_CLOCK, ZEROS, plain_sql
from kpi.intake.dates import EMPTY_WORDS
from kpi.intake.plan import Plan
from kpi.intake.times_sql import literal, word_list
from kpi.intake.values import trim_sql

# One in so many cells may be a slip; more are what the column means.
SLIPS = 20
# A time that is written and is no midnight, in a column of dates.
_OWN_TIME = r"\d[t, ] *\d{1,2}:\d{2}|^\d{8}t?\d{4}|^\d{5}[.,]\d*[1-9]"
_MIDNIGHT = (
    r"[t, ] *(?:0?0:00(?::00(?:[.,]0+)?)?(?: ?a\.? ?m\.?)?|12:00(?::00)? ?a\.? ?m\.?)"
    r" *(?:z|[+-]\d\d:?\d\d)?$|^\d{8}t?0+$"
)
_LATE = r"^(?:2[5-9]|[3-9]\d|\d{3,})[:h]"
_LOOK = """
WITH cells AS (SELECT unnest({places}) AS place, unnest({cells}) AS cell FROM ({source})),
told AS (
    SELECT place, cell, {plain} AS text FROM cells
    WHERE cell <> '' AND lower(cell) NOT IN {empty})
SELECT place, count(*) AS filled,
    count(*) FILTER (regexp_matches(text, {clock})) AS clocks,
    count(*) FILTER (regexp_matches(text, {clock}) AND regexp_matches(text, '{late}')) AS late,
    count(*) FILTER (regexp_matches(text, {fraction}) OR regexp_matches(text, '{zeros}'))
        AS shares,
    count(*) FILTER (regexp_full_match(text, '([01]\\d|2[0-4])[0-5]\\d[0-5]\\d')) AS six,
    count(*) FILTER (regexp_full_match(text, '[1-9][0-5]\\d[0-5]\\d')) AS five,
    count(*) FILTER (regexp_full_match(text, '([01]\\d|2[0-4])[0-5]\\d')) AS four,
    count(*) FILTER (regexp_full_match(text, '[1-9][0-5]\\d')) AS three,
    min(cell) FILTER (regexp_full_match(text, '\\d{{5}}')) AS short_six,
    min(cell) FILTER (regexp_full_match(text, '\\d{{3}}')) AS short_four,
    count(*) FILTER (regexp_full_match(text, '\\d{{1,2}}:\\d{{2}}:\\d{{2}}')) AS seconds,
    count(*) FILTER (regexp_full_match(text, '\\d{{1,2}}:\\d{{2}}')) AS minutes,
    count(*) FILTER (regexp_matches(text, '{own}') AND NOT regexp_matches(text, '{midnight}'))
        AS own_times,
    count(*) FILTER (regexp_full_match(text, '[0:.,]+')) AS zeros,
    count(*) FILTER (regexp_matches(text, '\\d') AND NOT regexp_matches(text, {clock})
                     AND NOT regexp_matches(text, {fraction})) AS others
FROM told GROUP BY place
"""


@dataclass(frozen=True)
class ClockCells:
    """What the filled cells of a column look like.

    Parameters
    ----------
    filled : int
    are_clocks, are_dates : bool
        Most are times of day; most are dates without one, or nothing is filled.
    are_lengths : bool
        Some are later than 24:00: they may be lengths of time.
    only_zeros : bool
        Nothing but midnights is written.
    digits : int
        Of times without colons: 6, 4, or 0 where there are none.
    fast : str
        Format for try_strptime that reads nearly all of them, ``""`` where there is none.
    written : str
        For people: ``hh:mm``.
    shortened : int
        Times without colons that lack the zero in front.
    short_sample : str
        One of them.
    """

    filled: int = 0
    are_clocks: bool = False
    are_dates: bool = True
    are_lengths: bool = False
    only_zeros: bool = False
    digits: int = 0
    fast: str = ""
    written: str = "hh:mm"
    shortened: int = 0
    short_sample: str = ""

    @property
    def may_be_clocks(self) -> bool:
        """Whether the rest of a column that begins so may make it one of times of day."""
        return self.are_clocks or self.only_zeros or not self.filled


def look_at(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, places: Sequence[int]
) -> Mapping[int, ClockCells]:
    """Look at all cells of some columns, given by position."""
    query = _LOOK.format(
        places=list(places),
        cells="[" + ", ".join(trim_sql(f"c{at}", plan.padding) for at in places) + "]",
        source=source,
        plain=plain_sql("cell"),
        empty=word_list((*EMPTY_WORDS, *plan.said.empty)),
        clock=literal(LIKE_A_CLOCK),
        late=_LATE,
        fraction=literal(FRACTION),
        zeros=ZEROS,
        own=_OWN_TIME,
        midnight=_MIDNIGHT,
    )
    found = {place: ClockCells() for place in places}
    rows = cursor.execute(query)
    names = [column[0] for column in rows.description or ()]
    for row in rows.fetchall():
        counts = dict(zip(names, row, strict=True))
        found[counts["place"]] = _told(counts)
    return found


def _told(counts: Mapping[str, Any]) -> ClockCells:
    """Judge a column by what was counted in it."""
    filled: int = counts["filled"]
    bare = {6: counts["six"] + counts["five"], 4: counts["four"] + counts["three"]}
    digits = max(bare, key=lambda length: bare[length])
    like = counts["clocks"] + counts["shares"] + bare[digits]
    usual = filled - filled // SLIPS
    if counts["seconds"] * 2 > filled:
        written = "hh:mm:ss"
    elif bare[digits] * 2 > filled:
        written = "hhmmss" if digits == 6 else "hhmm"
    else:
        written = "Excel" if counts["shares"] > counts["clocks"] else "hh:mm"
    return ClockCells(
        filled,
        # Where nothing but midnights is written, no time of day was kept.
        are_clocks=2 * like >= filled and counts["zeros"] < filled,
        are_lengths=counts["late"] * SLIPS > filled,
        are_dates=counts["own_times"] * 2 <= filled and counts["others"] * 2 >= filled,
        only_zeros=counts["zeros"] == filled,
        digits=digits if bare[digits] else 0,
        fast=" %H:%M:%S"
        if counts["seconds"] >= usual
        else " %H:%M"
        if counts["minutes"] >= usual
        else "",
        written=written,
        shortened=counts["five"] if digits == 6 else counts["three"],
        short_sample=counts["short_six" if digits == 6 else "short_four"] or "",
    )
