"""Streamlit's theme and our own pictures have the same colours, and the fonts are our own."""

from __future__ import annotations

import tomllib

import pytest

from kpi.figures.palette import PALETTES, Palette
from pages.parts.launch import ROOT

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]


def expected(colours: Palette) -> dict[str, str]:
    return {
        "primaryColor": colours.accent,
        "backgroundColor": colours.background,
        "secondaryBackgroundColor": colours.surface,
        "textColor": colours.ink,
        "borderColor": colours.rule,
        "linkColor": colours.accent,
        "redColor": colours.broken,
        "redTextColor": colours.broken,
        "orangeColor": colours.at_risk,
        "orangeTextColor": colours.at_risk,
        "greenColor": colours.kept,
        "greenTextColor": colours.kept,
        "grayColor": colours.muted,
        "grayTextColor": colours.muted,
    }


@pytest.mark.parametrize("theme", PALETTES)
def test_the_pages_have_the_colours_of_the_pictures(theme: str) -> None:
    assert THEME[theme] == expected(PALETTES[theme])


def test_every_font_that_the_theme_names_is_a_file_of_our_own() -> None:
    named = [face["url"].removeprefix("app/") for face in THEME["fontFaces"]]
    assert len(named) == 4
    assert [name for name in named if not (ROOT / name).is_file()] == []
