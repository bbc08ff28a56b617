"""The marks of a trend: points, target, what happened, and the labels at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

import plotly.graph_objects as go

from kpi.figures.axes import TEXT_SIZE, plain, write_target, writer
from kpi.figures.palette import MARKS, Palette
from kpi.figures.series import Note, TargetStep, TrendPoint
from kpi.figures.text import text_width
from kpi.figures.wrapping import shorten
from kpi.words import Words

# Pixels between the plot and a label at its right end, and between that and the edge.
_AROUND_LABEL = 18
FEW = 5  # fewer counted say little by themselves: drawn hollow
# Notes stand in rows at the foot, where `kpi_series` leaves a strip free of points.
NOTE_ROWS, NOTE_STEP = 3, 19
# Pixels: the narrowest wide figure, the words of its axis, and between a line and its words.
NARROWEST, AXIS, BESIDE = 480, 48, 6
BELOW = 0.01  # of the axis: what is to stand below a label wants a place a little below it
LINE = 1.3  # height of a line, in sizes of its letters
SYMBOLS = {"disc": "circle", "diamond": "diamond", "triangle": "triangle-up", "ring": "circle-open"}


def draw_points(
    figure: go.Figure,
    points: Sequence[TrendPoint],
    palette: Palette,
    say: Words,
    *,
    unit: str,
    counted: str,
) -> None:
    """Draw the line and its points; few counted are hollow, none counted is a gap."""
    write = writer(unit, say)
    hover = []
    for point in points:
        count = (
            say.plural("{n} case", "{n} cases", point.n)
            if counted == "cases"
            else say.plural("{n} handoff", "{n} handoffs", point.n)
        )
        value = say("no value") if point.value is None else write(point.value)
        hover.append(f"{plain(say.week(point.week))}<br>{value} · {count}")
    figure.add_scatter(
        x=[p.week.toordinal() for p in points],
        y=[p.value for p in points],
        mode="lines+markers",
        line={"color": palette.head, "width": 2},
        marker={
            "size": 7,
            "color": [palette.background if p.n < FEW else palette.head for p in points],
            "line": {"color": palette.head, "width": 1.5},
        },
        hovertext=hover,
        hoverinfo="text",
        connectgaps=False,
        cliponaxis=False,
    )


def mark_last(
    figure: go.Figure,
    points: Sequence[TrendPoint],
    palette: Palette,
    write: Callable[[float], str],
    verdict: str,
) -> None:
    """Mark the last point with its verdict's shape and write its value."""
    last = next((p for p in reversed(points) if p.value is not None), None)
    if last is None or last.value is None:
        return
    mark = MARKS[verdict]
    colour = palette.ink if mark.slug == "none" else mark.colour(palette)
    figure.add_scatter(
        x=[last.week.toordinal()],
        y=[last.value],
        mode="markers",
        marker={
            "symbol": SYMBOLS[mark.shape],
            "size": 14 if mark.shape == "triangle" else 12,
            "color": colour,
            "line": {"width": 0},
        },
        hoverinfo="skip",
        cliponaxis=False,
    )
    label_right(figure, last.value, write(last.value), colour, size=20, bold=True)


def count_last(
    figure: go.Figure, points: Sequence[TrendPoint], palette: Palette, say: Words
) -> None:
    """Write below the last value of how many it is: a share of few says little."""
    last = next(p for p in reversed(points) if p.value is not None)
    low, high = figure.layout.yaxis.range
    below = (last.value or 0.0) - BELOW * (high - low)
    # A space that does not break: a narrow place would put each word on a line.
    words = say("of {n}", n=last.n).replace(" ", "\N{NO-BREAK SPACE}")
    label_right(figure, below, words, palette.muted)


def target_words(targets: Sequence[TargetStep], say: Words, unit: str, *, dated: bool) -> str:
    """Say the target in force, and since when if asked."""
    last = targets[-1] if targets else None
    if last is None or last.target is None:
        return ""
    value = write_target(last.target, unit, say)
    if dated:
        return say("target {value}<br>since {date}", value=value, date=say.date(last.since))
    return say("target {value}", value=value)


def draw_target(
    figure: go.Figure,
    points: Sequence[TrendPoint],
    targets: Sequence[TargetStep],
    palette: Palette,
    words: str,
) -> None:
    """Draw the target dashed, as steps where it changed, with its words at the end."""
    first, last = points[0].week.toordinal(), points[-1].week.toordinal()
    xs: list[int] = []
    ys: list[float | None] = []
    for i, step in enumerate(targets):
        start = max(first, step.since.toordinal())
        end = targets[i + 1].since.toordinal() if i + 1 < len(targets) else last
        if end > first and start <= last:
            xs += [start, min(end, last)]
            ys += [step.target, step.target]
    if all(y is None for y in ys):
        return
    figure.add_scatter(
        x=xs,
        y=ys,
        mode="lines",
        line={"color": palette.ink, "width": 1.5, "dash": "4px,4px"},
        hoverinfo="skip",
    )
    target = targets[-1].target
    if words and target is not None:
        label_right(figure, target, words, palette.muted)


