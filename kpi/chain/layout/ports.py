"""Where links leave and enter a symbol: side by side, in the order of where they go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

SPREAD = 1.5  # height of the ports of one side, in radii of the symbol
AIR = 3.0  # wanted distance between two links at a symbol, in pixels


def spread_ports(
    chains: Sequence[Sequence[int]], y: Sequence[float], widths: Sequence[float], radius: float
) -> tuple[list[float], list[float]]:
    """Return, per chain, how far below the middle of its symbols it leaves and enters.

    Parameters
    ----------
    chains : sequence of sequence of int
        Per link the vertices it passes, from left to right.
    y : sequence of float
        Height of each vertex.
    widths : sequence of float
        Stroke width of each link.
    radius : float
        Radius of the symbols.

    Examples
    --------
    Two links from vertex 0, one going up and one going down:

    >>> spread_ports([[0, 1], [0, 2]], [50, 90, 10], [2.0, 2.0], radius=9)[0]
    [2.5, -2.5]
    """
    leaving: dict[int, list[int]] = defaultdict(list)
    entering: dict[int, list[int]] = defaultdict(list)
    for link, chain in enumerate(chains):
        leaving[chain[0]].append(link)
        entering[chain[-1]].append(link)
    out, into = [0.0] * len(chains), [0.0] * len(chains)
    for links in leaving.values():
        links.sort(key=lambda i: ([y[v] for v in chains[i][1:]], i))
        _spread(links, widths, radius, out)
    for links in entering.values():
        links.sort(key=lambda i: ([y[v] for v in chains[i][-2::-1]], i))
        _spread(links, widths, radius, into)
    return out, into


def _spread(links: list[int], widths: Sequence[float], radius: float, shift: list[float]) -> None:
    steps = [(widths[a] + widths[b]) / 2 + AIR for a, b in pairwise(links)]
    scale = min(1.0, SPREAD * radius / sum(steps)) if steps else 1.0
    at = -sum(steps) * scale / 2
    for link, step in zip(links, [*steps, 0.0], strict=True):
        shift[link] = at
        at += step * scale
