"""The chain on the sheet: whole where its names fit, else the part that matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.chain.drawn_part import by_department, too_large
from kpi.chain.layout import Box, Style
from kpi.chain.pairs import (
    LINKS_PER_PARTY,
    Pair,
    Party,
    foremost_pairs,
    parties_of,
    without_the_thinnest,
)
from kpi.figures.chain_key import chain_key
from kpi.figures.chain_of_pairs import draw_pairs
from kpi.figures.chain_values import ChainPicture
from kpi.figures.svg import attributes
from kpi.weekly.edition import Edition
from kpi.weekly.sheet.pen import HEADING, SMALLEST, Pen
from kpi.words import Words

MOST_WHOLE = 20
# So many parties are tried, until no name covers another.
PARTS = (18, 15, 12, 10, 8, 6, 4, 2)
STYLE = Style(radius=9.0, font_size=SMALLEST, pill_height=23.0, gap=12.0)


@dataclass(frozen=True)
class ChainPart:
    """As much of the chain as can be read in a room.

    Parameters
    ----------
    pairs : tuple of Pair
        What is drawn; between departments, where these are drawn as one.
    parties : mapping
        Name -> party, of the departments too.
    circles, of : int
        Parties drawn, departments as one each; as many there are.
    departments : int
        Departments of the company that are one circle each; 0 where every party is its own.
    thin : int
        Links left out between parties that are drawn.
    picture : ChainPicture
    """

    pairs: tuple[Pair, ...]
    parties: Mapping[str, Party]
    circles: int
    of: int
    departments: int
    thin: int
    picture: ChainPicture


def draw_chain_part(edition: Edition, say: Words, pen: Pen, area: Box) -> None:
    """Draw the chain with its finding above it."""
    title = say.render(edition.chain.title)
    if not edition.chain.pairs:
        pen.heading(title, say("No handoff in this window."), area)
        return
    room = Box(area.x, area.y + HEADING, area.width, area.height - HEADING)
    part = fitting_part(edition, say, title, room, STYLE)
    picture = part.picture
    pen.heading(title, note_of(part, edition, say), area)
    place = attributes(
        transform=f"translate({room.x:.1f} {room.y + (room.height - picture.height) / 2:.1f})"
    )
    inner = picture.svg[picture.svg.index("</title>") + len("</title>") : -len("</svg>")]
    pen.parts.append(f'<g class="chain"{place}>{inner}</g>')


def note_of(part: ChainPart, edition: Edition, say: Words) -> str:
    """Say what is drawn, and how much of it where it is not all."""
    if part.departments:
        return _departments_note(part, say)
    broken = edition.promise.all_cases > edition.promise.all_kept
    trouble = bool(edition.failing or edition.at_risk)
    note = chain_key(part.picture, say, judged=broken and trouble)
    if part.circles == part.of:
        return note
    values = {"shown": part.circles, "all": part.of, "note": note}
    if trouble:
        return say("{shown} of {all} parties, those in trouble first · {note}", **values)
    return say("{shown} of {all} parties, the busiest · {note}", **values)


def _departments_note(part: ChainPart, say: Words) -> str:
    """Say that departments are drawn as one; there is no room to explain widths and colours too."""
    parts = [
        say.plural(
            "{n} department as one circle each, its size in brackets",
            "{n} departments as one circle each, their size in brackets",
            part.departments,
        )
    ]
    if part.circles < part.of:
        parts.append(say("{shown} of {all} circles, the busiest", shown=part.circles, all=part.of))
    if part.thin:
        parts.append(say.plural("{n} thin link left out", "{n} thin links left out", part.thin))
    return " · ".join(parts)


def fitting_part(edition: Edition, say: Words, title: str, room: Box, style: Style) -> ChainPart:
    """Return as many parties as can be read, departments as one where the chain is too large."""
    pairs, parties = edition.chain.pairs, edition.chain.parties
    grouping = by_department(pairs, parties) if too_large(pairs, parties) else None
    if grouping is not None:
        pairs, parties = grouping.apply(pairs), {**parties, **grouping.known()}
    everyone = len(parties_of(pairs))
    tried = ([everyone] if everyone <= MOST_WHOLE else []) + [n for n in PARTS if n < everyone]
    for most in tried:
        part = pairs if most == everyone else tuple(foremost_pairs(pairs, most))
        everything = len(part)
        if grouping is not None:
            part = without_the_thinnest(part, per_party=LINKS_PER_PARTY)
        picture = draw_pairs(
            part, parties, say=say, title=title, width=room.width, height=room.height, style=style
        )
        if picture.tidy and picture.height <= room.height + 0.5:
            break
    drawn = parties_of(part)
    departments = 0 if grouping is None else len(drawn & set(grouping.departments))
    thin = everything - len(part)
    return ChainPart(part, parties, len(drawn), everyone, departments, thin, picture)
