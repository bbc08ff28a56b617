"""The weeks of one KPI, as small as a word, with its target."""

from __future__ import annotations

from kpi.chain.layout import Box
from kpi.figures.palette import LIGHT, MARKS
from kpi.figures.svg import attributes, number
from kpi.weekly.link_card import Measured
from kpi.weekly.sheet.pen import Pen

FEWEST = 4  # weeks with a value: fewer are no line


def draw_spark(measured: Measured, pen: Pen, area: Box) -> bool:
    """Draw the line, its target dashed, its last week marked; say whether there was enough."""
    values = measured.weeks
    seen = [value for value in values if value is not None]
    if len(seen) < FEWEST:
        return False
    heights = [*seen, *([measured.target] if measured.target is not None else [])]
    low, high = min(heights), max(heights)
    span = (high - low) or 1.0

    def at(place: int, value: float) -> tuple[float, float]:
        x = area.x + 2 + place * (area.width - 10) / max(1, len(values) - 1)
        return x, area.y + area.height - 4 - (value - low) / span * (area.height - 8)

    if measured.target is not None:
        _, y = at(0, measured.target)
        line = attributes(x1=area.x, y1=y, x2=area.x + area.width, y2=y, stroke=LIGHT.head)
        pen.parts.append(f'<line class="target"{line} stroke-dasharray="2 3"/>')
    path, down = [], False
    for place, value in enumerate(values):
        if value is not None:
            x, y = at(place, value)
            path.append(f"{'L' if down else 'M'}{number(x)},{number(y)}")
        down = value is not None
    drawn = attributes(class_="trend", d="".join(path), fill="none", stroke=LIGHT.head)
    pen.parts.append(f'<path{drawn} stroke-width="1.6" stroke-linejoin="round"/>')
    last = max(place for place, value in enumerate(values) if value is not None)
    pen.mark(MARKS[measured.verdict], *at(last, values[last] or 0.0), 4.2)
    return True
