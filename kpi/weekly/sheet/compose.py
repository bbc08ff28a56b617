"""One week on one sheet of 1600×900: where each part goes."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.chain.layout import Box
from kpi.figures.contrast import accents
from kpi.figures.palette import FONT, LIGHT, Theme
from kpi.figures.recolour import recoloured
from kpi.figures.svg import attributes, escape
from kpi.weekly import told
from kpi.weekly.edition import Edition
from kpi.weekly.sheet.cards import HEIGHT as CARD_HEIGHT
from kpi.weekly.sheet.cards import draw_card
from kpi.weekly.sheet.chain import draw_chain_part
from kpi.weekly.sheet.header import draw_header
from kpi.weekly.sheet.lists import draw_lists
from kpi.weekly.sheet.pen import Pen
from kpi.weekly.sheet.trend import draw_trend
from kpi.weekly.stamp import stamp
from kpi.words import Words

WIDTH, HEIGHT = 1600, 900
MARGIN, GUTTER = 48.0, 20.0
TOP = 34.0
CARDS_TOP = 574.0
NOTES, RULE, STAMP = 830.0, 848.0, 874.0  # baselines, but for the rule
TREND_WIDTH = 482.0
COLUMNS = 4


@dataclass(frozen=True)
class Sheet:
    """A drawn week.

    Attributes
    ----------
    svg : str
        One ``<svg>`` of 1600×900 with literal colours, and classes beside them.
    title : str
        The finding, for the file's title.
    alternative : str
        All that it says, for those who do not see it.
    """

    svg: str
    title: str
    alternative: str


def draw_sheet(edition: Edition, say: Words, theme: Theme = "light") -> Sheet:
    """Draw the week in a language and a theme.

    Parameters
    ----------
    edition : Edition
        See `kpi.weekly.edition`.
    """
    pen = Pen()
    inner = WIDTH - 2 * MARGIN
    accent = accents(edition.accent or None)
    head = draw_header(edition, say, pen, Box(MARGIN, TOP, inner, 0), accent["light"])
    _pictures(edition, say, pen, Box(MARGIN, head + 34, inner, CARDS_TOP - 24 - (head + 34)))
    _lower(edition, say, pen, Box(MARGIN, CARDS_TOP, inner, CARD_HEIGHT))
    _foot(edition, say, pen)
    title, alternative = told.title(edition, say), told.alternative(edition, say)
    svg = recoloured(_framed(pen, title, say), theme)
    if theme == "dark":
        svg = svg.replace(f'class="accent" fill="{accent["light"]}"', _accent(accent["dark"]), 1)
    return Sheet(svg, title, alternative)


def _accent(colour: str) -> str:
    return f'class="accent" fill="{colour}"'


def _pictures(edition: Edition, say: Words, pen: Pen, area: Box) -> None:
    if not edition.trend.drawn:
        draw_chain_part(edition, say, pen, area)
        return
    draw_trend(edition, say, pen, area._replace(width=TREND_WIDTH))
    left = area.x + TREND_WIDTH + 32
    draw_chain_part(edition, say, pen, area._replace(x=left, width=area.x + area.width - left))


def _lower(edition: Edition, say: Words, pen: Pen, area: Box) -> None:
    column = (area.width - (COLUMNS - 1) * GUTTER) / COLUMNS
    x = area.x
    for card in edition.cards:
        draw_card(card, say, pen, area._replace(x=x, width=column))
        x += column + GUTTER
    if edition.cards:
        x += 8
    draw_lists(edition, say, pen, Box(x, area.y + 6, area.x + area.width - x, area.height - 6))


def _foot(edition: Edition, say: Words, pen: Pen) -> None:
    width = WIDTH - 2 * MARGIN
    beside = " · ".join(say.render(note) for note in edition.beside)
    pen.fitted(told.as_sentence(beside), MARGIN, NOTES, width, fill=LIGHT.muted)
    pen.rule(MARGIN, RULE, width)
    pen.fitted(stamp(edition, say), MARGIN, STAMP, width - 90, fill=LIGHT.muted)
    pen.text("Eslabón", MARGIN + width, STAMP, weight=600, fill=LIGHT.muted, anchor="end")


def _framed(pen: Pen, title: str, say: Words) -> str:
    frame = attributes(
        xmlns="http://www.w3.org/2000/svg",
        class_="weekly",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        lang=say.language,
        aria_label=title,
        font_family=FONT,
    )
    ground = attributes(class_="ground", width=WIDTH, height=HEIGHT, fill=LIGHT.background)
    parts = "".join(pen.parts)
    return f"<svg{frame}><title>{escape(title)}</title><rect{ground}/>{parts}</svg>"
