"""Set an edition on slides: the picture, the links to talk about, and what changed and is due."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import typst
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from kpi.chain.layout import Box
from kpi.figures.palette import LIGHT, mark_of
from kpi.figures.svg import legal
from kpi.store import picture_type
from kpi.weekly import told
from kpi.weekly.edition import Edition, Said
from kpi.weekly.sheet.pen import state_colour
from kpi.weekly.slides.chain import draw_chain_shapes
from kpi.weekly.slides.easel import HEIGHT, MARGIN, WIDTH, Run, described, emu, shape_in, write
from kpi.weekly.slides.lists import draw_links, draw_trend
from kpi.weekly.stamp import stamp
from kpi.words import Words

INNER = WIDTH - 2 * MARGIN
LOGO = (180.0, 56.0)
BODY, SMALL, STAMP = 21.0, 18.0, 15.0
BOTTOM = HEIGHT - 64.0
LONGEST_PROPERTY = 255  # characters; python-pptx refuses more
# An SVG is set as the picture that it draws: not every program of slides reads it.
_DRAWN = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", height: 112pt)"""


def as_pptx(edition: Edition, say: Words) -> bytes:
    """Return the week as slides: native text, table, chart and curves, in the light theme.

    Parameters
    ----------
    edition : Edition
        Its numbers and words are those of the other files of the week.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = emu(WIDTH), emu(HEIGHT)
    properties = deck.core_properties
    properties.title = _property(told.title(edition, say))
    properties.author = _property(edition.company or "Eslabón")
    properties.language = say.language
    properties.created = properties.modified = edition.as_of
    _picture(deck, edition, say)
    if edition.cards:
        _links(deck, edition, say)
    if edition.changes or edition.moved or edition.actions or edition.beside:
        _changes(deck, edition, say)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _property(text: str) -> str:
    """Return a text as the properties of a file take it: cut where it is longer."""
    return legal(text if len(text) <= LONGEST_PROPERTY else f"{text[: LONGEST_PROPERTY - 1]}…")


def _slide(deck: Deck, edition: Edition, say: Words, title: Sequence[Run]) -> tuple[Slide, float]:
    """Begin a slide with its title, the logo and the stamp; return it and where its body begins."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    accent = edition.accent or LIGHT.accent
    bar = shape_in(slide, MSO_SHAPE.RECTANGLE, Box(MARGIN, 40, 44, 5), fill=accent)
    described(bar, "accent")
    width = float(INNER)
    if edition.logo is not None:
        width -= LOGO[0] + 32
        _logo(slide, edition)
    write(slide, Box(MARGIN, 56, width, 0), [Run(told.above(edition, say), LIGHT.muted)],
          size=SMALL, name="above")  # fmt: skip
    whole = "".join(run.text for run in title)
    size = 38.0 if len(whole) < 70 else 32.0
    # The placeholder of the layout is the slide's title for readers aloud and for the outline.
    holder = slide.shapes.title
    y = write(slide, Box(MARGIN, 84, width, 0), title, size=size, most=2, name="title")
    if holder is not None:
        _take_place(slide, holder)
    foot = stamp(edition, say)
    write(slide, Box(MARGIN, HEIGHT - 42, INNER, 0), [Run(foot, LIGHT.muted)], size=STAMP,
          name="stamp")  # fmt: skip
    return slide, y


def _take_place(slide: Slide, holder: Any) -> None:
    """Make the text box named title the slide's title, in place of the empty placeholder."""
    mine = next(shape for shape in slide.shapes if shape.name == "title")
    place = holder.element.nvSpPr.nvPr
    element = mine.element
    old = element.nvSpPr.nvPr
    element.nvSpPr.replace(old, place)
    slide.shapes.element.remove(holder.element)


