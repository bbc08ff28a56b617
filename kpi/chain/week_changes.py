"""What changed since last week: links, agreements and the promise outside, in sentences.

For pages, pictures and slides: `week_changes` finds everything that changed from one week's
balance to the next, the most important first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from kpi.agreements.links import Link
from kpi.chain.change import KINDS, Change, Kind
from kpi.chain.link_changes import presence_changes, verdict_changes
from kpi.chain.model import Balance
from kpi.chain.promise_model import WeekPromise
from kpi.chain.promise_move import PromiseMove, promise_move
from kpi.chain.term_changes import Speaking, agreed_at, term_changes
from kpi.measures import Window, catalogue, latest_instant, supplier_clocks

__all__ = ["KINDS", "Change", "Kind", "PromiseMove", "WeekChanges", "week_changes"]

_KNOWN_BEFORE = """
SELECT DISTINCT supplier, customer, service FROM handoffs
WHERE requested_at < $monday AND (supplier, customer, service) IN
    (SELECT (unnest($suppliers), unnest($customers), unnest($services)))
"""


@dataclass(frozen=True)
class WeekChanges:
    """What changed since the same window one week earlier.

    Parameters
    ----------
    window : Window
        Of now.
    promise : PromiseMove
        The promise outside, now and then.
    changes : tuple of Change
        The most important first: by kind in the order of `KINDS`, then by what the link decides.
    """

    window: Window
    promise: PromiseMove
    changes: tuple[Change, ...]

    def of_kind(self, *kinds: Kind) -> tuple[Change, ...]:
        """Return the changes of some kinds, in their order."""
        return tuple(change for change in self.changes if change.kind in kinds)


def week_changes(
    cursor: duckdb.DuckDBPyConnection,
    *,
    now: Balance,
    before: Balance,
    weeks: Iterable[WeekPromise] = (),
) -> WeekChanges:
    """Return what changed since the same window one week earlier.

    Parameters
    ----------
    now, before : Balance
        Of a window, and of ``window.previous``, as of the same instant.
    weeks : iterable of WeekPromise, optional
        The promise of the weeks before, where the caller has it already; as of the same instant.

    Raises
    ------
    ValueError
        If the balances are not of two such windows.

    Notes
    -----
    What was agreed is compared at the ends of the two windows, as verdicts are. A link that judges
    anew because it got or lost its agreement is told once, as `agreed` or `ended`. No link is
    called silent before the week is over and the data has reached it: days to come, or without
    files, are no silence.
    Replaces the temp tables of `kpi.chain.cases.choose_cases` on this cursor.
    """
    if before.window != now.window.previous or before.as_of != now.as_of:
        raise ValueError("the second balance must be of the window one week earlier, as of then")
    kpis = catalogue(cursor)
    speaking = Speaking(
        kpis,
        {clock.supplier for clock in supplier_clocks(cursor)},
        {effect.link: effect.verdict for effect in now.all_links},
        {e.link: e.broken_share for balance in (before, now) for e in balance.all_links},
    )
    agreed = list(
        term_changes(
            agreed_at(cursor, _last_instant(now)),
            agreed_at(cursor, _last_instant(before)),
            speaking,
        )
    )
    judged = verdict_changes(now, before, kpis)
    seen = presence_changes(now, before, _known_before(cursor, now))
    if not _is_over(cursor, now):
        seen = (change for change in seen if change.kind != "silent_link")
    moved = promise_move(cursor, now, before, weeks=weeks)
    return WeekChanges(now.window, moved, ordered([*agreed, *judged, *seen]))


def ordered(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes by importance, without those that only follow from another of them."""
    changes = list(changes)
    explained = {
        ("newly_judged", c.link) if c.kind == "agreed" else ("no_longer_judged", c.link)
        for c in changes
        if c.kind in ("agreed", "ended", "silent_link")
    }
    told = [change for change in changes if (change.kind, change.link) not in explained]
    return tuple(sorted(told, key=lambda change: change.importance))


def _last_instant(balance: Balance) -> datetime:
    """Return when the agreements that judge a window are in force: on its last day."""
    return min(balance.as_of, balance.window.end - timedelta(microseconds=1))


def _known_before(cursor: duckdb.DuckDBPyConnection, now: Balance) -> Collection[Link]:
    """Return those of the window's links that had a handoff before its last week."""
    links = [effect.link for effect in now.all_links if effect.handoffs]
    asked = {
        "monday": now.window.week.start,
        "suppliers": [link.supplier for link in links],
        "customers": [link.customer for link in links],
        "services": [link.service for link in links],
    }
    return {Link(*row) for row in cursor.execute(_KNOWN_BEFORE, asked).fetchall()}


def _is_over(cursor: duckdb.DuckDBPyConnection, now: Balance) -> bool:
    """Whether the week has passed and the data has reached it."""
    latest = latest_instant(cursor)
    return latest is not None and now.window.week.start <= latest and now.window.end <= now.as_of
