"""The values that a drawing of the chain takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Literal

from kpi.chain.layout import Box

# Verdicts that call for attention: drawn on top, in their colour, with their shape.
LOUD = ("broken", "at risk")
THINNEST, WIDEST = 1.2, 8.0


@dataclass(frozen=True)
class ChainNode:
    """A party of the drawing; ``external`` decides its symbol, and puts a customer at the right."""

    id: str
    name: str
    external: Literal["no", "customer", "supplier"] = "no"
    department: str = ""


@dataclass(frozen=True)
class ChainLink:
    """A link of the drawing.

    Attributes
    ----------
    supplier, customer : str
        Ids of its parties.
    width : float
        Stroke width in pixels, 1 to 9; see `stroke_width`.
    verdict : str
        One of `kpi.figures.MARKS`.
    label : str or None
        What it is labelled with, such as its share of the broken promises; the shape of its
        verdict is added. A failing link without a label shows the shape alone.
    rank : float
        Higher ranks are drawn on top and labelled first.
    service, detail : str
        Spoken and shown on hover: the service, and one more sentence.
    """

    id: str
    supplier: str
    customer: str
    width: float = 2.0
    verdict: str = "no target"
    label: str | None = None
    rank: float = 0.0
    service: str = ""
    detail: str = ""

    @property
    def loud(self) -> bool:
        """Whether it is failing or at risk."""
        return self.verdict in LOUD


@dataclass(frozen=True)
class ChainPicture:
    """A drawn chain.

    Attributes
    ----------
    svg : str
        One ``<svg>`` element in the light theme's colours.
    order : tuple of str
        ``party:…`` and ``link:…`` in reading order: each party, then the links that leave it.
    font_size : float
        The smallest text in it, in its own pixels: says how far it may be scaled down.
    texts : tuple of Box
        Where the names and the labels stand.
    """

    svg: str
    order: tuple[str, ...]
    width: float
    height: float
    font_size: float
    texts: tuple[Box, ...] = ()

    @property
    def tidy(self) -> bool:
        """Whether no text covers another and none leaves the picture."""
        whole = Box(0, 0, self.width, self.height)
        inside = all(
            whole.x <= box.x
            and whole.y <= box.y
            and box.x + box.width <= whole.width
            and box.y + box.height <= whole.height
            for box in self.texts
        )
        return inside and not any(a.overlaps(b) for a, b in combinations(self.texts, 2))


def stroke_width(volume: float, largest: float) -> float:
    """Return the stroke of a link by its volume, with the root of it: few stay seen beside many.

    >>> stroke_width(0, 100), stroke_width(25, 100), stroke_width(100, 100)
    (1.2, 4.6, 8.0)
    """
    if largest <= 0:
        return THINNEST
    return THINNEST + (WIDEST - THINNEST) * sqrt(max(0.0, volume) / largest)
