"""Count how often links cross between neighbouring columns."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence

from kpi.chain.layout.skeleton import Layers


def count_crossings(layers: Layers, right: Sequence[Sequence[int]]) -> int:
    """Return the number of crossings of a whole arrangement.

    Examples
    --------
    >>> count_crossings([[0, 1], [2, 3]], right=[[3], [2], [], []])
    1
    """
    place = positions(layers)
    total = 0
    for layer in layers[:-1]:
        ends: list[int] = []
        for vertex in layer:
            mine = [place[neighbour] for neighbour in right[vertex]]
            total += sum(len(ends) - bisect_right(ends, end) for end in mine)
            for end in mine:
                insort(ends, end)
    return total


def positions(layers: Layers) -> list[int]:
    """Return the position of every vertex within its column."""
    place = [0] * sum(len(layer) for layer in layers)
    for layer in layers:
        for position, vertex in enumerate(layer):
            place[vertex] = position
    return place


def crossings_above(upper: Sequence[int], lower: Sequence[int]) -> int:
    """Return the crossings of two vertices, one above the other, by their neighbours' positions.

    Parameters
    ----------
    upper, lower : sequence of int
        Sorted positions of the neighbours of the upper and of the lower vertex, in one column.

    Examples
    --------
    >>> crossings_above([1, 2], [0, 1])
    3
    """
    total = passed = 0
    for end in upper:
        while passed < len(lower) and lower[passed] < end:
            passed += 1
        total += passed
    return total
