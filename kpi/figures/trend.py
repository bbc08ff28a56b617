"""A value week by week against its target: the promise outside, or a KPI of a link."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from kpi.figures.axes import blank, bounds, value_ticks, week_ticks, writer
from kpi.figures.palette import PALETTES, Theme
from kpi.figures.series import Note, TargetStep, TrendPoint
from kpi.figures.trend_marks import draw_notes, draw_points, draw_target, mark_last, target_words
from kpi.words import Words


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
    write = writer(unit, say)
    figure = blank(theme, height=height, right=130)
    known = [p.value for p in points if p.value is not None]
    in_force = [s.target for s in targets if s.target is not None]
    low, high = bounds(
        [*known, *in_force], floor_at=None if unit == "rating" else 0.0,
        top=1.0 if unit == "share" else None,
    )  # fmt: skip
    places, words = week_ticks([p.week for p in points], say)
    figure.update_xaxes(tickvals=places, ticktext=words)
    ticks = value_ticks(low, high)
    written = [say.percent(t, 0) if unit == "share" else write(t) for t in ticks]
    figure.update_yaxes(
        tickvals=ticks, ticktext=written, range=[low, high], showgrid=True, gridcolor=palette.rule
    )
    if points:
        draw_notes(figure, points, notes, palette)
        words_at_end = target_words(targets, say, unit, dated=dated)
        draw_target(figure, points, targets, palette, words_at_end)
        draw_points(figure, points, palette, say, unit=unit, counted=counted)
        mark_last(figure, points, palette, write, verdict)
        margin = 0.02 * max(7, points[-1].week.toordinal() - points[0].week.toordinal())
        figure.update_xaxes(
            range=[points[0].week.toordinal() - margin, points[-1].week.toordinal() + margin]
        )
    return figure


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
    return text if target is None else f"{text} {say('Target: {value}.', value=write(target))}"
