"""The head of the sheet: whose week, the finding, and the promise in numbers."""

from __future__ import annotations

from base64 import b64encode

from kpi.chain.layout import Box
from kpi.figures.palette import LIGHT
from kpi.figures.svg import attributes
from kpi.figures.text import text_width
from kpi.figures.wrapping import wrap, wrap_evenly
from kpi.store import picture_type
from kpi.weekly import told
from kpi.weekly.edition import Edition
from kpi.weekly.sheet.pen import LINE, Pen, state_colour
from kpi.words import Words

LOGO = (180.0, 56.0)
# The title gets smaller before it takes a second line, and then smaller still.
TITLE_SIZES = ((36.0, 1), (33.0, 1), (30.0, 1), (30.0, 2), (26.0, 2))
TITLE_WEIGHT = 700


def draw_header(edition: Edition, say: Words, pen: Pen, area: Box, accent: str) -> float:
    """Draw it and return where it ends."""
    width = area.width
    pen.box(Box(area.x, area.y, 44, 5), radius=2.5, class_="accent", fill=accent)
    if edition.logo is not None:
        _logo(edition.logo, pen, Box(area.x + area.width - LOGO[0], area.y, *LOGO))
        width -= LOGO[0] + 32
    above = told.above(edition, say)
    pen.fitted(above, area.x, area.y + 30, width, size=16.0, fill=LIGHT.muted)
    y = _title(edition, say, pen, Box(area.x, area.y + 30, width, 0))
    lead = told.lead(edition, say)
    y = pen.paragraph(lead, area.x, y + 30, area.width, size=17.0, fill=LIGHT.muted)
    return y - LINE * 17.0


def _title(edition: Edition, say: Words, pen: Pen, area: Box) -> float:
    """Write the state in its colour and the finding after it; return the last baseline."""
    state = f"{say.render(edition.state_name)}."
    whole = f"{state} {say.render(edition.headline)}"
    size, most = next(
        (
            (size, most)
            for size, most in TITLE_SIZES
            if len(wrap(whole, area.width, size, TITLE_WEIGHT, most=most + 1)) <= most
        ),
        TITLE_SIZES[-1],
    )
    y = area.y + 1.2 * size
    coloured = len(state)
    for line in wrap_evenly(whole, area.width, size, TITLE_WEIGHT, most=most):
        first, rest = line[:coloured].rstrip(), line[coloured:].lstrip()
        x = area.x
        if first:
            fill = state_colour(edition.state)
            x += pen.text(first, x, y, size=size, weight=TITLE_WEIGHT, fill=fill)
            x += text_width(" ", size, TITLE_WEIGHT)
        pen.text(rest, x, y, size=size, weight=TITLE_WEIGHT)
        coloured = max(0, coloured - len(line) - 1)
        y += 1.2 * size
    return y - 1.2 * size


def _logo(content: bytes, pen: Pen, box: Box) -> None:
    address = f"data:{picture_type(content)};base64,{b64encode(content).decode('ascii')}"
    picture = attributes(
        class_="logo", x=box.x, y=box.y, width=box.width, height=box.height, href=address
    )
    pen.parts.append(f'<image{picture} preserveAspectRatio="xMaxYMin meet"/>')
