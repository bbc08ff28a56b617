"""Sparklines: strict XML, gaps, one scale, the last point marked."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from kpi.figures import sparkline_svg
from kpi.figures.palette import DARK

SVG = "{http://www.w3.org/2000/svg}"


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own text, to be parsed strictly


def trend(svg: str) -> str:
    return next(p.get("d") or "" for p in parse(svg) if p.get("class") == "trend")


def test_a_gap_lifts_the_pen() -> None:
    drawn = trend(sparkline_svg([1, None, 2, 3], low=0, high=4, label="x"))
    assert re.sub(r"[\d.,]", "", drawn) == "MML"


def test_all_lines_of_a_table_share_one_scale() -> None:
    low = trend(sparkline_svg([1, 1], low=0, high=10, label="x"))
    high = trend(sparkline_svg([9, 9], low=0, high=10, label="x"))
    assert float(low.split(",")[-1]) > float(high.split(",")[-1])


def test_the_last_point_has_the_shape_and_colour_of_its_verdict() -> None:
    root = parse(
        sparkline_svg([1, 2], low=0, high=2, label="<&>", verdict="broken", theme="dark", target=1)
    )
    assert root.get("aria-label") == "<&>"
    assert [(e.get("class"), e.get("fill")) for e in root][-1] == ("mark broken", DARK.broken)


def test_no_value_at_all_is_an_empty_line() -> None:
    assert trend(sparkline_svg([None, None], low=0, high=1, label="x")) == ""


@pytest.mark.parametrize("values", [[1.0], [1.0, None, None], [None, 1.0]])
def test_the_mark_of_a_value_alone_is_not_cut_off(values: list[float | None]) -> None:
    drawn = trend(sparkline_svg(values, low=0, high=1, label="x", width=96))
    x = float(drawn.removeprefix("M").split(",")[0])
    reach = 4.5  # of the mark, its outline included
    assert reach <= x <= 96 - reach
