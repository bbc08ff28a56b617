"""A KPI's number as a value of a `Message`, written in its unit by whoever speaks it."""

from __future__ import annotations

from kpi.measures import Kpi
from kpi.words import Hours, Number, Share

_DIGITS = {"rating": 2, "number": 2, "count": 0}


def spoken_value(kpi: Kpi, value: float | None, *, working: bool = False) -> object:
    """Return a value in the KPI's unit, to fill the place of a `Message`; a whole per cent as such.

    Parameters
    ----------
    working : bool
        Whether its hours are of a calendar.

    Examples
    --------
    >>> from kpi.measures import KPIS
    >>> from kpi.words import Message, words_for
    >>> told = Message("{rate}", {"rate": spoken_value(KPIS["on_time_rate"], 0.714)})
    >>> words_for("en").render(told)
    '71.4%'
    """
    if value is None:
        return "–"
    if kpi.unit == "share":
        return Share(value, 0 if round(100 * value, 1) % 1 == 0 else 1)
    if kpi.unit == "hours":
        return Hours(value, working=working and kpi.definition is None)
    return Number(value, _DIGITS.get(kpi.unit, 2))
