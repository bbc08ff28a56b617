"""The company as a graph: parties are nodes, links are edges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import duckdb
import networkx as nx

from kpi.chain.balance import balance
from kpi.chain.model import Balance
from kpi.measures import Window

if TYPE_CHECKING:
    ServiceGraph = nx.MultiDiGraph[str]

_PARTIES = "SELECT party, external, department FROM parties ORDER BY party"


def service_graph(
    cursor: duckdb.DuckDBPyConnection,
    window: Window,
    as_of: datetime,
    *,
    known: Balance | None = None,
) -> ServiceGraph:
    """Return the links of a window as a graph, its parties as nodes.

    Parameters
    ----------
    known : Balance, optional
        The balance of the window, where the caller has it already.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes are party names with ``external`` (no, customer or supplier) and ``department``; only
        parties with a link. Edges are keyed by service, with ``link``, ``handoffs``, ``verdict``,
        ``fair_share`` and ``effect`` (the `LinkEffect` itself). It has cycles.
    """
    known = known or balance(cursor, window=window, as_of=as_of)
    about = {row[0]: row[1:] for row in cursor.execute(_PARTIES).fetchall()}
    graph: ServiceGraph = nx.MultiDiGraph()
    named = {party for e in known.all_links for party in (e.link.supplier, e.link.customer)}
    for party in sorted(named):
        external, department = about.get(party, ("no", None))
        graph.add_node(party, external=external, department=department)
    for effect in sorted(known.all_links, key=lambda e: e.link):
        supplier, customer, service = effect.link
        graph.add_edge(
            supplier,
            customer,
            key=service,
            link=effect.link,
            handoffs=effect.handoffs,
            verdict=effect.verdict,
            fair_share=effect.fair_share,
            effect=effect,
        )
    return graph


def neighbourhood(
    graph: ServiceGraph, seeds: Iterable[str], *, steps: int = 1, most: int = 60
) -> ServiceGraph:
    """Return the part of the graph around some parties: whom they give to and receive from.

    Parameters
    ----------
    seeds : iterable of str
        Parties; those not in the graph are passed over.
    steps : int
        How many links away a party may be, whatever their direction.
    most : int
        No more parties than so many: the nearest, among equally near ones those that exchange most
        handoffs. Seeds always stay.

    Examples
    --------
    >>> graph = nx.MultiDiGraph([("A", "B"), ("B", "C"), ("C", "D")])
    >>> sorted(neighbourhood(graph, ["B"]))
    ['A', 'B', 'C']

    Notes
    -----
    Cost: O(parties + links).
    """
    near = {party: 0 for party in sorted(set(seeds)) if party in graph}
    rim = list(near)
    for step in range(1, steps + 1):
        around = {
            other
            for party in rim
            for other in (*graph.successors(party), *graph.predecessors(party))
        }
        rim = sorted(around - near.keys())
        near |= dict.fromkeys(rim, step)
    volume = dict(graph.degree(near, weight="handoffs"))
    kept = sorted(near, key=lambda party: (near[party], -volume[party], party))
    seeded = sum(distance == 0 for distance in near.values())
    part: ServiceGraph = graph.subgraph(kept[: max(most, seeded)]).copy()
    return part
