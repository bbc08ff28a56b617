"""The links that the meeting should talk about: what each decides, why, and whose turn it is."""

from __future__ import annotations

from kpi.chain.layout import Box
from kpi.figures.palette import LIGHT, MARKS
from kpi.figures.text import text_width
from kpi.figures.wrapping import shorten
from kpi.weekly import told
from kpi.weekly.link_card import Card
from kpi.weekly.sheet.pen import Pen, colour_of
from kpi.weekly.sheet.spark import draw_spark
from kpi.words import Words
from kpi.words.terms import VERDICTS

HEIGHT = 224.0
INSET = 16.0
NAME_SIZES = (18.0, 16.0)
TWO_LINES = 15.0  # pixels of a name that takes two
SPARK = 92.0  # pixels of a KPI's own weeks beside it


def draw_card(card: Card, say: Words, pen: Pen, area: Box) -> None:
    """Draw one card; every line is cut to its width."""
    frame = {"class_": f"card {MARKS[card.verdict].slug}", "fill": LIGHT.background}
    pen.box(area, radius=10, stroke=LIGHT.rule, **frame)
    x, width = area.x + INSET, area.width - 2 * INSET
    _name(card, say, pen, Box(x, area.y + 30, width, 0))
    _part(card, say, pen, Box(x, area.y + 98, width, 0))
    if card.kind != "agree first":
        _delay_bar(card, pen, Box(x, area.y + 112, width, 7))
    pen.fitted(told.whose_delay(card, say), x, area.y + 137, width, fill=LIGHT.muted)
    pen.rule(x, area.y + 149, width)
    _judged(card, say, pen, Box(x, area.y + 172, width, 0))
    pen.rule(x, area.y + 186, width)
    _turn(card, say, pen, Box(x, area.y + 209, width, 0))


def _name(card: Card, say: Words, pen: Pen, area: Box) -> None:
    """Write supplier and customer in one line, or where they are too long in two, and below."""
    x, width = area.x + 22, area.width - 22
    word = say(VERDICTS[card.verdict])
    below = f"{word} · {card.link.service}" if card.link.service else word
    name = told.link_name(card.link, say)
    size = next((one for one in NAME_SIZES if text_width(name, one, 600) <= width), None)
    top = area.y if size is not None else area.y - 6  # three lines begin higher
    pen.mark(MARKS[card.verdict], area.x + 7, top - 6, 7.0)
    if size is not None:
        pen.text(name, x, area.y, size=size, weight=600)
        pen.fitted(below, x, area.y + 21, width, fill=LIGHT.muted)
        return
    supplier, customer = say.party(card.link.supplier), say.party(card.link.customer)
    arrow = text_width(" →", TWO_LINES, 600)
    first = shorten(supplier, width - arrow, TWO_LINES, 600)
    pen.text(f"{first} →", x, top, size=TWO_LINES, weight=600)
    pen.fitted(customer, x, top + 17, width, size=TWO_LINES, weight=600)
    pen.fitted(below, x, top + 34, width, fill=LIGHT.muted)


def _part(card: Card, say: Words, pen: Pen, area: Box) -> None:
    number = told.part(card, say)
    fill = colour_of(card.verdict) if card.kind in ("failing", "at risk") else LIGHT.ink
    width = pen.text(number, area.x, area.y, size=38.0, weight=700, fill=fill)
    x = area.x + width + 14
    for line, y in zip(told.part_lines(card, say), (area.y - 18, area.y + 1), strict=True):
        pen.fitted(line, x, y, area.width - width - 14, fill=LIGHT.muted)


def _delay_bar(card: Card, pen: Pen, area: Box) -> None:
    """Draw how much of the lateness is the link's own; what it received is the grey rest."""
    pen.box(area, radius=3.5, class_="inherited", fill=LIGHT.line)
    if card.own_share:
        own = Box(area.x, area.y, max(7.0, area.width * card.own_share), area.height)
        pen.box(own, radius=3.5, class_="own", fill=colour_of(card.verdict))


def _judged(card: Card, say: Words, pen: Pen, area: Box) -> None:
    text, width = told.judged(card, say), area.width
    beside = width - SPARK - 12
    spark = Box(area.x + width - SPARK, area.y - 18, SPARK, 24)
    fits = text_width(text, 15.0, 400) <= beside
    if fits and card.measured is not None and draw_spark(card.measured, pen, spark):
        width = beside
    pen.fitted(text, area.x, area.y, width, size=15.0)


def _turn(card: Card, say: Words, pen: Pen, area: Box) -> None:
    """Write who answers at the left and the next step at the right; the longer one is cut."""
    who, step = told.whose_turn(card, say), told.next_step(card, say)
    room = area.width - 16
    wanted = text_width(who, 15, 500), text_width(step, 14, 400)
    left = wanted[0] if sum(wanted) <= room else max(room - wanted[1], min(wanted[0], room / 2))
    drawn = pen.fitted(who, area.x, area.y, left, size=15.0, weight=500)
    when = told.step_due(card, say)
    text = shorten(step.removesuffix(when), room - drawn - text_width(when, 14, 400), 14) + when
    late = card.action is not None and card.action.late
    fill = LIGHT.broken if late else LIGHT.muted
    pen.text(text, area.x + area.width, area.y, fill=fill, anchor="end")
