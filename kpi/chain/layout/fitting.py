"""Try a few spacings of an ordered chain and keep the one whose texts cover least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.chain.layout.clearing import clear_texts
from kpi.chain.layout.columns import place_columns
from kpi.chain.layout.heights import (
    Gaps,
    Room,
    needed_height,
    place_heights,
    stretch_gaps,
    widest_stretch,
)
from kpi.chain.layout.labels import Writing, place_labels
from kpi.chain.layout.model import Link, Measure, Node, Point, Route, Style
from kpi.chain.layout.routes import lead_links
from kpi.chain.layout.skeleton import Layers, Skeleton

# Share of the spare height that goes between symbols (1 at most), and how evenly the columns stand.
SPARE, EVENNESS = 0.7, 0.8
RETRIES = 3  # how often names get their room where they stand, and the crowded ones more
FEW = 40  # nodes: with more of them a second try costs much and mends little
WIDE = 0.8  # columns: a wider name may need two lines
LANE = 1.0  # lines of text that a crowded name gets more, each time
# Height of a picture by its width: whole on a screen, if its columns do not need more.
FLATTEST, TALLEST = 0.42, 0.54
WIDEST_STRETCH = 4.0  # gaps
ROOMIEST = 4.0  # times what its columns need


@dataclass(frozen=True)
class Ordered:
    """A chain whose columns and their order are settled.

    Attributes
    ----------
    layers : list of list of int
        The vertices of every column, from top to bottom.
    backward : frozenset of int
        Links that run against the flow.
    """

    nodes: Sequence[Node]
    links: Sequence[Link]
    skeleton: Skeleton
    layers: Layers
    backward: frozenset[int]


@dataclass(frozen=True)
class Asked:
    """The room that names ask for: above or below their symbol, and pixels more than one line."""

    above: Sequence[bool]
    lanes: Sequence[float]


@dataclass(frozen=True)
class Fit:
    """One way to place it all."""

    height: float
    places: Sequence[Point]
    routes: Sequence[Route]
    writing: Writing

    @property
    def worth(self) -> tuple[int, float]:
        """What is less is better: texts on lines, then what the texts cost."""
        return self.writing.struck, self.writing.cost


def fit(
    chain: Ordered, *, width: float, height: float | None, style: Style, measure: Measure
) -> Fit:
    """Return the placing with the least cost of its texts among a few spacings.

    Parameters
    ----------
    height : float, optional
        Wanted height; more if the fullest column needs it. By default as high as it reads well.
    """

    def attempt(asked: Asked) -> Fit:
        xs = place_columns(
            chain.layers, chain.skeleton, chain.nodes,
            width=width, evenness=EVENNESS, style=style, measure=measure,
        )  # fmt: skip
        ys, final = _heights(chain, asked, width=width, height=height, style=style)
        places = [Point(0.0, 0.0)] * len(ys)
        for x, vertices in zip(xs, chain.layers, strict=True):
            for vertex in vertices:
                places[vertex] = Point(x, ys[vertex])
        return _written(chain, places, size=(width, final), style=style, measure=measure)

    count = len(chain.nodes)
    column = width / max(1, len(chain.layers))
    wide = [measure(node.name, style.font_size) > WIDE * column for node in chain.nodes]
    asked = Asked((False,) * count, tuple(style.name_height * two for two in wide))
    best = attempt(asked)
    for _ in range(RETRIES if count <= FEW else 0):
        if not best.writing.struck:
            break
        asked = _asked(best, asked, LANE * style.name_height)
        trial = attempt(asked)
        if trial.worth < best.worth:
            best = trial
    return best


def _written(
    chain: Ordered,
    places: Sequence[Point],
    *,
    size: tuple[float, float],
    style: Style,
    measure: Measure,
) -> Fit:
    """Lead the links between placed vertices and write the texts, off the lines if possible."""
    chains, count = chain.skeleton.chains, len(chain.nodes)
    courses = lead_links(
        chain.nodes, chain.links, chains, places, backward=chain.backward, style=style
    )
    routes = [course if isinstance(course, Route) else course.route() for course in courses]
    writing = place_labels(
        chain.nodes, chain.links, places, routes,
        size=size, column=size[0] / max(1, len(chain.layers)), style=style, measure=measure,
    )  # fmt: skip
    if writing.struck:
        column = {vertex: k for k, layer in enumerate(chain.layers) for vertex in layer}
        routes, writing = clear_texts(
            chain.links, courses, places[:count], writing,
            ends=[(vertices[0], vertices[-1]) for vertices in chains],
            columns=[column[vertices[0]] for vertices in chains],
            size=size, style=style,
        )  # fmt: skip
    return Fit(size[1], places, routes, writing)


def _asked(placed: Fit, before: Asked, more: float) -> Asked:
    """Ask for room where the names stand now, and for more of it where one found no free place."""
    names = placed.writing.names
    above = [name.box.centre.y < at.y for name, at in zip(names, placed.places, strict=False)]
    crowded = placed.writing.crowded
    lanes = [lane + more * (i in crowded) for i, lane in enumerate(before.lanes)]
    return Asked(tuple(above), tuple(lanes))


def _heights(
    chain: Ordered,
    asked: Asked,
    *,
    width: float,
    height: float | None,
    style: Style,
) -> tuple[list[float], float]:
    """Return the y of every vertex and the height of the canvas, the picture in its middle."""
    layers, skeleton = chain.layers, chain.skeleton
    rooms = [_room(vertex, skeleton, asked, style) for vertex in range(len(skeleton.left))]
    tight = Gaps(style.gap, 0.7 * style.gap, 0.35 * style.gap)
    needed = needed_height(layers, rooms, tight, skeleton.nodes)
    wished = max(FLATTEST * width, min(2 * needed, TALLEST * width))
    limit = max(needed, height or min(ROOMIEST * needed, wished))
    stretch = SPARE * widest_stretch(layers, rooms, tight, skeleton.nodes, limit)
    gaps = stretch_gaps(tight, min(WIDEST_STRETCH * style.gap, stretch))
    ys = place_heights(layers, skeleton, rooms, gaps=gaps, height=limit)
    top = min((y - room.above for y, room in zip(ys, rooms, strict=True)), default=0.0)
    bottom = max((y + room.below for y, room in zip(ys, rooms, strict=True)), default=limit)
    margin = style.name_height  # a name may move above the topmost symbol
    final = limit if height else min(limit, bottom - top + 2 * margin)
    shift = (final - top - bottom) / 2
    return [y + shift for y in ys], final


def _room(vertex: int, skeleton: Skeleton, asked: Asked, style: Style) -> Room:
    if vertex >= skeleton.nodes:
        half = skeleton.thickness[vertex] / 2 + 2
        return Room(half, half)
    bare = style.radius + 3
    named = style.radius + 5 + style.name_height + asked.lanes[vertex]
    return Room(named, bare) if asked.above[vertex] else Room(bare, named)
