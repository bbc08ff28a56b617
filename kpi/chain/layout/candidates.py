"""The places a name or a link's label may take, each with what it costs against the best one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import dist
from typing import NamedTuple

from kpi.chain.layout.model import Box, Measure, Point, Style

WIDEST_NAME = 13.0  # ems; a longer name is cut
SHORTEST_LINE = 3  # letters: a lone number never gets a line of its own
# How far a name may move sideways, in its widths, and what that costs.
SHIFTS = ((0.0, 0.0), (0.22, 2.0), (-0.22, 2.0), (0.42, 5.0), (-0.42, 5.0))
STEP = 6.0  # pixels that it may stand off further
CUT = 150.0  # what a shortened name costs: as much as to lie on a link or two
ELLIPSIS = "…"
# Along the link, the middle first.
FRACTIONS = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8)


class Candidate(NamedTuple):
    """A possible place: what is written, where, its cost, and whether it sits on its own link."""

    lines: tuple[str, ...]
    box: Box
    cost: float
    on_link: bool = False


def name_candidates(
    name: str, at: Point, style: Style, measure: Measure, column: float
) -> Iterator[Candidate]:
    """Propose places round a symbol for its name, whole, in two lines or cut.

    Parameters
    ----------
    column : float
        Distance between columns: what is wider than that is also tried shorter.
    """
    for lines, extra in _writings(name, style, measure, column):
        width = max(measure(line, style.font_size) for line in lines)
        height = style.name_height * len(lines)
        reach = style.radius + 5
        below, above = at.y + reach, at.y - reach - height
        for y, vertical in ((below, 0.0), (above, 1.5), (below + STEP, 4.0), (above - STEP, 5.5)):
            for shift, sideways in SHIFTS:
                x = at.x - width / 2 + shift * width
                yield Candidate(lines, Box(x, y, width, height), extra + vertical + sideways)
        level = at.y - height / 2
        for x in (at.x + reach + 2, at.x - reach - 2 - width):
            yield Candidate(lines, Box(x, level, width, height), extra + 5.0)


def _writings(
    name: str, style: Style, measure: Measure, column: float
) -> Iterator[tuple[tuple[str, ...], float]]:
    size = style.font_size
    whole = cut_text(name, WIDEST_NAME * size, size, measure)
    yield (whole,), 0.0
    if measure(whole, size) > 0.8 * column:
        two = _in_two(whole, size, measure)
        if two:
            yield two, 3.0
        if measure(whole, size) > 1.3 * column:
            yield (cut_text(name, 1.3 * column, size, measure),), CUT


def _in_two(name: str, size: float, measure: Measure) -> tuple[str, str] | None:
    """Break a name at the blank that leaves the shortest longer line."""
    words = name.split(" ")
    breaks = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    breaks = [two for two in breaks if min(len(two[0]), len(two[1])) >= SHORTEST_LINE]
    return min(breaks, key=lambda two: max(measure(t, size) for t in two), default=None)


def cut_text(text: str, width: float, size: float, measure: Measure) -> str:
    """Return the text, shortened with an ellipsis if it is wider than allowed.

    >>> cut_text("Almacén", 5, 1, lambda text, size: len(text) * size)
    'Alma…'
    """
    if measure(text, size) <= width:
        return text
    while text and measure(text + ELLIPSIS, size) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def label_candidates(
    points: Sequence[Point], width: float, stroke: float, style: Style
) -> Iterator[Candidate]:
    """Propose places along a link for its label: on it where it is long enough, or beside it."""
    length = sum(dist(a, b) for a, b in pairwise(points))
    height = style.pill_height
    aside = height / 2 + stroke / 2 + 3
    places = [
        (0.0, aside, 4.0),
        (0.0, -aside, 3.0),
        (0.0, 1.25 * aside, 5.5),
        (0.0, -1.25 * aside, 4.5),
        (0.0, 1.6 * aside, 7.5),
        (0.0, -1.6 * aside, 6.5),
    ]
    places += [
        (side * (width / 2 + 8), y, 6.0) for side in (1, -1) for y in (-height / 2, height / 2)
    ]
    hidden = width / max(1.0, length)
    for fraction in FRACTIONS:
        middle = points[round(fraction * (len(points) - 1))]
        off_middle = 20 * abs(fraction - 0.5)
        if hidden <= 0.5:
            box = Box(middle.x - width / 2, middle.y - height / 2, width, height)
            yield Candidate((), box, off_middle + 8 * hidden, on_link=True)
        for dx, dy, cost in places:
            x, y = middle.x + dx - width / 2, middle.y + dy - height / 2
            yield Candidate((), Box(x, y, width, height), off_middle + cost)
    # Over its own link, whatever that hides: the last resort of a short link among many.
    middle = points[len(points) // 2]
    box = Box(middle.x - width / 2, middle.y - height / 2, width, height)
    yield Candidate((), box, 40.0, on_link=True)
