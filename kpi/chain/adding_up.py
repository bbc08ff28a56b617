"""Whether the targets on the way to a customer outside add up to what that one was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import prod
from pathlib import Path

import duckdb

from kpi.agreements import Link, targets_in_force
from kpi.chain.promise import promise_targets

_ROUTES = Path(__file__).with_name("routes_of_link.sql").read_text(encoding="utf-8")
# A way that fewer of the link's cases take is an exception, not the chain.
COMMON, FEWEST = 0.1, 5


@dataclass(frozen=True)
class AddingUp:
    """The slowest common way of a link's cases to a customer outside.

    Parameters
    ----------
    customer : str
    route : tuple of Link
        In the order of the work.
    cases : int
        That took it.
    allowed_hours : float, optional
        What all its handoffs together were allowed, elapsed: from request to due, summed; the
        median case. None where no handoff of it has a due.
    undated : int
        Handoffs on it without a due.
    told_hours : float, optional
        From the first request to the due that the customer was told; the median case.
    product : float
        The on-time targets of its links multiplied: how many cases would meet none of a delay.
    untargeted : int
        Links on it without an on-time target; they count as always on time.
    promise_target : float, optional
        The share of cases promised to the customer.
    """

    customer: str
    route: tuple[Link, ...]
    cases: int
    allowed_hours: float | None
    undated: int
    told_hours: float | None
    product: float
    untargeted: int
    promise_target: float | None

    @property
    def times_fit(self) -> bool | None:
        """Whether the times fit in what was told; None where that cannot be said."""
        if self.allowed_hours is None or self.told_hours is None:
            return None
        return self.allowed_hours <= self.told_hours

    @property
    def shares_fit(self) -> bool | None:
        """Whether all links exactly on target would keep the promise; None without a target."""
        return None if self.promise_target is None else self.product >= self.promise_target


def adding_up(
    cursor: duckdb.DuckDBPyConnection, link: Link, first: datetime, last: datetime, as_of: datetime
) -> AddingUp | None:
    """Return the slowest common way through a link to a customer outside; None if none is common.

    Reads the temp tables of `kpi.chain.cases.choose_cases`, which must cover the span. The way of a
    case is found backwards: before each handoff the last that was delivered to its supplier.

    Notes
    -----
    The product takes lateness at one link to be independent of that at another, and every late
    handoff to break the promise: it is the least that the targets alone guarantee.
    """
    span = {"first": first, "last": last, **link._asdict()}
    rows = cursor.execute(_ROUTES, span).fetchall()
    whole = sum(row[2] for row in rows)
    common = [row for row in rows if row[2] >= max(FEWEST, COMMON * whole)]
    if not common:
        return None
    route, customer, cases, allowed, undated, told = max(
        common, key=lambda row: (row[3] or 0.0, row[2])
    )
    links = tuple(Link(*names) for names in route)
    targets = {
        found.link: found.target
        for found in targets_in_force(cursor, as_of)
        if found.kpi == "on_time_rate"
    }
    return AddingUp(
        customer=customer,
        route=links,
        cases=cases,
        allowed_hours=allowed,
        undated=undated,
        told_hours=told,
        product=prod(targets.get(one, 1.0) for one in links),
        untargeted=sum(one not in targets for one in links),
        promise_target=promise_targets(cursor).get(customer),
    )
