"""Choose the links to draw against the flow, so that the rest has no cycle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

import networkx as nx

Arc = tuple[int, int, float]


def backward_links(count: int, arcs: Sequence[Arc], last: Collection[int]) -> frozenset[int]:
    """Return the indices of the arcs to turn round, so that the rest is acyclic.

    What leaves a pinned node for an unpinned one always runs backward. Inside each strongly
    connected component of the rest, the greedy order of Eades, Lin and Smyth keeps the heavy arcs
    forward. Loops and arcs between pinned nodes belong to no cycle that matters for columns and
    are not returned.

    Parameters
    ----------
    count : int
        Number of nodes, named 0 to ``count - 1``.
    arcs : sequence of (int, int, float)
        Source, target, weight.
    last : collection of int
        Nodes pinned to the last column.

    References
    ----------
    P. Eades, X. Lin, W. F. Smyth: A fast and effective heuristic for the feedback arc set problem.
    Information Processing Letters 47 (1993).

    Examples
    --------
    >>> sorted(backward_links(3, [(0, 1, 5.0), (1, 2, 5.0), (2, 0, 1.0)], last=()))
    [2]
    """
    pinned = set(last)
    from_pinned = {i for i, (s, t, _) in enumerate(arcs) if s in pinned and t not in pinned}
    inner = [i for i, (s, t, _) in enumerate(arcs) if s != t and not {s, t} & pinned]
    place = [0] * count
    component = list(range(count))
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_edges_from((arcs[i][0], arcs[i][1]) for i in inner)
    for members in nx.strongly_connected_components(graph):
        name = min(members)
        inside = [arcs[i] for i in inner if arcs[i][0] in members and arcs[i][1] in members]
        for position, node in enumerate(_improve(_greedy_order(sorted(members), inside), inside)):
            place[node], component[node] = position, name
    return frozenset(from_pinned) | {
        i
        for i in inner
        if component[arcs[i][0]] == component[arcs[i][1]] and place[arcs[i][0]] > place[arcs[i][1]]
    }


def _greedy_order(nodes: Sequence[int], arcs: Sequence[Arc]) -> list[int]:
    """Order the nodes so that the weight of arcs pointing back is small."""
    outgoing: dict[int, dict[int, float]] = {node: defaultdict(float) for node in nodes}
    incoming: dict[int, dict[int, float]] = {node: defaultdict(float) for node in nodes}
    for source, target, weight in arcs:
        outgoing[source][target] += weight
        incoming[target][source] += weight
    left: list[int] = []
    right: list[int] = []
    waiting = list(nodes)
    while waiting:
        node = next((n for n in waiting if not outgoing[n]), None)
        if node is not None:
            right.append(node)
        else:
            node = next((n for n in waiting if not incoming[n]), None)
            if node is None:
                node = max(
                    waiting, key=lambda n: sum(outgoing[n].values()) - sum(incoming[n].values())
                )
            left.append(node)
        waiting.remove(node)
        for target in outgoing.pop(node):
            del incoming[target][node]
        for source in incoming.pop(node):
            del outgoing[source][node]
    return left + right[::-1]


def _improve(order: list[int], arcs: Sequence[Arc]) -> list[int]:
    """Move each node to where it turns the least weight round, until none gains."""
    ahead: dict[tuple[int, int], float] = defaultdict(float)
    for source, target, weight in arcs:
        ahead[source, target] += weight
        ahead[target, source] -= weight
    moved = True
    while moved:
        moved = False
        for node in sorted(order):
            at = order.index(node)
            best, target = 1e-9, at
            for step in (-1, 1):
                gain = 0.0
                place = at + step
                while 0 <= place < len(order):
                    gain -= step * ahead[node, order[place]]
                    if gain > best:
                        best, target = gain, place
                    place += step
            if target != at:
                order.insert(target, order.pop(at))
                moved = True
    return order
