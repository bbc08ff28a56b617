"""How the files of each source arrive: what their loads kept out, how late, and what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

_ARRIVALS = Path(__file__).with_name("arrivals.sql").read_text(encoding="utf-8")
FEWEST_DAYS = 4  # with a load, from which the usual interval is told
WEEKEND = 3  # days of silence that are never overdue: Friday to Monday
# In a file's name they are part of a date.
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
    "agosto", "septiembre", "setiembre", "octubre", "noviembre", "diciembre", "ene", "abr", "ago",
    "dic",
)  # fmt: skip
_WEEKS = """
SELECT coalesce(source, ''), kind, date_trunc('week', loaded)::DATE AS week, count(*),
       sum(records)::BIGINT, sum(rejected)::BIGINT, sum(in_conflict)::BIGINT
FROM arrivals GROUP BY ALL ORDER BY ALL
"""
_SOURCES = """
WITH days AS (SELECT DISTINCT source, kind, loaded::DATE AS day FROM arrivals),
gaps AS (
    SELECT *, day - lag(day) OVER (PARTITION BY source, kind ORDER BY day) AS gap FROM days
), rhythm AS (
    SELECT source, kind, max(day) AS last_day, $today - max(day) AS silent,
           CASE WHEN count(*) >= $fewest THEN median(gap) END AS usual
    FROM gaps GROUP BY ALL
), lags AS (
    SELECT source, kind, count(*) AS loads, median(lag_hours) AS lag_median,
           quantile_cont(lag_hours, 0.9) AS lag_p90
    FROM arrivals GROUP BY ALL
)
SELECT coalesce(r.source, '') AS source, r.kind, loads, last_day, silent, usual,
       usual IS NOT NULL AND silent > greatest(2 * usual, $weekend) AS overdue, lag_median, lag_p90
FROM rhythm r JOIN lags l ON l.kind = r.kind AND l.source IS NOT DISTINCT FROM r.source
ORDER BY overdue DESC, last_day DESC, source, r.kind
"""


@dataclass(frozen=True)
class LoadedWeek:
    """What the files of a source said that were loaded in one ISO week.

    Parameters
    ----------
    week : date
        Its Monday, in the company's zone.
    loads : int
        Standing loads.
    records, rejected, in_conflict : int
        All records of their files, and those kept out.
    """

    week: date
    loads: int
    records: int
    rejected: int
    in_conflict: int

    @property
    def kept_out(self) -> float | None:
        """The share of the records rejected or in conflict; None without records."""
        return (self.rejected + self.in_conflict) / self.records if self.records else None


@dataclass(frozen=True)
class Source:
    """The files of one kind whose names differ in dates and digits alone.

    Parameters
    ----------
    name : str
        What their names have in common; empty where a date is all they say.
    kind : str
    loads : int
        Standing loads.
    last_day : date
        Of the latest, in the company's zone.
    silent_days : int
        Since then.
    usual_days : float, optional
        Median days between days with a load; None with fewer than `FEWEST_DAYS` of these.
    overdue : bool
        Silent for more than twice as long as usual, and longer than a weekend.
    lag_median, lag_p90 : float, optional
        Hours from the latest fact of a load (delivered, else requested, not after the load) to the
        load, over the loads. None where none holds such facts.
    weeks : tuple of LoadedWeek
        Weeks with a load, in order.
    """

    name: str
    kind: str
    loads: int
    last_day: date
    silent_days: int
    usual_days: float | None
    overdue: bool
    lag_median: float | None
    lag_p90: float | None
    weeks: tuple[LoadedWeek, ...]


def arrivals(cursor: duckdb.DuckDBPyConnection, *, now: datetime, zone: str) -> tuple[Source, ...]:
    """Return every source of standing loads: those overdue first, then the latest heard of.

    Parameters
    ----------
    now : datetime
        With a zone; what is overdue is told for it.
    zone : str
        The company's, in which days and weeks are told.

    Notes
    -----
    Two files are of one source if their kinds are equal and so are their names without folder,
    ending, digits, names of months and the letters of a numbered week, quarter or version (W12,
    Q1, v2), in small letters. Several loads on a day are one arrival.
    """
    where = ZoneInfo(zone)
    made = cursor.execute("SELECT load, loaded_at FROM loads ORDER BY load").fetchall()
    walls = [at.replace(tzinfo=UTC).astimezone(where).replace(tzinfo=None) for _, at in made]
    cursor.execute(
        _ARRIVALS, {"loads": [load for load, _ in made], "walls": walls, "months": MONTHS}
    )
    weeks: dict[tuple[str, str], list[LoadedWeek]] = {}
    for name, kind, *week in cursor.execute(_WEEKS).fetchall():
        weeks.setdefault((name, kind), []).append(LoadedWeek(*week))
    today = now.astimezone(where).date()
    rows = cursor.execute(
        _SOURCES, {"today": today, "fewest": FEWEST_DAYS, "weekend": WEEKEND}
    ).fetchall()
    return tuple(Source(*(*row, tuple(weeks[row[0], row[1]]))) for row in rows)
