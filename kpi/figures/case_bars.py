"""One case as a line of handoffs on a time axis: promised against actual, whose delay it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

import plotly.graph_objects as go

from kpi.figures.axes import TEXT_SIZE, blank, plain
from kpi.figures.palette import PALETTES, Palette, Theme
from kpi.words import Words

ROW, TALL_ROW = 52, 72  # pixels per handoff; tall where its words take two lines
TOP, BOTTOM = 46, 34
DAYS = (1, 2, 3, 7, 14, 28, 56, 91, 182, 364)  # between named days
TICKS, FEW_TICKS = 7, 3
THICK, THIN = 0.20, 0.05  # of a row


@dataclass(frozen=True)
class CaseBar:
    """One handoff of the case, ready to draw.

    Parameters
    ----------
    name : str
        The link, as a person reads it.
    requested, start, delivered : datetime
        ``delivered`` is as-of while ``open``.
    due : datetime, optional
    own_hours, inherited_hours : float
        The end of the bar, in two parts; 0 where there is no delay.
    returned : bool
    note : str
        What else is to be read beside the name.
    """

    name: str
    requested: datetime
    start: datetime
    delivered: datetime
    due: datetime | None
    open: bool
    returned: bool
    own_hours: float
    inherited_hours: float
    note: str = ""


def case_line(
    bars: Sequence[CaseBar],
    due: datetime | None,
    say: Words,
    theme: Theme = "light",
    *,
    narrow: bool = False,
) -> go.Figure:
    """Draw the handoffs of a case below each other, in their order.

    A thin line goes from the request to what was promised, a bar from where the work could begin
    to the delivery; its end is inherited (a middle tone) and own (the strongest) delay. A dashed
    line is the due time of the case. In a ``narrow`` place the words of a handoff take two lines,
    and fewer days are named.
    """
    palette = PALETTES[theme]
    row_height = TALL_ROW if narrow else ROW
    figure = blank(theme, height=TOP + BOTTOM + row_height * len(bars), right=30)
    for row, bar in enumerate(bars):
        _planned(figure, row, bar, palette)
        _actual(figure, row, bar, palette)
        _named(figure, row, bar, say, palette, narrow=narrow)
    if due is not None:
        figure.add_vline(x=due, line={"color": palette.ink, "width": 1.5, "dash": "dash"})
        figure.add_annotation(
            x=due, y=1, yref="paper", yanchor="bottom", yshift=2, showarrow=False,
            text=say("promised outside: {instant}", instant=say.instant(due)),
            font={"color": palette.ink, "size": TEXT_SIZE}, xanchor=_side(due, bars),
        )  # fmt: skip
    first, last = _extent(bars, due)
    places, words = day_ticks(first, last, say, FEW_TICKS if narrow else TICKS)
    air = (last - first) * 0.02 + timedelta(minutes=30)
    figure.update_layout(margin={"l": 0, "r": 12, "t": TOP, "b": BOTTOM})
    figure.update_xaxes(
        type="date", tickangle=0, range=[first - air, last + air], tickvals=places, ticktext=words,
        showgrid=True, gridcolor=palette.rule,
    )  # fmt: skip
    figure.update_yaxes(visible=False, range=[len(bars) - 0.35, -0.75])
    return figure


def case_line_text(bars: Sequence[CaseBar], say: Words) -> str:
    """Say handoff by handoff what the picture shows, for those who do not see it."""
    return " ".join(f"{bar.name}: {_facts(bar, say)}." for bar in bars)


def day_ticks(
    first: datetime, last: datetime, say: Words, most: int = TICKS
) -> tuple[list[datetime], list[str]]:
    """Return where a time axis names days, and how.

    Examples
    --------
    >>> from kpi.words import words_for
    >>> _, words = day_ticks(datetime(2026, 3, 2, 9), datetime(2026, 3, 9), words_for("en"))
    >>> words[:2]
    ['Mar 3, 2026', 'Mar 4, 2026']
    >>> day_ticks(datetime(2017, 3, 3), datetime(2018, 2, 2), words_for("en"), 3)[1]
    ['Jul 16, 2017', 'Nov 28, 2017']
    """
    days = max(1, ceil((last - first) / timedelta(days=1)))
    step = next((d for d in DAYS if days / d <= most), ceil(days / most))
    if most <= days < 2 * step:  # a single day named tells nobody how long it took
        step = ceil(days / (most - 0.5))
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    places = [midnight + timedelta(days=d) for d in range(step, days + 1, step)]
    places = [place for place in places if place <= last] or [midnight]
    return places, [say.date(place.date()) for place in places]


def _planned(figure: go.Figure, row: int, bar: CaseBar, palette: Palette) -> None:
    """Draw what was promised: a hairline to the due time, with a tick at its end."""
    if bar.due is None:
        return
    begins = min(bar.requested, bar.due)
    figure.add_shape(
        type="line", x0=begins, x1=bar.due, y0=row + 0.28, y1=row + 0.28,
        line={"color": palette.head, "width": 2}, layer="between",
    )  # fmt: skip
    figure.add_shape(
        type="line", x0=bar.due, x1=bar.due, y0=row - 0.12, y1=row + 0.36,
        line={"color": palette.head, "width": 2}, layer="between",
    )  # fmt: skip


def _actual(figure: go.Figure, row: int, bar: CaseBar, palette: Palette) -> None:
    own = timedelta(hours=bar.own_hours)
    inherited = timedelta(hours=bar.inherited_hours)
    own_from = max(bar.start, bar.delivered - own)
    inherited_from = max(bar.start, own_from - inherited)
    parts = (
        (bar.requested, bar.start, palette.rule, THIN),
        (bar.start, inherited_from, palette.line, THICK),
        (inherited_from, own_from, palette.head, THICK),
        (own_from, bar.delivered, palette.muted, THICK),
    )
    for begins, ends, colour, half in parts:
        if ends > begins:
            figure.add_shape(
                type="rect", x0=begins, x1=ends, y0=row - half, y1=row + half,
                fillcolor=colour, line={"width": 0}, layer="between",
            )  # fmt: skip
    figure.add_scatter(
        x=[bar.delivered], y=[row], mode="markers", hoverinfo="skip",
        marker={
            "symbol": "circle",
            "size": 10,
            # Hollow while it is open, on whatever bar ends there.
            "color": palette.background if bar.open else palette.ink,
            "line": {"width": 2, "color": palette.ink},
        },
    )  # fmt: skip


def _named(
    figure: go.Figure, row: int, bar: CaseBar, say: Words, palette: Palette, *, narrow: bool
) -> None:
    between = "<br>" if narrow else " · "
    text = f"<b>{plain(bar.name)}</b>{between}{plain(_facts(bar, say))}"
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=row - 0.24, yanchor="bottom", showarrow=False,
        text=text, align="left", font={"color": palette.ink, "size": TEXT_SIZE},
        bgcolor=palette.background, borderpad=1,
    )  # fmt: skip


def _facts(bar: CaseBar, say: Words) -> str:
    found = []
    late = bar.own_hours + bar.inherited_hours
    if bar.due is None:
        found.append(say("without a promise"))
    elif late <= 0:
        found.append(say("not due yet") if bar.open else say("on time"))
    else:
        if bar.own_hours > 0:
            found.append(say("{hours} own delay", hours=say.hours(bar.own_hours)))
        if bar.inherited_hours > 0:
            found.append(say("{hours} inherited", hours=say.hours(bar.inherited_hours)))
    if bar.open:
        found.append(say("still open"))
    if bar.returned:
        found.append(say("returned by the customer"))
    if bar.note:
        found.append(bar.note)
    return ", ".join(found)


def _extent(bars: Sequence[CaseBar], due: datetime | None) -> tuple[datetime, datetime]:
    times = [time for bar in bars for time in (bar.requested, bar.delivered, bar.due) if time]
    times += [due] if due is not None else []
    return min(times), max(times)


def _side(due: datetime, bars: Sequence[CaseBar]) -> str:
    """Keep the words at the due time inside the picture."""
    first, last = _extent(bars, due)
    place = (due - first) / (last - first) if last > first else 0.5
    return "left" if place < 0.2 else "right" if place > 0.8 else "center"
