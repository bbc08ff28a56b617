"""How well a colour reads on another, and the nearest one that does.

Contrast is that of WCAG 2.2 (relative luminance, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
Nearness is in OKLab (Björn Ottosson, 2020, https://bottosson.github.io/posts/oklab/), where equal
distances look equal: the hue stays, the lightness moves as little as it must, and the chroma gives
way only where the screen has no such colour.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from kpi.figures.palette import PALETTES, Palette, Theme

ENOUGH = 4.5  # WCAG 2.2 AA for text of any size
# Hues closer than this are taken for each other at a glance (degrees in OKLab).
ALIKE = 20.0
# Below this chroma a colour is grey and resembles no verdict.
COLOURFUL = 0.05
_STEPS = 200
Triple = tuple[float, float, float]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 (the same) to 21 (black on white).

    >>> round(contrast("#000000", "#FFFFFF"), 1), round(contrast("#777777", "#FFFFFF"), 2)
    (21.0, 4.48)
    """
    lower, higher = sorted(_luminance(_linear(colour)) for colour in (one, other))
    return (higher + 0.05) / (lower + 0.05)


def reads(colour: str, theme: Theme) -> float:
    """Return the contrast of a colour with the page or its panels, whichever is less."""
    palette = PALETTES[theme]
    return min(contrast(colour, palette.background), contrast(colour, palette.surface))


def readable(colour: str, theme: Theme) -> str:
    """Return the colour itself where it reads well in a theme, else the nearest that does.

    >>> readable("#1D4ED8", "light")
    '#1D4ED8'
    """
    if reads(colour, theme) >= ENOUGH:
        return colour
    lightness, chroma, hue = _polar(colour)
    end = 0.0 if theme == "light" else 1.0
    for step in range(1, _STEPS + 1):
        moved = _colour(lightness + (end - lightness) * step / _STEPS, chroma, hue)
        if reads(moved, theme) >= ENOUGH:
            return moved
    raise AssertionError("black reads on the light page, and white on the dark one")


def accents(colour: str | None) -> Mapping[Theme, str]:
    """Return the accent to use in each theme: the company's, made readable, or the usual one.

    No colour reads on both pages: white to the dark page is 18:1, and 4.5 twice is 20.
    """
    if colour is None:
        return {theme: palette.accent for theme, palette in PALETTES.items()}
    return {theme: readable(colour, theme) for theme in PALETTES}


def resembles(colour: str) -> str | None:
    """Return the verdict whose colour one has, as far as a reader could tell, else None.

    >>> resembles("#D32F2F"), resembles("#1D4ED8")
    ('broken', None)
    """
    _, chroma, hue = _polar(colour)
    if chroma < COLOURFUL:
        return None
    palette: Palette = PALETTES["light"]
    verdicts = {"broken": palette.broken, "at risk": palette.at_risk, "kept": palette.kept}
    apart = {name: _turn(hue, _polar(own)[2]) for name, own in verdicts.items()}
    nearest = min(apart, key=lambda name: apart[name])
    return nearest if apart[nearest] <= ALIKE else None


def _turn(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)


def _linear(colour: str) -> Triple:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def _luminance(linear: Triple) -> float:
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _polar(colour: str) -> Triple:
    """Return lightness (0 to 1), chroma and hue (degrees) of a colour in OKLab."""
    r, g, b = _linear(colour)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    c = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, c), math.degrees(math.atan2(c, a)) % 360


def _colour(lightness: float, chroma: float, hue: float) -> str:
    """Return the colour of the screen at a place in OKLab, with as much of its chroma as fits."""
    shares = (_from_polar(lightness, chroma * share / 20, hue) for share in range(20, 0, -1))
    shown = next(
        (linear for linear in shares if all(-1e-4 <= part <= 1 + 1e-4 for part in linear)),
        _from_polar(lightness, 0.0, hue),
    )
    return "#" + "".join(f"{_byte(part):02X}" for part in shown)


def _from_polar(lightness: float, chroma: float, hue: float) -> Triple:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _byte(linear: float) -> int:
    bound = min(max(linear, 0.0), 1.0)
    part = 12.92 * bound if bound <= 0.0031308 else 1.055 * bound ** (1 / 2.4) - 0.055
    return round(255 * part)
