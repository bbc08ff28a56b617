"""What the promise outside would have been, had one link met its target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from kpi.agreements import Link
from kpi.chain.effects import count_cases_of
from kpi.chain.mended import Mended, expected_saved


@dataclass(frozen=True)
class Meeting:
    """The promise outside as it was, and as it would have been.

    Parameters
    ----------
    cases, kept : int
        Counted cases of the span, and those kept.
    mended : Mended, optional
        What meeting the targets would have mended. None where no target is of delays or returns:
        of others it is not known what they do outside.
    saved : float
        Further cases kept, had the link met its targets: what is expected.
    saved_at_best : int
        Had the link kept every promise of its own.
    """

    cases: int
    kept: int
    mended: Mended | None
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
    mended: Mended | None,
) -> Meeting:
    """Replay the broken cases of a span as if a link had missed less often, as a what-if does.

    Reads the temp tables of `kpi.chain.cases.choose_cases`, which must cover the span.

    Parameters
    ----------
    mended : Mended, optional
        Share of the link's own late handoffs, and of its returned ones, that would have been good:
        0 where it meets its target already, 1 where it would miss none.

    Notes
    -----
    Cases still held are not replayed.
    """
    counted, broken = count_cases_of(cursor, first, last)
    saved, at_best = (
        sum(expected_saved(cursor, first, last, {link: parts}).values())
        for parts in (mended or Mended.every(0.0), Mended.every(1.0))
    )
    return Meeting(counted, counted - broken, mended, saved, round(at_best))
