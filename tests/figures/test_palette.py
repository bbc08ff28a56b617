"""Colours can be told from their ground, and never carry a meaning alone."""

from __future__ import annotations

import pytest

from kpi.figures.palette import MARKS, PALETTES, Palette
from kpi.verdicts import VERDICT_ORDER

TEXT = ("ink", "muted", "accent", "kept", "at_risk", "broken", "none")


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_knows_black_on_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # WCAG's known example


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("name", TEXT)
def test_text_and_verdicts_are_read_on_page_and_panel(palette: Palette, name: str) -> None:
    colour = getattr(palette, name)
    assert contrast(colour, palette.background) >= 4.5
    assert contrast(colour, palette.surface) >= 4.5


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_quiet_links_are_quieter_than_the_failing_ones(palette: Palette) -> None:
    quiet = contrast(palette.line, palette.background)
    assert 1.4 <= quiet <= 3
    assert contrast(palette.head, palette.background) > quiet
    assert contrast(palette.broken, palette.background) > 2 * quiet


def test_every_verdict_has_a_shape_and_a_word_of_its_own() -> None:
    assert set(MARKS) == set(VERDICT_ORDER)
    assert len({mark.word for mark in MARKS.values()}) == len(MARKS)
    shapes = {verdict: MARKS[verdict].shape for verdict in VERDICT_ORDER}
    assert len({shapes[verdict] for verdict in ("kept", "at risk", "broken", "no data")}) == 4
    assert shapes["too few"] == shapes["no data"] == shapes["no target"] == "ring"
