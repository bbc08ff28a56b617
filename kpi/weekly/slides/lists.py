"""The table of the links to talk about and the chart of the promise, both native."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Emu, Pt

from kpi.chain.layout import Box
from kpi.figures.palette import LIGHT, MARKS
from kpi.figures.wrapping import wrap
from kpi.weekly import told
from kpi.weekly.edition import Edition
from kpi.weekly.link_card import Card
from kpi.weekly.slides.easel import FONT, POINTS, Run, described, emu, rgb, style
from kpi.words import Words

NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
SIZE = 20.0
WIDTHS = (0.22, 0.18, 0.22, 0.15, 0.23)  # of the table
HEAD_HEIGHT, ROW_HEIGHT = 44.0, 132.0
CHART_SIZE = 18.0
CLEAR = 0.06  # a label takes so much of the chart above its point
MOST_LINES = 5  # in a row


def draw_links(slide: Slide, edition: Edition, say: Words, box: Box) -> float:
    """Set the links of the edition as a table; return where it ends."""
    heads = (say("Link"), say("Of the broken promises"), say("Verdict"), say("Owner"),
             say("Next step"))  # fmt: skip
    if edition.cards[0].kind == "agree first":
        heads = (heads[0], say("Handoffs"), *heads[2:])
    height = HEAD_HEIGHT + ROW_HEIGHT * len(edition.cards)
    frame = slide.shapes.add_table(
        len(edition.cards) + 1, len(heads), emu(box.x), emu(box.y), emu(box.width), emu(height)
    )
    described(frame, "links", told.alternative(edition, say))
    frame.element.find(f".//{qn('a:tableStyleId')}").text = NO_STYLE
    table = frame.table
    for place, share in enumerate(WIDTHS):
        table.columns[place].width = emu(box.width * share)
    table.rows[0].height = emu(HEAD_HEIGHT)
    for place, head in enumerate(heads):
        _cell(table.cell(0, place), [[Run(head, LIGHT.muted)]], box.width * WIDTHS[place])
    for number, card in enumerate(edition.cards, start=1):
        table.rows[number].height = emu(ROW_HEIGHT)
        for place, lines in enumerate(_row(card, say)):
            _cell(table.cell(number, place), lines, box.width * WIDTHS[place])
    return box.y + height


def _row(card: Card, say: Words) -> list[list[list[Run]]]:
    mark = MARKS[card.verdict]
    colour = mark.colour(LIGHT)
    name = [Run(f"{mark.sign} ", colour), Run(told.link_name(card.link, say), bold=True)]
    below, saved = told.part_lines(card, say)
    late = card.action is not None and card.action.late
    return [
        [name, *([[Run(card.link.service, LIGHT.muted)]] if card.link.service else [])],
        [[Run(told.part(card, say), colour, bold=True)], [Run(saved, LIGHT.muted)]]
        if card.kind != "agree first"
        else [
            [Run(told.part(card, say), bold=True)],
            [Run(below, LIGHT.muted)],
            [Run(saved, LIGHT.muted)],
        ],
        [[Run(told.judged(card, say))], [Run(told.whose_delay(card, say), LIGHT.muted)]],
        [[Run(told.whose_turn(card, say))]],
        [[Run(told.next_step(card, say), LIGHT.broken if late else LIGHT.ink)]],
    ]


def _cell(cell: Any, lines: list[list[Run]], width: float) -> None:
    """Write lines into a cell, each cut so that the row keeps its height."""
    cell.margin_left, cell.margin_right = Emu(0), emu(14)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame = cell.text_frame
    texts = ["".join(run.text for run in runs) for runs in lines]
    allowed = _shared([len(wrap(t, width - 22, SIZE, 600, most=MOST_LINES)) for t in texts])
    for number, (runs, whole) in enumerate(zip(lines, texts, strict=True)):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        kept = " ".join(wrap(whole, width - 22, SIZE, 600, most=allowed[number]))
        for run in runs:
            part, kept = kept[: len(run.text)], kept[len(run.text) :]
            style(paragraph.add_run(), part, run, SIZE)
    _rule(cell._tc.get_or_add_tcPr())


def _shared(wanted: list[int]) -> list[int]:
    """Return how many of a cell's lines each paragraph gets: as it wants, the longest cut first."""
    given = list(wanted)
    while sum(given) > max(MOST_LINES, len(given)):
        given[given.index(max(given))] -= 1
    return given


