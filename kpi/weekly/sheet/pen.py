"""What every part of the sheet is drawn with: text in our sizes, rules, shapes."""

from __future__ import annotations

from kpi.chain.layout import Box
from kpi.figures.palette import LIGHT, MARKS, Mark
from kpi.figures.svg import attributes, escape, mark_path
from kpi.figures.text import text_width
from kpi.figures.wrapping import shorten, wrap

SMALLEST = 14.0  # pixels: nothing on the sheet is written smaller
HEADING = 56.0  # what a finding and its note take
LINE = 1.36  # height of a line, in its font size
# States and verdicts -> the verdict whose colour they have.
STATE_VERDICTS = {"in balance": "kept", "strained": "at risk", "outside unknown": "no data"}


class Pen:
    """Collects the pieces of one sheet, in the light theme's literal colours."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def text(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float = SMALLEST,
        weight: int = 400,
        fill: str = LIGHT.ink,
        anchor: str | None = None,
    ) -> float:
        """Write one line with its baseline at ``y`` and return its width in pixels."""
        place = attributes(
            x=x, y=y, font_size=size, font_weight=str(weight), fill=fill, text_anchor=anchor
        )
        if text:
            self.parts.append(f"<text{place}>{escape(text)}</text>")
        return text_width(text, size, weight)

    def fitted(self, text: str, x: float, y: float, width: float, **how: float | str) -> float:
        """Write one line; where it is wider than allowed its last parts are left out, or its end.

        Parts stand between middle dots, and none is written by half.
        """
        size, weight = float(how.get("size", SMALLEST)), int(how.get("weight", 400))
        while " · " in text and text_width(text, size, weight) > width:
            text = text.rpartition(" · ")[0]
        cut = shorten(text, width, size, weight)
        return self.text(cut, x, y, **how)  # type: ignore[arg-type]

    def paragraph(
        self, text: str, x: float, y: float, width: float, *, most: int = 2, **how: float | str
    ) -> float:
        """Write lines from the baseline ``y`` on and return the baseline of the next."""
        size, weight = float(how.get("size", SMALLEST)), int(how.get("weight", 400))
        for line in wrap(text, width, size, weight, most=most):
            self.text(line, x, y, **how)  # type: ignore[arg-type]
            y += LINE * size
        return y

    def heading(self, title: str, note: str, area: Box) -> Box:
        """Write a finding and what is drawn below it; return what is left of the area."""
        self.fitted(title, area.x, area.y + 15, area.width, size=19.0, weight=600)
        self.fitted(note, area.x, area.y + 39, area.width, fill=LIGHT.muted)
        top = area.y + HEADING
        return Box(area.x, top, area.width, area.y + area.height - top)

    def rule(self, x: float, y: float, width: float) -> None:
        """Draw a hairline."""
        line = attributes(class_="rule", x1=x, y1=y, x2=x + width, y2=y, stroke=LIGHT.rule)
        self.parts.append(f"<line{line}/>")

    def mark(self, mark: Mark, x: float, y: float, size: float = 6.0) -> None:
        """Draw the shape of a verdict, centred."""
        sign = attributes(
            class_=f"mark {mark.slug}",
            d=mark_path(mark.shape, x, y, size),
            fill=mark.colour(LIGHT),
            fill_rule="evenodd",
        )
        self.parts.append(f"<path{sign}/>")

    def box(self, box: Box, *, radius: float = 0.0, **paint: str | float | None) -> None:
        """Draw a rectangle."""
        where = attributes(x=box.x, y=box.y, width=box.width, height=box.height, rx=radius)
        self.parts.append(f"<rect{where}{attributes(**paint)}/>")


def colour_of(verdict: str) -> str:
    """Return the light colour of a verdict or state."""
    return MARKS[STATE_VERDICTS.get(verdict, verdict)].colour(LIGHT)


def state_colour(state: str) -> str:
    """Return the light colour of the company's state."""
    return MARKS[STATE_VERDICTS.get(state, "broken")].colour(LIGHT)
