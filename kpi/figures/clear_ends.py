"""Keep the words of notes out of the labels at the right end of a figure."""

from __future__ import annotations

import plotly.graph_objects as go

from kpi.figures.axes import TEXT_SIZE
from kpi.figures.text import text_width
from kpi.figures.trend_marks import half_height
from kpi.figures.wrapping import shorten


def clear_ends(figure: go.Figure, plot: float, axis: float) -> None:
    """Draw back each note that runs into the margin at the height of a label there.

    Its words then end where the plot does, over the line that is theirs. Call it when all labels
    are written.

    Parameters
    ----------
    plot, axis : float
        Pixels of the plot, and of the words left of it, where the figure is narrowest.
    """
    taken = [_band(figure, one) for one in figure.layout.annotations if one.name == "end"]
    first, last = figure.layout.xaxis.range
    for one in figure.layout.annotations:
        if one.name != "note" or one.xanchor != "left":
            continue
        free = (last - one.x) / (last - first) * plot
        low, high = one.yshift, one.yshift + 2 * half_height(one.text, TEXT_SIZE)
        is_met = any(low < top and bottom < high for bottom, top in taken)
        if is_met and one.xshift + text_width(one.text, TEXT_SIZE, 400) > free:
            text = shorten(one.text, plot + axis, TEXT_SIZE)
            one.update(text=text, xanchor="right", xshift=free)


def _band(figure: go.Figure, label: go.layout.Annotation) -> tuple[float, float]:
    """Return where a label at the right end begins and ends, in pixels above the plot's foot."""
    low, high = figure.layout.yaxis.range
    room = figure.layout.height - 60
    middle = room * (label.y - low) / (high - low) + label.yshift
    half = half_height(label.text, label.font.size)
    return middle - half, middle + half
