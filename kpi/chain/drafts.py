"""Proposals drafted from what links without agreement have done so far."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

from kpi.agreements import Link, Terms, agreement_spans
from kpi.agreements.draft import Draft, judged_by
from kpi.chain.promise import promise_targets
from kpi.measures import KPIS, Week, due_handoffs

_HISTORY = Path(__file__).with_name("history_rows.sql").read_text(encoding="utf-8")
_REACHED = """
SELECT h.supplier, h.customer, h.service, count(*), count_if({good})
FROM due_handoffs h
WHERE {candidate} AND {counted} AND {at} >= $first AND {at} < $last
GROUP BY ALL
"""
_AGREED = """
SELECT DISTINCT supplier, customer, service FROM agreement_spans
WHERE starts <= $moment AND $moment < ends
"""
WEEKS = 26
# Fewer say nothing about what nine of ten take.
FEWEST = 20
# Nobody keeps everything: a target of 100 % is broken by the first miss.
HIGHEST = 0.99
# What people say when they promise: minutes, hours, days, weeks.
_SPOKEN = (
    0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 16, 24, 36, 48, 72, 96, 120, 144, 168, 240, 336, 504, 720,
)  # fmt: skip


@dataclass(frozen=True)
class HistoryDraft:
    """A draft and what it rests on.

    Parameters
    ----------
    draft : Draft
    deliveries : int
        Delivered in the span.
    median_hours, slow_hours : float
        From request to delivery: half, and nine of ten, took no longer.
    reached : float
        Share on time if the drafted lead time had counted, of those due in the span.
    judged, right : int
        Judged by the customer, and right first time.
    """

    draft: Draft
    deliveries: int
    median_hours: float
    slow_hours: float
    reached: float
    judged: int
    right: int


def human_hours(hours: float) -> float:
    """Return the next number of hours that people promise in: 24, 36, 48, 72; whole weeks later.

    Examples
    --------
    >>> [human_hours(h) for h in (0.1, 7.2, 25, 100, 800)]
    [0.25, 8, 36, 120, 840]
    """
    return next((h for h in _SPOKEN if h >= hours), 168 * math.ceil(hours / 168))


def drafts_from_history(
    cursor: duckdb.DuckDBPyConnection,
    *,
    as_of: datetime,
    weeks: int | None = WEEKS,
    valid_from: date | None = None,
    skip: Container[Link] = (),
) -> tuple[HistoryDraft, ...]:
    """Return a draft for each link without an agreement in force, those that hold most work first.

    The lead time is what nine of ten took, rounded up to a number that people promise in; the
    on-time target is the share that this would have reached; first time right likewise, where
    customers judge. All in whole per cent, rounded down.

    Parameters
    ----------
    weeks : int, optional
        Complete weeks to look back on; None for the whole record.
    valid_from : date, optional
        First day of the drafts.
    skip : container of Link
        Links to leave out, such as those that are being negotiated.

    Notes
    -----
    Links to external customers are left out: what they were promised is their promise target. So
    are links with fewer than `FEWEST` deliveries.
    """
    last = Week.last_complete(as_of).end if weeks is not None else as_of + timedelta(microseconds=1)
    first = last - timedelta(weeks=weeks) if weeks is not None else datetime(1, 1, 1)
    span = {"first": first, "last": last}
    due_handoffs(cursor, as_of)
    slow, right = KPIS["lead_time_p90"].counting, KPIS["first_time_right"].counting
    rows = cursor.execute(
        _HISTORY.format(
            delivered=slow.candidate, hours=slow.value, judged=right.counted, right=right.good
        ),
        span,
    ).fetchall()
    wanted = _without_agreement(cursor, as_of)
    history = [
        (Link(*row[:3]), row[3:])
        for row in rows
        if row[3] >= FEWEST and wanted(Link(*row[:3])) and Link(*row[:3]) not in skip
    ]
    times = {link: float(human_hours(facts[2])) for link, facts in history}
    reached = _reached(cursor, times, span, as_of)
    found = [
        _drafted(link, facts, times[link], reached[link], valid_from)
        for link, facts in history
        if link in reached
    ]
    return tuple(sorted(found, key=lambda d: (-d.deliveries * d.median_hours, d.draft.link)))


def _without_agreement(
    cursor: duckdb.DuckDBPyConnection, as_of: datetime
) -> Callable[[Link], bool]:
    agreement_spans(cursor)
    rows = cursor.execute(_AGREED, {"moment": as_of}).fetchall()
    agreed, outside = {Link(*row) for row in rows}, promise_targets(cursor)
    return lambda link: link not in agreed and link.customer not in outside


def _reached(
    cursor: duckdb.DuckDBPyConnection,
    times: dict[Link, float],
    span: dict[str, datetime],
    as_of: datetime,
) -> dict[Link, float]:
    """Return the share on time had these lead times counted; not delivered counts as missed."""
    on_time = KPIS["on_time_rate"].counting
    query = _REACHED.format(
        good=on_time.good,
        candidate=on_time.candidate,
        counted=on_time.counted,
        at=on_time.belongs_at,
    )
    drafts = (Draft(link, Terms(lead_time_hours=hours)) for link, hours in times.items())
    with judged_by(cursor, drafts):
        due_handoffs(cursor, as_of)
        rows = cursor.execute(query, span).fetchall()
    # The view of due times was made while the drafts counted; let nobody find it so.
    due_handoffs(cursor, as_of)
    return {Link(*row[:3]): row[4] / row[3] for row in rows}


def _drafted(
    link: Link,
    facts: Iterable[float],
    hours: float,
    reached: float,
    valid_from: date | None,
) -> HistoryDraft:
    deliveries, median, slow, judged, right = facts
    targets = {"on_time_rate": _whole_per_cent(reached)}
    if judged >= FEWEST:
        targets["first_time_right"] = _whole_per_cent(right / judged)
    terms = Terms.of(targets, lead_time_hours=hours, valid_from=valid_from)
    return HistoryDraft(
        Draft(link, terms),
        int(deliveries),
        float(median),
        float(slow),
        reached,
        int(judged),
        int(right),
    )


def _whole_per_cent(share: float) -> float:
    # A share such as 0.29 is 28.999… times a hundred.
    return min(HIGHEST, math.floor(100 * share + 1e-9) / 100)
