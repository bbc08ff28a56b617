"""The column that we put before a file's own: why a record was kept out, ignored when it is back.

It comes first, so that a record with too few or too many cells cannot be taken for a sound one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kpi.intake.dates import DateReading
from kpi.words import N_, Words

# Either language's header is known again, whatever stands in its brackets.
_REASON = N_("Eslabón: reason")
_OWN = re.compile(r"'?eslab[oó]n: (reason|motivo)( \((?P<order>DD/MM|MM/DD)\))?", re.IGNORECASE)
_ORDERS = {"DD/MM": True, "MM/DD": False}


def own_header(dates: Iterable[DateReading], say: Words) -> str:
    """Return the header; it carries the order of day and month where the file told one alone.

    The few records that come back mended may no longer tell it themselves.

    Examples
    --------
    >>> from kpi.words import Message, words_for
    >>> own_header([DateReading("MM/DD/YYYY", Message("told"))], words_for("en"))
    'Eslabón: reason (MM/DD)'
    """
    found = {order for reading in dates if (order := _order(reading.format)) is not None}
    title = say(_REASON)
    return f"{title} ({found.pop()})" if len(found) == 1 else title


def _order(format_: str) -> str | None:
    match = re.match(r"D+[^DMY]*M|M+[^DMY]*D", format_)
    if match is None:
        return None
    return "DD/MM" if match[0].startswith("D") else "MM/DD"


def is_own(name: str) -> bool:
    """Tell whether a column is ours.

    Examples
    --------
    >>> is_own("Eslabón: motivo"), is_own("Eslabon: reason (DD/MM)"), is_own("motivo")
    (True, True, False)
    """
    return _OWN.fullmatch(name.strip()) is not None


def day_first(names: Iterable[str]) -> bool | None:
    """Return what our header says of the order of day and month, None where it says nothing."""
    for name in names:
        match = _OWN.fullmatch(name.strip())
        if match and match["order"]:
            return _ORDERS[match["order"].upper()]
    return None
