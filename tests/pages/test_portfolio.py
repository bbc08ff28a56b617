"""The portfolio: all links side by side, sorted and narrowed by the address."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kpi.agreements import Link
from kpi.chain import LinkEffect
from kpi.measures import Week, Window
from kpi.verdicts import Verdict
from kpi.words import words_for
from pages.parts.all_links import narrowed
from pages.parts.portfolio import as_frame, ordered, speaks_for
from tests.pages.conftest import Open, markup, told

WINDOW = Window(Week.parse("2026-W12"))


def _verdict(link: Link, kpi: str, verdict: str, value: float, target: float | None) -> Verdict:
    return Verdict(link, kpi, WINDOW, verdict, value=value, n=40, target=target)


def _effect(name: str, verdict: str, value: float, *, share: float = 0.0) -> LinkEffect:
    link = Link(name, "Almacén", "herrajes")
    found = _verdict(link, "on_time_rate", verdict, value, 0.9)
    return LinkEffect(link, verdict, (found,), 40, broken_share=share)


KEPT = _effect("Acabados", "kept", 0.97)
FURTHER = _effect("Compras", "broken", 0.5, share=0.4)
NEARER = _effect("Diseño", "broken", 0.8, share=0.5)
UNJUDGED = _effect("Bodega", "no target", 0.7)
ALL = (KEPT, FURTHER, NEARER, UNJUDGED)


def _suppliers(effects: list[LinkEffect]) -> list[str]:
    return [effect.link.supplier for effect in effects]


@pytest.mark.parametrize(
    ("sort", "suppliers"),
    [
        # broken before kept before no target; of the broken the larger share first
        ("verdict", ["Diseño", "Compras", "Acabados", "Bodega"]),
        ("-verdict", ["Bodega", "Acabados", "Compras", "Diseño"]),
        ("link", ["Acabados", "Bodega", "Compras", "Diseño"]),
        # broken before kept; 50 % is further below 90 % than 80 % is
        ("delivery time", ["Compras", "Diseño", "Acabados", "Bodega"]),
        ("share", ["Diseño", "Compras", "Acabados", "Bodega"]),
    ],
)
def test_the_table_is_in_the_order_that_the_address_asks_for(
    sort: str, suppliers: list[str]
) -> None:
    assert _suppliers(ordered(ALL, sort)) == suppliers


def test_the_worst_indicator_speaks_for_its_part_of_the_promise() -> None:
    link = KEPT.link
    worse = _verdict(link, "lead_time_p90", "at risk", 80.0, 72.0)
    both = replace(KEPT, verdicts=(*KEPT.verdicts, worse))
    assert speaks_for(both, "delivery time") == worse
    assert speaks_for(both, "quality") is None


@pytest.mark.parametrize(
    ("find", "only", "suppliers"),
    [
        ("compras", "", ["Compras"]),
        ("almacén HERRAJES", "", ["Acabados", "Compras", "Diseño", "Bodega"]),
        ("", "broken", ["Compras", "Diseño"]),
        ("", "not judged", ["Bodega"]),
        ("acabados", "broken", []),
    ],
)
def test_the_table_is_narrowed_by_words_and_verdict(
    find: str, only: str, suppliers: list[str]
) -> None:
    assert _suppliers(narrowed(ALL, find, only, words_for("es"))) == suppliers


def test_the_file_has_a_row_for_each_link_and_indicator() -> None:
    frame = as_frame(ALL, "link", words_for("en"))
    assert frame["Supplier"].tolist() == ["Acabados", "Bodega", "Compras", "Diseño"]
    assert frame["Measured"].tolist() == [0.97, 0.7, 0.5, 0.8]


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_shared_address_opens_the_same_portfolio(
    sample: Path, open_page: Open, language: str
) -> None:
    app = open_page("link", language, only="broken", sort="-link", find="almacén")
    assert not app.exception, app.exception
    # An address with an indicator leads to one chart of a link.
    pairs = re.findall(r"<a href=\"link(?![^\"]*kpi=)[^\"]*supplier[^>]*>([^<]+)</a>", markup(app))
    # docs/sample.md: of the broken links these two touch Almacén; the later in the alphabet first.
    # Below, the same two lead on once more, where a chart of theirs stands out.
    assert list(dict.fromkeys(pairs)) == ["Compras → Almacén", "Almacén → Producción"]
    assert words_for(language)("only {verdict}", verdict=words_for(language)("broken")) in told(app)


def test_where_cards_leave_no_titles_to_click_on_the_same_ways_to_sort_stand_above(
    sample: Path, open_page: Open
) -> None:
    found = markup(open_page("link", "en", sort="share"))
    heads = re.findall(r"<th [^>]*><a [^>]*href=\"([^\"]+)\"", found)
    (line,) = re.findall(r"<p class=\"sorts\">(.*?)</p>", found)
    assert line.startswith("Sort by: ")
    assert re.findall(r"href=\"([^\"]+)\"", line) == heads
    assert re.findall(r"aria-current=\"true\">([^<]+)<", line) == ["Of the broken promises"]
