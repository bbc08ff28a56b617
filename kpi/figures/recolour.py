"""Give a drawing in the light theme's literal colours those of another theme."""

from __future__ import annotations

import re
from dataclasses import fields

from kpi.figures.palette import LIGHT, PALETTES, Palette, Theme

# Quotes in a text are escaped, so this is always an attribute.
_PAINT = re.compile(r'(fill|stroke)="(#[0-9A-F]{6})"')


def recoloured(svg: str, theme: Theme) -> str:
    """Return the drawing in a theme's colours; what has none of the light ones stays.

    >>> recoloured('<path fill="#FFFFFF" stroke="#ABCDEF"/>', "dark")
    '<path fill="#0E1520" stroke="#ABCDEF"/>'
    """
    if theme == "light":
        return svg
    other = _pairs(PALETTES[theme])
    return _PAINT.sub(lambda found: f'{found[1]}="{other.get(found[2], found[2])}"', svg)


def dark_rules() -> str:
    """Return style rules that give the same drawing the dark colours; they beat its attributes."""
    return "".join(
        f'[{what}="{light}"]{{{what}:{dark}}}'
        for light, dark in _pairs(PALETTES["dark"]).items()
        for what in ("fill", "stroke")
    )


def _pairs(palette: Palette) -> dict[str, str]:
    return {
        str(getattr(LIGHT, field.name)): str(getattr(palette, field.name))
        for field in fields(Palette)
    }
