"""The chain on the sheet: whole where its names fit, else the part that matters."""

from __future__ import annotations

from kpi.chain.layout import Box, Style
from kpi.chain.pairs import Pair, foremost_pairs, parties_of
from kpi.figures.chain_of_pairs import draw_pairs
from kpi.figures.chain_values import ChainPicture
from kpi.figures.svg import attributes
from kpi.weekly import told
from kpi.weekly.edition import Edition
from kpi.weekly.sheet.pen import HEADING, SMALLEST, Pen
from kpi.words import Words

MOST_WHOLE = 20
# So many parties are tried, until no name covers another.
PARTS = (18, 15, 12, 10, 8, 6, 4, 2)
STYLE = Style(radius=9.0, font_size=SMALLEST, pill_height=23.0, gap=12.0)


def draw_chain_part(edition: Edition, say: Words, pen: Pen, area: Box) -> None:
    """Draw the chain with its finding above it."""
    title = say.render(edition.chain.title)
    everyone = len(parties_of(edition.chain.pairs))
    if not everyone:
        pen.heading(title, say("No handoff in this window."), area)
        return
    room = Box(area.x, area.y + HEADING, area.width, area.height - HEADING)
    picture, part = _fitting(edition, say, title, room, STYLE)
    drawn = len(parties_of(part))
    pen.heading(title, told.chain_note(edition, say, drawn=drawn, everyone=everyone), area)
    place = attributes(
        transform=f"translate({room.x:.1f} {room.y + (room.height - picture.height) / 2:.1f})"
    )
    inner = picture.svg[picture.svg.index("</title>") + len("</title>") : -len("</svg>")]
    pen.parts.append(f'<g class="chain"{place}>{inner}</g>')


def fitting_pairs(
    edition: Edition, say: Words, title: str, room: Box, style: Style
) -> tuple[Pair, ...]:
    """Return the pairs of as many parties as can be read in a room."""
    return _fitting(edition, say, title, room, style)[1]


def _fitting(
    edition: Edition, say: Words, title: str, room: Box, style: Style
) -> tuple[ChainPicture, tuple[Pair, ...]]:
    """Return the drawing of as many parties as can be read, and their pairs."""
    pairs, parties = edition.chain.pairs, edition.chain.parties
    everyone = len(parties_of(pairs))
    tried = ([everyone] if everyone <= MOST_WHOLE else []) + [n for n in PARTS if n < everyone]
    for most in tried:
        part = pairs if most == everyone else tuple(foremost_pairs(pairs, most))
        picture = draw_pairs(
            part, parties, say=say, title=title, width=room.width, height=room.height, style=style
        )
        if picture.tidy and picture.height <= room.height + 0.5:
            break
    return picture, part
