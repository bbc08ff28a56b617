"""The table of letter widths is that of the fonts beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from kpi.figures import text
from kpi.figures.palette import MARKS
from kpi.figures.text import text_width

FONTS = Path(text.__file__).parent / "fonts"
STYLES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
# What Spanish and English pages and our drawings write, no-break spaces and arrows included.
LETTERS = "ÁÉÍÓÚÑÜáéíóúñü¿¡«»“”’–—…·→−≤≥%€0123456789\u00a0\u202f\u2009"


@pytest.mark.parametrize("weight", STYLES)
def test_the_table_agrees_with_the_font(weight: int) -> None:
    font = TTFont(FONTS / f"Inter-{STYLES[weight]}.otf")
    widths, units = font["hmtx"].metrics, font["head"].unitsPerEm
    for letter in LETTERS + "Almacén":
        advance = widths[font.getBestCmap()[ord(letter)]][0]
        assert text_width(letter, 1000, weight) == pytest.approx(1000 * advance / units, abs=0.5)


def test_no_letter_or_shape_of_ours_is_missing() -> None:
    table = json.loads(text.TABLE.read_text(encoding="utf-8"))
    signs = "".join(mark.sign for mark in MARKS.values())
    for weight in STYLES:
        assert [letter for letter in LETTERS + signs if letter not in table[str(weight)]] == []


def test_a_text_is_as_wide_as_its_letters() -> None:
    assert text_width("ab", 10) == pytest.approx(text_width("a", 10) + text_width("b", 10))
    assert text_width("", 10) == 0


def test_letters_of_other_scripts_are_taken_for_square() -> None:
    assert text_width("部門", 12) == 24


def test_the_licence_travels_with_the_fonts() -> None:
    static = FONTS.parents[2] / "static"
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert (static / "OFL.txt").read_text(encoding="utf-8") == licence
    assert {path.name for path in static.glob("*.woff2")} == {f"inter-{w}.woff2" for w in STYLES}
