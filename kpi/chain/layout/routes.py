"""Lead every link from symbol to symbol as a curve that ends in an arrowhead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from kpi.chain.layout.curves import shaped_curve
from kpi.chain.layout.model import Link, Node, Point, Route, Style
from kpi.chain.layout.ports import spread_ports

LEAN = 0.36  # of a segment, between two links of the same two parties
AIR = 1.5  # between a symbol and what touches it


def head_length(width: float) -> float:
    """Return the length of the arrowhead of a stroke.

    >>> head_length(1.0)
    6.0
    """
    return 5.2 + 0.8 * width


@dataclass(frozen=True)
class Course:
    """The points a link runs through from left to right, and the arrowhead at one of its ends.

    Attributes
    ----------
    points : tuple of Point
        At least two, up to where the head begins.
    lean : float
        Of a stretch: how much later it climbs or falls, to keep clear of another between the same
        parties.
    """

    points: tuple[Point, ...]
    tip: Point
    head: float
    backward: bool
    lean: float = 0.0

    def route(self, shapes: Sequence[int] = ()) -> Route:
        """Draw the link, its stretches in those shapes: smooth by default."""
        curve = shaped_curve(self.points, shapes, self.lean)
        heading = -1 if self.backward else 1
        return Route(
            curve[::-1] if self.backward else curve, self.tip, heading, self.head, self.backward
        )


def lead_links(
    nodes: Sequence[Node],
    links: Sequence[Link],
    chains: Sequence[Sequence[int]],
    places: Sequence[Point],
    *,
    backward: frozenset[int],
    style: Style,
) -> list[Course | Route]:
    """Return the course of every link; a link within one column has its route at once.

    Parameters
    ----------
    chains : sequence of sequence of int
        Per link the vertices it passes from left to right; a backward link travels the other way.
    places : sequence of Point
        Where each vertex is.
    """
    heights = [place.y for place in places]
    out, into = spread_ports(chains, heights, [link.width for link in links], style.radius)
    leans = _leans(chains, out)
    courses: list[Course | Route] = []
    for i, (link, chain) in enumerate(zip(links, chains, strict=True)):
        start, end = places[chain[0]], places[chain[-1]]
        if start.x >= end.x:
            courses.append(_detour(link, start, end, style))
            continue
        left = Point(start.x + _rim(nodes[chain[0]], out[i], style), start.y + out[i])
        right = Point(end.x - _rim(nodes[chain[-1]], into[i], style), end.y + into[i])
        bends = [places[vertex] for vertex in chain[1:-1]]
        lean = leans[i] if left.y < right.y else -leans[i]
        courses.append(_course(link, [left, *bends, right], lean, backward=i in backward))
    return courses


def _leans(chains: Sequence[Sequence[int]], out: Sequence[float]) -> list[float]:
    """Return how much links between the same parties give way to each other, by their order."""
    alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for i, chain in enumerate(chains):
        alike[tuple(chain)].append(i)
    leans = [0.0] * len(chains)
    for group in alike.values():
        group.sort(key=lambda i: out[i])
        for position, i in enumerate(group):
            leans[i] = LEAN * ((len(group) - 1) / 2 - position)
    return leans


def _rim(node: Node, shift: float, style: Style) -> float:
    """Return how far from the middle of its symbol a link touches it."""
    if not node.round:
        return style.radius + AIR
    return sqrt(max(0.0, style.radius**2 - shift**2)) + AIR


def _course(link: Link, points: list[Point], lean: float, *, backward: bool) -> Course:
    tip, beside = (points[0], points[1]) if backward else (points[-1], points[-2])
    head = min(head_length(link.width), 0.6 * abs(tip.x - beside.x))
    if backward:
        points[0] = Point(tip.x + head, tip.y)
    else:
        points[-1] = Point(tip.x - head, tip.y)
    return Course(tuple(points), tip, head, backward, lean)


def _detour(link: Link, start: Point, end: Point, style: Style) -> Route:
    """Lead a link within one column, or a loop, round the left of the symbols."""
    rim, head = style.radius + AIR, head_length(link.width)
    lift = -0.35 * style.radius
    leave = Point(start.x - rim, start.y + lift)
    tip = Point(end.x - rim, end.y - lift)
    aside = leave.x - 2.4 * style.radius - head
    bulge = 1.8 * style.radius if start == end else 0.0
    curve = (
        leave,
        Point(aside, leave.y - bulge),
        Point(aside, tip.y + bulge),
        Point(tip.x - head, tip.y),
    )
    return Route(curve, tip, 1, head, backward=False)
