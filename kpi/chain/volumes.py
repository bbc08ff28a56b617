"""Volumes, hold times and where cases wait: true of a company that has agreed nothing yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from kpi.agreements import agreement_spans
from kpi.agreements.links import Link
from kpi.chain.flow_model import LinkVolume, Waiting
from kpi.chain.promise import promise_targets
from kpi.measures import WINDOWS, Week, Window, due_handoffs
from kpi.measures.due import instant_sql, some_due_handoffs
from kpi.measures.near import course_near, due_near, undelivered

# As few as no verdict is given on.
FEWEST = 5
PROPOSAL_WEEKS = max(WINDOWS)
_LINK_VOLUMES = Path(__file__).with_name("link_volumes.sql").read_text(encoding="utf-8")
_AGREED = """
SELECT DISTINCT supplier, customer, service FROM agreement_spans
WHERE starts <= $moment AND $moment < ends
"""


def link_volumes(
    cursor: duckdb.DuckDBPyConnection, window: Window, as_of: datetime
) -> tuple[LinkVolume, ...]:
    """Return handoffs, hold times, open work and returns of every link, sorted by link.

    Links are those with a handoff requested, due or delivered in the window, or open as of now.
    """
    due_handoffs(cursor, as_of)
    near = (
        undelivered(as_of),
        f"delivered_at >= {instant_sql(window.start)}",
        due_near(cursor, window.start, window.end),
    )
    seen = some_due_handoffs(cursor, as_of, only=f"({' OR '.join(near)})")
    span = {"first": window.start, "last": window.end}
    course = course_near(cursor, window.start, window.end, as_of=as_of)
    rows = cursor.execute(_LINK_VOLUMES.format(seen=seen, course=course), span).fetchall()
    return tuple(LinkVolume(Link(*row[:3]), *row[3:]) for row in rows)


def where_cases_wait(volumes: Iterable[LinkVolume]) -> tuple[Waiting, ...]:
    """Return the parties that held work in the window, those with most hours first.

    Parameters
    ----------
    volumes : iterable of LinkVolume
        As `link_volumes` gives them.

    Examples
    --------
    >>> buys = LinkVolume(Link("Compras", "Almacén"), 3, 2, 5.0, 30.0, 1, 2.5, 0, 0)
    >>> packs = LinkVolume(Link("Almacén", "Ventas"), 4, 4, 2.0, 10.0, 0, None, 0, 0)
    >>> [(w.party, w.share) for w in where_cases_wait([packs, buys])]
    [('Compras', 0.75), ('Almacén', 0.25)]
    """
    volumes = list(volumes)
    of_all = sum(v.held_hours for v in volumes)
    by_party: dict[str, list[LinkVolume]] = {}
    for volume in volumes:
        by_party.setdefault(volume.link.supplier, []).append(volume)
    waiting = []
    for party, mine in by_party.items():
        hours = sum(v.held_hours for v in mine)
        ages = [v.oldest_open_days for v in mine if v.oldest_open_days is not None]
        waiting.append(
            Waiting(
                party=party,
                held_hours=hours,
                share=hours / of_all if of_all else 0.0,
                open=sum(v.open for v in mine),
                oldest_open_days=max(ages, default=None),
            )
        )
    return tuple(sorted(waiting, key=lambda w: (-w.held_hours, -w.open, w.party)))


def propose_first(
    cursor: duckdb.DuckDBPyConnection, week: Week, as_of: datetime, *, most: int = 10
) -> tuple[LinkVolume, ...]:
    """Return the links without an agreement when a week ends, those most worth agreeing first.

    The order is by volume times hold in the 13 weeks to it, whatever window is looked at, because
    an agreement is made for long: deliveries × their median hours, as
    `LinkVolume.impact_hours`. The median, not the mean, so that a few forgotten handoffs do not
    lead; straight returns and then volume decide where that is equal. Links with fewer than
    `FEWEST` deliveries come after all others: one slow handoff is no habit to agree about. Links to
    external customers are left out: what they were promised is their promise target.

    Parameters
    ----------
    most : int
        No more than so many.
    """
    window = Window(week, PROPOSAL_WEEKS)
    volumes = link_volumes(cursor, window, as_of)
    agreement_spans(cursor)
    moment = min(as_of, window.end - timedelta(microseconds=1))
    outside = promise_targets(cursor)
    agreed = {Link(*row) for row in cursor.execute(_AGREED, {"moment": moment}).fetchall()}
    waiting = [
        v for v in volumes if v.handoffs and v.link not in agreed and v.link.customer not in outside
    ]

    def worth(v: LinkVolume) -> tuple[bool, float, int, int, Link]:
        return (v.delivered < FEWEST, -v.impact_hours, -v.sent_back, -v.handoffs, v.link)

    return tuple(sorted(waiting, key=worth)[:most])
