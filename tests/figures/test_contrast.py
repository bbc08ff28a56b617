"""Contrast is WCAG's, and the colour offered in place of an unreadable one is near it and reads."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.figures import PALETTES, accents, contrast, readable, resembles
from kpi.figures.contrast import ENOUGH, _polar, reads
from kpi.figures.palette import Theme

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FF0000", "#FFFFFF", 4.0),  # 1.05 / (0.2126 + 0.05), by hand
        ("#0000FF", "#FFFFFF", 8.59),  # 1.05 / (0.0722 + 0.05)
        ("#767676", "#FFFFFF", 4.54),  # the lightest grey that passes, known from WCAG's examples
        ("#123456", "#123456", 1.0),
    ],
)
def test_the_contrast_of_known_pairs(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("theme", PALETTES)
@given(colour=colours)
def test_any_colour_becomes_one_that_reads(theme: Theme, colour: str) -> None:
    used = readable(colour, theme)
    assert reads(used, theme) >= ENOUGH
    if reads(colour, theme) >= ENOUGH:
        assert used == colour


@pytest.mark.parametrize("theme", PALETTES)
@given(colour=colours)
def test_the_colour_offered_is_hardly_more_than_readable_and_keeps_its_hue(
    theme: Theme, colour: str
) -> None:
    used = readable(colour, theme)
    if used == colour:
        return
    # One step of lightness past the line, or the line itself was crossed by a rounding of bytes.
    assert reads(used, theme) < ENOUGH + 0.35
    (_, chroma, hue), (_, own_chroma, own_hue) = _polar(used), _polar(colour)
    assert chroma <= own_chroma + 0.02
    if min(chroma, own_chroma) > 0.05:
        assert abs((hue - own_hue + 180) % 360 - 180) < 5


def test_no_colour_reads_on_both_pages_so_each_theme_has_its_own() -> None:
    # 18.3, the whole way between the pages, is less than twice the way that a text needs.
    assert contrast(PALETTES["light"].background, PALETTES["dark"].background) < ENOUGH**2
    used = accents("#FFCC00")
    assert used["dark"] == "#FFCC00"
    assert used["light"] != "#FFCC00"


def test_without_a_choice_the_accent_is_that_of_the_palette() -> None:
    assert accents(None) == {theme: palette.accent for theme, palette in PALETTES.items()}


@pytest.mark.parametrize("theme", PALETTES)
def test_every_text_and_verdict_of_the_palette_reads_on_page_and_panel(theme: Theme) -> None:
    palette = PALETTES[theme]
    names = ("ink", "muted", "accent", "kept", "at_risk", "broken", "none")
    poor = {name: reads(getattr(palette, name), theme) for name in names}
    assert {name: ratio for name, ratio in poor.items() if ratio < ENOUGH} == {}


@pytest.mark.parametrize("theme", PALETTES)
def test_a_button_in_the_accent_has_words_that_read(theme: Theme) -> None:
    palette = PALETTES[theme]
    assert contrast(palette.background, palette.accent) >= ENOUGH


@pytest.mark.parametrize("theme", PALETTES)
def test_verdicts_differ_in_hue_from_each_other_and_from_the_accent(theme: Theme) -> None:
    palette = PALETTES[theme]
    hues = [_polar(c)[2] for c in (palette.kept, palette.at_risk, palette.broken, palette.accent)]
    turns = [abs((a - b + 180) % 360 - 180) for a, b in itertools.combinations(hues, 2)]
    assert min(turns) > 20


@pytest.mark.parametrize(
    ("colour", "verdict"),
    [
        ("#FF4B4B", "broken"),  # Streamlit's own red
        ("#C5370F", "broken"),
        ("#C77700", "at risk"),
        ("#009688", "kept"),
        ("#1D4ED8", None),
        ("#8E24AA", None),
        ("#5D6B82", None),
        ("#000000", None),
    ],
)
def test_a_colour_that_readers_would_take_for_a_verdict_is_named(
    colour: str, verdict: str | None
) -> None:
    assert resembles(colour) == verdict
