"""The ways from the sources to the customers outside, and what stands on all of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import networkx as nx

from kpi.agreements.links import Link
from kpi.chain.structure.model import Ways

Graph = nx.DiGraph  # of parties (names) and links, a link being a node between its two parties
START: Hashable = ()


def way_graph(ways: Ways, without: str | Link | None = None) -> Graph[Hashable]:
    """Return the ways as a graph in which links are nodes too, with `START` before every source.

    Parameters
    ----------
    without : str or Link, optional
        A party or link that is left out.

    Notes
    -----
    What an external customer hands in begins at a node of its own, ``(name,)``: no way leads on
    through the customer itself.
    """
    graph: Graph[Hashable] = nx.DiGraph()
    graph.add_node(START)
    for link in sorted(ways.handoffs):
        if without in (link, link.supplier, link.customer):
            continue
        giver: Hashable = link.supplier if link.supplier not in ways.customers else (link.supplier,)
        graph.add_edge(giver, link)
        graph.add_edge(link, link.customer)
        if link.supplier in ways.sources:
            graph.add_edge(START, giver)
    return graph


def reached_customers(ways: Ways, without: str | Link | None = None) -> frozenset[str]:
    """Return the external customers to whom some way leads from some source."""
    found = nx.descendants(way_graph(ways, without), START)
    return frozenset(party for party in ways.customers if party in found)


def on_every_way(ways: Ways) -> dict[str | Link, tuple[str, ...]]:
    """Return what stands on every way from the sources to a customer outside, and to which.

    Returns
    -------
    dict
        Party or link -> external customers, sorted: without it nothing reaches them.

    References
    ----------
    Cooper, Harvey, Kennedy (2001), A simple, fast dominance algorithm.

    Examples
    --------
    >>> ways = Ways({Link("A", "B"): 1, Link("C", "B"): 1, Link("B", "X"): 1},
    ...             frozenset("AC"), frozenset("X"), frozenset("ABCX"))
    >>> on_every_way(ways)
    {'B': ('X',), Link(supplier='B', customer='X', service=''): ('X',)}
    """
    above = nx.immediate_dominators(way_graph(ways), START)
    found: dict[str | Link, list[str]] = {}
    for customer in sorted(ways.customers & above.keys()):
        for what in _dominators(above, customer):
            found.setdefault(what, []).append(customer)
    ordered = sorted(found, key=lambda w: (isinstance(w, Link), -len(found[w]), w))
    return {what: tuple(found[what]) for what in ordered}


def _dominators(above: dict[Hashable, Hashable], customer: str) -> Iterator[str | Link]:
    """Walk up from a customer, which is left out itself, to the start."""
    node = above[customer]
    # networkx 3.6 leaves the start out of its answer, older ones make it its own.
    while node != START and node is not None:
        if node != (customer,):
            yield _named(node)
        node = above.get(node, START)


def leading_nowhere(ways: Ways) -> tuple[str, ...]:
    """Return the parties from which no way leads to any external customer that receives anything.

    Empty where no external customer receives anything: then nobody can.
    """
    graph = way_graph(ways)
    graph.remove_node(START)
    ends = [party for party in ways.customers if party in graph]
    leading = set(ends).union(*(nx.ancestors(graph, end) for end in ends))
    return tuple(sorted(ways.parties - {_named(node) for node in leading})) if ends else ()


def _named(node: Hashable) -> str | Link:
    """Return the party or link of a node; a customer that hands something in has its own."""
    if isinstance(node, str | Link):
        return node
    assert isinstance(node, tuple)  # noqa: S101 - `way_graph` makes no others
    return str(node[0])
