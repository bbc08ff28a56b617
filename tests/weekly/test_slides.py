"""The slides of a week: the numbers read back from the file are those of the balance."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from kpi.chain import Balance
from kpi.weekly import Edition, Said, told
from kpi.weekly.slides import as_pptx
from kpi.weekly.stamp import stamp
from kpi.words import Message, words_for

MakeEdition = Callable[[str], Edition]
WEEK = "2026-W12"


def read(edition: Edition, language: str) -> Any:
    return Presentation(io.BytesIO(as_pptx(edition, words_for(language))))


def texts(deck: Any) -> Iterator[str]:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text


@pytest.fixture(scope="module")
def deck(of_week: MakeEdition) -> Any:
    return read(of_week(WEEK), "en")


def the(deck: Any, slide: int, name: str) -> Any:
    return next(shape for shape in deck.slides[slide].shapes if shape.name == name)


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_title_and_the_promise_are_those_of_the_balance(
    language: str, of_week: MakeEdition, balance_of: Callable[[str], Balance]
) -> None:
    say, promise = words_for(language), balance_of(WEEK).as_json()["promise"]
    made = read(of_week(WEEK), language)
    lead = the(made, 0, "lead").text_frame.text
    for number in (promise["kept"], promise["cases"]):  # internal requests included
        assert say.number(number) in lead
    edition = of_week(WEEK)
    assert made.slides[0].shapes.title.text_frame.text == (
        f"{say.render(edition.state_name)}. {say.render(edition.headline)}"
    )


def test_the_table_holds_the_failing_links_of_the_balance(
    deck: Any, balance_of: Callable[[str], Balance]
) -> None:
    say = words_for("en")
    rows = list(the(deck, 1, "links").table.rows)[1:]
    failing = balance_of(WEEK).as_json()["failing_links"]
    assert len(rows) == 3
    for row, link in zip(rows, failing, strict=False):
        name, part, *_ = (cell.text_frame.text for cell in row.cells)
        assert f"{link['supplier']} → {link['customer']}" in name
        assert link["service"] in name
        assert part.startswith(say.percent(link["broken_share"], 0))


def test_the_chart_holds_the_weeks_and_the_target(deck: Any, of_week: MakeEdition) -> None:
    chart = the(deck, 0, "trend").chart
    rate, target = chart.plots[0].series
    edition = of_week(WEEK)
    assert list(rate.values) == [week.rate for week in edition.trend.weeks]
    assert set(target.values) == {edition.promise.target}


def test_every_pair_of_the_chain_is_an_editable_curve_with_an_arrowhead(
    deck: Any, of_week: MakeEdition
) -> None:
    curves = [shape for shape in deck.slides[0].shapes if shape.name.startswith("link: ")]
    assert len(curves) == len(of_week(WEEK).chain.pairs)
    for shape in curves:
        assert list(shape.element.iter(qn("a:cubicBezTo")))
        assert list(shape.element.iter(qn("a:tailEnd")))
        inside = shape.left >= 0 and shape.left + shape.width <= deck.slide_width
        assert inside, shape.name


def test_no_shape_has_the_shadow_of_a_theme_and_every_picture_is_told(deck: Any) -> None:
    for slide in deck.slides:
        assert list(slide.shapes.element.iter(qn("p:style"))) == []
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape.name.startswith("link: "):
                assert shape.element.xpath(".//p:cNvPr")[0].get("descr")


def test_actions_and_the_stamp_are_told_as_everywhere(deck: Any, of_week: MakeEdition) -> None:
    edition, say = of_week(WEEK), words_for("en")
    said = " | ".join(texts(deck))
    assert edition.actions
    for action in edition.actions:
        assert told.action(action, say) in said
    assert [the(deck, n, "stamp").text_frame.text for n in range(3)] == [stamp(edition, say)] * 3


def test_a_logo_is_set_on_every_slide_also_one_that_is_drawn(of_week: MakeEdition) -> None:
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="28">'
        b'<rect width="90" height="28"/></svg>'
    )
    made = read(replace(of_week(WEEK), logo=svg), "es")
    assert [sum(s.name == "logo" for s in slide.shapes) for slide in made.slides] == [1, 1, 1]


def test_a_week_in_which_nothing_happened_is_a_slide_too(of_week: MakeEdition) -> None:
    made = read(of_week("2025-W04"), "es")
    assert len(made.slides) >= 1
    assert made.slides[0].shapes.title is not None


def test_changes_without_room_are_counted(of_week: MakeEdition) -> None:
    changes = tuple(Said("broken", Message(f"Change {n}.")) for n in range(40))
    many = replace(of_week(WEEK), changes=changes, actions=())
    written = list(texts(read(many, "en")))
    shown = sum("Change" in text for text in written)
    assert (f"and {40 - shown} more" in written, 8 < shown < 40) == (True, True)
