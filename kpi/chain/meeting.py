"""What the promise outside would have been, had one link met its target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb
import numpy as np

from kpi.agreements import Link
from kpi.chain.coalitions import Floats
from kpi.chain.effects import broken_cases, count_cases_of, number_links
from kpi.chain.replay import Bools, Group, grouped, replay


@dataclass(frozen=True)
class Meeting:
    """The promise outside as it was, and as it would have been.

    Parameters
    ----------
    cases, kept : int
        Counted cases of the span, and those kept.
    saved : float
        Further cases kept, had the link met its targets: expected, and at least.
    saved_at_best : int
        Had the link kept every promise of its own.
    """

    cases: int
    kept: int
    saved: float
    saved_at_best: int

    @property
    def rate(self) -> float | None:
        """Share of cases kept; None without cases."""
        return self.kept / self.cases if self.cases else None

    @property
    def rate_after(self) -> float | None:
        """Share of cases kept, had the link met its targets."""
        return (self.kept + self.saved) / self.cases if self.cases else None


def meeting(
    cursor: duckdb.DuckDBPyConnection,
    link: Link,
    first: datetime,
    last: datetime,
    *,
    late_mended: float,
    returns_mended: float,
) -> Meeting:
    """Replay the broken cases of a span as if a link had missed less often.

    Reads the temp tables of `kpi.chain.cases.choose_cases`, which must cover the span.

    Parameters
    ----------
    late_mended, returns_mended : float
        Share of the link's own late handoffs, and of its returned ones, that would have been good:
        0 where it meets its target already, 1 where it would miss none.

    Notes
    -----
    As in a what-if, the link keeps its promises in each case with that chance, late ones and
    returned ones apart. Cases still held are not replayed, so it is no more than the truth.
    """
    links = number_links(cursor)
    counted, broken = count_cases_of(cursor, first, last)
    saved, at_best = 0.0, 0
    if link in links:
        rows, facts, _ = broken_cases(cursor, first, last)
        for group in grouped(rows, facts):
            chance, kept = _saved(group, links.index(link), late_mended, returns_mended)
            saved += float(chance @ kept)
            at_best += int(kept.sum())
    return Meeting(counted, counted - broken, saved, at_best)


def _saved(
    group: Group, number: int, late_mended: float, returns_mended: float
) -> tuple[Floats, Bools]:
    """Return, per case, the chance that the link's misses are mended, and if that saves it."""
    ours = group.links == number
    repaired = np.stack([np.zeros_like(ours), ours], axis=1)
    kept = replay(group, repaired)
    at_link = group.rows.link == number
    late = (at_link & (group.rows.own > 0)).any(axis=0)
    back = (at_link & group.rows.returned).any(axis=0)
    chance = np.where(late, late_mended, 1.0) * np.where(back, returns_mended, 1.0)
    return chance, kept[:, 1] & ~kept[:, 0]
