"""How tables that sort by time write it."""

from __future__ import annotations

from kpi.words import Words


def time_format(say: Words) -> str:
    """Return the format of a time column in the page's language, not in the browser's.

    The browser has no Spanish names of months for a column that sorts: Spanish is written in
    numbers, day first.
    """
    if say.language == "es":
        return "DD/MM/YYYY HH:mm"
    return "MMM D, YYYY HH:mm" if say.locale.territory == "US" else "D MMM YYYY HH:mm"
