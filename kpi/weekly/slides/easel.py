"""Put texts, lines and shapes on a slide, measured in the pixels of the other pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Emu, Pt

from kpi.chain.layout import Box
from kpi.figures.palette import LIGHT
from kpi.figures.svg import legal
from kpi.figures.wrapping import wrap

WIDTH, HEIGHT, MARGIN = 1600, 900, 56
EMU = 12_192_000 // WIDTH  # 16:9 of 13.33 inches, so that a pixel is 0.6 points
POINTS = 0.6
# On every computer, and as narrow as the font of the other pictures or narrower.
FONT = "Arial"
BOLD = 600  # the weight by whose widths bold text is measured
LINE = 1.2


@dataclass(frozen=True)
class Run:
    """Some words of one look."""

    text: str
    colour: str = LIGHT.ink
    bold: bool = False


def rgb(colour: str) -> RGBColor:
    """Return a colour written as ``#RRGGBB``."""
    return RGBColor.from_string(colour.removeprefix("#").upper())


def emu(pixels: float) -> Emu:
    """Return a length in the unit of slides."""
    return Emu(round(pixels * EMU))


def described(shape: BaseShape, name: str, text: str = "") -> None:
    """Name a shape and say what it shows, for those who do not see it."""
    shape.name = legal(name)
    shape.element.xpath(".//p:cNvPr")[0].set("descr", legal(text))


def plain(shape: BaseShape) -> None:
    """Take off the style of the theme, which would cast shadows."""
    for style in shape.element.findall(qn("p:style")):
        shape.element.remove(style)


def write(
    slide: Slide,
    box: Box,
    runs: Sequence[Run],
    *,
    size: float,
    most: int = 1,
    align: PP_ALIGN = PP_ALIGN.LEFT,
    name: str = "",
) -> float:
    """Write one paragraph at the top of a box, cut to so many lines; return where it ends."""
    bold = any(run.bold for run in runs)
    whole = "".join(run.text for run in runs)
    lines = wrap(whole, box.width - 4, size, BOLD if bold else 400, most=most)
    height = LINE * size * len(lines)
    shape = slide.shapes.add_textbox(
        emu(box.x), emu(box.y), emu(box.width), emu(max(height, LINE * size))
    )
    frame = bare(shape.text_frame)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = align
    kept = " ".join(lines)
    for run in runs:
        part, kept = kept[: len(run.text)], kept[len(run.text) :]
        style(paragraph.add_run(), part, run, size)
    if name:
        shape.name = name
    return box.y + height


def bare(frame: TextFrame) -> TextFrame:
    """Return a frame without margins, whose text keeps its size."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP
    return frame


def style(run: Any, text: str, look: Run, size: float) -> None:
    """Give a run of a paragraph its words and its look."""
    run.text = legal(text)
    font = run.font
    font.name, font.size, font.bold = FONT, Pt(size * POINTS), look.bold
    font.color.rgb = rgb(look.colour)


def shape_in(slide: Slide, kind: MSO_SHAPE, box: Box, *, fill: str, line: str = "",
             width: float = 0.0) -> Shape:  # fmt: skip
    """Draw a shape without shadow; without a line where no colour is given."""
    shape = slide.shapes.add_shape(kind, emu(box.x), emu(box.y), emu(box.width), emu(box.height))
    plain(shape)
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(fill)
    if line:
        shape.line.color.rgb = rgb(line)
        shape.line.width = emu(width)
    else:
        shape.line.fill.background()
    return shape
