"""Links, parties and labels of the chain as SVG: light colours as attributes, and classes."""

from __future__ import annotations

from collections.abc import Sequence

from kpi.chain.layout import APART, Box, Name, Point, Route, Style, leader, pointer
from kpi.figures.chain_values import ChainLink, ChainNode
from kpi.figures.palette import LIGHT, MARKS
from kpi.figures.svg import attributes, curve_path, escape, mark_path, polygon_path
from kpi.figures.text import text_width

LABEL_WEIGHT = 600
HIT_WIDTH = 16.0  # pixels: what a finger or a shaking hand still hits
TOUCHING = 4.0  # pixels between the middle of a link and a shape that stands on it
KINDS = {"no": "inside", "customer": "customer", "supplier": "supplier"}


def label_width(link: ChainLink, height: float) -> float:
    """Return how wide the label of a link is: shape and words, the shape alone, or nothing."""
    if link.label:
        return text_width(link.label, _label_size(height), LABEL_WEIGHT) + 1.54 * height
    return height if link.loud else 0.0


def draw_link(link: ChainLink, route: Route, spoken: str | None) -> str:
    """Draw a link: its curve, its arrowhead and, if it is ``spoken``, where it can be hit."""
    mark = MARKS[link.verdict]
    colour = mark.colour(LIGHT) if link.loud else LIGHT.line
    path = curve_path(route.curve)
    line = attributes(
        class_="line",
        d=path,
        fill="none",
        stroke=colour,
        stroke_width=link.width,
        stroke_dasharray="7 4" if route.backward else None,
    )
    head = attributes(
        class_="head", d=_head_path(route, link.width), fill=colour if link.loud else LIGHT.head
    )
    group = attributes(class_=f"link {mark.slug}")
    if spoken is None:
        return f"<g{group}><path{line}/><path{head}/></g>"
    group += attributes(data_supplier=f"party:{link.supplier}")
    group += attributes(data_customer=f"party:{link.customer}")
    hit = attributes(
        class_="hit",
        d=path,
        fill="none",
        stroke="none",
        stroke_width=max(HIT_WIDTH, link.width + 8),
        pointer_events="stroke",
    )
    button = _button(f"link:{link.id}", spoken)
    return f"<g{group}{button}><path{hit}/><path{line}/><path{head}/></g>"


def draw_party(node: ChainNode, at: Point, name: Name, style: Style, *, live: bool) -> str:
    """Draw a party: a ring inside the company, a filled square for a customer outside, a hollow one
    for a supplier outside; and its name.
    """  # noqa: D205 - the three symbols belong into one sentence
    group = attributes(class_=f"party {KINDS[node.external]}")
    if live:
        group += _button(f"party:{node.id}", node.name)
    fill = LIGHT.ink if node.external == "customer" else LIGHT.background
    paint = attributes(class_="symbol", fill=fill, stroke=LIGHT.ink, stroke_width=2)
    if node.external == "no":
        symbol = f"<circle{attributes(cx=at.x, cy=at.y, r=style.radius)}{paint}/>"
    else:
        half = 0.94 * style.radius
        box = attributes(x=at.x - half, y=at.y - half, width=2 * half, height=2 * half, rx=2.5)
        symbol = f"<rect{box}{paint}/>"
    apart = pointer(at, style.radius, name.box)
    line = f"<path{_thin('pointer', *apart, LIGHT.ink)}/>" if apart else ""
    return f"<g{group}>{line}{symbol}{_name(name, style)}</g>"


def draw_label(link: ChainLink, box: Box, route: Route, names: Sequence[Box], *, live: bool) -> str:
    """Draw the label of a link: its verdict's shape and what it says, in a frame.

    A thin line leads to it from its link, where it stands apart, round names if it can.
    """
    mark = MARKS[link.verdict]
    colour = mark.colour(LIGHT)
    group = attributes(class_=f"label {mark.slug}", data_for=f"link:{link.id}" if live else None)
    frame = attributes(x=box.x, y=box.y, width=box.width, height=box.height, rx=box.height / 2)
    frame += attributes(class_="frame", fill=LIGHT.background, stroke=colour)
    inset = 0.68 * box.height if link.label else box.width / 2
    shape = mark_path(mark.shape, box.x + inset, box.centre.y, 0.23 * box.height)
    sign = attributes(class_="mark", d=shape, fill=colour, fill_rule="evenodd")
    words = ""
    if link.label:
        size = _label_size(box.height)
        place = attributes(
            class_="words",
            x=box.x + 1.1 * box.height,
            y=box.centre.y + 0.36 * size,
            font_size=size,
            font_weight=str(LABEL_WEIGHT),
            fill=colour,
        )
        words = f"<text{place}>{escape(link.label)}</text>"
    # A shape without words is read by what it touches.
    beyond = APART if link.label else TOUCHING
    apart = leader(route.curve, box, beyond=beyond, clear_of=names)
    line = f"<path{_thin('leader', *apart, colour)}/>" if apart else ""
    return f"<g{group}>{line}<rect{frame}/><path{sign}/>{words}</g>"


def _thin(kind: str, start: Point, end: Point, colour: str) -> str:
    return attributes(
        class_=kind, d=curve_path((start, start, end, end)), fill="none", stroke=colour
    )


def _button(id_: str, label: str) -> str:
    return attributes(data_id=id_, role="button", tabindex="-1", aria_label=label)


def _head_path(route: Route, width: float) -> str:
    half = 0.42 * route.head + 0.28 * width
    base = route.tip.x - route.heading * route.head
    return polygon_path([route.tip, (base, route.tip.y - half), (base, route.tip.y + half)])


def _name(name: Name, style: Style) -> str:
    """Write a name twice: a halo that keeps lines off it, and the letters."""
    halo = attributes(
        class_="halo",
        fill=LIGHT.background,
        stroke=LIGHT.background,
        stroke_width=3.5,
        stroke_linejoin="round",
        aria_hidden="true",
    )
    letters = attributes(class_="name", fill=LIGHT.ink)
    written = []
    for i, line in enumerate(name.lines):
        place = attributes(
            x=name.box.centre.x,
            y=name.box.y + i * style.name_height + 0.94 * style.font_size,
            text_anchor="middle",
            font_size=style.font_size,
            font_weight="500",
        )
        text = escape(line)
        written.append(f"<text{halo}{place}>{text}</text><text{letters}{place}>{text}</text>")
    return "".join(written)


def _label_size(height: float) -> float:
    return 0.62 * height
