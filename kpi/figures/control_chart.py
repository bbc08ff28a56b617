"""A control chart in the manner of Making Data Count: what is usual, and the weeks that are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import plotly.graph_objects as go

from kpi.figures.axes import TEXT_SIZE, blank, plain, writer
from kpi.figures.palette import MARKS, PALETTES, Palette, Theme
from kpi.figures.series import Note, TargetStep, TrendPoint
from kpi.figures.trend import say_empty, scale_values, scale_weeks
from kpi.figures.trend_marks import (
    BELOW,
    SYMBOLS,
    draw_notes,
    draw_points,
    draw_target,
    label_right,
    target_words,
)
from kpi.words import Words

STRIP = 0.32  # of the height, for notes under the points
# What stands out borrows the colours and shapes of the verdicts.
STANDS_OUT = {"concern": MARKS["broken"], "improvement": MARKS["kept"]}


@dataclass(frozen=True)
class ControlPoint:
    """One week of a control chart.

    Parameters
    ----------
    week : date
        Its Monday.
    value : float, optional
    n : int
        Counted; few are drawn hollow.
    low, high : float, optional
        Where it would stand out; None where it could not on that side.
    stands_out : {"", "concern", "improvement"}
    part : {"judged", "before", "running"}
        On the screen, before the process was changed, or not over yet.
    """

    week: date
    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    stands_out: Literal["", "concern", "improvement"] = ""
    part: Literal["judged", "before", "running"] = "judged"


def control_chart(
    points: Sequence[ControlPoint],
    targets: Sequence[TargetStep],
    say: Words,
    theme: Theme = "light",
    *,
    unit: str,
    mean: float | None = None,
    notes: Sequence[Note] = (),
    height: int = 320,
) -> go.Figure:
    """Draw a KPI week by week with its usual level, its natural limits and what stands out.

    Parameters
    ----------
    points, targets : sequence
        Each in order of time.
    unit : str
        ``share``, ``hours``, ``count`` or ``rating``.
    mean : float, optional
        What is usual on the screen; without it neither it nor limits are drawn.
    notes : sequence of Note
        What changed, on its day.

    Returns
    -------
    plotly.graph_objects.Figure
        Without title. The limits of shares are steps: a week of few varies more.
    """
    palette = PALETTES[theme]
    figure = blank(theme, height=height, right=156)
    as_trend = [TrendPoint(point.week, point.value, point.n) for point in points]
    if not any(point.value is not None for point in points):
        say_empty(figure, say("No week has a value yet."), palette)
        return figure
    judged = [p for p in points if p.part == "judged"] if mean is not None else []
    ends = [(p.low, p.high) for p in judged if p.low is not None or p.high is not None]
    held = [TrendPoint(points[0].week, end, 0) for pair in ends for end in pair if end is not None]
    scale_values(figure, [*as_trend, *held], targets, say, unit=unit, strip=STRIP if notes else 0.0)
    scale_weeks(figure, as_trend, say)
    if mean is not None and judged:
        _draw_limits(figure, judged, mean, palette, unit)
    draw_notes(figure, as_trend, notes, palette, say)
    draw_target(figure, as_trend, targets, palette, target_words(targets, say, unit, dated=True))
    draw_points(figure, as_trend, palette, say, unit=unit, counted="handoffs")
    _dim(figure, points, palette)
    _mark(figure, points, palette)
    _label_last(figure, points, say, palette, writer(unit, say))
    if mean is not None:
        usual = say("usual {value}", value=writer(unit, say)(mean))
        label_right(figure, mean, usual, palette.muted)
    return figure


def control_text(
    points: Sequence[ControlPoint], say: Words, *, unit: str, mean: float | None
) -> str:
    """Say what a control chart shows, for those who do not see it."""
    write = writer(unit, say)
    known = [point for point in points if point.value is not None]
    if not known:
        return say("No week has a value yet.")
    last = known[-1]
    text = say("{week}: {value}.", week=say.week(last.week), value=write(last.value or 0.0))
    if mean is not None:
        text += " " + say("Usual: {value}.", value=write(mean))
    worse, better = (
        "; ".join(say.week(point.week) for point in known if point.stands_out == kind)
        for kind in ("concern", "improvement")
    )
    if worse:
        text += " " + say("Out of the ordinary, for the worse: {weeks}.", weeks=worse)
    if better:
        text += " " + say("Out of the ordinary, for the better: {weeks}.", weeks=better)
    return text


def _draw_limits(
    figure: go.Figure,
    points: Sequence[ControlPoint],
    mean: float,
    palette: Palette,
    unit: str,
) -> None:
    """Draw the band in which weeks are usual, each week as wide as the week, and the middle."""
    told = [p for p in points if p.low is not None or p.high is not None]
    bottom, top = figure.layout.yaxis.range
    if unit == "share":
        bottom, top = max(bottom, 0.0), min(top, 1.0)
    if told:
        weeks = [p.week.toordinal() for p in told]
        edges = [weeks[0] - 3.5, *weeks, weeks[-1] + 3.5]
        for name, values in (
            ("low", [bottom if p.low is None else p.low for p in told]),
            ("high", [top if p.high is None else p.high for p in told]),
        ):
            figure.add_scatter(
                x=edges,
                y=[values[0], *values, values[-1]],
                mode="lines",
                line={"color": palette.line, "width": 1, "shape": "hvh"},
                fill="tonexty" if name == "high" else None,
                fillcolor=palette.surface,
                hoverinfo="skip",
                name=name,
            )
    first, last = points[0].week.toordinal(), points[-1].week.toordinal()
    figure.add_scatter(
        x=[first - 3.5, last + 3.5],
        y=[mean, mean],
        mode="lines",
        line={"color": palette.head, "width": 1.5},
        hoverinfo="skip",
        name="mean",
    )


def _dim(figure: go.Figure, points: Sequence[ControlPoint], palette: Palette) -> None:
    """Draw over the weeks that are not judged: from before a change, and the one still running."""
    for part, colour in (("before", palette.line), ("running", palette.muted)):
        some = [p for p in points if p.part == part and p.value is not None]
        if not some:
            continue
        figure.add_scatter(
            x=[p.week.toordinal() for p in some],
            y=[p.value for p in some],
            mode="lines+markers" if part == "before" else "markers",
            line={"color": colour, "width": 2},
            marker={
                "size": 7 if part == "before" else 10,
                "symbol": "circle" if part == "before" else "circle-open-dot",
                "color": colour,
                "line": {"color": colour, "width": 1.5},
            },
            hoverinfo="skip",
            name=part,
            cliponaxis=False,
        )


def _mark(figure: go.Figure, points: Sequence[ControlPoint], palette: Palette) -> None:
    for kind, mark in STANDS_OUT.items():
        some = [p for p in points if p.stands_out == kind and p.value is not None]
        if some:
            figure.add_scatter(
                x=[p.week.toordinal() for p in some],
                y=[p.value for p in some],
                mode="markers",
                marker={
                    "symbol": SYMBOLS[mark.shape],
                    "size": 13 if mark.shape == "triangle" else 11,
                    "color": mark.colour(palette),
                    "line": {"width": 0},
                },
                hoverinfo="skip",
                name=kind,
                cliponaxis=False,
            )


def _label_last(
    figure: go.Figure,
    points: Sequence[ControlPoint],
    say: Words,
    palette: Palette,
    write: Callable[[float], str],
) -> None:
    """Write the last value at the right end, in the colour of what it is."""
    last = next((p for p in reversed(points) if p.value is not None), None)
    if last is None or last.value is None:
        return
    mark = STANDS_OUT.get(last.stands_out)
    colour = palette.ink if mark is None else mark.colour(palette)
    label_right(figure, last.value, write(last.value), colour, size=20, bold=True)
    if last is not points[-1] and last.part == "judged":  # or it would be taken for this week's
        low, high = figure.layout.yaxis.range
        week = say("wk {number}", number=str(last.week.isocalendar().week))
        below = last.value - BELOW * (high - low)
        label_right(figure, below, week.replace(" ", "\N{NO-BREAK SPACE}"), palette.muted)
    if last.part == "running":
        figure.add_annotation(
            x=last.week.toordinal(), y=last.value, yshift=-16, xanchor="right",
            text=plain(say("week not over")), showarrow=False,
            font={"color": palette.muted, "size": TEXT_SIZE},
        )  # fmt: skip
