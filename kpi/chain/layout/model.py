"""What goes into a layered drawing and what comes out: plain values, no drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

# How wide a text is in the drawing: (text, font size) -> pixels. Fonts are not this room's
# business.
Measure = Callable[[str, float], float]


class Point(NamedTuple):
    """A place on the canvas, in pixels; y grows downwards."""

    x: float
    y: float


class Box(NamedTuple):
    """A rectangle on the canvas by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """The middle of the rectangle."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def overlaps(self, other: Box) -> bool:
        """Say whether the two rectangles share any area.

        >>> box = Box(0, 0, 10, 10)
        >>> box.overlaps(Box(9, 9, 5, 5)), box.overlaps(Box(10, 0, 5, 5))
        (True, False)
        """
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


@dataclass(frozen=True)
class Node:
    """A party to be placed; ``last`` pins it to the right edge (external customers).

    Links end at the rim of its symbol: a circle where ``round``, else a square.
    """

    id: str
    name: str
    last: bool = False
    round: bool = True


@dataclass(frozen=True)
class Link:
    """A link to be routed.

    Attributes
    ----------
    width : float
        Stroke width in pixels; also its weight where cycles are broken.
    label_width : float
        Width in pixels of the label to place on it; 0 for none.
    rank : float
        Links of higher rank are labelled first.
    """

    id: str
    source: str
    target: str
    width: float = 1.0
    label_width: float = 0.0
    rank: float = 0.0


@dataclass(frozen=True)
class Style:
    """Sizes of the drawing, in pixels."""

    radius: float = 9.0
    font_size: float = 15.0
    pill_height: float = 22.0
    gap: float = 14.0
    line_height: float = 1.2

    @property
    def name_height(self) -> float:
        """Height of one line of a party's name."""
        return self.font_size * self.line_height


@dataclass(frozen=True)
class Route:
    """The curve of a link, from supplier to customer.

    Attributes
    ----------
    curve : tuple of Point
        A cubic Bézier chain: one start, then three points per segment. It ends where the head
        begins.
    tip : Point
        The point of the arrowhead.
    heading : int
        1 where the head points right, -1 where it points left.
    head : float
        Length of the arrowhead.
    backward : bool
        Whether the link runs against the flow of the drawing (feedback).
    """

    curve: tuple[Point, ...]
    tip: Point
    heading: int
    head: float
    backward: bool


@dataclass(frozen=True)
class Name:
    """The name of a party as placed: its lines, and the rectangle that holds them."""

    lines: tuple[str, ...]
    box: Box


@dataclass(frozen=True)
class Layout:
    """Where everything of a layered drawing goes, by id.

    Attributes
    ----------
    layers : mapping of str to int
        The column of each node, from 0 at the left.
    crossings : int
        How often links cross between neighbouring columns.
    labels : mapping of str to Box
        The place of the label of each link that asked for one.
    """

    width: float
    height: float
    style: Style
    layers: Mapping[str, int]
    places: Mapping[str, Point]
    routes: Mapping[str, Route]
    names: Mapping[str, Name]
    labels: Mapping[str, Box]
    crossings: int
