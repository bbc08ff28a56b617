"""A figure made ready for a narrow place: a phone, or a column at 200 % zoom."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

import plotly.graph_objects as go

from kpi.figures.axes import TEXT_SIZE
from kpi.figures.clear_ends import clear_ends
from kpi.figures.text import text_width
from kpi.figures.trend_marks import LINE, shortened, side_of_note
from kpi.figures.wrapping import shorten

WIDTH = 358  # pixels: a phone of 390 less the page's margins
LETTER = 7.3  # pixels that a letter of TEXT_SIZE takes on average; measured with Inter, rounded up
AXIS = 48  # pixels left of the plot, for the words of its axis
LABELS = 76  # pixels right of the plot, where lines are labelled at their ends
EDGE = 10
STANDOFF = 5  # between an axis's words and the first point, which is closer here
MOST_TICKS = 4


def narrowed(figure: go.Figure) -> go.Figure:
    """Return a copy of a figure whose words fit a place of some 360 pixels.

    Labels at the ends of lines keep their first line, broken in two; ticks that would touch are
    dropped; notes take the whole width, marks run to the side that has room and are cut to it.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        As the functions of this package draw it; its annotations are known by their names.
    """
    found = go.Figure(figure)
    ends = [one for one in found.layout.annotations if one.name == "end"]
    right = max([LABELS, *map(_width, ends)]) if ends else EDGE
    found.update_layout(margin={"l": 0, "r": right})
    found.update_xaxes(tickangle=0)
    found.update_yaxes(ticklabelstandoff=STANDOFF)
    ticks = found.layout.xaxis.tickvals
    if ticks is not None and len(ticks) > MOST_TICKS:
        words = found.layout.xaxis.ticktext
        found.update_xaxes(tickvals=ticks[::-1][::2][::-1], ticktext=words[::-1][::2][::-1])
    for one in ends:
        one.update(text=_in_two(one.text), xshift=6, yshift=0)
    _apart(found, ends)
    for one in found.layout.annotations:
        if one.name == "mark":
            _within(found, one, right)
        elif one.name == "note":
            _noted(found, one, right)
    if ends:
        clear_ends(found, WIDTH - AXIS - right, AXIS)
    return found


def _noted(figure: go.Figure, words: go.layout.Annotation, right: int) -> None:
    """Let a note have the whole width: it stands in a row of its own."""
    first, last = figure.layout.xaxis.range
    text = shorten(words.text, WIDTH - EDGE, words.font.size)
    side, shift = side_of_note(text, (words.x - first) / (last - first), WIDTH, right)
    words.update(text=text, xanchor=side, xshift=shift)


def _width(label: go.layout.Annotation) -> int:
    """Return the pixels that a label at the right edge needs, broken in two."""
    weight = 700 if label.text.startswith("<b>") else 400
    words = label.text.removeprefix("<b>").removesuffix("</b>")
    parts = _in_two(words).split("<br>")
    return ceil(max(text_width(part, label.font.size, weight) for part in parts)) + EDGE


def _in_two(text: str) -> str:
    """Keep the first line of a label and break it where its first word ends.

    >>> _in_two("target 93%<br>since Jan 13, 2025")
    'target<br>93%'
    """
    return text.partition("<br>")[0].replace(" ", "<br>", 1)


def _apart(figure: go.Figure, labels: list[go.layout.Annotation]) -> None:
    """Move labels down the right edge until none touches the one above."""
    low, high = figure.layout.yaxis.range
    room = figure.layout.height - 60
    ordered = sorted(labels, key=lambda one: -one.y)
    tall = {id(one): LINE * one.font.size * (1 + one.text.count("<br>")) for one in ordered}
    place = {id(one): room * (high - one.y) / (high - low) for one in ordered}
    for above, below in pairwise(ordered):
        clear = place[id(above)] + (tall[id(above)] + tall[id(below)]) / 2
        if place[id(below)] < clear:
            below.yshift = place[id(below)] - clear
            place[id(below)] = clear


def _within(figure: go.Figure, words: go.layout.Annotation, right: int) -> None:
    """Let words run to the side that has more room, and no further."""
    first, last = figure.layout.xaxis.range
    axis = 0 if figure.layout.yaxis.visible is False else AXIS
    plot = WIDTH - axis - right
    at = plot * (words.x - first) / (last - first)
    to_right, to_left = plot - at + right, at + axis
    leads_right = to_right >= to_left
    letters = int((max(to_right, to_left) - EDGE) / LETTER * TEXT_SIZE / words.font.size)
    words.update(
        xanchor="left" if leads_right else "right",
        xshift=6 if leads_right else -6,
        text=shortened(words.text, letters),
    )
