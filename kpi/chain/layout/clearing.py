"""Get names and labels off the lines of a placed chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kpi.chain.layout.bending import Bending
from kpi.chain.layout.ink import Floats, Ink
from kpi.chain.layout.labels import LABELS, Writing, covering, symbol_box
from kpi.chain.layout.mending import mend
from kpi.chain.layout.model import Box, Link, Name, Point, Route, Style
from kpi.chain.layout.movable import Movable
from kpi.chain.layout.pieces import Pieces
from kpi.chain.layout.routes import Course


def clear_texts(
    links: Sequence[Link],
    courses: Sequence[Course | Route],
    places: Sequence[Point],
    writing: Writing,
    *,
    ends: Sequence[tuple[int, int]],
    columns: Sequence[int],
    size: tuple[float, float],
    style: Style,
) -> tuple[list[Route], Writing]:
    """Return routes and texts of which fewer meet.

    Links that are labelled stay as they are: the eye follows them.

    Parameters
    ----------
    places : sequence of Point
        Of the nodes.
    ends : sequence of (int, int)
        The nodes at the left and the right end of each link.
    columns : sequence of int
        The column in which each link starts.
    size : tuple of float
        Width and height of the canvas.
    """
    lines = [course.points if isinstance(course, Course) else () for course in courses]
    pieces = Pieces.of(lines, columns, [link.width for link in links])
    stiff = [
        not isinstance(course, Course) or course.lean != 0 or link.label_width > 0
        for course, link in zip(courses, links, strict=True)
    ]
    symbols = [symbol_box(place, style) for place in places]
    ground = Ink(Box(0, 0, *size), *_unbent(links, courses), symbols)

    def costs(boxes: Floats) -> Floats:
        return covering(ground.under(boxes), boxes, size)

    state = Bending(
        pieces, _movable(writing),
        ends=ends, stiff=np.array(stiff, bool), symbols=np.array(symbols), ground=costs,
    )  # fmt: skip
    mend(state)
    shapes: list[list[int]] = [[] for _ in links]
    for link, shape in zip(pieces.link.tolist(), state.now.shape.tolist(), strict=True):
        shapes[link].append(shape)
    routes = [
        course.route(its) if isinstance(course, Course) else course
        for course, its in zip(courses, shapes, strict=True)
    ]
    return routes, _written(writing, state)


def _unbent(
    links: Sequence[Link], courses: Sequence[Course | Route]
) -> tuple[list[tuple[Point, ...]], list[float]]:
    """Return the curves and widths of links within one column, which have no stretches."""
    found = [
        ((*course.curve, *(course.tip,) * 3), link.width)
        for link, course in zip(links, courses, strict=True)
        if isinstance(course, Route)
    ]
    return [curve for curve, _ in found], [width for _, width in found]


def _movable(writing: Writing) -> list[Movable]:
    places = [text.order[at] for text, at in zip(writing.texts, writing.picked, strict=True)]
    labelled = list(writing.labels)
    return [
        Movable(text.found, at, LABELS, labelled[k])
        if k < len(labelled)
        else Movable(text.found, at)
        for k, (text, at) in enumerate(zip(writing.texts, places, strict=True))
    ]


def _written(writing: Writing, state: Bending) -> Writing:
    boxes = [Box(*box) for box in state.now.boxes.tolist()]
    first = len(writing.labels)
    names = []
    for text, at, box in zip(
        writing.texts[first:], state.now.at[first:].tolist(), boxes[first:], strict=True
    ):
        names.append(Name(text.found.writings[text.found.written[at]], box))
    crowded = frozenset(k - first for k in range(first, len(boxes)) if state.unwell(k))
    struck = sum(state.unwell(k) for k in range(len(boxes)))
    return replace(
        writing,
        names=tuple(names),
        labels=dict(zip(writing.labels, boxes, strict=False)),
        cost=state.cost(),
        crowded=crowded,
        struck=struck,
    )
