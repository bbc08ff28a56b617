"""Read from the record how the company hangs together in a window."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import duckdb

from kpi.agreements.links import Link
from kpi.chain.cases import choose_cases
from kpi.chain.ping_pong import ping_pong_of_chosen
from kpi.chain.structure.model import OnEveryWay, Structure, Ways
from kpi.chain.structure.paths import leading_nowhere, on_every_way
from kpi.chain.structure.shape import bridges, loops, same_service
from kpi.measures import Window
from kpi.measures.near import asked_or_due

_HERE = Path(__file__).parent
_WAYS = (_HERE / "window_ways.sql").read_text(encoding="utf-8")
_PARTY_CASES = (_HERE / "party_cases.sql").read_text(encoding="utf-8")
_PARTIES = "SELECT party, external FROM parties"
_CASES = "SELECT count(*) FROM chain_cases WHERE belongs_to >= $first AND belongs_to < $last"


def structure(cursor: duckdb.DuckDBPyConnection, *, window: Window, as_of: datetime) -> Structure:
    """Return what the graph of a window shows: what stands on every way, loops, bridges and so on.

    Its links are those of the handoffs requested or due in the window, and of the cases that belong
    to it. Replaces the temp tables of `kpi.chain.cases.choose_cases` on this cursor.
    """
    choose_cases(cursor, window.start, window.end, as_of=as_of)
    span = {"first": window.start, "last": window.end}
    seen = asked_or_due(cursor, window.start, window.end, as_of=as_of)
    rows = cursor.execute(_WAYS.format(seen=seen), span).fetchall()
    passed = cursor.execute(_PARTY_CASES, span).fetchall()
    cases_of: dict[str | Link, int] = {Link(*row[:3]): row[4] for row in rows}
    cases_of |= {party: cases for party, cases, _ in passed}
    without_cases = bool(rows) and all(row[5] for row in rows)
    begun = None if without_cases else {party for party, _, begun in passed if begun}
    known = dict(cursor.execute(_PARTIES).fetchall())
    ways = _ways({Link(*row[:3]): row[3] for row in rows}, begun, known)
    ((cases,),) = cursor.execute(_CASES, span).fetchall()
    return Structure(
        window=window,
        ways=ways,
        cases=cases,
        without_cases=without_cases,
        on_every_way=tuple(
            OnEveryWay(what, to, cases_of.get(what, 0)) for what, to in on_every_way(ways).items()
        ),
        bridges=bridges(ways),
        loops=loops(ways),
        ping_pong=ping_pong_of_chosen(cursor, window),
        same_service=same_service(ways),
        isolated=tuple(sorted(ways.known - ways.parties)),
        leading_nowhere=leading_nowhere(ways),
    )


def _ways(handoffs: dict[Link, int], begun: set[str] | None, known: dict[str, str]) -> Ways:
    """Find the sources; `begun`: the parties where cases begin, None where no handoff names one."""
    customers = frozenset(party for party, external in known.items() if external == "customer")
    if begun is None:
        balance: Counter[str] = Counter()
        for link, n in handoffs.items():
            balance[link.supplier] += n
            balance[link.customer] -= n
        begun = {party for party, more in balance.items() if more > 0}
    givers = {link.supplier for link in handoffs}
    receivers = {link.customer for link in handoffs if link.supplier != link.customer}
    outside = {party for party in givers if known.get(party) in ("customer", "supplier")}
    return Ways(
        handoffs=handoffs,
        sources=frozenset((begun & givers) | outside | (givers - receivers)),
        customers=customers,
        known=frozenset(known),
    )
