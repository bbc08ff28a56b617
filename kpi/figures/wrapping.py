"""Fit text into a width, by the advances of our own font."""

from __future__ import annotations

from kpi.figures.text import text_width

ELLIPSIS = "…"


def shorten(text: str, width: float, size: float, weight: int = 400) -> str:
    """Return the text, cut with an ellipsis if it is wider than allowed.

    Examples
    --------
    >>> shorten("Coordinación de Instalación", 100, 14)
    'Coordinación…'
    >>> shorten("TI", 100, 14)
    'TI'
    """
    if text_width(text, size, weight) <= width:
        return text
    while text and text_width(text + ELLIPSIS, size, weight) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def wrap(text: str, width: float, size: float, weight: int = 400, *, most: int = 2) -> list[str]:
    """Break a text at its blanks into lines no wider than allowed; the last is cut if need be.

    Parameters
    ----------
    most : int
        How many lines at most.

    Examples
    --------
    >>> wrap("La promesa externa se cumple", 130, 14)
    ['La promesa', 'externa se cumple']
    """
    lines: list[str] = []
    line = ""
    words = text.split(" ")
    for place, word in enumerate(words):
        longer = f"{line} {word}" if line else word
        if not line or text_width(longer, size, weight) <= width:
            line = longer
            continue
        if len(lines) + 1 == most:
            line = " ".join([line, *words[place:]])
            break
        lines.append(line)
        line = word
    return [shorten(one, width, size, weight) for one in [*lines, line] if one]


def wrap_evenly(text: str, width: float, size: float, weight: int = 400, *, most: int) -> list[str]:
    """Break a text into as few lines as `wrap` does, but no word stands alone in the last one.

    Examples
    --------
    >>> wrap("La promesa externa se cumple", 175, 14)
    ['La promesa externa se', 'cumple']
    >>> wrap_evenly("La promesa externa se cumple", 175, 14, most=2)
    ['La promesa', 'externa se cumple']
    """
    lines = wrap(text, width, size, weight, most=most)
    if len(lines) < 2 or lines[-1].endswith(ELLIPSIS):
        return lines
    narrow = width / 2
    while len(found := wrap(text, narrow, size, weight, most=most + 1)) > len(lines):
        narrow += width / 40
    return found
