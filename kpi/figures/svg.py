"""The few pieces of SVG that we write: escaped text, numbers, paths, marks.

Colours are literal presentation attributes, so that converters to PDF and slides see them; classes
beside them let the page recolour the same drawing for its theme.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpi.chain.layout import Point
from kpi.figures.palette import Shape

# Everything that XML 1.0 does not allow in a document, surrogates included.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def escape(text: str) -> str:
    r"""Return the text as it may stand in an element or in an attribute.

    >>> escape('<b onclick="x">&\x00')
    '&lt;b onclick=&quot;x&quot;&gt;&amp;\ufffd'
    """
    return legal(text).translate(_ENTITIES)


def legal(text: str) -> str:
    r"""Return the text as XML allows it, for programs that write the rest of it themselves.

    >>> legal("a\x00<b>")
    'a\ufffd<b>'
    """
    return _ILLEGAL.sub("\ufffd", text)


def number(value: float) -> str:
    """Write a coordinate with at most one decimal.

    >>> number(12.04), number(-0.01), number(3.25)
    ('12', '0', '3.2')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def attributes(**values: str | float | None) -> str:
    """Write attributes; ``_`` stands for ``-``, a trailing one is dropped, None is left out.

    >>> attributes(class_="link", stroke_width=1.5, tabindex=None)
    ' class="link" stroke-width="1.5"'
    """
    written = []
    for name, value in values.items():
        if value is None:
            continue
        text = escape(value) if isinstance(value, str) else number(value)
        written.append(f' {name.rstrip("_").replace("_", "-")}="{text}"')
    return "".join(written)


def curve_path(curve: Sequence[Point]) -> str:
    """Write a Bézier chain as path data."""
    start, *rest = (f"{number(p.x)},{number(p.y)}" for p in curve)
    segments = (" ".join(rest[i : i + 3]) for i in range(0, len(rest), 3))
    return f"M{start}" + "".join(f"C{segment}" for segment in segments)


def polygon_path(corners: Sequence[tuple[float, float]]) -> str:
    """Write a closed polygon as path data."""
    return "M" + "L".join(f"{number(x)},{number(y)}" for x, y in corners) + "z"


def mark_path(shape: Shape, x: float, y: float, size: float) -> str:
    """Write a verdict's shape, centred, of about equal weight to the eye.

    Parameters
    ----------
    size : float
        Half its height.
    """
    if shape == "triangle":
        s = 1.05 * size
        return polygon_path(
            [(x - 1.1 * s, y + 0.8 * s), (x, y - 1.05 * s), (x + 1.1 * s, y + 0.8 * s)]
        )
    if shape == "diamond":
        s = 1.15 * size
        return polygon_path([(x, y - s), (x + s, y), (x, y + s), (x - s, y)])
    outer = _circle(x, y, size)
    return outer if shape == "disc" else outer + _circle(x, y, size - 1.6)


def _circle(x: float, y: float, r: float) -> str:
    """Write a circle as two arcs (an inner one is a hole under the even-odd rule)."""
    arc = f"a{number(r)},{number(r)} 0 1 0 "
    return f"M{number(x - r)},{number(y)}{arc}{number(2 * r)},0{arc}{number(-2 * r)},0z"
