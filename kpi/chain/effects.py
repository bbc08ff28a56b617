"""What each link did to the promises outside: effect, fair share, held cases, late minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from kpi.agreements.links import Link
from kpi.chain.coalitions import Floats, Saveable
from kpi.chain.fair_shares import SEED, Shares, join, share_out
from kpi.chain.replay import NEVER, Bools, CaseFacts, CaseRows, Ints

_HERE = Path(__file__).parent
_HANDOFFS = (_HERE / "broken_handoffs.sql").read_text(encoding="utf-8")
_CASES = (_HERE / "broken_cases.sql").read_text(encoding="utf-8")
_HELD = (_HERE / "held_cases.sql").read_text(encoding="utf-8")
_MINUTES = (_HERE / "link_minutes.sql").read_text(encoding="utf-8")
_LINKS = """
CREATE OR REPLACE TEMP TABLE chain_links AS
SELECT *, row_number() OVER (ORDER BY supplier, customer, service) - 1 AS link_number
FROM (SELECT DISTINCT supplier, customer, service FROM chain_handoffs)
"""
_COUNTED = """
SELECT count(*), count(*) FILTER (WHERE outcome = 'broken') FROM chain_cases
WHERE outcome IN ('kept', 'broken') AND belongs_to >= $first AND belongs_to < $last
"""

RESAMPLES = 200  # product rule
INTERVAL = (2.5, 97.5)  # percentiles of the resamples
MOSTLY = 0.8  # of the late minutes: nobody is excused by less
NEXT_TO_NOTHING = 0.01  # of the broken promises


@dataclass(frozen=True)
class Effects:
    """Arrays of one length, in the order of ``links``; all over the counted cases of one span.

    Parameters
    ----------
    counted, broken : int
        Kept and broken cases; the broken ones of them.
    fair_share : array of float
        Of the counted cases; held cases included.
    resampled, resampled_effect : array of float, [resample, link]
        The fair shares and the effects again, over cases drawn with replacement.
    saved, held : array of int
        Cases that the link alone saves, and that it holds open.
    handoffs : array of int
        Handoffs of the counted cases.
    own, inherited, open_own : array of float
        Late minutes.
    cannot_inherit : array of bool
        All its handoffs in the counted cases come from event logs.
    saveable, held_cases, sampled : int
        Cases that repairing everything saves; that are broken and unfinished; with sampled shares.
    repairs : Saveable
        The saveable cases, to be asked what other repairs would save.
    case_numbers : array of int
        The case of each index in `repairs`.
    """

    links: tuple[Link, ...]
    counted: int
    broken: int
    fair_share: Floats
    resampled: Floats
    resampled_effect: Floats
    saved: Ints
    held: Ints
    handoffs: Ints
    own: Floats
    inherited: Floats
    open_own: Floats
    cannot_inherit: Bools
    saveable: int
    held_cases: int
    sampled: int
    repairs: Saveable
    case_numbers: Ints

    @cached_property
    def number(self) -> dict[Link, int]:
        """Where each link stands in the arrays."""
        return {link: i for i, link in enumerate(self.links)}

    @cached_property
    def interval(self) -> Floats:
        """The 95 % interval of each fair share: [low and high, link]."""
        return np.percentile(self.resampled, INTERVAL, axis=0)

    @cached_property
    def effect_interval(self) -> Floats:
        """Likewise of each effect."""
        return np.percentile(self.resampled_effect, INTERVAL, axis=0)

    def share_of(self, link: Link) -> float:
        """Return the fair share of a link; 0 where it has no handoff in the cases."""
        return float(self.fair_share[self.number[link]]) if link in self.number else 0.0

    def resamples_of(self, link: Link) -> Floats:
        """Return the fair share of a link in each resample."""
        i = self.number.get(link)
        return np.zeros(RESAMPLES) if i is None else self.resampled[:, i]


def link_effects(cursor: duckdb.DuckDBPyConnection, first: datetime, last: datetime) -> Effects:
    """Return what each link did to the cases that belong to ``[first, last)``.

    Reads the temp tables of `kpi.chain.cases.choose_cases`, which must cover the span.
    """
    span = {"first": first, "last": last}
    links = number_links(cursor)
    counted, number_broken = count_cases_of(cursor, first, last)
    rows, facts, cases = broken_cases(cursor, first, last)
    shared = share_out(rows, facts)
    broken = shared.shares
    held_case, held_link, held_share = _columns(
        cursor, _HELD, span, ["case_number", "link", "share"]
    )
    held = Shares(held_case, held_link, held_share, np.zeros(len(held_case), bool))
    shares = join([Shares(cases[broken.case], broken.link, broken.share, broken.alone), held])
    names = ["link", "handoffs", "own", "inherited", "open_own", "cannot_inherit"]
    resampled, resampled_effect = _resample(shares, counted, len(links))
    link, *minutes = _columns(cursor, _MINUTES, span, names)
    handoffs, own, inherited, open_own, inherits_not = (
        _spread(m, link, len(links)) for m in minutes
    )
    return Effects(
        links=links,
        counted=counted,
        broken=number_broken,
        fair_share=_sum(shares.link, shares.share, len(links)) / max(counted, 1),
        resampled=resampled,
        resampled_effect=resampled_effect,
        saved=_count(broken.link[broken.alone], len(links)),
        held=_count(held.link, len(links)),
        handoffs=handoffs,
        own=own,
        inherited=inherited,
        open_own=open_own,
        cannot_inherit=inherits_not,
        saveable=len(shared.saveable),
        held_cases=len(np.unique(held.case)),
        sampled=shared.sampled,
        repairs=shared.saveable,
        case_numbers=cases,
    )


def number_links(cursor: duckdb.DuckDBPyConnection) -> tuple[Link, ...]:
    """Create the temp table ``chain_links``; return the links in the order of their numbers."""
    cursor.execute(_LINKS)
    rows = cursor.execute(
        "SELECT supplier, customer, service FROM chain_links ORDER BY link_number"
    ).fetchall()
    return tuple(Link(*row) for row in rows)


def count_cases_of(
    cursor: duckdb.DuckDBPyConnection, first: datetime, last: datetime
) -> tuple[int, int]:
    """Return how many cases of ``[first, last)`` are counted, and how many of these are broken."""
    counted, broken = cursor.execute(_COUNTED, {"first": first, "last": last}).fetchall()[0]
    return counted, broken


def broken_cases(
    cursor: duckdb.DuckDBPyConnection, first: datetime, last: datetime
) -> tuple[CaseRows, CaseFacts, Ints]:
    """Return the broken, finished cases of ``[first, last)``: handoffs, evidence and case numbers.

    Reads the temp tables ``chain_cases``, ``chain_handoffs`` and ``chain_links``.
    """
    values = {"first": first, "last": last, "never": int(NEVER)}
    names = "case_number link pred same_customer requested start delivered due own returned is_end"
    rows = CaseRows(*_columns(cursor, _HANDOFFS, values, names.split()))
    case, *facts = _columns(
        cursor, _CASES, values, ["case_number", "evidence", "case_due", "close", "last_end"]
    )
    return rows, CaseFacts(*facts), case


def _resample(shares: Shares, counted: int, links: int) -> tuple[Floats, Floats]:
    """Return the fair shares and the effects of 200 draws of the counted cases with replacement.

    Only cases that some link carries need a number: how many of the n draws fall on them is
    binomial, and which of them, uniform.
    """
    case, entry = np.unique(shares.case, return_inverse=True)
    fair, effect = np.zeros((2, RESAMPLES, links))
    if len(case) == 0:
        return fair, effect
    rng = np.random.default_rng(SEED)
    saving, saved = entry[shares.alone], shares.link[shares.alone]
    for resample in range(RESAMPLES):
        drawn = rng.integers(len(case), size=rng.binomial(counted, len(case) / counted))
        times = np.bincount(drawn, minlength=len(case))
        fair[resample] = _sum(shares.link, shares.share * times[entry], links) / counted
        effect[resample] = _sum(saved, times[saving].astype(np.float64), links) / counted
    return fair, effect


def late_by_inheritance(on_time: str, own: float, inherited: float, broken_share: float) -> bool:
    """Say whether a link is late by inheritance: red or amber, and not by its own doing.

    True where its on-time verdict is broken or at risk, at least 80 % of its late minutes are
    inherited (over the handoffs of the counted cases), and it carries less than 1 % of the broken
    promises.

    Examples
    --------
    >>> late_by_inheritance("broken", own=30, inherited=600, broken_share=0.0)
    True
    >>> late_by_inheritance("broken", own=300, inherited=600, broken_share=0.0)
    False
    """
    missed = on_time in ("broken", "at risk")
    received = inherited > 0 and inherited >= MOSTLY * (own + inherited)
    return missed and received and broken_share < NEXT_TO_NOTHING


def _columns(
    cursor: duckdb.DuckDBPyConnection, query: str, values: Mapping[str, object], names: list[str]
) -> list[NDArray[Any]]:
    found = cursor.execute(query, values).fetchnumpy()
    return [np.ma.getdata(found[name]) for name in names]


def _sum(link: Ints, value: Floats, links: int) -> Floats:
    total: Floats = np.bincount(link, value, minlength=links).astype(np.float64)
    return total


def _count(link: Ints, links: int) -> Ints:
    count: Ints = np.bincount(link, minlength=links)
    return count


def _spread(values: NDArray[Any], link: Ints, links: int) -> NDArray[Any]:
    whole = np.zeros(links, values.dtype)
    whole[link] = values
    return whole
