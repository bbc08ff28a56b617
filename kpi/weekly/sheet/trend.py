"""The promise outside week by week: limits, target, weeks that stand out, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kpi.chain.layout import Box
from kpi.figures.palette import LIGHT, MARKS
from kpi.figures.svg import attributes, mark_path, number
from kpi.figures.text import text_width
from kpi.weekly import told
from kpi.weekly.edition import Edition, Happened, TrendWeek
from kpi.weekly.sheet.pen import SMALLEST, Pen, colour_of
from kpi.words import Words

RIGHT = 112.0  # pixels beside the plot, for the last value and the target
LANE = 20.0  # height of one note
MOST_NOTES = 3
LABELLED = 34.0  # the two labels at the right keep so far apart, from line to baseline
FEW = 5  # fewer cases say little by themselves: drawn hollow
_MARKS = {"concern": "broken", "improvement": "kept"}


@dataclass(frozen=True)
class _Scale:
    """Where a week and a rate stand on the sheet."""

    plot: Box
    weeks: int
    low: float
    high: float

    def x(self, place: float) -> float:
        """Return where a week stands; the last one, be it the only one, at the right."""
        step = (self.plot.width - 12) / max(1, self.weeks - 1)
        return self.plot.x + self.plot.width - 6 - (self.weeks - 1 - place) * step

    def y(self, rate: float) -> float:
        share = (rate - self.low) / (self.high - self.low)
        return self.plot.y + self.plot.height * (1 - min(max(share, 0.0), 1.0))


def draw_trend(edition: Edition, say: Words, pen: Pen, area: Box) -> None:
    """Draw the trend with its finding above it."""
    trend = edition.trend
    area = pen.heading(say.render(trend.title), told.trend_note(edition, say), area)
    notes = _chosen(trend.notes)
    below = 26 + LANE * len(notes)
    plot = Box(area.x, area.y, area.width - RIGHT, area.height - below)
    scale = _scale(edition, plot)
    _band(trend.weeks, pen, scale)
    _target(edition, say, pen, scale)
    _happened(notes, trend.weeks, say, pen, scale)
    _line(edition, pen, scale)
    _last(edition, say, pen, scale)
    _axis(trend.weeks, say, pen, scale, plot.y + plot.height + LANE * len(notes) + 22)


def _scale(edition: Edition, plot: Box) -> _Scale:
    weeks = edition.trend.weeks
    seen = [week.rate for week in weeks if week.rate is not None]
    # A week of few cases may go anywhere: its band runs to the edge and does not set the scale.
    lows = [week.low for week in weeks if week.low is not None]
    if lows:
        seen.append(median(lows))
    if edition.promise.target is not None:
        seen.append(edition.promise.target)
    low, high = min(seen), min(1.0, max(seen))
    room = max(0.02, 0.08 * (high - low))
    return _Scale(plot, len(weeks), max(0.0, low - room), min(1.0, high + room))


def _band(weeks: Sequence[TrendWeek], pen: Pen, scale: _Scale) -> None:
    """Shade how far a week may go without standing out; an open side reaches the plot's edge."""
    stretch: list[tuple[int, TrendWeek]] = []
    for place, week in enumerate(weeks):
        told_week = week.low is not None or week.high is not None
        if told_week:
            stretch.append((place, week))
        if not told_week or place == len(weeks) - 1:
            _shade(stretch, pen, scale)
            stretch = []


def _shade(stretch: Sequence[tuple[int, TrendWeek]], pen: Pen, scale: _Scale) -> None:
    """Shade weeks that follow each other, each as wide as the week; a single one has no width."""
    if len(stretch) < 2:
        return
    ends = stretch[0][0], stretch[-1][0]

    def edge(rates: Sequence[float]) -> list[tuple[float, float]]:
        return [
            (scale.x(min(max(place + side, ends[0]), ends[1])), scale.y(rate))
            for (place, _), rate in zip(stretch, rates, strict=True)
            for side in (-0.5, 0.5)
        ]

    top = edge([1.0 if week.high is None else week.high for _, week in stretch])
    bottom = edge([0.0 if week.low is None else week.low for _, week in stretch])
    corners = "L".join(f"{number(x)},{number(y)}" for x, y in [*top, *reversed(bottom)])
    pen.parts.append(f"<path{attributes(class_='band', d=f'M{corners}z', fill=LIGHT.surface)}/>")


def _target(edition: Edition, say: Words, pen: Pen, scale: _Scale) -> None:
    target = edition.promise.target
    if target is None:
        return
    y, right = scale.y(target), scale.plot.x + scale.plot.width
    line = attributes(class_="target", x1=scale.plot.x, y1=y, x2=right, y2=y, stroke=LIGHT.ink)
    pen.parts.append(f'<line{line} stroke-dasharray="4 4"/>')
    text = say("target {target}", target=say.percent(target))
    pen.text(text, right + 10, y + 5, fill=LIGHT.muted)