def _logo(slide: Slide, edition: Edition) -> None:
    content = edition.logo or b""
    if picture_type(content) == "image/svg+xml":
        content = _drawn(content)
    picture = slide.shapes.add_picture(io.BytesIO(content), 0, 0)
    scale = min(emu(LOGO[0]) / picture.width, emu(LOGO[1]) / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    picture.left, picture.top = emu(WIDTH - MARGIN) - picture.width, emu(36)
    described(picture, "logo", edition.company)


def _drawn(svg: bytes) -> bytes:
    made = typst.compile(_DRAWN, format="png", ppi=144.0, sys_inputs={"svg": svg.decode("utf-8")})
    if not isinstance(made, bytes):
        raise TypeError("one picture was asked for")
    return made


def _picture(deck: Deck, edition: Edition, say: Words) -> None:
    state = Run(f"{say.render(edition.state_name)}. ", state_colour(edition.state), bold=True)
    slide, y = _slide(deck, edition, say, [state, Run(say.render(edition.headline), bold=True)])
    y = write(slide, Box(MARGIN, y + 8, INNER, 0), [Run(told.lead(edition, say), LIGHT.muted)],
              size=BODY, most=2, name="lead") + 22  # fmt: skip
    left = 0.0
    if edition.trend.drawn:
        left = 540.0
        note = say("% of cases kept, by the week they were due or closed")
        top = _head(slide, say.render(edition.trend.title), note, Box(MARGIN, y, left - 40, 0))
        draw_trend(slide, edition, say, Box(MARGIN - 8, top, left - 32, BOTTOM - top))
    room = Box(MARGIN + left, y, INNER - left, 0)
    heads = 62.0
    chain = Box(room.x, y + heads, room.width, BOTTOM - y - heads)
    note = draw_chain_shapes(slide, edition, say, chain)
    _head(slide, say.render(edition.chain.title), note, room)


def _head(slide: Slide, title: str, note: str, box: Box) -> float:
    y = write(slide, box, [Run(title, bold=True)], size=BODY)
    return write(slide, Box(box.x, y + 2, box.width, 0), [Run(note, LIGHT.muted)], size=16.0) + 8


def _links(deck: Deck, edition: Edition, say: Words) -> None:
    slide, y = _slide(deck, edition, say, [Run(say.render(edition.chain.title), bold=True)])
    y = draw_links(slide, edition, say, Box(MARGIN, y + 26, INNER, 0)) + 28
    if edition.others:
        y = write(slide, Box(MARGIN, y, INNER, 0),
                  [Run(told.others_title(edition, say), bold=True)], size=BODY) + 6  # fmt: skip
        _said(slide, edition.others, say, Box(MARGIN, y, INNER, BOTTOM - y))


def _changes(deck: Deck, edition: Edition, say: Words) -> None:
    title = told.changes_title(edition, say)
    if edition.actions:
        title = f"{title} · {told.actions_title(edition, say)}"
    slide, y = _slide(deck, edition, say, [Run(title, bold=True)])
    half = (INNER - 60) / 2 if edition.actions else INNER
    top = y + 30
    left = Box(MARGIN, top, half, BOTTOM - top)
    at = left.y
    note = told.changes_note(edition, say)
    if note:
        at = write(slide, left, [Run(note)], size=BODY, most=5) + 14
    at = _said(slide, edition.changes, say, Box(left.x, at, half, BOTTOM - at)) + 10
    for message in edition.beside:
        if at + 2 * SMALL * 1.2 > BOTTOM:
            break
        text = told.as_sentence(say.render(message))
        at = (
            write(slide, Box(left.x, at, half, 0), [Run(text, LIGHT.muted)], size=SMALL, most=2) + 8
        )
    at, right = top, MARGIN + half + 60
    for action in edition.actions:
        if at + 3 * BODY * 1.2 > BOTTOM:
            break
        colour = LIGHT.broken if action.late else LIGHT.ink
        at = write(slide, Box(right, at, half, 0), [Run(told.action(action, say), colour)],
                   size=BODY, most=2) + 2  # fmt: skip
        who = " · ".join(filter(None, (told.link_name(action.link, say), action.owner)))
        at = write(slide, Box(right, at, half, 0), [Run(who, LIGHT.muted)], size=SMALL) + 16


def _said(slide: Slide, said: Sequence[Said], say: Words, box: Box) -> float:
    """List sentences with the shapes of their verdicts, and how many there is no room for."""
    y = box.y
    for place, one in enumerate(said):
        left = len(said) - place
        if y + (2 if left == 1 else 3) * BODY * 1.2 > box.y + box.height:
            more = say.plural("and {n} more", "and {n} more", left)
            return write(slide, box._replace(y=y), [Run(more, LIGHT.muted)], size=BODY) + 8
        mark = mark_of(one.verdict, within_chance=one.within_chance)
        runs = [Run(f"{mark.sign} ", mark.colour(LIGHT)), Run(say.render(one.message))]
        y = write(slide, Box(box.x, y, box.width, 0), runs, size=BODY, most=2) + 8
    return y
