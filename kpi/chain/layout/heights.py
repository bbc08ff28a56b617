"""Give every vertex its height: links as straight as the order and the gaps allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kpi.chain.layout.skeleton import Layers, Skeleton

ROUNDS = 24
# How much a link wants to be straight between two nodes, a node and a bend, two bends: the long
# ones most, because a wave in them is what the eye follows (Gansner et al. 1993, there 1, 2 and 8).
STRAIGHTNESS = (1.0, 3.0, 8.0)
# How much of a wider gap is given between two nodes, a node and a bend, two bends.
STRETCH = (1.0, 0.5, 0.4)
CENTRE_PULL = 0.02  # keeps loose parts from drifting to the rim


@dataclass(frozen=True)
class Room:
    """The space a vertex needs above and below its own height."""

    above: float
    below: float


@dataclass(frozen=True)
class Gaps:
    """Least distances between the rooms of neighbours: two nodes, a node and a bend, two bends."""

    nodes: float
    mixed: float
    bends: float


def needed_height(layers: Layers, rooms: Sequence[Room], gaps: Gaps, nodes: int) -> float:
    """Return the height that the fullest column needs."""
    return max(
        (
            rooms[layer[0]].above + offsets[-1] + rooms[layer[-1]].below
            for layer in layers
            if (offsets := _offsets(layer, rooms, gaps, nodes))
        ),
        default=0.0,
    )


def widest_stretch(
    layers: Layers, rooms: Sequence[Room], gaps: Gaps, nodes: int, height: float
) -> float:
    """Return how much wider gaps between nodes may get, the others in proportion."""
    stretches = []
    for layer in layers:
        kinds = [(upper >= nodes) + (lower >= nodes) for upper, lower in pairwise(layer)]
        shares = sum(STRETCH[kind] for kind in kinds)
        if shares:
            spare = height - needed_height([layer], rooms, gaps, nodes)
            stretches.append(max(0.0, spare) / shares)
    return min(stretches, default=0.0)


def stretch_gaps(gaps: Gaps, by: float) -> Gaps:
    """Return wider gaps between nodes, and somewhat wider ones where there are bends.

    >>> stretch_gaps(Gaps(10, 6, 3), by=10)
    Gaps(nodes=20.0, mixed=11.0, bends=7.0)
    """
    return Gaps(
        *(gap + share * by for gap, share in zip(vars(gaps).values(), STRETCH, strict=True))
    )


def place_heights(
    layers: Layers, skeleton: Skeleton, rooms: Sequence[Room], *, gaps: Gaps, height: float
) -> list[float]:
    """Return the y of every vertex, between 0 and ``height``.

    Column after column, each time the exact least-squares heights for given neighbours: isotonic
    regression, because minimum gaps become an order once the offsets are taken off; bounds clip it.

    Parameters
    ----------
    layers : list of list of int
        The columns, ordered.
    rooms : sequence of Room
        The space of each vertex.
    gaps : Gaps
        What stays free between them.
    height : float
        At least `needed_height`.
    """
    y = [height / 2] * len(skeleton.left)
    offsets = [_offsets(layer, rooms, gaps, skeleton.nodes) for layer in layers]
    for layer, offset in zip(layers, offsets, strict=True):
        for vertex, distance in zip(layer, offset, strict=True):
            y[vertex] = (height - offset[-1]) / 2 + distance
    columns = list(range(len(layers)))
    for turn in range(ROUNDS):
        for column in columns if turn % 2 == 0 else columns[::-1]:
            layer, offset = layers[column], offsets[column]
            if not layer:
                continue
            wishes, weights = _wishes(layer, skeleton, y, turn, height / 2)
            solved = isotonic([w - o for w, o in zip(wishes, offset, strict=True)], weights)
            low = rooms[layer[0]].above
            high = height - rooms[layer[-1]].below - offset[-1]
            for vertex, value, distance in zip(layer, solved, offset, strict=True):
                y[vertex] = min(max(value, low), high) + distance
    return y


def isotonic(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the closest non-decreasing values (weighted least squares, pool adjacent violators).

    Examples
    --------
    >>> isotonic([1, 3, 1, 5], [1, 1, 3, 1])
    [1, 1.5, 1.5, 5]
    """
    blocks: list[tuple[float, float, int]] = []
    for item in zip(values, weights, strict=True):
        value, weight, size = item[0], item[1], 1
        while blocks and blocks[-1][0] > value:
            other, its_weight, its_size = blocks.pop()
            value = (value * weight + other * its_weight) / (weight + its_weight)
            weight, size = weight + its_weight, size + its_size
        blocks.append((value, weight, size))
    return [value for value, _, size in blocks for _ in range(size)]


def _offsets(layer: list[int], rooms: Sequence[Room], gaps: Gaps, nodes: int) -> list[float]:
    """Return the least distance of each vertex from the first of its column."""
    offsets = [0.0] * bool(layer)
    for upper, lower in pairwise(layer):
        bends = (upper >= nodes) + (lower >= nodes)
        between = (gaps.nodes, gaps.mixed, gaps.bends)[bends]
        offsets.append(offsets[-1] + rooms[upper].below + between + rooms[lower].above)
    return offsets


def _wishes(
    layer: list[int], skeleton: Skeleton, y: list[float], turn: int, centre: float
) -> tuple[list[float], list[float]]:
    """Return where each vertex would like to be by its neighbours, and how much."""
    wishes, weights = [], []
    for vertex in layer:
        left, right = skeleton.left[vertex], skeleton.right[vertex]
        ahead = left if turn % 2 == 0 else right
        neighbours = left + right if turn >= ROUNDS // 2 else ahead or left + right
        total, weight = CENTRE_PULL * centre, CENTRE_PULL
        for neighbour in neighbours:
            straight = STRAIGHTNESS[(vertex >= skeleton.nodes) + (neighbour >= skeleton.nodes)]
            total += straight * y[neighbour]
            weight += straight
        wishes.append(total / weight)
        weights.append(weight)
    return wishes, weights