def _line(edition: Edition, pen: Pen, scale: _Scale) -> None:
    places = [(i, w) for i, w in enumerate(edition.trend.weeks) if w.rate is not None]
    drawn = "".join(
        f"M{number(scale.x(i))},{number(scale.y(a.rate or 0.0))}"
        f"L{number(scale.x(j))},{number(scale.y(b.rate or 0.0))}"
        for (i, a), (j, b) in pairwise(places)
        if j == i + 1
    )
    line = attributes(class_="trend", d=drawn, fill="none", stroke=LIGHT.head, stroke_width=2)
    if drawn:
        pen.parts.append(f'<path{line} stroke-linecap="round"/>')
    for i, week in places:
        x, y = scale.x(i), scale.y(week.rate or 0.0)
        verdict = _sign(edition, i)
        if verdict:
            pen.mark(MARKS[verdict], x, y, 6.5)
            continue
        dot = attributes(class_="week", d=mark_path("disc", x, y, 3.6), fill=LIGHT.head)
        pen.parts.append(f"<path{dot}/>")
        if week.cases < FEW:
            hole = mark_path("disc", x, y, 2.2)
            pen.parts.append(f"<path{attributes(class_='ground', d=hole, fill=LIGHT.background)}/>")


def _last(edition: Edition, say: Words, pen: Pen, scale: _Scale) -> None:
    """Write the last week's rate beside it, clear of the target's label."""
    place = _last_place(edition)
    last = edition.trend.weeks[place]
    rate = last.rate or 0.0
    y = max(scale.y(rate) + 8, scale.plot.y + 22)
    target = edition.promise.target
    if target is not None:
        line = scale.y(target)
        if line - LABELLED < y < line + LABELLED:
            y = line + LABELLED if rate <= target else line - LABELLED
    y = min(y, scale.plot.y + scale.plot.height - 41)
    judged = edition.promise.verdict != "no target"
    fill = colour_of((judged and _sign(edition, place)) or "no data")
    x = scale.plot.x + scale.plot.width + 10
    pen.text(say.percent(rate), x, y, size=26.0, weight=600, fill=fill)
    cases = say.plural("of {n} case", "of {n} cases", last.cases)
    pen.fitted(cases, x, y + 19, RIGHT, fill=LIGHT.muted)
    if place < len(edition.trend.weeks) - 1:  # or it would be taken for this week's
        pen.text(_week(last, say), x, y + 38, fill=LIGHT.muted)


def _last_place(edition: Edition) -> int:
    return max(i for i, week in enumerate(edition.trend.weeks) if week.rate is not None)


def _sign(edition: Edition, place: int) -> str:
    """Return the verdict whose shape a week has, empty for a plain one.

    A week that stands out has that of its kind; but no number is green where the promise outside
    is not kept, so the last week has the promise's verdict before its own.
    """
    stands_out = _MARKS.get(edition.trend.weeks[place].variation or "", "")
    if place != _last_place(edition):
        return stands_out
    promise = edition.promise
    if promise.verdict in ("broken", "at risk"):
        return promise.verdict
    return stands_out or ("kept" if promise.verdict == "kept" and not promise.within_chance else "")


def _chosen(notes: Sequence[Happened]) -> list[Happened]:
    return list(notes)[-MOST_NOTES:]


def _happened(
    notes: Sequence[Happened], weeks: Sequence[TrendWeek], say: Words, pen: Pen, scale: _Scale
) -> None:
    """Draw a hairline through each noted week; its words stand below, each in a lane of its own."""
    bottom = scale.plot.y + scale.plot.height
    right = scale.plot.x + scale.plot.width + RIGHT
    for lane, note in enumerate(notes):
        place = next((i for i, w in enumerate(weeks) if note.day < w.week.end.date()), 0)
        x, y = scale.x(place), bottom + LANE * (lane + 1)
        stem = attributes(class_="happened", x1=x, y1=scale.plot.y, x2=x, y2=bottom)
        stem += attributes(stroke=LIGHT.head, stroke_dasharray="1 3")
        pen.parts.append(f"<line{stem}/>")
        week = say("wk {number}", number=str(note.day.isocalendar().week))
        text = f"{week}: {note.text}"
        width = text_width(text, SMALLEST, 400)
        if x + 6 + width > right and x - 6 - width >= scale.plot.x:
            pen.text(text, x - 6, y, fill=LIGHT.muted, anchor="end")
        else:
            # Where neither side has room the words stand below their line; the week names it.
            begins = max(scale.plot.x, min(x + 6, right - width))
            pen.fitted(text, begins, y, right - begins, fill=LIGHT.muted)


def _axis(weeks: Sequence[TrendWeek], say: Words, pen: Pen, scale: _Scale, y: float) -> None:
    end = len(weeks) - 1
    for place in sorted({0, end // 2, end} if end > 7 else {0, end}):
        anchor = "start" if place == 0 < end else "middle"
        pen.text(_week(weeks[place], say), scale.x(place), y, fill=LIGHT.muted, anchor=anchor)


def _week(week: TrendWeek, say: Words) -> str:
    return say("wk {number}", number=str(week.week.monday.isocalendar().week))
