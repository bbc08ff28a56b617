"""The colours of every picture, light and dark, and the shape that goes with each verdict.

Greys carry structure. Teal, amber and vermilion mean a verdict, always with a shape and a word. The
theme of the pages (``.streamlit/config.toml``) takes its values from here; a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kpi.words import N_

Theme = Literal["light", "dark"]
Shape = Literal["disc", "diamond", "triangle", "ring"]
FONT = "Inter"


@dataclass(frozen=True)
class Palette:
    """The colours of one theme.

    Attributes
    ----------
    background, surface : str
        The page, and a panel on it.
    ink, muted : str
        Text, and text beside it.
    rule : str
        Hairlines and frames.
    line, head : str
        A link that needs no attention, and its arrowhead.
    accent : str
        Selection and focus; never a verdict.
    kept, at_risk, broken, none : str
        Verdicts; ``none`` is for too few, no data and no target.
    """

    background: str
    surface: str
    ink: str
    muted: str
    rule: str
    line: str
    head: str
    accent: str
    kept: str
    at_risk: str
    broken: str
    none: str


LIGHT = Palette(
    background="#FFFFFF",
    surface="#F5F7FA",
    ink="#101828",
    muted="#5D6B82",
    rule="#E4E7EC",
    line="#C8D1DB",
    head="#8D9BAB",
    accent="#1D4ED8",
    kept="#0F766E",
    at_risk="#A15C00",
    broken="#C5370F",
    none="#5D6B82",
)
DARK = Palette(
    background="#0E1520",
    surface="#182231",
    ink="#F2F5F9",
    muted="#9AA7B8",
    rule="#2B3748",
    line="#48566A",
    head="#7D8CA1",
    accent="#8FB4FF",
    kept="#34CDB8",
    at_risk="#F5B83D",
    broken="#FF7F5C",
    none="#9AA7B8",
)
PALETTES: Mapping[Theme, Palette] = {"light": LIGHT, "dark": DARK}


@dataclass(frozen=True)
class Mark:
    """How a verdict looks and is called.

    Attributes
    ----------
    slug : str
        The class name in an SVG, and the name of its colour in a `Palette`.
    sign : str
        The same shape as a letter, for running text.
    word : str
        The phrase to be spoken.
    """

    slug: Literal["kept", "at_risk", "broken", "none"]
    shape: Shape
    sign: str
    word: str

    def colour(self, palette: Palette) -> str:
        """Return its colour in a theme."""
        return str(getattr(palette, self.slug))


MARKS: Mapping[str, Mark] = {
    "broken": Mark("broken", "triangle", "▲", N_("broken")),
    "at risk": Mark("at_risk", "diamond", "◆", N_("at risk")),
    "kept": Mark("kept", "disc", "●", N_("kept")),
    "too few": Mark("none", "ring", "○", N_("too few")),
    "no data": Mark("none", "ring", "○", N_("no data")),
    "no target": Mark("none", "ring", "○", N_("no target")),
}
_BELOW = Mark("kept", "ring", "○", N_("below, within chance"))


def mark_of(verdict: str, *, within_chance: bool = False) -> Mark:
    """Return the mark of a verdict: kept but below target within chance is never plainly green.

    >>> mark_of("kept").shape, mark_of("kept", within_chance=True).shape
    ('disc', 'ring')
    """
    return _BELOW if within_chance and verdict == "kept" else MARKS[verdict]
