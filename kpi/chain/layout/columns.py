"""Give every column its x: room for the names at both edges, wider gaps where more links run."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from kpi.chain.layout.model import Measure, Node, Style
from kpi.chain.layout.skeleton import Layers, Skeleton

WIDEST_MARGIN = 0.08  # of the canvas, for half a name at the edge


def place_columns(
    layers: Layers,
    skeleton: Skeleton,
    nodes: Sequence[Node],
    *,
    width: float,
    evenness: float,
    style: Style,
    measure: Measure,
) -> list[float]:
    """Return the x of every column, from left to right.

    Parameters
    ----------
    evenness : float
        Share of the width that all gaps get alike; the rest goes by the links that cross each.
    """

    def margin(layer: list[int]) -> float:
        names = [measure(nodes[v].name, style.font_size) for v in layer if v < len(nodes)]
        half = max(names, default=0.0) / 2 + 3
        return max(style.radius + 4, min(half, WIDEST_MARGIN * width))

    if len(layers) < 2:
        return [width / 2] * len(layers)
    left, right = margin(layers[0]), width - margin(layers[-1])
    return [left + share * (right - left) for share in _shares(layers, skeleton, evenness)]


def _shares(layers: Layers, skeleton: Skeleton, evenness: float) -> list[float]:
    """Return where the columns stand between the first (0) and the last (1)."""
    links = [sum(len(set(skeleton.right[v])) for v in layer) for layer in layers[:-1]]
    total, gaps = sum(links), len(links)
    if not total:
        return [k / gaps for k in range(gaps + 1)]
    parts = [evenness / gaps + (1 - evenness) * n / total for n in links]
    return [0.0, *accumulate(parts)]
