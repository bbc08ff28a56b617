"""Ways to the customers outside, searched by taking one thing out at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from .flow import Link, System, known_at
from .oracle import Case, cases_of, period


@dataclass(frozen=True)
class Graph:
    """Links, where work begins, and the external customers."""

    links: frozenset[Link]
    sources: frozenset[str]
    customers: frozenset[str]
    cases: tuple[Case, ...]

    @property
    def parties(self) -> frozenset[str]:
        return frozenset(end for link in self.links for end in link[:2])


def graph_of(system: System, start: datetime, end: datetime, as_of: datetime) -> Graph:
    """Read the links of the window's handoffs and cases, and where its cases begin."""
    known = known_at(system, as_of)
    in_window = [
        h
        for h in known
        if start <= h.requested < end or (h.due is not None and start <= h.due < end)
    ]
    cases = tuple(
        case
        for case in cases_of(system, as_of)
        if not (case.unfinished and case.due is None) and start <= period(case) < end
    )
    of_cases = [h for case in cases for h in case.handoffs]
    links = frozenset(h.link for h in (*in_window, *of_cases))
    first = {
        min(case.handoffs, key=lambda h, c=case: (h.requested, c.handoffs.index(h))).link.supplier
        for case in cases
    }
    receivers = {link.customer for link in links if link.customer != link.supplier}
    outside = {p.name for p in system.parties if p.external != "no"}
    givers = {link.supplier for link in links}
    return Graph(
        links=links,
        sources=frozenset((first & givers) | (givers - receivers) | (givers & outside)),
        customers=system.external_customers,
        cases=cases,
    )


def reached(graph: Graph, without: str | Link | None = None) -> frozenset[str]:
    """Follow every way from every source, through nobody outside and not through what is out."""
    used = [link for link in graph.links if without not in (link, *link[:2])]
    customers = graph.customers
    # What a customer hands in itself begins there; what it received has ended.
    ready = [link for link in used if link.supplier in graph.sources]
    met: set[str] = set()
    while ready:
        link = ready.pop()
        if link.customer in met:
            continue
        met.add(link.customer)
        if link.customer not in customers:
            ready += [other for other in used if other.supplier == link.customer]
    return frozenset(met & customers)


def needed(graph: Graph) -> dict[str | Link, tuple[str, ...]]:
    """What, taken out, cuts some customer off, and which; customers themselves left out."""
    whole = reached(graph)
    found: dict[str | Link, tuple[str, ...]] = {}
    for what in (*graph.parties, *graph.links):
        lost = tuple(sorted(whole - reached(graph, what) - {what}))
        if lost:
            found[what] = lost
    return found


def passed(graph: Graph, what: str | Link) -> tuple[set[str], Counter[str]]:
    """Return the cases that passed there, and how many of each external customer."""
    cut = [
        case for case in graph.cases if any(what in (h.link, *h.link[:2]) for h in case.handoffs)
    ]
    return {case.case_id for case in cut}, Counter(c.customer for c in cut if c.customer)


def knots(graph: Graph) -> set[frozenset[str]]:
    """Groups of parties that reach each other, through no customer outside."""
    reach = {party: _from(graph, party) for party in graph.parties}
    groups = {
        frozenset(other for other in reach[party] if party in reach[other])
        for party in graph.parties
        if party in reach[party]
    }
    return {group for group in groups if len(group) > 1}


def _from(graph: Graph, party: str) -> Collection[str]:
    met: set[str] = set()
    ready = [party]
    while ready:
        here = ready.pop()
        for link in graph.links:
            inside = link.customer not in graph.customers and link.customer != link.supplier
            if link.supplier == here and inside and link.customer not in met:
                met.add(link.customer)
                ready.append(link.customer)
    return met