def label_right(
    figure: go.Figure,
    y: float,
    text: str,
    colour: str,
    *,
    size: int = TEXT_SIZE,
    bold: bool = False,
) -> None:
    """Write a label at the right end of a line, clear of those already there."""
    low, high = figure.layout.yaxis.range
    room = figure.layout.height - 60
    taken = [
        (room * (one.y - low) / (high - low) + one.yshift, half_height(one.text, one.font.size))
        for one in figure.layout.annotations
        if one.name == "end"
    ]
    wanted = room * (y - low) / (high - low)
    shift = _nearest_free(wanted, half_height(text, size), taken) - wanted
    figure.add_annotation(
        name="end", x=1, xref="paper", xanchor="left", xshift=12, y=y, yshift=shift,
        text=f"<b>{text}</b>" if bold else text, showarrow=False, align="left",
        font={"color": colour, "size": size},
    )  # fmt: skip
    weight = 700 if bold else 400
    widest = max(text_width(plain(line), size, weight) for line in text.split("<br>"))
    # A language with longer words takes its room from the plot; nothing is cut off.
    figure.update_layout(margin_r=max(figure.layout.margin.r, ceil(widest) + _AROUND_LABEL))


def half_height(text: str, size: float) -> float:
    """Return half of the height of a label, in pixels."""
    return size * LINE * (1 + text.count("<br>")) / 2


def _nearest_free(wanted: float, half: float, taken: Sequence[tuple[float, float]]) -> float:
    """Return where the middle of a label may stand, as near as can be to where it should.

    >>> _nearest_free(100, 10, [(104, 8)]), _nearest_free(100, 10, [(130, 8)])
    (86, 100)
    """
    ends = [middle + side * (half + other) for middle, other in taken for side in (-1, 1)]
    free = [
        place
        for place in (wanted, *ends)
        if all(abs(place - middle) >= half + other - 1e-6 for middle, other in taken)
    ]
    return min(free, key=lambda place: abs(place - wanted))


def draw_notes(
    figure: go.Figure,
    points: Sequence[TrendPoint],
    notes: Sequence[Note],
    palette: Palette,
    say: Words,
) -> None:
    """Draw what happened last as upright hairlines, the words of each in a row of its own."""
    first, last = points[0].week.toordinal(), points[-1].week.toordinal()
    shown = [n for n in notes if first <= n.day.toordinal() <= last]
    for row, note in enumerate(sorted(shown, key=lambda n: n.day)[-NOTE_ROWS:]):
        x = note.day.toordinal()
        week = say("wk {number}", number=str(note.day.isocalendar().week))
        text = shorten(f"{week}: {note.text}", NARROWEST - AXIS, TEXT_SIZE)
        place = (x - first) / max(1, last - first)
        side, shift = side_of_note(text, place, NARROWEST, figure.layout.margin.r)
        figure.add_vline(x=x, line={"color": palette.rule, "width": 1.5}, layer="below")
        figure.add_annotation(
            name="note", x=x, y=0, yref="paper", yanchor="bottom", yshift=NOTE_STEP * row,
            xanchor=side, xshift=shift, text=plain(text), hovertext=plain(note.text),
            font={"color": palette.muted, "size": TEXT_SIZE}, showarrow=False,
            # The hairlines of other notes stop at the words.
            bgcolor=palette.background, borderpad=1,
        )  # fmt: skip


def side_of_note(text: str, place: float, wide: float, right: float) -> tuple[str, float]:
    """Return the side of its line that words run to, and how far they are moved to be seen whole.

    They run to the right, into the free margin there, else to the left; where neither has room for
    them they cover their line. The week they begin with says which line is theirs.

    Parameters
    ----------
    place : float
        Where the line is, 0 at the plot's left edge to 1 at its right.
    wide, right : float
        Pixels of the figure, and of its right margin.
    """
    width, plot = text_width(text, TEXT_SIZE, 400), wide - AXIS - right
    to_right, to_left = (1 - place) * plot + right, place * plot + AXIS
    if width + BESIDE > to_right and width + BESIDE <= to_left:
        return "right", -BESIDE
    return "left", min(BESIDE, to_right - width - BESIDE)


def shortened(text: str, longest: int) -> str:
    """Return a text of at most so many characters.

    >>> shortened("Nuevo proveedor", 9)
    'Nuevo pr…'
    """
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
