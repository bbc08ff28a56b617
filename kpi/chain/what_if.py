"""What if: the promise outside, had some links kept more of their own promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb

from kpi.agreements.links import Link
from kpi.chain.cases import choose_cases
from kpi.chain.mended import Mended, expected_saved
from kpi.chain.promise import count_cases, promise_targets
from kpi.measures import Window
from kpi.words import Message, UserError

_SEEN = """
SELECT DISTINCT h.supplier, h.customer, h.service
FROM chain_handoffs h JOIN chain_cases c USING (case_number)
WHERE c.outcome IN ('kept', 'broken') AND c.belongs_to >= $first AND c.belongs_to < $last
"""


class WhatIfError(UserError):
    """A what-if asks for something that the record cannot answer."""


@dataclass(frozen=True)
class CustomerWhatIf:
    """The promise to one external customer, as it was and as it would be.

    Parameters
    ----------
    kept, cases : int
        Cases kept and counted.
    target : float, optional
    would_keep : float
        Cases that would be kept: whole where links keep all or nothing more, else expected.
    """

    customer: str
    kept: int
    cases: int
    target: float | None
    would_keep: float

    @property
    def rate(self) -> float:
        """The share kept."""
        return self.kept / self.cases

    @property
    def rate_after(self) -> float:
        """The share that would be kept."""
        return self.would_keep / self.cases


@dataclass(frozen=True)
class WhatIf:
    """The promise outside if some links had kept more of their own promises.

    Parameters
    ----------
    window : Window
    mended : dict
        Link -> the parts of its own misses that it would not have made.
    kept, cases : int
        Of all external customers.
    would_keep : float
    customers : tuple of CustomerWhatIf
    unknown_links : tuple of Link
        Asked for, but without a handoff in the window's counted cases: they change nothing.
    """

    window: Window
    mended: dict[Link, Mended]
    kept: int
    cases: int
    would_keep: float
    customers: tuple[CustomerWhatIf, ...]
    unknown_links: tuple[Link, ...]

    @property
    def rate(self) -> float | None:
        """The share kept; None without cases."""
        return self.kept / self.cases if self.cases else None

    @property
    def rate_after(self) -> float | None:
        """The share that would be kept; None without cases."""
        return self.would_keep / self.cases if self.cases else None


def what_if(
    cursor: duckdb.DuckDBPyConnection,
    *,
    window: Window,
    as_of: datetime,
    mended: Mapping[Link, Mended],
) -> WhatIf:
    """Return the promise outside, had links kept more of their own promises.

    Parameters
    ----------
    window : Window
    as_of : datetime
        What happens later has not happened.
    mended : mapping
        Link -> the parts of its own delays and returns that it would not have made: with 1 it keeps
        all of its promises. See `share_to_mend` for "meets its target".

    Raises
    ------
    WhatIfError
        If a share is not from 0 to 1.

    Notes
    -----
    The broken, finished cases are replayed as for the effects; see `kpi.chain.mended` for what is
    mended in each. The result is what is expected; cases still open stay broken.
    """
    for link, parts in mended.items():
        for share in (parts.late, parts.returns):
            if not 0 <= share <= 1:
                raise WhatIfError(
                    Message(
                        "{link}: the share to mend must be from 0 to 1, not {share}.",
                        {"link": link.name, "share": str(share)},
                    )
                )
    choose_cases(cursor, window.start, window.end, as_of=as_of)
    saved = _by_customer(cursor, expected_saved(cursor, window.start, window.end, mended))
    span = {"first": window.start, "last": window.end}
    seen = {Link(*names) for names in cursor.execute(_SEEN, span).fetchall()}
    targets = promise_targets(cursor)
    customers = tuple(
        CustomerWhatIf(
            c.customer, c.kept, c.cases, targets.get(c.customer), c.kept + saved.get(c.customer, 0)
        )
        for c in count_cases(cursor, window.start, window.end)
        if c.external and c.cases
    )
    return WhatIf(
        window=window,
        mended=dict(mended),
        kept=sum(c.kept for c in customers),
        cases=sum(c.cases for c in customers),
        would_keep=sum(c.would_keep for c in customers),
        customers=customers,
        unknown_links=tuple(sorted(mended.keys() - seen)),
    )


def _by_customer(cursor: duckdb.DuckDBPyConnection, saved: Mapping[int, float]) -> dict[str, float]:
    """Add up what is saved by the external customer of each case."""
    rows = cursor.execute("SELECT case_number, customer FROM chain_cases WHERE external").fetchall()
    total: dict[str, float] = {}
    for number, customer in rows:
        total[customer] = total.get(customer, 0.0) + saved.get(number, 0.0)
    return total
