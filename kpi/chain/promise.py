"""The promise to the customers outside: counted, and judged against what each was promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isnan, nan
from pathlib import Path

import duckdb

from kpi.chain.cases import choose_outcomes
from kpi.chain.promise_model import CustomerPromise, Promise, WeekPromise
from kpi.measures import Week, latest_instant
from kpi.verdicts import judge_shares, worst

_COUNTS = Path(__file__).with_name("promise_counts.sql").read_text(encoding="utf-8")
_BY_WEEK = """
SELECT date_trunc('week', belongs_to)::DATE,
       count(*) FILTER (WHERE outcome = 'kept'),
       count(*) FILTER (WHERE outcome IN ('kept', 'broken')),
       count(*) FILTER (WHERE outcome = 'unknown'),
       count(*) FILTER (WHERE outcome = 'not due'),
       count(*) FILTER (WHERE external AND outcome = 'kept'),
       count(*) FILTER (WHERE external AND outcome IN ('kept', 'broken'))
FROM chain_cases WHERE belongs_to >= $first AND belongs_to < $last GROUP BY ALL
"""
_TARGETS = "SELECT party, promise_target FROM parties WHERE external = 'customer'"


@dataclass(frozen=True)
class Counts:
    """Cases of one customer in a span; ``external`` where it is a known external customer."""

    customer: str
    external: bool
    kept: int
    cases: int
    unknown: int = 0
    unfinished: int = 0


def count_cases(
    cursor: duckdb.DuckDBPyConnection, first: datetime, last: datetime
) -> tuple[Counts, ...]:
    """Return the cases that belong to ``[first, last)``, per customer of their last end.

    Reads the temp tables of `kpi.chain.cases.choose_cases`, which must cover the span.
    """
    rows = cursor.execute(_COUNTS, {"first": first, "last": last}).fetchall()
    return tuple(Counts(*row) for row in rows)


def promise_targets(cursor: duckdb.DuckDBPyConnection) -> dict[str, float | None]:
    """Return every known external customer with its promise target, None where it has none."""
    return dict(cursor.execute(_TARGETS).fetchall())


def judge_promise(counts: tuple[Counts, ...], targets: Mapping[str, float | None]) -> Promise:
    """Judge each external customer's promise, and the whole.

    Parameters
    ----------
    counts : tuple of Counts
        As `count_cases` gives them.
    targets : dict
        External customer -> promise target or None. One with a target and no case is judged too:
        ``no data``.

    Examples
    --------
    >>> promise = judge_promise((Counts("Tiendas", True, 28, 40),), {"Tiendas": 0.9})
    >>> promise.verdict, promise.rate, promise.target
    ('broken', 0.7, 0.9)
    """
    seen = {c.customer for c in counts}
    silent = sorted(name for name, t in targets.items() if t is not None and name not in seen)
    listed = [*counts, *(Counts(name, True, 0, 0) for name in silent)]
    customers = _judge_customers(listed, targets)
    outside = [c for c in customers if c.external]
    verdict = worst([c.verdict for c in outside])
    aimed = [c for c in outside if c.target is not None]
    target = _weighted_target(aimed)
    kept, cases = sum(c.kept for c in counts), sum(c.cases for c in counts)
    whole = judge_shares([kept], [cases], [nan])
    held_to = judge_shares(
        [sum(c.kept for c in aimed)], [sum(c.cases for c in aimed)], [_number(target)]
    )
    return Promise(
        kept=kept,
        cases=cases,
        target=target,
        verdict=verdict,
        p_value=_known(held_to.p_value[0]),
        low=_known(whole.low[0]),
        high=_known(whole.high[0]),
        unknown=sum(c.unknown for c in counts),
        unfinished=sum(c.unfinished for c in counts),
        customers=customers,
        within_chance=verdict == "kept" and any(c.within_chance for c in outside),
    )


def promise_by_week(
    cursor: duckdb.DuckDBPyConnection, *, first: Week, last: Week, as_of: datetime
) -> tuple[WeekPromise, ...]:
    """Return the promise outside week by week, the first and the last included, for the trend.

    Every week is judged as of the one instant given: a case that was late in reaching its end
    counts in the week of its due.
    """
    choose_outcomes(cursor, first.start, last.end, as_of=as_of)
    return promise_by_week_of_chosen(cursor, first=first, last=last, as_of=as_of)


def promise_by_week_of_chosen(
    cursor: duckdb.DuckDBPyConnection, *, first: Week, last: Week, as_of: datetime
) -> tuple[WeekPromise, ...]:
    """Likewise from the cases already chosen, which must cover the weeks."""
    rows = cursor.execute(_BY_WEEK, {"first": first.start, "last": last.end}).fetchall()
    counted = {Week(monday): counts for monday, *counts in rows}
    latest = latest_instant(cursor)
    weeks = (last.monday - first.monday) // timedelta(weeks=1) + 1
    found = []
    for week in (first.shift(n) for n in range(weeks)):
        kept, cases, unknown, unfinished, *external = counted.get(week, (0,) * 6)
        complete = latest is not None and week.start <= latest and week.end <= as_of
        found.append(WeekPromise(week, kept, cases, unknown, unfinished, complete, *external))
    return tuple(found)


def moved_by_mix(now: tuple[Counts, ...], before: tuple[Counts, ...]) -> bool:
    """Say whether the total moved against every customer's rate: who asks changed, not how well.

    Customers with cases in both spans are the parts; fewer than two of them are no mix.

    Examples
    --------
    Both customers do better, the total does worse: more of it is the difficult one.

    >>> before = (Counts("A", True, 90, 100), Counts("B", True, 5, 10))
    >>> now = (Counts("A", True, 10, 11), Counts("B", True, 51, 100))
    >>> moved_by_mix(now, before)
    True
    """
    earlier = {c.customer: c for c in before if c.cases}
    parts = [(c, earlier[c.customer]) for c in now if c.cases and c.customer in earlier]
    if len(parts) < 2:
        return False
    total = _move(_total(now), _total(before))
    return total != 0 and all(_move(c, was) == -total for c, was in parts)


def _judge_customers(
    listed: list[Counts], targets: Mapping[str, float | None]
) -> tuple[CustomerPromise, ...]:
    aims = [targets.get(c.customer) if c.external else None for c in listed]
    judged = judge_shares(
        [c.kept for c in listed], [c.cases for c in listed], [_number(aim) for aim in aims]
    )
    return tuple(
        CustomerPromise(
            customer=c.customer,
            kept=c.kept,
            cases=c.cases,
            target=aims[i],
            verdict=str(judged.verdict[i]),
            p_value=_known(judged.p_value[i]),
            low=_known(judged.low[i]),
            high=_known(judged.high[i]),
            within_chance=bool(judged.within_chance[i]),
            external=c.external,
        )
        for i, c in enumerate(listed)
    )


def _weighted_target(aimed: list[CustomerPromise]) -> float | None:
    """Return the targets weighted by cases; where there is no case yet, alike."""
    if not aimed:
        return None
    weights = [c.cases for c in aimed] if any(c.cases for c in aimed) else [1] * len(aimed)
    weighted = sum((c.target or 0.0) * w for c, w in zip(aimed, weights, strict=True))
    return weighted / sum(weights)


def _total(counts: tuple[Counts, ...]) -> Counts:
    return Counts("", False, sum(c.kept for c in counts), sum(c.cases for c in counts))


def _move(now: Counts, before: Counts) -> int:
    """Return 1, 0 or −1 as the rate rose, stayed or fell; in whole numbers, never by rounding."""
    difference = now.kept * before.cases - before.kept * now.cases
    return (difference > 0) - (difference < 0)


def _number(value: float | None) -> float:
    return nan if value is None else value


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)
