"""Loops, bridges and duplicated supply of the company's graph."""

from __future__ import annotations

from collections import defaultdict

import networkx as nx

from kpi.chain.structure.model import Bridge, Loop, SameService, Supplier, Ways


def loops(ways: Ways) -> tuple[Loop, ...]:
    """Return the groups of parties among which work can come back, the busiest first.

    They are the strongly connected components of the graph; what a customer outside receives has
    arrived and does not come back by what that customer asks for next.

    Examples
    --------
    >>> from kpi.agreements import Link
    >>> ways = Ways({Link("A", "B"): 9, Link("B", "C"): 5, Link("C", "A"): 1, Link("B", "A"): 2},
    ...             frozenset("A"), frozenset(), frozenset("ABC"))
    >>> [(loop.parties, loop.way, loop.handoffs) for loop in loops(ways)]
    [(('A', 'B', 'C'), ('A', 'B', 'A'), 17)]
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    for link in sorted(ways.handoffs):
        if link.supplier != link.customer and link.customer not in ways.customers:
            so_far = graph.get_edge_data(*link[:2], default={}).get("handoffs", 0)
            graph.add_edge(*link[:2], handoffs=so_far + ways.handoffs[link])
    found = []
    for group in nx.strongly_connected_components(graph):
        if len(group) > 1:
            part = graph.subgraph(group)
            busiest = min(part.edges, key=lambda e: (-part.edges[e]["handoffs"], e))
            back = nx.bidirectional_shortest_path(part, busiest[1], busiest[0])
            total: int = sum(part.edges[edge]["handoffs"] for edge in part.edges)
            found.append(Loop(tuple(sorted(group)), (busiest[0], *back), total))
    return tuple(sorted(found, key=lambda loop: (-loop.handoffs, loop.parties)))


def bridges(ways: Ways) -> tuple[Bridge, ...]:
    """Return the pairs of parties whose exchange alone joins two parts of two parties or more.

    Directions and services do not matter. Whoever hangs on a single other is no part of its own.

    Notes
    -----
    Cost: O(parties + links) for the bridges, and the same for each of them for its parts.
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((link.supplier, link.customer) for link in sorted(ways.handoffs))
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    found = []
    for ends in nx.bridges(graph):
        a, b = sorted(ends)
        whole = nx.node_connected_component(graph, a)
        rest = nx.restricted_view(graph, [], [(a, b)])
        mine = nx.node_connected_component(rest, a)
        smaller = min(mine, whole - mine, key=lambda part: (len(part), min(part)))
        if len(smaller) > 1:
            found.append(Bridge(a, b, tuple(sorted(smaller))))
    return tuple(sorted(found, key=lambda bridge: (-len(bridge.behind), bridge.a, bridge.b)))


def same_service(ways: Ways) -> tuple[SameService, ...]:
    """Return the services that several suppliers give: to one customer first, then in the company.

    Handoffs that name no service tell nothing of it.
    """
    by_customer: dict[tuple[str, str | None], dict[str, int]] = defaultdict(dict)
    for link, handoffs in ways.handoffs.items():
        if link.service:
            by_customer[link.service, link.customer][link.supplier] = handoffs
            everyone = by_customer[link.service, None]
            everyone[link.supplier] = everyone.get(link.supplier, 0) + handoffs
    found = [
        SameService(service, customer, suppliers_of(given))
        for (service, customer), given in by_customer.items()
        if len(given) > 1
    ]
    return tuple(sorted(found, key=lambda s: (s.customer is None, s.service, s.customer or "")))


def suppliers_of(given: dict[str, int]) -> tuple[Supplier, ...]:
    """Return suppliers and their handoffs, those with most first."""
    ordered = sorted(given.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Supplier(*one) for one in ordered)
