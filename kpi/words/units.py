"""Write a value in its unit, the reader's way."""

from __future__ import annotations

from kpi.words.speak import Words


def in_unit(unit: str, number: float, say: Words) -> str:
    """Write a value: ``share``, ``hours``, ``working hours``, ``rating``, ``number`` or a count.

    Examples
    --------
    >>> from kpi.words import words_for
    >>> in_unit("share", 0.614, words_for("en")), in_unit("rating", 4.333, words_for("en"))
    ('61.4%', '4.33')
    """
    if unit == "working hours":
        return say.hours(number, working=True)
    if unit == "share":
        return say.percent(number)
    if unit == "hours":
        return say.hours(number)
    return say.number(number, 2 if unit in ("rating", "number") else 0)
