"""The short lines that lead to a label or a name which stands apart from what it names."""

from __future__ import annotations

from collections.abc import Sequence
from math import dist

from kpi.chain.layout.curves import along
from kpi.chain.layout.model import Box, Point

APART = 13.0  # pixels between the middle of a link and its label: up to here one sees whose it is
LONGER = 2.5  # how much longer a leader may be for not crossing a name
AIR, STEPS = 2.0, 12  # pixels beside a leader, and points of it that are looked at
FAR_NAME = 15.0  # pixels between a symbol and its name: up to here one sees whose it is


def leader(
    curve: Sequence[Point], box: Box, *, beyond: float = APART, clear_of: Sequence[Box] = ()
) -> tuple[Point, Point] | None:
    """Return where the shortest line from a link to its label starts and ends.

    Parameters
    ----------
    curve : sequence of Point
        A cubic Bézier chain.
    beyond : float
        Pixels from the middle of the link; a label that stands no further needs no line.
    clear_of : sequence of Box
        What the line runs round where another, not much longer one does not cross it: names.

    Returns
    -------
    tuple of Point, optional
        None for a label on its link or right beside it.

    Examples
    --------
    >>> line = (Point(0, 0), Point(30, 0), Point(60, 0), Point(90, 0))
    >>> leader(line, Box(35, 10, 20, 20)) is None
    True
    >>> leader(line, Box(100, 30, 20, 20))
    (Point(x=90, y=0), Point(x=100, y=30))
    >>> start, _ = leader(line, Box(20, 30, 50, 20), clear_of=[Box(15, 10, 30, 10)])
    >>> start.x > 45
    True
    """
    pairs = [(at, _nearest(box, at)) for at in along(curve, 48)]
    shortest = min(pairs, key=lambda pair: dist(*pair))
    least = dist(*shortest)
    if least <= beyond:
        return None
    for pair in sorted(pairs, key=lambda pair: dist(*pair)) if clear_of else ():
        if dist(*pair) > LONGER * least:
            break
        if not any(_crosses(pair, other) for other in clear_of):
            return pair
    return shortest


def _crosses(line: tuple[Point, Point], box: Box) -> bool:
    """Tell whether a line passes a box, to within a few pixels of it."""
    (x, y), (to_x, to_y) = line
    left, top = min(x, to_x) - AIR, min(y, to_y) - AIR
    around = Box(left, top, max(x, to_x) + AIR - left, max(y, to_y) + AIR - top)
    if not around.overlaps(box):
        return False
    steps = [step / STEPS for step in range(STEPS + 1)]
    return any(
        box.x - AIR < x + (to_x - x) * step < box.x + box.width + AIR
        and box.y < y + (to_y - y) * step < box.y + box.height
        for step in steps
    )


def pointer(at: Point, radius: float, box: Box) -> tuple[Point, Point] | None:
    """Return where the line from a symbol to its name starts and ends; None if they stand close.

    >>> pointer(Point(50, 50), 7, Box(30, 60, 40, 14)) is None
    True
    >>> pointer(Point(50, 50), 7, Box(30, 87, 40, 14))
    (Point(x=50.0, y=57.0), Point(x=50, y=87))
    """
    end = _nearest(box, at)
    far = dist(at, end)
    if far <= radius + FAR_NAME:
        return None
    share = radius / far
    start = Point(at.x + share * (end.x - at.x), at.y + share * (end.y - at.y))
    return start, end


def _nearest(box: Box, at: Point) -> Point:
    return Point(
        min(max(at.x, box.x), box.x + box.width), min(max(at.y, box.y), box.y + box.height)
    )
