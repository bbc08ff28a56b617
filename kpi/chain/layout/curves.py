"""Smooth curves through given points that never swing beyond them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kpi.chain.layout.model import Point

REACH = 0.6  # of a segment: how far a lone curve keeps its direction
REACH_IN_CHAIN = 0.5
# How far a segment keeps the level of its left and of its right end, as shares of its width. The
# first three are the smooth curve, as it is and level at its left or its right end; a bent one is
# level at both, and climbs in the middle, early or late.
SHAPES = (
    (REACH_IN_CHAIN, REACH_IN_CHAIN),
    (REACH_IN_CHAIN, REACH_IN_CHAIN),
    (REACH_IN_CHAIN, REACH_IN_CHAIN),
    (REACH, REACH),
    (0.95, 0.95),
    (0.5, 0.98),
    (0.98, 0.5),
    (0.05, 0.95),
    (0.95, 0.05),
)
SMOOTH = 3  # shapes before this one
STEEP_AT_LEFT, STEEP_AT_RIGHT = (0, 2), (0, 1)


def shaped_curve(
    points: Sequence[Point], shapes: Sequence[int] = (), lean: float = 0.0
) -> tuple[Point, ...]:
    """Return a cubic Bézier chain through the points, level at both ends.

    Slopes are harmonic means of the neighbouring chords, zero at a turn, so that y is monotone
    wherever the points are (F. N. Fritsch, R. E. Carlson 1980).

    Parameters
    ----------
    points : sequence of Point
        At least two, x strictly increasing.
    shapes : sequence of int, optional
        Which of `SHAPES` each segment has; smooth by default.
    lean : float
        Of a segment: how much later (earlier if negative) a smooth curve climbs or falls, so that
        two between the same ends stay apart where they are steep.

    Returns
    -------
    tuple of Point
        The start, then two handles and an end per segment.

    Examples
    --------
    >>> shaped_curve([Point(0, 0), Point(10, 20)])[1:3]
    (Point(x=6.0, y=0.0), Point(x=4.0, y=20.0))
    """
    slopes = slopes_at(points)
    shapes = shapes or [0] * (len(points) - 1)
    curve = [points[0]]
    for i, (a, b) in enumerate(pairwise(points)):
        shape, width = shapes[i], b.x - a.x
        reaches = SHAPES[shape]
        if shape < SMOOTH:
            reach = REACH if len(points) == 2 else REACH_IN_CHAIN
            reaches = reach + lean, reach - lean
        first = slopes[i] if shape in STEEP_AT_LEFT else 0.0
        last = slopes[i + 1] if shape in STEEP_AT_RIGHT else 0.0
        left, right = (reach * width for reach in reaches)
        curve.append(Point(a.x + left, a.y + first * left))
        curve.append(Point(b.x - right, b.y - last * right))
        curve.append(b)
    return tuple(curve)


def slopes_at(points: Sequence[Point]) -> list[float]:
    """Return the slope at each of the points of a smooth curve: level at both ends.

    >>> slopes_at([Point(0, 0), Point(10, 20), Point(20, 40)])
    [0.0, 2.0, 0.0]
    """
    chords = [(b.y - a.y) / (b.x - a.x) for a, b in pairwise(points)]
    return [0.0, *(_slope(a, b) for a, b in pairwise(chords)), 0.0]


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
