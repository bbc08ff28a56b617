"""The chain on a slide: curves with arrowheads, names and labels, each a shape of its own."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide

from kpi.chain.layout import Box, Layout, Point, Route, Style, leader, pointer
from kpi.figures.chain import describe_link, lay_out_chain
from kpi.figures.chain_of_pairs import drawn_pairs
from kpi.figures.chain_values import ChainLink, ChainNode
from kpi.figures.palette import LIGHT, MARKS
from kpi.weekly.edition import Edition
from kpi.weekly.sheet.chain import fitting_part, note_of
from kpi.weekly.slides.easel import EMU, Run, bare, described, emu, plain, rgb, shape_in, write
from kpi.weekly.slides.easel import style as look_of
from kpi.words import Words

STYLE = Style(radius=9.0, font_size=17.0, pill_height=28.0, gap=12.0)
LABEL_SIZE = 18.0


def draw_chain_shapes(slide: Slide, edition: Edition, say: Words, room: Box) -> str:
    """Draw as much of the chain as can be read; return what is to be said of it."""
    if not edition.chain.pairs:
        return ""
    title = say.render(edition.chain.title)
    part = fitting_part(edition, say, title, room, STYLE)
    nodes, links = drawn_pairs(part.pairs, part.parties, say)
    layout = lay_out_chain(nodes, links, width=room.width, height=room.height, style=STYLE)
    at = Point(room.x, room.y + max(0.0, room.height - layout.height) / 2)
    names = {node.id: node.name for node in nodes}
    for link in sorted(links, key=lambda one: (one.loud, one.rank, one.id)):
        _curve(slide, link, layout.routes[link.id], at, describe_link(link, names, say))
    for node in nodes:
        _party(slide, node, layout, at)
    for link in links:
        if link.id in layout.labels:
            _leader(slide, link, layout, at)
            _label(slide, link, layout.labels[link.id], at)
    return note_of(part, edition, say)


def _curve(slide: Slide, link: ChainLink, route: Route, at: Point, told: str) -> None:
    mark = MARKS[link.verdict]
    points = [Point(p.x + at.x, p.y + at.y) for p in route.curve]
    tip = Point(route.tip.x + at.x, route.tip.y + at.y)
    builder = slide.shapes.build_freeform(points[0].x, points[0].y, scale=EMU)
    builder.add_line_segments([*points[1:], tip], close=False)
    shape = builder.convert_to_shape()
    _bend(shape, [*points, tip])
    plain(shape)
    shape.fill.background()
    shape.line.color.rgb = rgb(mark.colour(LIGHT) if link.loud else LIGHT.line)
    shape.line.width = emu(link.width)
    if route.backward:
        shape.line.dash_style = MSO_LINE.DASH
    size = "lg" if link.width < 3 else "med" if link.width < 5 else "sm"
    line = shape.element.spPr.find(qn("a:ln"))
    etree.SubElement(line, qn("a:tailEnd"), {"type": "triangle", "w": size, "len": size})
    described(shape, f"link: {told}", told)


def _bend(shape: Any, points: list[Point]) -> None:
    """Let the path of a freeform be curves through the same points, the last piece straight."""
    (path,) = shape.element.iter(qn("a:path"))
    left, top = min(p.x for p in points), min(p.y for p in points)
    shape.left, shape.top = emu(left), emu(top)
    shape.width = emu(max(p.x for p in points) - left)
    shape.height = emu(max(p.y for p in points) - top)
    path.set("w", str(shape.width))
    path.set("h", str(shape.height))
    for child in list(path):
        path.remove(child)
    first, *rest, tip = points

    def piece(kind: str, *some: Point) -> None:
        part = etree.SubElement(path, qn(f"a:{kind}"))
        for point in some:
            x, y = round((point.x - left) * EMU), round((point.y - top) * EMU)
            etree.SubElement(part, qn("a:pt"), {"x": str(x), "y": str(y)})

    piece("moveTo", first)
    for place in range(0, len(rest), 3):
        piece("cubicBezTo", *rest[place : place + 3])
    piece("lnTo", tip)


def _party(slide: Slide, node: ChainNode, layout: Layout, at: Point) -> None:
    place, name = layout.places[node.id], layout.names[node.id]
    half = STYLE.radius
    apart = pointer(place, half, name.box)
    if apart is not None:
        _thin(slide, apart, at, LIGHT.ink, f"pointer: {node.name}")
    box = Box(place.x + at.x - half, place.y + at.y - half, 2 * half, 2 * half)
    fill = LIGHT.ink if node.external == "customer" else LIGHT.background
    kind = MSO_SHAPE.OVAL if node.external == "no" else MSO_SHAPE.RECTANGLE
    shape = shape_in(slide, kind, box, fill=fill, line=LIGHT.ink, width=2.5)
    described(shape, f"party: {node.name}", node.name)
    for number, line in enumerate(name.lines):
        # A little wider than the layout asks: what breaks a name is worse than what overlaps air.
        wide = Box(
            name.box.x + at.x - 12,
            name.box.y + at.y + number * STYLE.name_height,
            name.box.width + 24,
            STYLE.name_height,
        )
        write(slide, wide, [Run(line)], size=STYLE.font_size, align=PP_ALIGN.CENTER)


def _leader(slide: Slide, link: ChainLink, layout: Layout, at: Point) -> None:
    """Lead from a link to its label, where that stands apart."""
    names = [name.box for name in layout.names.values()]
    apart = leader(layout.routes[link.id].curve, layout.labels[link.id], clear_of=names)
    if apart is not None:
        colour = MARKS[link.verdict].colour(LIGHT)
        _thin(slide, apart, at, colour, f"leader: {link.supplier} → {link.customer}")


def _thin(slide: Slide, ends: tuple[Point, Point], at: Point, colour: str, name: str) -> None:
    """Draw a thin line from what is named to its name."""
    places = [emu(x) for end in ends for x in (end.x + at.x, end.y + at.y)]
    shape = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *places)
    plain(shape)
    shape.line.color.rgb = rgb(colour)
    shape.line.width = emu(1.0)
    described(shape, name)


def _label(slide: Slide, link: ChainLink, box: Box, at: Point) -> None:
    mark = MARKS[link.verdict]
    colour = mark.colour(LIGHT)
    place = Box(box.x + at.x, box.y + at.y, box.width, box.height)
    shape = shape_in(
        slide, MSO_SHAPE.ROUNDED_RECTANGLE, place, fill=LIGHT.background, line=colour, width=1.5
    )
    shape.adjustments[0] = 0.5
    frame = bare(shape.text_frame)
    frame.word_wrap, frame.vertical_anchor = False, MSO_ANCHOR.MIDDLE
    frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    text = f"{mark.sign} {link.label}" if link.label else mark.sign
    look_of(frame.paragraphs[0].add_run(), text, Run(text, colour, bold=True), LABEL_SIZE)
    described(shape, f"label: {link.supplier} → {link.customer}", text)
