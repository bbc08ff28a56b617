"""How wide a text is in Inter, without a font library at run time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

# Thousandths of the font size per letter; written by fonts/make.py from the fonts beside it.
TABLE = Path(__file__).parent / "fonts" / "advances.json"
# What Inter lacks comes from another font; ideographs and emoji are about one em wide.
WIDTH_OF_OTHERS = 1000


@lru_cache
def _advances() -> Mapping[str, Mapping[str, int]]:
    table: dict[str, dict[str, int]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return table


@lru_cache(maxsize=20_000)
def text_width(text: str, size: float, weight: int = 500) -> float:
    """Return the width of a text in pixels, kerning aside.

    Parameters
    ----------
    size : float
        Font size in pixels.
    weight : int
        400, 500, 600 or 700.

    Examples
    --------
    >>> text_width("Almacén", 15) < text_width("Almacén", 15, weight=700)
    True
    """
    advances = _advances()[str(weight)]
    return size * sum(advances.get(letter, WIDTH_OF_OTHERS) for letter in text) / 1000
