"""Fine ordering: swap neighbours and sift vertices wherever that removes crossings."""

from __future__ import annotations

from kpi.chain.layout.crossings import crossings_above
from kpi.chain.layout.skeleton import Layers, Skeleton

Ends = dict[int, tuple[list[int], list[int]]]


def transpose(
    layers: Layers, place: list[int], skeleton: Skeleton, *, rounds: int, shake: bool = False
) -> None:
    """Swap neighbours in a column, in place, while that removes crossings.

    Parameters
    ----------
    layers, place : list
        The arrangement and each vertex's position in it; both are changed.
    rounds : int
        How often to walk over the columns at most.
    shake : bool
        Also swap where it changes nothing, which leads out of dead ends.
    """
    dirty = set(range(len(layers)))
    for _ in range(rounds):
        improved: set[int] = set()
        for column in sorted(dirty):
            if _transpose_layer(layers[column], place, skeleton, shake):
                improved |= {column - 1, column, column + 1}
        dirty = improved & set(range(len(layers)))
        if not dirty:
            return


def _transpose_layer(layer: list[int], place: list[int], skeleton: Skeleton, shake: bool) -> bool:
    ends = _ends(layer, place, skeleton)
    improved = False
    for i in range(len(layer) - 1):
        upper, lower = layer[i], layer[i + 1]
        gain = _gain(ends, upper, lower)
        if gain > 0 or (shake and gain == 0 and any(ends[upper])):
            layer[i], layer[i + 1] = lower, upper
            improved = improved or gain > 0
    _place(layer, place)
    return improved


def sift(layers: Layers, place: list[int], skeleton: Skeleton) -> None:
    """Move every vertex to the place in its column where it crosses least, in place."""
    for layer in layers:
        if len(layer) < 3:
            continue
        ends = _ends(layer, place, skeleton)
        for vertex in list(layer):
            at = layer.index(vertex)
            best, target = 0, at
            gain = 0
            for j in range(at - 1, -1, -1):
                gain += _gain(ends, layer[j], vertex)
                if gain > best:
                    best, target = gain, j
            gain = 0
            for j in range(at + 1, len(layer)):
                gain += _gain(ends, vertex, layer[j])
                if gain > best:
                    best, target = gain, j
            if target != at:
                layer.insert(target, layer.pop(at))
        _place(layer, place)


def _gain(ends: Ends, upper: int, lower: int) -> int:
    """Return the crossings that go away when the two are swapped."""
    (a, b), (c, d) = ends[upper], ends[lower]
    return _saved(a, c) + _saved(b, d)


def _saved(above: list[int], below: list[int]) -> int:
    """Return the crossings that go away on one side: mostly all or none, which is seen at once."""
    if not above or not below:
        return 0
    if above[0] > below[-1]:
        return len(above) * len(below)
    if above[-1] < below[0]:
        return -len(above) * len(below)
    if len(above) == len(below) == 1:
        return 0
    return crossings_above(above, below) - crossings_above(below, above)


def _ends(layer: list[int], place: list[int], skeleton: Skeleton) -> Ends:
    left, right = skeleton.left, skeleton.right
    return {v: (_sorted(left[v], place), _sorted(right[v], place)) for v in layer}


def _sorted(neighbours: list[int], place: list[int]) -> list[int]:
    if len(neighbours) == 1:
        return [place[neighbours[0]]]
    return sorted([place[n] for n in neighbours])


def _place(layer: list[int], place: list[int]) -> None:
    for position, vertex in enumerate(layer):
        place[vertex] = position
