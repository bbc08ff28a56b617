"""What if: the promise outside, had some links kept more of their own promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb
import numpy as np

from kpi.agreements.links import Link
from kpi.chain.cases import choose_cases
from kpi.chain.effects import link_effects
from kpi.chain.promise import count_cases, promise_targets
from kpi.measures import Window
from kpi.words import Message, UserError


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
        Link -> the share of its own misses that it would not have made, 0 to 1.
    kept, cases : int
        Of all external customers.
    would_keep : float
    customers : tuple of CustomerWhatIf
    unknown_links : tuple of Link
        Asked for, but without a handoff in the window's counted cases: they change nothing.
    """

    window: Window
    mended: dict[Link, float]
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
    mended: Mapping[Link, float],
) -> WhatIf:
    """Return the promise outside, had links kept more of their own promises.

    Parameters
    ----------
    window : Window
    as_of : datetime
        What happens later has not happened.
    mended : mapping
        Link -> the share of its own misses (own delays and returns) that it would not have made:
        1 keeps all of its promises. See `share_to_mend` for "meets its target".

    Raises
    ------
    WhatIfError
        If a share is not from 0 to 1.

    Notes
    -----
    The broken, finished cases are replayed as for the effects. A link that mends a part of its
    misses does so in each case with that chance, whatever the others do: the result is what is
    expected, exact up to 10 contributing links in a case. Cases still open stay broken.
    """
    for link, share in mended.items():
        if not 0 <= share <= 1:
            raise WhatIfError(
                Message(
                    "{link}: the share to mend must be from 0 to 1, not {share}.",
                    {"link": link.name, "share": str(share)},
                )
            )
    choose_cases(cursor, window.start, window.end, as_of=as_of)
    effects = link_effects(cursor, window.start, window.end)
    chance = np.zeros(len(effects.links))
    for link, share in mended.items():
        if link in effects.number:
            chance[effects.number[link]] = share
    expected = effects.repairs.expected(chance)
    saved = _by_customer(cursor, effects.case_numbers[effects.repairs.cases()], expected)
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
        unknown_links=tuple(sorted(link for link in mended if link not in effects.number)),
    )


def share_to_mend(rate: float, target: float) -> float:
    """Return the share of its misses that a link must mend to raise its rate to a target.

    Examples
    --------
    Of 100 handoffs 80 are kept; for 95, three of every four misses must go.

    >>> round(share_to_mend(0.80, 0.95), 9)
    0.75
    >>> share_to_mend(0.97, 0.95)
    0.0
    """
    if rate >= target:
        return 0.0
    return (target - rate) / (1 - rate)


def _by_customer(
    cursor: duckdb.DuckDBPyConnection, numbers: np.ndarray, saved: np.ndarray
) -> dict[str, float]:
    """Add up what is saved by the external customer of each case."""
    rows = cursor.execute("SELECT case_number, customer FROM chain_cases WHERE external").fetchall()
    customer = dict(rows)
    total: dict[str, float] = {}
    for number, share in zip(numbers.tolist(), saved.tolist(), strict=True):
        if number in customer:
            total[customer[number]] = total.get(customer[number], 0.0) + share
    return total
