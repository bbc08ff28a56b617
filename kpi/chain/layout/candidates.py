"""The places a name or a link's label may take, each with what it costs against the best one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist

import numpy as np
import numpy.typing as npt

from kpi.chain.layout.leaders import APART
from kpi.chain.layout.model import Measure, Point, Style

Floats = npt.NDArray[np.float64]
WIDEST_NAME = 13.0  # ems; a longer name is cut
SHORTEST_LINE = 3  # letters: a lone number never gets a line of its own
TWO_LINES = 3.0  # what breaking a name costs
PARTED = 12.0  # what parting a word costs
SHORTEST_PART = 4  # letters on either side
VOWELS = "aeiouáéíóúü"
CUT = 150.0  # what a shortened name costs: as much as to lie on a link or two
ELLIPSIS = "…"
# How far a name may slide sideways, in its widths, and how far it may stand off, in pixels.
SLIDES = (0.0, 0.11, 0.22, 0.32, 0.42, 0.5, 0.58)
POINTER = 10.0  # what a line costs that has to lead to a name
FAR_SLIDES = (0.0, 0.22, 0.42)
STAND_OFF = (0.0, 3.0, 6.0, 9.0, 13.0, 18.0, 24.0, 31.0)
# Along the link, the middle first.
FRACTIONS = (0.5, *(0.5 + side * step / 50 for step in range(2, 20, 2) for side in (-1, 1)))
OFF_MIDDLE = 20.0
# Far off, at the end of a leader: in heights of a place right beside the link.
FAR = ((2.0, 14.0), (2.5, 18.0), (3.0, 22.0), (3.5, 26.0), (4.0, 30.0), (5.0, 34.0))
TAIL = 8.0  # pixels of air across a leader
LAST_RESORT = 40.0  # a label that hides its own short link


@dataclass(frozen=True)
class Places:
    """Where one text may stand.

    Attributes
    ----------
    boxes : array of shape (n, 4)
        Left, top, width and height of each place.
    costs : array of shape (n,)
        What each costs, if it covers nothing.
    writings : tuple of tuple of str
        How the text may be written.
    written : array of shape (n,)
        Which writing each place is for.
    tails : array of shape (n, 4)
        The box of the line that would lead to each place; of no height where there is none.
    over : array of shape (n,)
        Whether each place lies on the own link on purpose.
    """

    boxes: Floats
    costs: Floats
    writings: tuple[tuple[str, ...], ...]
    written: npt.NDArray[np.int64]
    tails: Floats
    over: npt.NDArray[np.bool_]


def name_places(name: str, at: Point, style: Style, measure: Measure, column: float) -> Places:
    """Propose places round a symbol for its name, whole, in two lines or cut.

    Parameters
    ----------
    column : float
        Distance between columns: what is wider than that is also tried shorter.
    """
    boxes, tails, costs, writings = [], [], [], []
    for lines, extra in _writings(name, style, measure, column):
        width = max(measure(line, style.font_size) for line in lines)
        height = style.name_height * len(lines)
        reach = style.radius + 5
        # Left and top by the middle of the symbol: shares of the text's size, and pixels.
        box = np.empty((len(_ROUND), 4))
        box[:, 0] = at.x + _ROUND[:, 0] * width + _ROUND[:, 1] * reach + _ROUND[:, 2]
        box[:, 1] = at.y + _ROUND[:, 3] * height + _ROUND[:, 4] * reach + _ROUND[:, 5]
        box[:, 2], box[:, 3] = width, height
        boxes.append(box)
        tails.append(_stems(at, style.radius))
        costs.append(_ROUND[:, 6] + extra)
        writings.append(lines)
    written = np.repeat(np.arange(len(writings)), len(_ROUND))
    return Places(
        np.concatenate(boxes),
        np.concatenate(costs),
        tuple(writings),
        written,
        tails=np.concatenate(tails),
        over=np.zeros(len(written), bool),
    )


def _stems(at: Point, radius: float) -> Floats:
    """Return the stretches between a symbol and the places of its name that are far from it."""
    length = np.where(np.abs(_ROUND[:, 5]) > APART, np.abs(_ROUND[:, 5]) + 5, 0.0)
    stems = np.empty((len(_ROUND), 4))
    stems[:, 0] = at.x - TAIL / 2
    stems[:, 1] = at.y + np.where(_ROUND[:, 5] < 0, -radius - length, radius)
    stems[:, 2], stems[:, 3] = TAIL * (length > 0), length
    return stems


def _round_a_symbol() -> Iterator[tuple[float, ...]]:
    """Yield places below, above and at both sides, also askew, as `name_places` reads them."""
    for away in STAND_OFF:
        for slide in SLIDES if away <= APART else FAR_SLIDES:
            sideways = 0.7 * away + 12 * slide + POINTER * (away > APART)
            for shift in {slide, -slide}:
                yield shift - 0.5, 0, 0, 0, 1, away, sideways
                yield shift - 0.5, 0, 0, -1, -1, -away, sideways + 1.5
        if away > APART:
            continue
        for rise in (0.0, 0.25, -0.25, 0.5, -0.5):
            beside = 5 + 0.7 * away + 6 * abs(rise)
            yield 0, 1, 2 + away, rise - 0.5, 0, 0, beside
            yield -1, -1, -2 - away, rise - 0.5, 0, 0, beside


_ROUND = np.array(list(_round_a_symbol()))


def _writings(
    name: str, style: Style, measure: Measure, column: float
) -> Iterator[tuple[tuple[str, ...], float]]:
    size = style.font_size
    whole = cut_text(name, WIDEST_NAME * size, size, measure)
    yield (whole,), 0.0
    if measure(whole, size) > 0.6 * column:
        two = _in_two(whole, size, measure)
        if two:
            yield two, TWO_LINES
        parted = _parted(whole, size, measure)
        if parted:
            yield parted, PARTED
        if measure(whole, size) > 1.3 * column:
            yield (cut_text(name, 1.3 * column, size, measure),), CUT


def _in_two(name: str, size: float, measure: Measure) -> tuple[str, str] | None:
    """Break a name at the blank that leaves the shortest longer line."""
    words = name.split(" ")
    breaks = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    breaks = [two for two in breaks if min(len(two[0]), len(two[1])) >= SHORTEST_LINE]
    return min(breaks, key=lambda two: max(measure(t, size) for t in two), default=None)


def _parted(name: str, size: float, measure: Measure) -> tuple[str, str] | None:
    """Break a long word where Spanish does: before a consonant that a vowel follows."""
    breaks = []
    for i in range(SHORTEST_PART, len(name) - SHORTEST_PART):
        before, after = name[:i], name[i:]
        letters = name[i - SHORTEST_PART : i + SHORTEST_PART]
        if letters.isalpha() and _begins_syllable(name, i):
            breaks.append((f"{before}-", after))
    return min(breaks, key=lambda two: max(measure(t, size) for t in two), default=None)


def _begins_syllable(name: str, i: int) -> bool:
    last, first, then = name[i - 1].lower(), name[i].lower(), name[i + 1].lower()
    together = first in "hlr" and last in "bcdfgklprt"
    return first not in VOWELS and then in VOWELS and not together


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


def label_places(points: Sequence[Point], width: float, stroke: float, style: Style) -> Places:
    """Propose places along a link for its label: on it where it is long enough, or beside it."""
    length = sum(dist(a, b) for a, b in pairwise(points))
    height = style.pill_height
    aside = height / 2 + stroke / 2 + 3
    hidden = width / max(1.0, length)
    on_link = 8 * hidden if hidden <= 0.5 else LAST_RESORT
    moves = [(0.0, 0.0, on_link)]
    for times, cost in ((1.0, 3.0), (1.25, 4.5), (1.6, 6.5), *FAR):
        moves += [(0.0, -times * aside, cost), (0.0, times * aside, cost + 1)]
    moves += [
        (side * width / 2, way * times * aside, cost + 2)
        for times, cost in FAR
        for side in (1, -1)
        for way in (-1, 1)
    ]
    moves += [
        (side * (width / 2 + off), y, 6.0 + (off - 8) / 2)
        for side in (1, -1)
        for off in (8.0, 14.0)
        for y in (-height / 2, 0.0, height / 2)
    ]
    move = np.array(moves)
    middles = np.array([points[round(f * (len(points) - 1))] for f in FRACTIONS])
    boxes = np.empty((len(middles), len(moves), 4))
    boxes[..., 0] = middles[:, :1] + move[:, 0] - width / 2
    boxes[..., 1] = middles[:, 1:] + move[:, 1] - height / 2
    boxes[..., 2], boxes[..., 3] = width, height
    costs = OFF_MIDDLE * np.abs(np.array(FRACTIONS) - 0.5)[:, None] + move[:, 2]
    flat = costs.ravel()
    over = np.tile(move[:, 2] == on_link, len(middles))
    tails = _tails(middles, move, height).reshape(-1, 4)
    return Places(
        boxes.reshape(-1, 4), flat, ((),), np.zeros(len(flat), np.int64), tails=tails, over=over
    )


def _tails(middles: Floats, move: Floats, height: float) -> Floats:
    """Return the upright stretches between a link and the labels that stand far from it."""
    gap = np.maximum(0.0, np.abs(move[:, 1]) - height / 2)
    gap[gap < APART] = 0.0
    tails = np.zeros((len(middles), len(move), 4))
    tails[..., 0] = middles[:, :1] + np.sign(move[:, 0]) * TAIL - TAIL / 2
    tails[..., 1] = middles[:, 1:] - np.where(move[:, 1] < 0, gap, 0.0)
    tails[..., 2], tails[..., 3] = TAIL * (gap > 0), gap
    return tails
