"""Order the vertices of every column so that few links cross."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable, Iterator

from kpi.chain.layout.crossings import count_crossings, positions
from kpi.chain.layout.exchange import sift, transpose
from kpi.chain.layout.skeleton import Layers, Skeleton

SWEEPS = 16
SHAKEN = 700  # vertices in all: more shakes of a small chain, where they cost little
PATIENCE = 4  # sweeps without a better arrangement before a start is given up


def order_layers(skeleton: Skeleton) -> tuple[Layers, int]:
    """Return the columns in a good order, and the crossings that are left, weighed by emphasis.

    Weighted-median sweeps from four starts, each sweep followed by swaps; the best arrangement is
    then sifted, and swept again a few times with some neighbouring columns shaken. The same
    skeleton always gives the same order: there is no clock in it, and the same shakes every time.

    References
    ----------
    E. R. Gansner et al.: A technique for drawing directed graphs. IEEE TSE 19 (1993).
    C. Matuszewski et al.: Using sifting for k-layer straightline crossing minimization. GD (1999).

    Examples
    --------
    >>> from kpi.chain.layout.skeleton import build_skeleton
    >>> skeleton = build_skeleton([0, 0, 1, 1], [(0, 3, 1.0), (1, 2, 1.0)])
    >>> order_layers(skeleton)[1]
    0
    """
    best: Layers = [list(layer) for layer in skeleton.layers]
    fewest = count_crossings(best, skeleton.right)
    for start in _starts(skeleton):
        if not fewest:
            break
        layers, crossings = _sweep(start, skeleton)
        if crossings < fewest:
            best, fewest = layers, crossings
    best, fewest = polish(best, skeleton)
    shakes = random.Random(1)  # noqa: S311 - always the same ones, no secret
    for _ in range(SHAKEN // max(1, len(skeleton.left))):
        if not fewest:
            break
        layers, _ = _sweep(_shaken(best, shakes), skeleton)
        layers, crossings = polish(layers, skeleton)
        if crossings <= fewest:
            best, fewest = layers, crossings
    return best, fewest


def _shaken(layers: Layers, chance: random.Random) -> Layers:
    """Return the arrangement with two vertices moved in a column and in both its neighbours."""
    layers = [list(layer) for layer in layers]
    middle = chance.randrange(len(layers))
    for layer in layers[max(0, middle - 1) : middle + 2]:
        for _ in range(2):
            vertex = layer.pop(chance.randrange(len(layer)))
            layer.insert(chance.randrange(len(layer) + 1), vertex)
    return layers


def _sweep(layers: Layers, skeleton: Skeleton) -> tuple[Layers, int]:
    """Walk to and fro over the columns; return the best arrangement met."""
    place = positions(layers)
    best = [list(layer) for layer in layers]
    fewest = count_crossings(layers, skeleton.right)
    stale = 0
    for sweep in range(SWEEPS):
        rightwards, shake = sweep % 2 == 0, sweep % 4 >= 2
        columns: Iterable[int] = range(1, len(layers))
        if not rightwards:
            columns = range(len(layers) - 2, -1, -1)
        fixed = skeleton.left if rightwards else skeleton.right
        for column in columns:
            layers[column] = _by_median(layers[column], place, fixed, reverse_ties=shake)
            for position, vertex in enumerate(layers[column]):
                place[vertex] = position
        transpose(layers, place, skeleton, rounds=5, shake=shake)
        crossings = count_crossings(layers, skeleton.right)
        stale += 1
        if crossings < fewest:
            best, fewest, stale = [list(layer) for layer in layers], crossings, 0
        if stale >= PATIENCE or not fewest:
            break
    return best, fewest


def polish(layers: Layers, skeleton: Skeleton) -> tuple[Layers, int]:
    """Sift and swap until nothing is gained; return the columns and the crossings left."""
    crossings = count_crossings(layers, skeleton.right)
    while crossings:
        trial = [list(layer) for layer in layers]
        place = positions(trial)
        sift(trial, place, skeleton)
        transpose(trial, place, skeleton, rounds=4)
        left = count_crossings(trial, skeleton.right)
        if left >= crossings:
            break
        layers, crossings = trial, left
    return layers, crossings


def _by_median(
    layer: list[int], place: list[int], fixed: list[list[int]], *, reverse_ties: bool
) -> list[int]:
    """Sort a column by the medians of its fixed neighbours; who has none keeps its place."""
    keys = {v: _median(sorted(place[n] for n in fixed[v])) for v in layer if fixed[v]}
    moving = [v for v in layer if v in keys]
    if reverse_ties:
        moving.reverse()
    moving.sort(key=keys.__getitem__)
    following = iter(moving)
    return [next(following) if v in keys else v for v in layer]


def _median(ends: list[int]) -> float:
    """Return the median, weighted towards the side where the neighbours lie closer together."""
    middle = len(ends) // 2
    if len(ends) % 2:
        return float(ends[middle])
    if len(ends) == 2:
        return sum(ends) / 2
    low, high = ends[middle - 1] - ends[0], ends[-1] - ends[middle]
    if not low + high:
        return (ends[middle - 1] + ends[middle]) / 2
    return (ends[middle - 1] * high + ends[middle] * low) / (low + high)


def _starts(skeleton: Skeleton) -> Iterator[Layers]:
    """Propose arrangements to begin with: walks from either end, broad or deep."""
    vertices = [vertex for layer in skeleton.layers for vertex in layer]
    sources = [v for v in vertices if not skeleton.left[v]]
    sinks = [v for v in reversed(vertices) if not skeleton.right[v]]
    for deep in (False, True):
        for roots in (sources, sinks):
            yield _walk(skeleton, [*roots, *vertices], deep=deep)


def _walk(skeleton: Skeleton, roots: list[int], *, deep: bool) -> Layers:
    """Fill the columns in the order of a walk, which keeps branches together."""
    column = {v: c for c, layer in enumerate(skeleton.layers) for v in layer}
    layers: Layers = [[] for _ in skeleton.layers]
    seen: set[int] = set()
    for root in roots:
        waiting = deque([root])
        while waiting:
            vertex = waiting.pop() if deep else waiting.popleft()
            if vertex in seen:
                continue
            seen.add(vertex)
            layers[column[vertex]].append(vertex)
            waiting.extend(skeleton.right[vertex] + skeleton.left[vertex])
    return layers
