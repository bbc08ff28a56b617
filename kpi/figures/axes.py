"""What all charts share: colours, letters, margins, and time axes in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from html import escape
from math import ceil, floor, log10

import plotly.graph_objects as go

from kpi.figures.palette import FONT, PALETTES, Theme
from kpi.words import Words

TEXT_SIZE = 14
TRANSPARENT = "rgba(0,0,0,0)"
TICKS = 6  # weeks named on a time axis, the last one among them
STEPS = (1, 2, 4, 8, 13, 26, 52)


def blank(theme: Theme, *, height: int, right: int = 24) -> go.Figure:
    """Return an empty figure with our letters and colours, no legend, no tools, no template.

    Parameters
    ----------
    height : int
        In pixels; the width is the page's.
    right : int
        Margin for labels at the ends of lines.
    """
    palette = PALETTES[theme]
    axis = {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "tickfont": {"color": palette.muted, "size": TEXT_SIZE},
    }
    return go.Figure(
        layout={
            "template": go.layout.Template(),
            "height": height,
            "margin": {"l": 8, "r": right, "t": 16, "b": 8},
            "paper_bgcolor": TRANSPARENT,
            "plot_bgcolor": TRANSPARENT,
            "font": {"family": FONT, "size": TEXT_SIZE, "color": palette.ink},
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": palette.ink,
                "bordercolor": palette.ink,
                "font": {"family": FONT, "size": TEXT_SIZE, "color": palette.background},
                "align": "left",
            },
            "xaxis": {**axis, "automargin": True},
            "yaxis": {**axis, "automargin": True},
        }
    )


def plain(text: str) -> str:
    """Return a text as plotly shows it to the letter: it reads a little HTML otherwise.

    >>> plain("<b>Compras</b>")
    '&lt;b&gt;Compras&lt;/b&gt;'
    """
    return escape(text, quote=False)


def week_ticks(mondays: Sequence[date], say: Words) -> tuple[list[int], list[str]]:
    """Return where a time axis names weeks, and how: always the last, the year where it changes.

    Positions are days as `date.toordinal` counts them, so that plotly never writes a month itself.

    Examples
    --------
    >>> from kpi.words import words_for
    >>> weeks = [date(2025, 12, 22) + timedelta(weeks=k) for k in range(3)]
    >>> week_ticks(weeks, words_for("en"))[1]
    ['wk 52<br>2025', 'wk 1<br>2026', 'wk 2']
    """
    if not mondays:
        return [], []
    first, last = min(mondays), max(mondays)
    weeks = (last - first).days // 7 + 1
    step = next((s for s in STEPS if ceil(weeks / s) <= TICKS), ceil(weeks / TICKS))
    named = [last - timedelta(weeks=k) for k in range(0, weeks, step)][::-1]
    years = [day.isocalendar().year for day in named]
    words = [say("wk {number}", number=str(day.isocalendar().week)) for day in named]
    for i, year in enumerate(years):
        if i == 0 or year != years[i - 1]:
            words[i] += f"<br>{year}"
    return [day.toordinal() for day in named], words


def value_ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Return a few round values between two bounds.

    >>> value_ticks(0.62, 0.97)
    [0.7, 0.8, 0.9]
    """
    span = high - low
    if span <= 0:
        return [low]
    rough = span / most
    magnitude = 10.0 ** floor(log10(rough))
    step = next(m * magnitude for m in (1, 2, 5, 10) if m * magnitude >= rough)
    first = ceil(low / step - 1e-9)
    return [round(k * step, 10) for k in range(first, floor(high / step + 1e-9) + 1)]


def bounds(
    values: Sequence[float], *, floor_at: float | None, top: float | None
) -> tuple[float, float]:
    """Return the range of an axis: all values with some air, never beyond what can be."""
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    air = 0.12 * (high - low) or 0.05 * abs(high) or 0.5
    low, high = low - air, high + air
    if floor_at is not None:
        low = max(low, floor_at)
    if top is not None:
        high = min(high, top + 0.04 * (top - low))
    return low, high


def writer(unit: str, say: Words) -> Callable[[float], str]:
    """Return how a KPI's values are written.

    Parameters
    ----------
    unit : str
        ``share``, ``hours``, ``working hours``, ``count`` or ``rating``.
    """
    if unit == "working hours":
        return partial(say.hours, working=True)
    if unit == "share":
        return say.percent
    if unit == "hours":
        return say.hours
    return lambda value: say.number(value, 1 if unit == "rating" else 0)


def write_target(target: float, unit: str, say: Words) -> str:
    """Write a target as people agree on it: without a decimal that says nothing.

    >>> from kpi.words import words_for
    >>> write_target(0.95, "share", words_for("en")), write_target(0.975, "share", words_for("en"))
    ('95%', '97.5%')
    """
    if unit != "share":
        return writer(unit, say)(target)
    return say.percent(target, 0 if abs(100 * target - round(100 * target)) < 1e-9 else 1)
