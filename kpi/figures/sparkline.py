"""A trend of the size of a word, for tables: all of a table share one scale."""

from __future__ import annotations

from collections.abc import Sequence

from kpi.figures.palette import MARKS, PALETTES, Mark, Palette, Theme
from kpi.figures.svg import attributes, mark_path, number


def sparkline_svg(
    values: Sequence[float | None],
    *,
    low: float,
    high: float,
    label: str,
    target: float | None = None,
    verdict: str = "no target",
    theme: Theme = "light",
    width: float = 96,
    height: float = 24,
) -> str:
    """Draw a line of values with its last point marked and the target dashed.

    Parameters
    ----------
    values : sequence of float or None
        One per period; None leaves a gap.
    low, high : float
        The scale that the whole table shares.
    label : str
        What it shows, in words.
    verdict : str
        Gives the last point its shape and colour.

    Examples
    --------
    >>> 'role="img"' in sparkline_svg([0.9, None, 0.8], low=0, high=1, label="90 % a 80 %")
    True
    """
    palette = PALETTES[theme]
    span, left, right = (high - low) or 1.0, 5.0, 7.0  # the mark may stand at either end
    # A value alone stands where the latest of a longer series does.
    first = left if len(values) > 1 else width - right
    step = (width - left - right) / max(1, len(values) - 1)

    def y_of(value: float) -> float:
        share = min(max((value - low) / span, 0.0), 1.0)
        return height - 5 - share * (height - 10)

    points = [None if v is None else (first + i * step, y_of(v)) for i, v in enumerate(values)]
    parts = [] if target is None else [_rule(left, width - right, y_of(target), palette)]
    line = attributes(class_="trend", d=_path(points), fill="none", stroke=palette.muted)
    parts.append(f'<path{line} stroke-width="1.5" stroke-linejoin="round"/>')
    last = next((point for point in reversed(points) if point is not None), None)
    if last is not None:
        parts.append(_mark(last, MARKS[verdict], palette))
    frame = attributes(
        xmlns="http://www.w3.org/2000/svg",
        class_="sparkline",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=label,
    )
    return f"<svg{frame}>{''.join(parts)}</svg>"


def _rule(left: float, right: float, y: float, palette: Palette) -> str:
    line = attributes(class_="target", x1=left, y1=y, x2=right, y2=y, stroke=palette.head)
    return f'<line{line} stroke-dasharray="2 2"/>'


def _mark(at: tuple[float, float], mark: Mark, palette: Palette) -> str:
    shape = mark_path(mark.shape, *at, 4)
    sign = attributes(class_=f"mark {mark.slug}", d=shape, fill=mark.colour(palette))
    return f'<path{sign} fill-rule="evenodd"/>'


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    """Join the points; a gap lifts the pen."""
    written, down = [], False
    for point in points:
        if point is None:
            down = False
            continue
        written.append(f"{'L' if down else 'M'}{number(point[0])},{number(point[1])}")
        down = True
    return "".join(written)
