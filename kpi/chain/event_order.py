"""The events of a log in the order of their cases: each with the wait for the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.chain.orders import BITS, Ints, rows_in_order, sorted_pairs
from kpi.chain.replay import Bools

_EVENTS = Path(__file__).with_name("follows.sql").read_text(encoding="utf-8")
_NUMBERS = (
    """
    CREATE OR REPLACE TEMP TABLE follows_steps AS
    SELECT step, CAST(row_number() OVER (ORDER BY step) - 1 AS INTEGER) AS step_number
    FROM (SELECT DISTINCT {step} AS step FROM events WHERE {step} <> '')
    """,
    """
    CREATE OR REPLACE TEMP TABLE follows_cases AS
    SELECT case_id, CAST(row_number() OVER () - 1 AS INTEGER) AS case_number
    FROM (SELECT DISTINCT case_id FROM events)
    """,
)
_NAMES = "SELECT step FROM follows_steps ORDER BY step_number"
_SPAN = """
SELECT (SELECT count(*) FROM follows_cases), epoch_us(min(happened_at)),
       epoch_us(max(happened_at)), max(abs(epoch_us(happened_at) % 1_000_000)),
       max(abs(epoch_us(happened_at) % 1_000))
FROM events WHERE happened_at <= $as_of
"""
_KEYS = """
SELECT (CAST(case_number AS BIGINT) << ($times + $steps))
       | (((epoch_us(happened_at) - $origin) // $unit) << $steps) | step_number AS key
"""
_COLUMNS = """
SELECT case_number, step_number, (epoch_us(happened_at) - $origin) // $unit AS time, load, line
"""
_SOME = "AND case_number IN (SELECT case_number FROM follows_unsettled)"
AT_ONCE = 1 << 15  # keys: what is made of them stays in the cache
SECOND, MILLISECOND = 1_000_000, 1_000  # microseconds


@dataclass(frozen=True)
class Log:
    """What the events of a store span.

    Parameters
    ----------
    steps : list of str
        By their number, in alphabetical order.
    cases : int
        They are numbered from 0, in ``follows_cases``.
    origin, latest : int
        The first and the last event, microseconds.
    unit : int
        The microseconds of a whole second, of a thousandth or 1: each event is at a whole number
        of them.
    """

    step: str
    steps: list[str]
    cases: int
    origin: int
    latest: int
    unit: int

    @property
    def step_bits(self) -> int:
        """How many bits the number of a step takes."""
        return max(len(self.steps) - 1, 0).bit_length()

    @property
    def time_bits(self) -> int:
        """How many a time takes, in units from the origin; or a wait."""
        return ((self.latest - self.origin) // self.unit).bit_length()

    @property
    def fits(self) -> bool:
        """Whether case, time and step fit in one whole number, and two steps and a wait."""
        case_bits = max(self.cases - 1, 0).bit_length()
        return self.step_bits + self.time_bits + max(case_bits, self.step_bits) <= BITS


def number_log(cursor: duckdb.DuckDBPyConnection, step: str, as_of: datetime) -> Log | None:
    """Give steps and cases numbers, in temp tables; None without any event by as-of.

    Parameters
    ----------
    step : str
        The column that names the step; ours, never what a user typed.
    """
    for statement in _NUMBERS:
        cursor.execute(statement.format(step=step))
    steps = [name for (name,) in cursor.execute(_NAMES).fetchall()]
    cases, first, last, in_second, in_millisecond = cursor.execute(
        _SPAN, {"as_of": as_of}
    ).fetchall()[0]
    if first is None:
        return None
    unit = MILLISECOND if in_millisecond == 0 else 1
    unit = SECOND if in_second == 0 else unit
    return Log(step, steps, cases, first, last, unit)


def waits_by_pair(
    cursor: duckdb.DuckDBPyConnection, log: Log, *, as_of: datetime, first: datetime, last: datetime
) -> tuple[Ints, Ints]:
    """Return number and wait of every pair of events that follow each other, sorted by both.

    The number holds that of the step in the bits above that of the next; the wait is in units of
    the log. A case follows its events in the order of time, then of the loads that brought them and
    of their lines.

    Parameters
    ----------
    first, last : datetime
        Only what followed in ``[first, last)``.

    Notes
    -----
    Case, time and step of an event are packed in one whole number, which sorts several times as
    fast as columns do, and the engine packs them while it reads. Where that does not fit, and in
    cases where unlike steps happen at one instant, columns are sorted.
    """
    # Their first whole units at or after.
    span = tuple(-((log.origin - _micros(end)) // log.unit) for end in (first, last))
    if not log.fits:
        return sorted_pairs(*_by_columns(cursor, log, as_of, span, np.arange(log.cases)))
    (key,) = _read(cursor, _KEYS, log, as_of, {"steps": log.step_bits, "times": log.time_bits})
    key.sort()
    unsettled = np.unique(np.concatenate([_tied(part, log) for part in _parts(key)]))
    packed = _packed(key, log, span, unsettled)
    if len(unsettled):
        pair, wait = _by_columns(cursor, log, as_of, span, unsettled)
        packed = np.concatenate([packed, (pair << log.time_bits) | wait])
    packed.sort()
    return packed >> log.time_bits, packed & _ones(log.time_bits)


def _parts(key: Ints) -> Iterator[Ints]:
    """Yield the keys in parts that stay in the cache, each with the first of the next."""
    for start in range(0, max(len(key) - 1, 1), AT_ONCE):
        yield key[start : start + AT_ONCE + 1]


def _tied(key: Ints, log: Log) -> Ints:
    """Return the cases in which unlike steps happen at one instant, from sorted keys."""
    before, after = key[:-1], key[1:]
    tied = ((before ^ after) >> log.step_bits == 0) & (before != after)
    cases: Ints = before[tied] >> (log.step_bits + log.time_bits)
    return cases


def _packed(key: Ints, log: Log, span: tuple[int, ...], unsettled: Ints) -> Ints:
    """Replace sorted keys by pairs above waits, where the case is settled; return these."""
    settled = np.ones(log.cases, bool)
    settled[unsettled] = False
    length = 0
    for part in _parts(key):
        case = part >> (log.step_bits + log.time_bits)
        follows = (case[1:] == case[:-1]) & (settled[case[1:]] if len(unsettled) else True)
        time = (part >> log.step_bits) & _ones(log.time_bits)
        pair, wait = _pairs(part & _ones(log.step_bits), time, follows, log, span)
        # There are fewer pairs than keys: no key is written over before it is read.
        key[length : length + len(pair)] = (pair << log.time_bits) | wait
        length += len(pair)
    return key[:length]


def _by_columns(
    cursor: duckdb.DuckDBPyConnection, log: Log, as_of: datetime, span: tuple[int, ...], cases: Ints
) -> tuple[Ints, Ints]:
    """Return the pairs of some cases and their waits, by time, load and line."""
    cursor.register("follows_unsettled", pd.DataFrame({"case_number": cases}))
    case, step, time, load, line = _read(cursor, _COLUMNS, log, as_of, {}, _SOME)
    cursor.unregister("follows_unsettled")
    order = rows_in_order(case, time, load, line)
    case, step, time = case[order], step[order].astype(np.int64), time[order]
    return _pairs(step, time, case[1:] == case[:-1], log, span)


def _pairs(
    step: Ints, time: Ints, follows: Bools, log: Log, span: tuple[int, ...]
) -> tuple[Ints, Ints]:
    """Return number and wait of each event that follows another in the span."""
    first, last = span
    if first > 0 or last <= (log.latest - log.origin) // log.unit:
        follows = follows & (time[1:] >= first) & (time[1:] < last)
    pair = (step[:-1] << log.step_bits) | step[1:]
    return pair[follows], np.diff(time)[follows]


def _ones(bits: int) -> int:
    return (1 << bits) - 1


def _read(  # noqa: PLR0917 - a query in parts, for this module alone
    cursor: duckdb.DuckDBPyConnection,
    columns: str,
    log: Log,
    as_of: datetime,
    values: dict[str, int],
    where: str = "",
) -> list[NDArray[Any]]:
    values = values | {"origin": log.origin, "unit": log.unit}
    query = columns + _EVENTS.format(step=log.step) + where
    found = cursor.execute(query, values | {"as_of": as_of}).fetchnumpy()
    return [np.ma.getdata(found[name]) for name in found]


def _micros(instant: datetime) -> int:
    return int(np.datetime64(instant, "us").astype(np.int64))