def _rule(properties: etree._Element) -> None:
    line = etree.SubElement(properties, qn("a:lnB"), {"w": str(emu(1.5))})
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), {"val": LIGHT.rule.removeprefix("#")})


def draw_trend(slide: Slide, edition: Edition, say: Words, box: Box) -> None:
    """Set the promise outside week by week as a native chart, its target beside it."""
    data = CategoryChartData(number_format="0.0%")
    weeks = edition.trend.weeks
    data.categories = [
        say("wk {number}", number=str(one.week.monday.isocalendar().week)) for one in weeks
    ]
    data.add_series(say("Rate"), [week.rate for week in weeks])
    target = edition.promise.target
    if target is not None:
        data.add_series(say("Target"), [target] * len(weeks))
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.LINE_MARKERS, emu(box.x), emu(box.y), emu(box.width), emu(box.height), data
    )
    described(frame, "trend", f"{say.render(edition.trend.title)}.")
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(CHART_SIZE * POINTS), FONT
    chart.font.color.rgb = rgb(LIGHT.muted)
    chart.has_title, chart.has_legend = False, target is not None
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    rates = [w.rate for w in weeks if w.rate is not None]
    _axes(chart, len(weeks), rates + ([target] if target else []), say)
    rate, *others = chart.plots[0].series
    _line(rate, LIGHT.head, 2.5)
    rate.marker.style, rate.marker.size = XL_MARKER_STYLE.CIRCLE, 5
    rate.marker.format.fill.solid()
    rate.marker.format.fill.fore_color.rgb = rgb(LIGHT.head)
    for series in others:
        _line(series, LIGHT.ink, 1.5)
        series.format.line.dash_style = MSO_LINE.DASH
        series.marker.style = XL_MARKER_STYLE.NONE
    _last(rate, edition, say)


def _axes(chart: Any, weeks: int, values: list[float], say: Words) -> None:
    """Scale the axes; of the weeks the first, the middle and the last one are named."""
    value, category = chart.value_axis, chart.category_axis
    value.minimum_scale = max(0.0, int(10 * min(values) - 0.5) / 10)
    value.maximum_scale, value.major_unit = 1.0, 0.1
    value.has_major_gridlines = True
    value.major_gridlines.format.line.color.rgb = rgb(LIGHT.rule)
    value.format.line.fill.background()
    # A rate of nothing is the pattern of rates, too; the blank of a number is no plain one.
    value.tick_labels.number_format = say.percent(0.0, 0).replace("\N{NO-BREAK SPACE}", " ")
    value.tick_labels.number_format_is_linked = False
    category.format.line.color.rgb = rgb(LIGHT.rule)
    for name in ("c:tickLblSkip", "c:tickMarkSkip"):
        skip = etree.SubElement(category._element, qn(name), {"val": str(max(1, (weeks - 1) // 2))})
        category._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _line(series: Any, colour: str, width: float) -> None:
    series.smooth = False
    series.format.line.color.rgb = rgb(colour)
    series.format.line.width = emu(width)


def _last(series: Any, edition: Edition, say: Words) -> None:
    """Write the last week's rate beside its point, in the colour of the verdict."""
    places = [n for n, week in enumerate(edition.trend.weeks) if week.rate is not None]
    last = edition.trend.weeks[places[-1]].rate
    mark = MARKS[edition.promise.verdict]
    label = series.points[places[-1]].data_label
    rates = [week.rate for week in edition.trend.weeks[: places[-1] + 1]]
    label.position = _beside(rates, edition.promise.target)
    text = say.percent(last or 0.0)
    style(
        label.text_frame.paragraphs[0].add_run(), text, Run(text, mark.colour(LIGHT), bold=True), 26
    )


def _beside(rates: list[float | None], target: float | None) -> XL_LABEL_POSITION:
    """Return the side of the last point that the line does not come from, clear of the target."""
    before, last = (rates[-2] if len(rates) > 1 else None), rates[-1] or 0.0
    rises = before is not None and before < last
    taken = last + CLEAR > 1.0 or (target is not None and last <= target < last + CLEAR)
    return XL_LABEL_POSITION.ABOVE if rises and not taken else XL_LABEL_POSITION.BELOW
