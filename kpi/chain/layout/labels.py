"""Write names and labels where they cover nothing, as far as there is room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpi.chain.layout.candidates import Places, label_places, name_places
from kpi.chain.layout.curves import along
from kpi.chain.layout.ink import ROUNDING, Floats, Ink
from kpi.chain.layout.model import Box, Link, Measure, Name, Node, Point, Route, Style
from kpi.chain.layout.settling import FREE, OVER_TEXT, Text, settle

AIR = 1.5  # pixels round a symbol
OFF_CANVAS = 10_000.0
OWN, MOST_OWN = 0.3, 8.0  # per pixel of its own link that a label beside it still touches
LABELS = 3.0  # how much worse it is for a label than for a name, which has a halo


@dataclass(frozen=True)
class Writing:
    """All texts as placed: a name per node, a label by link index, and what they cost in sum.

    Attributes
    ----------
    crowded : frozenset of int
        Nodes whose name has no free place.
    texts : tuple of Text
        Labels, in the order of ``labels``, then names, with all their places.
    picked : tuple of int
        The place that each has.
    struck : int
        How many stand on a line.
    """

    names: tuple[Name, ...]
    labels: Mapping[int, Box]
    cost: float
    crowded: frozenset[int]
    texts: tuple[Text, ...] = ()
    picked: tuple[int, ...] = ()
    struck: int = 0


def place_labels(
    nodes: Sequence[Node],
    links: Sequence[Link],
    places: Sequence[Point],
    routes: Sequence[Route],
    *,
    size: tuple[float, float],
    column: float,
    style: Style,
    measure: Measure,
    fixed: Sequence[Name] = (),
) -> Writing:
    """Return the name of every node and the label of every link that asks for one.

    Those with the fewest free places choose first, labels before names; then each gives way to
    another that has no free place else.

    Parameters
    ----------
    fixed : sequence of Name, optional
        The names as they stand: none of them moves, only labels are placed.
    """
    curves = [(*route.curve, *(route.tip,) * 3) for route in routes]
    widths = [link.width for link in links]
    symbols = [symbol_box(place, style) for place in places[: len(nodes)]]
    ink = Ink(Box(0, 0, *size), curves, widths, symbols)
    texts: list[Text] = []
    labelled = [i for i, link in enumerate(links) if link.label_width]
    labelled.sort(key=lambda i: (-links[i].rank, i))
    for i in labelled:
        line = along(routes[i].curve)
        found = label_places(line, links[i].label_width, links[i].width, style)
        own = Ink(_around(line), [curves[i]], [widths[i]])
        mine = own.under(found.boxes)
        covers = covering(ink.under(found.boxes) - mine, found.boxes, size)
        touched = np.where(found.over, 0.0, np.minimum(OWN * mine, MOST_OWN))
        costs = found.costs + touched + LABELS * covers
        # Places on a name that stays are out before the best are kept.
        standing = [name.box for name in fixed]
        costs += OVER_TEXT * (covered_by(found.boxes, standing) + covered_by(found.tails, standing))
        texts.append(Text.of(found, costs))
    if not fixed:
        offers = [
            name_places(node.name, place, style, measure, column)
            for node, place in zip(nodes, places, strict=False)
        ]
        texts += _weighed(offers, ink, size)
    picked, cost = settle(texts, [name.box for name in fixed])
    first = len(labelled)
    names = tuple(fixed) or tuple(
        Name(text.lines(place), text.boxes[place])
        for text, place in zip(texts[first:], picked[first:], strict=True)
    )
    labels = {i: texts[k].boxes[picked[k]] for k, i in enumerate(labelled)}
    crowded = frozenset(
        i - first for i, place in enumerate(picked) if i >= first and texts[i].costs[place] >= FREE
    )
    struck = sum(texts[i].costs[place] >= FREE for i, place in enumerate(picked))
    return Writing(names, labels, cost, crowded, tuple(texts), tuple(picked), struck)


def _weighed(offers: Sequence[Places], ink: Ink, size: tuple[float, float]) -> list[Text]:
    """Weigh the places of all names at once: one look at the ink."""
    if not offers:
        return []
    boxes = np.concatenate([found.boxes for found in offers])
    costs = np.concatenate([found.costs for found in offers])
    costs += covering(ink.under(boxes), boxes, size)
    ends = np.cumsum([len(found.costs) for found in offers])[:-1]
    return [Text.of(found, one) for found, one in zip(offers, np.split(costs, ends), strict=True)]


def covering(covered: Floats, boxes: Floats, size: tuple[float, float]) -> Floats:
    """Return what it costs to cover so much ink there, or to leave the canvas."""
    covered = np.where(covered > ROUNDING, covered, 0.0)
    left, top, width, height = boxes.T
    off = (left < 1) | (top < 1) | (left + width > size[0] - 1) | (top + height > size[1] - 1)
    found: Floats = (covered > 0) * FREE + covered + OFF_CANVAS * off
    return found


def _around(line: Sequence[Point]) -> Box:
    left, top = min(p.x for p in line) - 12, min(p.y for p in line) - 12
    return Box(left, top, max(p.x for p in line) + 12 - left, max(p.y for p in line) + 12 - top)


def covered_by(boxes: Floats, others: Sequence[Box]) -> Floats:
    """Return how many of the others each box overlaps."""
    if not others:
        return np.zeros(len(boxes))
    x, y, width, height = boxes.T[:, :, None]
    left, top, across, down = np.array(others).T
    met = (x < left + across) & (left < x + width) & (y < top + down) & (top < y + height)
    found: Floats = met.sum(axis=1).astype(np.float64)
    return found


def symbol_box(place: Point, style: Style) -> Box:
    """Return what a symbol takes, with a little air."""
    reach = style.radius + AIR
    return Box(place.x - reach, place.y - reach, 2 * reach, 2 * reach)
