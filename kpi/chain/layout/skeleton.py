"""The proper layered graph: every arc spans one column, long links bend at virtual vertices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Layers = list[list[int]]


@dataclass(frozen=True)
class Skeleton:
    """Vertices by column and their neighbours.

    Attributes
    ----------
    nodes : int
        Vertices below this number are nodes, the others are virtual.
    layers : list of list of int
        The vertices of each column, from top to bottom.
    left, right : list of list of int
        Neighbours of each vertex in the column before and after; once per link, more often for a
        link of more emphasis.
    chains : list of list of int
        Per arc the vertices it passes, from left to right; two within one column are left as they
        are.
    thickness : list of float
        Stroke width of the link at a virtual vertex; 0 for nodes.
    """

    nodes: int
    layers: Layers
    left: list[list[int]]
    right: list[list[int]]
    chains: list[list[int]]
    thickness: list[float]


def build_skeleton(
    layer: Sequence[int], arcs: Sequence[tuple[int, int, float]], emphasis: Sequence[int] = ()
) -> Skeleton:
    """Insert a virtual vertex wherever an arc passes a column.

    Parameters
    ----------
    layer : sequence of int
        The column of each node.
    arcs : sequence of (int, int, float)
        Source, target, stroke width; forward ones only get virtual vertices.
    emphasis : sequence of int, optional
        How many links each arc counts for where crossings are weighed; 1 by default.

    Examples
    --------
    >>> skeleton = build_skeleton([0, 1, 2], [(0, 1, 1.0), (0, 2, 4.0)])
    >>> skeleton.layers, skeleton.chains
    ([[0], [1, 3], [2]], [[0, 1], [0, 3, 2]])
    """
    layers: Layers = [[] for _ in range(max(layer, default=-1) + 1)]
    for node, column in enumerate(layer):
        layers[column].append(node)
    left: list[list[int]] = [[] for _ in layer]
    right: list[list[int]] = [[] for _ in layer]
    thickness = [0.0] * len(layer)
    chains = []
    for i, (source, target, width) in enumerate(arcs):
        chain = [source]
        for column in range(layer[source] + 1, layer[target]):
            chain.append(len(left))
            layers[column].append(len(left))
            left.append([])
            right.append([])
            thickness.append(width)
        chain.append(target)
        chains.append(chain)
        if layer[source] >= layer[target]:
            continue
        for a, b in pairwise(chain):
            times = emphasis[i] if emphasis else 1
            right[a].extend([b] * times)
            left[b].extend([a] * times)
    return Skeleton(len(layer), layers, left, right, chains, thickness)
