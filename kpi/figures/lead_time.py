"""How long the handoffs of a link took: their distribution against the agreed time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from kpi.figures.axes import TEXT_SIZE, blank
from kpi.figures.palette import PALETTES, Palette, Theme
from kpi.figures.text import text_width
from kpi.words import Words

BARS = 24
RIGHT = 110  # pixels right of the plot, for words
PLOT = 320  # pixels that the plot has at least in a column of a desk's page
STEPS = (0.25, 0.5, 1, 2, 4, 6, 8, 12, 24, 48, 72, 168, 336, 720)  # hours that people count in


@dataclass(frozen=True)
class Bins:
    """Counts per equal step of hours; the last bar also holds all that took longer."""

    step: float
    counts: tuple[int, ...]
    longer: int


def lead_time_bins(hours: Sequence[float] | npt.NDArray[np.float64]) -> Bins:
    """Count durations by a round step, so that all but the slowest few show.

    >>> lead_time_bins([1, 2, 2, 30])
    Bins(step=2, counts=(1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), longer=0)
    """
    values = np.asarray(hours, dtype=float)
    if not values.size:
        return Bins(1, (), 0)
    end = max(float(np.quantile(values, 0.98, method="higher")), STEPS[0])
    step = next((s for s in STEPS if end / s < BARS), end / BARS)
    bars = int(end / step) + 1
    counts = np.bincount(np.minimum((values / step).astype(int), bars - 1), minlength=bars)
    longer = int((values >= bars * step).sum())
    return Bins(step, tuple(int(c) for c in counts), longer)


def lead_time_histogram(
    hours: Sequence[float] | npt.NDArray[np.float64],
    say: Words,
    theme: Theme = "light",
    *,
    agreed: float | None = None,
    height: int = 240,
    working: bool = False,
) -> go.Figure:
    """Draw how long delivered handoffs took, with the middle, 9 in 10, and the agreed time.

    Parameters
    ----------
    hours : sequence or array of float
        From request to delivery.
    agreed : float, optional
        The agreed lead time in hours; bars beyond it are darker.
    working : bool
        The hours are of the supplier's calendar.
    """
    write = partial(say.hours, working=working)
    palette = PALETTES[theme]
    figure = blank(theme, height=height, right=RIGHT)
    bins = lead_time_bins(hours)
    starts = [k * bins.step for k in range(len(bins.counts))]
    hover = []
    for k, start in enumerate(starts):
        count = say.plural("{n} handoff", "{n} handoffs", bins.counts[k])
        span = say("{low} to {high}", low=write(start), high=write(start + bins.step))
        if k == len(starts) - 1 and bins.longer:
            span = say("{low} or more", low=write(start))
        hover.append(f"{span}<br>{count}")
    late = [agreed is not None and start >= agreed for start in starts]
    figure.add_bar(
        x=[start + bins.step / 2 for start in starts],
        y=list(bins.counts),
        width=0.92 * bins.step,
        marker={"color": [palette.head if is_late else palette.line for is_late in late]},
        hovertext=hover,
        hoverinfo="text",
    )
    apart = _apart(bins)
    end = len(starts) * bins.step
    marks = [k * apart for k in range(1, int(end / apart) + 1)]
    # On an axis a unit once more is noise: “h” alone, and never days of work as days of 24 hours.
    ticks = [say("{n} h", n=say.number(mark, 1)) if working else write(mark) for mark in marks]
    figure.update_xaxes(tickvals=marks, ticktext=ticks, tickangle=0)
    figure.update_yaxes(visible=False, range=[0, 1.6 * max(bins.counts, default=1)])
    _draw_marks(figure, _marks(hours, agreed, say, palette, write), palette.background)
    return figure


def _apart(bins: Bins) -> float:
    """Return how many hours lie between the named ones, few and such as people count in.

    >>> _apart(Bins(8, (1,) * 21, 0)), _apart(Bins(24, (1,) * 6, 0))
    (48, 48)
    """
    least = bins.step * max(1, -(-len(bins.counts) // 5))
    return next((s for s in STEPS if s >= least and not s % bins.step), least)


def lead_time_text(
    hours: Sequence[float] | npt.NDArray[np.float64],
    say: Words,
    *,
    agreed: float | None = None,
    working: bool = False,
) -> str:
    """Say what the distribution shows, for those who do not see it."""
    write = partial(say.hours, working=working)
    values = np.asarray(hours, dtype=float)
    if not values.size:
        return say("No delivered handoffs in this period.")
    half, most = np.quantile(values, [0.5, 0.9])
    text = say(
        "Half of the handoffs took up to {half}, 9 in 10 up to {most}.",
        half=write(float(half)),
        most=write(float(most)),
    )
    if agreed is None:
        return text
    within = say.percent(float((values <= agreed).mean()))
    agreed_words = say("{share} within the agreed {hours}.", share=within, hours=write(agreed))
    return f"{text} {agreed_words}"


def _marks(
    hours: Sequence[float] | npt.NDArray[np.float64],
    agreed: float | None,
    say: Words,
    palette: Palette,
    write: Callable[[float], str],
) -> list[tuple[float, str, str, str]]:
    """Return where the middle, 9 in 10 and the agreed time are; their words, colour and dash."""
    values = np.asarray(hours, dtype=float)
    marks: list[tuple[float, str, str, str]] = []
    if values.size:
        half, most = (float(v) for v in np.quantile(values, [0.5, 0.9]))
        for hours_, words in (
            (half, say("half within {hours}", hours=write(half))),
            (most, say("9 in 10 within {hours}", hours=write(most))),
        ):
            marks.append((hours_, words, palette.muted, "solid"))
    if agreed is not None:
        marks.append((agreed, say("agreed {hours}", hours=write(agreed)), palette.ink, "4px,4px"))
    return marks


def _draw_marks(
    figure: go.Figure, marks: list[tuple[float, str, str, str]], background: str
) -> None:
    """Draw each mark on a line of its own."""
    end = 1.04 * max([*figure.data[0].x, *(m[0] for m in marks)], default=1)
    figure.update_xaxes(range=[0, end])
    # Words that begin near the end take their room from the plot; nothing is cut off.
    reach = max(
        (text_width(m[1], TEXT_SIZE) + 12 - PLOT * (1 - m[0] / end) for m in marks), default=0
    )
    figure.update_layout(margin_r=max(RIGHT, ceil(reach)))
    # From left to right ever shorter, so that no words run across a line.
    for level, (x, words, colour, dash) in enumerate(sorted(marks)):
        top = 0.99 - 0.13 * level
        figure.add_shape(
            type="line", x0=x, x1=x, y0=0, y1=top, yref="paper",
            line={"color": colour, "width": 1.5, "dash": dash},
        )  # fmt: skip
        figure.add_annotation(
            name="mark", x=x, y=top, yref="paper", xanchor="left", yanchor="top", xshift=6,
            text=words, showarrow=False, font={"color": colour, "size": TEXT_SIZE},
            bgcolor=background, borderpad=1,  # on a phone a label may cross another line
        )  # fmt: skip
