"""Which agreement, target and lead time were in force for a link, and when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from kpi.agreements.links import Link

_SPANS = Path(__file__).with_name("spans.sql").read_text(encoding="utf-8")
# Every column of every row counts, in any order; a draft's view of that name is other rows.
_WHAT_IS_AGREED = """
SELECT concat(count(*), ' ', sum(hash(a))), getvariable('agreement_spans') FROM agreements a
"""
# After it the agreements are looked at again, also inside of `agreed_as_now`.
LOOK_AGAIN = "RESET VARIABLE agreed_as_now"


@dataclass(frozen=True)
class TargetInForce:
    """A target that counts for a link and KPI at some instant.

    Parameters
    ----------
    link : Link
    kpi : str
        Id of the KPI.
    target : float
        A share from 0 to 1, hours, a count or a rating, by the KPI's unit.
    agreement, version
        Which agreement says so.
    since : datetime
        When this very target came into force; a renewal with the same target continues it.
    previous_target : float, optional
        The different target that it replaced, if there was one.
    """

    link: Link
    kpi: str
    target: float
    agreement: str
    version: int
    since: datetime
    previous_target: float | None


def agreement_spans(cursor: duckdb.DuckDBPyConnection) -> None:
    """Create the temp tables that say what was agreed when, on this cursor.

    All spans are half-open, ``[starts, ends)``; without an end, ``ends`` is infinity.

    - ``agreement_spans``: the agreements' rows over the time in which their version counts, with
      ``signed_in``, the instant it came into force: the latest of valid_from and both acceptances.
    - ``target_spans``: link, kpi, target, agreement, version, starts, ends, ``since`` (when this
      very target came into force), ``previous_target`` and ``previous_until``.
    - ``lead_time_spans``: link, lead_time_hours, agreement, version, starts, ends;
      ``repair_time_spans`` with repair_time_hours and ``response_spans`` with response_hours alike.

    Notes
    -----
    A row is in force with status accepted, or ended up to its valid_to (included, and then
    required). Within an agreement the version with the latest start counts, then the highest; it
    replaces the others as a whole, also in what it no longer mentions. Between agreements of one
    link the same order decides per KPI. Nothing that is signed later reaches back before its
    signature, so a past verdict stays.

    A balance asks for them a dozen times: tables made of the very same rows stay as they are, and
    inside of `agreed_as_now` nobody even looks.
    """
    if cursor.execute("SELECT getvariable('agreed_as_now') IS NOT NULL").fetchall()[0][0]:
        return
    agreed, made_of = cursor.execute(_WHAT_IS_AGREED).fetchall()[0]
    if agreed != made_of:
        cursor.execute("RESET VARIABLE agreement_spans")
        cursor.execute(_SPANS)
        cursor.execute("SET VARIABLE agreement_spans = $agreed", {"agreed": agreed})


@contextmanager
def agreed_as_now(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let what is agreed now count until the block ends, whatever is signed meanwhile.

    Who asks many questions gets answers that fit together, and sooner: to look whether anything
    was signed takes longer than many of them. Inside of another, that one's answers count on.

    The variable ``agreed_as_now`` names the block: what others keep for its time they keep under
    that name.
    """
    if cursor.execute("SELECT getvariable('agreed_as_now') IS NOT NULL").fetchall()[0][0]:
        yield
        return
    agreement_spans(cursor)
    cursor.execute("SET VARIABLE agreed_as_now = uuid()")
    try:
        yield
    finally:
        cursor.execute(LOOK_AGAIN)


def targets_in_force(
    cursor: duckdb.DuckDBPyConnection, moment: datetime, link: Link | None = None
) -> tuple[TargetInForce, ...]:
    """Return the targets that count at an instant, sorted by link and KPI.

    Parameters
    ----------
    moment : datetime
        Wall time in the company's zone.
    link : Link, optional
        Only this link's.
    """
    agreement_spans(cursor)
    rows = cursor.execute(
        """
        SELECT supplier, customer, service, kpi, target, agreement, version, since, previous_target
        FROM target_spans
        WHERE starts <= $moment AND $moment < ends
          AND ($every OR (supplier, customer, service) = ($supplier, $customer, $service))
        ORDER BY ALL
        """,
        {"moment": moment, "every": link is None, **(link or Link("", ""))._asdict()},
    ).fetchall()
    return tuple(TargetInForce(Link(*row[:3]), *row[3:]) for row in rows)


def lead_time_in_force(
    cursor: duckdb.DuckDBPyConnection, link: Link, moment: datetime
) -> float | None:
    """Return the lead time in hours that a link had agreed at an instant, or None."""
    agreement_spans(cursor)
    row = cursor.execute(
        """
        SELECT lead_time_hours FROM lead_time_spans
        WHERE (supplier, customer, service) = ($supplier, $customer, $service)
          AND starts <= $moment AND $moment < ends
        """,
        {"moment": moment, **link._asdict()},
    ).fetchone()
    return None if row is None else float(row[0])


def lead_times_in_force(cursor: duckdb.DuckDBPyConnection, moment: datetime) -> dict[Link, float]:
    """Return the lead time in hours of every link that had agreed one at an instant."""
    agreement_spans(cursor)
    rows = cursor.execute(
        """
        SELECT supplier, customer, service, lead_time_hours FROM lead_time_spans
        WHERE starts <= $moment AND $moment < ends
        """,
        {"moment": moment},
    ).fetchall()
    return {Link(*row[:3]): float(row[3]) for row in rows}
