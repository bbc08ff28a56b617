"""A value week by week against its target: the promise outside, or a KPI of a link."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from kpi.figures.axes import TEXT_SIZE, blank, bounds, value_ticks, week_ticks, write_target, writer
from kpi.figures.clear_ends import clear_ends
from kpi.figures.palette import PALETTES, Palette, Theme
from kpi.figures.series import Note, TargetStep, TrendPoint
from kpi.figures.trend_marks import (
    AXIS,
    NARROWEST,
    count_last,
    draw_notes,
    draw_points,
    draw_target,
    mark_last,
    target_words,
)
from kpi.words import Words

NOTE_STRIP = 0.25  # of the height, under the points


def promise_trend(
    points: Sequence[TrendPoint],
    target: float | None,
    say: Words,
    theme: Theme = "light",
    *,
    verdict: str = "no target",
    notes: Sequence[Note] = (),
    height: int = 240,
) -> go.Figure:
    """Draw the share of kept promises week by week, with its target.

    Parameters
    ----------
    points : sequence of TrendPoint
        In order of time.
    target : float, optional
        Drawn dashed and labelled at its end.
    verdict : str
        Of the last point, which takes its shape and colour.
    """
    steps = [TargetStep(points[0].week, target)] if points else []
    return kpi_series(
        points, steps, say, theme, unit="share", verdict=verdict, notes=notes, height=height,
        counted="cases", dated=False,
    )  # fmt: skip


def kpi_series(
    points: Sequence[TrendPoint],
    targets: Sequence[TargetStep],
    say: Words,
    theme: Theme = "light",
    *,
    unit: str,
    verdict: str = "no target",
    notes: Sequence[Note] = (),
    height: int = 280,
    counted: str = "handoffs",
    dated: bool = True,
) -> go.Figure:
    """Draw a KPI week by week, with the history of its target as steps.

    Parameters
    ----------
    points, targets : sequence
        Each in order of time.
    unit : str
        ``share``, ``hours``, ``count`` or ``rating``.
    counted : str
        What the points count: ``cases`` or ``handoffs``.
    dated : bool
        Whether the target says since when.

    Returns
    -------
    plotly.graph_objects.Figure
        Without title. Weeks with fewer than five counted are hollow; weeks with none are gaps.
    """
    palette = PALETTES[theme]
    figure = blank(theme, height=height, right=156 if dated else 130)
    if not any(point.value is not None for point in points):
        say_empty(figure, say("No week has a value yet."), palette)
        return figure
    scale_values(figure, points, targets, say, unit=unit, strip=NOTE_STRIP if notes else 0.0)
    figure.update_yaxes(showgrid=True, gridcolor=palette.rule)
    scale_weeks(figure, points, say)
    draw_notes(figure, points, notes, palette, say)
    at_end = target_words(targets, say, unit, dated=dated)
    draw_target(figure, points, targets, palette, at_end)
    draw_points(figure, points, palette, say, unit=unit, counted=counted)
    mark_last(figure, points, palette, writer(unit, say), verdict)
    if counted == "cases":
        count_last(figure, points, palette, say)
    clear_ends(figure, NARROWEST - AXIS - figure.layout.margin.r, AXIS)
    return figure


def scale_values(
    figure: go.Figure,
    points: Sequence[TrendPoint],
    targets: Sequence[TargetStep],
    say: Words,
    *,
    unit: str,
    strip: float,
) -> None:
    """Let the axis hold all values and targets, and a strip below them for notes."""
    values = [p.value for p in points if p.value is not None]
    values += [s.target for s in targets if s.target is not None]
    low, high = bounds(
        values,
        floor_at=None if unit == "rating" else 0.0,
        top=1.0 if unit == "share" else None,
    )
    ticks = value_ticks(low, high)
    words = [write_target(tick, unit, say) for tick in ticks]
    figure.update_yaxes(tickvals=ticks, ticktext=words, range=[low - strip * (high - low), high])


def scale_weeks(figure: go.Figure, points: Sequence[TrendPoint], say: Words) -> None:
    """Let the axis hold all weeks, a few of them named."""
    places, words = week_ticks([p.week for p in points], say)
    first, last = points[0].week.toordinal(), points[-1].week.toordinal()
    air = 0.02 * max(7, last - first)
    # Away from the lowest value's label, which stands at the same corner.
    figure.update_xaxes(
        tickvals=places, ticktext=words, range=[first - air, last + air], ticklabelstandoff=10
    )


def say_empty(figure: go.Figure, words: str, palette: Palette) -> None:
    """Show words where there is nothing to draw."""
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.add_annotation(
        x=0.5, y=0.5, xref="paper", yref="paper", text=words, showarrow=False,
        font={"color": palette.muted, "size": TEXT_SIZE},
    )  # fmt: skip


def trend_text(
    points: Sequence[TrendPoint], targets: Sequence[TargetStep], say: Words, *, unit: str
) -> str:
    """Say in a sentence or two what a trend shows, for those who do not see it."""
    write = writer(unit, say)
    known = [p for p in points if p.value is not None]
    if not known:
        return say("No week has a value yet.")
    values = [p.value for p in known if p.value is not None]
    text = say(
        "From {first} to {last}: {value} in the last week, between {low} and {high}.",
        first=say.week(known[0].week),
        last=say.week(known[-1].week),
        value=write(values[-1]),
        low=write(min(values)),
        high=write(max(values)),
    )
    target = targets[-1].target if targets else None
    return (
        text
        if target is None
        else f"{text} {say('Target: {value}.', value=write_target(target, unit, say))}"
    )
