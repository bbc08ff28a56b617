"""Smooth curves through given points that never swing beyond them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kpi.chain.layout.model import Point

REACH = 0.6  # of a segment: how far a lone curve keeps its direction
REACH_IN_CHAIN = 0.5


def monotone_curve(points: Sequence[Point], lean: float = 0.0) -> tuple[Point, ...]:
    """Return a cubic Bézier chain through the points, level at both ends.

    Slopes are harmonic means of the neighbouring chords, zero at a turn, so that y is monotone
    wherever the points are (F. N. Fritsch, R. E. Carlson 1980).

    Parameters
    ----------
    points : sequence of Point
        At least two, x strictly increasing or strictly decreasing.
    lean : float
        Of a segment: how much later (earlier if negative) a lone curve climbs or falls, so that two
        between the same ends stay apart where they are steep.

    Returns
    -------
    tuple of Point
        The start, then two handles and an end per segment.

    Examples
    --------
    >>> monotone_curve([Point(0, 0), Point(10, 20)])[1:3]
    (Point(x=6.0, y=0.0), Point(x=4.0, y=20.0))
    """
    chords = [(b.y - a.y) / (b.x - a.x) for a, b in pairwise(points)]
    slopes = [0.0, *(_slope(a, b) for a, b in pairwise(chords)), 0.0]
    reach = REACH if len(points) == 2 else REACH_IN_CHAIN
    curve = [points[0]]
    for i, (a, b) in enumerate(pairwise(points)):
        first, second = (b.x - a.x) * (reach + lean), (b.x - a.x) * (reach - lean)
        curve.append(Point(a.x + first, a.y + slopes[i] * first))
        curve.append(Point(b.x - second, b.y - slopes[i + 1] * second))
        curve.append(b)
    return tuple(curve)


def _slope(before: float, after: float) -> float:
    if before * after <= 0:
        return 0.0
    return 2 * before * after / (before + after)


def along(curve: Sequence[Point], steps: int = 12) -> list[Point]:
    """Return points along a Bézier chain, ``steps`` per segment and the end."""
    points = []
    for i in range(0, len(curve) - 3, 3):
        a, b, c, d = curve[i : i + 4]
        for step in range(steps):
            t = step / steps
            u = 1 - t
            p, q, r, s = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
            points.append(
                Point(p * a.x + q * b.x + r * c.x + s * d.x, p * a.y + q * b.y + r * c.y + s * d.y)
            )
    return [*points, curve[-1]]
