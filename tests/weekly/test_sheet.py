"""The drawn week: 1600×900, nothing small, nothing covered, whatever the names."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from kpi.agreements import Link
from kpi.chain.layout import Box
from kpi.chain.pairs import parties_of
from kpi.figures.palette import DARK, LIGHT
from kpi.figures.text import text_width
from kpi.weekly import ActionDue, Edition
from kpi.weekly.sheet import draw_sheet
from kpi.weekly.sheet.chain import STYLE, fitting_part
from kpi.words import Words, words_for
from tests.weekly.renamed import as_many_sites, renamed

MakeEdition = Callable[[str], Edition]
SVG = "{http://www.w3.org/2000/svg}"
EN, ES = words_for("en"), words_for("es")
# No case yet, in balance, strained, out of balance by one link and by three.
WEEKS = ("2025-W04", "2025-W10", "2025-W19", "2025-W52", "2026-W06", "2026-W09", "2026-W12")
# A letter reaches so far above and below its line, in its size (Inter's capitals and descenders).
ABOVE, BELOW = 0.73, 0.21


def texts(svg: str) -> list[tuple[str, float, Box]]:
    """Return every text as written: its letters, its size and where they stand."""
    found: list[tuple[str, float, Box]] = []
    _walk(ET.fromstring(svg), 0.0, 0.0, found)  # noqa: S314 - our own text, strictly
    return found


def _walk(element: ET.Element, dx: float, dy: float, found: list[tuple[str, float, Box]]) -> None:
    moved = element.get("transform", "")
    if moved:
        x, y = moved.removeprefix("translate(").removesuffix(")").split()
        dx, dy = dx + float(x), dy + float(y)
    # The halo of a name lies under the same letters.
    if element.tag == f"{SVG}text" and element.get("class") != "halo":
        text, size = element.text or "", float(element.get("font-size", "0"))
        width = text_width(text, size, int(element.get("font-weight", "400")))
        start = {"end": width, "middle": width / 2}.get(element.get("text-anchor", ""), 0.0)
        x, y = float(element.get("x", "0")) + dx - start, float(element.get("y", "0")) + dy
        found.append((text, size, Box(x, y - ABOVE * size, width, (ABOVE + BELOW) * size)))
    for child in element:
        _walk(child, dx, dy, found)


def faults(edition: Edition, say: Words) -> list[str]:
    """Return what is too small, off the sheet or covered."""
    written = texts(draw_sheet(edition, say).svg)
    told = [f"{size} px: {text}" for text, size, _ in written if size < 14]
    told += [
        f"off the sheet: {text}"
        for text, _, box in written
        if box.x < 0 or box.y < 0 or box.x + box.width > 1600 or box.y + box.height > 900
    ]
    return told + [
        f"{a} / {b}"
        for (a, _, one), (b, _, other) in combinations(written, 2)
        if one.overlaps(other)
    ]


def long_name(name: str) -> str:
    return f"{name} de la Dirección Corporativa de Operaciones y Suministros" if name else ""


def one_word(name: str) -> str:
    return name + "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"


def hostile(name: str) -> str:
    return f"<script>\"{name}\x00&amp;'漢字</script>"


@pytest.mark.parametrize("say", [EN, ES], ids=["en", "es"])
@pytest.mark.parametrize("week", WEEKS)
def test_no_text_of_the_sample_is_small_or_covered(
    week: str, say: Words, of_week: MakeEdition
) -> None:
    assert faults(of_week(week), say) == []


@pytest.mark.parametrize("rename", [long_name, one_word, hostile])
@pytest.mark.parametrize("week", ["2025-W52", "2026-W12"])
def test_no_text_is_covered_whatever_the_names(
    week: str, rename: Callable[[str], str], of_week: MakeEdition
) -> None:
    assert faults(renamed(of_week(week), rename), ES) == []


def test_no_number_of_the_trend_is_green_where_the_promise_is_broken(of_week: MakeEdition) -> None:
    found = of_week("2026-W11")
    weeks = tuple(replace(week, variation="improvement") for week in found.trend.weeks)
    green, red = (
        draw_sheet(
            replace(
                found,
                trend=replace(found.trend, weeks=weeks),
                promise=replace(found.promise, verdict=verdict),
            ),
            EN,
        ).svg
        for verdict in ("kept", "broken")
    )
    number = EN.percent(next(week.rate for week in reversed(weeks) if week.rate is not None))
    colours = [re.search(rf'fill="(#\w+)"[^>]*>{number}<', svg) for svg in (green, red)]
    assert [one and one[1] for one in colours] == [LIGHT.kept, LIGHT.broken]


@pytest.mark.parametrize("cards", range(4))
def test_lists_give_way_to_as_many_links_as_fail(cards: int, of_week: MakeEdition) -> None:
    found = of_week("2026-W12")
    action = ActionDue(
        Link("Compras", "Almacén", "herrajes"), "Calificar a un segundo proveedor de herrajes",
        "Jefatura de Compras", date(2026, 3, 20), late=True,
    )  # fmt: skip
    found = replace(found, cards=found.cards[:cards], actions=(action,) * 3)
    found = replace(found, changes=found.others * 3)
    assert faults(found, ES) == []
    assert "3 acciones van tarde" in " ".join(
        text for text, _, _ in texts(draw_sheet(found, ES).svg)
    )


def test_a_company_too_large_to_read_is_drawn_by_department(of_week: MakeEdition) -> None:
    """Twelve sites: every party of the sample becomes a department of twelve."""
    found = of_week("2026-W12")
    large = as_many_sites(found, 12)
    written = {text for text, _, _ in texts(draw_sheet(large, EN).svg)}
    part = fitting_part(large, EN, "", Box(0, 0, 1000, 440), STYLE)
    names = {f"{name} (12)" for name in parties_of(found.chain.pairs)}
    drawn = parties_of(part.pairs)
    # One that only a thin link would tie to the rest may be left out, and the note says so.
    assert drawn <= names
    assert (part.of, part.circles, part.departments) == (len(names), len(drawn), len(drawn))
    assert len(drawn) >= len(names) - 1
    assert any("departments as one circle each" in text for text in written)
    assert faults(large, EN) == faults(large, ES) == []


def test_without_departments_the_busiest_part_of_a_large_company_is_drawn(
    of_week: MakeEdition,
) -> None:
    large = as_many_sites(of_week("2026-W12"), 12, departments=False)
    part = fitting_part(large, EN, "", Box(0, 0, 1000, 440), STYLE)
    assert part.departments == 0
    assert part.of == 12 * len(parties_of(of_week("2026-W12").chain.pairs))
    assert 2 <= part.circles <= 18
    assert faults(large, ES) == []


def test_the_sheet_has_the_size_of_the_slide_and_stays_xml(of_week: MakeEdition) -> None:
    root = ET.fromstring(draw_sheet(renamed(of_week("2026-W12"), hostile), EN).svg)  # noqa: S314
    assert (root.get("width"), root.get("height")) == ("1600", "900")
    assert {element.tag for element in root.iter()} <= {
        SVG + name for name in ("svg", "title", "g", "path", "rect", "circle", "line", "text")
    }


def test_the_dark_sheet_is_the_light_one_in_other_colours(of_week: MakeEdition) -> None:
    light, dark = (draw_sheet(of_week("2026-W12"), ES, theme) for theme in ("light", "dark"))
    assert [text for text, _, _ in texts(light.svg)] == [text for text, _, _ in texts(dark.svg)]
    assert f'"{LIGHT.ink}"' not in dark.svg
    assert f'"{DARK.ink}"' in dark.svg


def test_an_accent_of_the_company_is_drawn_readably(of_week: MakeEdition) -> None:
    found = replace(of_week("2025-W52"), accent="#7A1FA2")
    assert 'class="accent" fill="#7A1FA2"' in draw_sheet(found, ES).svg
    # On the dark page that violet would not read.
    assert 'class="accent" fill="#7A1FA2"' not in draw_sheet(found, ES, "dark").svg


def test_names_too_long_for_a_line_stand_in_two(of_week: MakeEdition) -> None:
    name = "Planeación de la demanda y de pedidos"  # 37 letters
    found = of_week("2026-W12")
    card = replace(found.cards[0], link=Link(name, f"{name} B"))
    written = texts(draw_sheet(replace(found, cards=(card,)), ES).svg)
    lines = [(text, box.y) for text, size, box in written if size == 15 and name[:30] in text]
    assert [text for text, _ in lines] == [f"{name} →", f"{name} B"]
    assert lines[0][1] < lines[1][1]


def test_a_rate_of_another_week_says_of_which(of_week: MakeEdition) -> None:
    found = of_week("2026-W12")
    weeks = (*found.trend.weeks[:-1], replace(found.trend.weeks[-1], rate=None, cases=0))
    empty = replace(found, trend=replace(found.trend, weeks=weeks))
    written = [[text for text, _, _ in texts(draw_sheet(one, ES).svg)] for one in (found, empty)]
    assert [one.count("sem. 11") for one in written] == [0, 1]
    assert faults(empty, ES) == []


def test_the_only_week_stands_beside_its_rate(of_week: MakeEdition) -> None:
    found = of_week("2026-W12")
    alone = replace(found, trend=replace(found.trend, weeks=found.trend.weeks[-1:], notes=()))
    svg = draw_sheet(alone, EN).svg
    ((label, box),) = [(text, box) for text, size, box in texts(svg) if size == 26.0]
    assert label == EN.percent(found.trend.weeks[-1].rate or 0.0)
    ((axis, below),) = [(text, box) for text, _, box in texts(svg) if text == "wk 12"]
    assert 0 < box.x - (below.x + below.width / 2) < 30, axis
    assert faults(alone, EN) == []


def test_the_band_ends_where_nothing_can_be_told(of_week: MakeEdition) -> None:
    found = of_week("2026-W12")
    silent = (9, 10)
    weeks = tuple(
        replace(week, rate=None, low=None, high=None) if place in silent else week
        for place, week in enumerate(found.trend.weeks)
    )
    bands = [
        draw_sheet(replace(found, trend=replace(found.trend, weeks=one)), EN).svg.count('"band"')
        for one in (found.trend.weeks, weeks)
    ]
    assert bands == [1, 2]
