"""Headers of a time of day that stands in a column of its own, and of the date that it belongs to.

“Fecha creación” and “Hora creación”, “Creation Date” and “Creation Time”, SAP's “Created On” and
“Created At”, its technical ERDAT and ERZET, or a bare “Hora”.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kpi.intake.column_names import copy_key, remark_of

_HOURS = frozenset(["hora", "hour", "time", "hr"])
_DATES = frozenset(["fecha", "fec", "fe", "date", "dia", "day"])
# “time:timestamp” and “Time zone” are no times of day.
_OTHERS = frozenset(["timestamp", "stamp", "zone", "zona"])
_SMALL = frozenset(["de", "del", "la", "el", "los", "las", "the", "of", "on", "en", "at", "a",
                    "por", "al", "in"])  # fmt: skip
# After one of these, “time” more often says how long than when.
_LASTING = frozenset(
    ["delivery", "lead", "response", "resolution", "cycle", "processing", "handling", "waiting",
     "wait", "repair", "service", "travel", "turnaround", "execution", "reaction", "work", "hold",
     "elapsed", "total", "idle", "down", "up", "spent", "working", "transit", "lag", "takt"]
)  # fmt: skip
# SAP's technical names: of a time of day -> of its date.
_SAP = {
    "erzet": "erdat", "aezet": "aedat", "utime": "udate", "cputm": "cpudt", "mzeit": "qmdat",
    "strur": "strmn", "ltrur": "ltrmn", "qmzab": "qmdab", "auztv": "ausvn", "auztb": "ausbs",
    "gsuzp": "gstrp", "gluzp": "gltrp", "wauhr": "wadat", "lfuhr": "lfdat", "uzeit": "datum",
}  # fmt: skip


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """Return the words of a header, those of camelCase too, without accents or a copy's number."""
    name = re.sub(r" \(\d+\)$", "", name)
    plain = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", name)).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(re.findall(r"[^\W_]+", plain))


def stem_of(name: str) -> frozenset[str]:
    """Return what a header says beside “date”, “time” and small words.

    Examples
    --------
    >>> stem_of("Hora de creación") == stem_of("fecha_creacion"), sorted(stem_of("Hora"))
    (True, [])
    """
    remark = frozenset(_words(remark_of(name)))
    bare = frozenset() if remark & (_HOURS | _DATES) else remark
    return frozenset(_words(name)) - bare - _HOURS - _DATES - _SMALL


def is_dated(name: str) -> bool:
    """Tell whether a header speaks of a date."""
    return bool(_DATES & set(_words(name)))


def is_clock(name: str) -> bool:
    """Tell whether a header speaks of a time of day, and of no date.

    Examples
    --------
    >>> is_clock("Hora creación"), is_clock("Fecha y hora"), is_clock("ERZET"), is_clock("Horario")
    (True, False, True, False)
    """
    words = set(_words(name))
    return copy_key(name) in _SAP or (bool(_HOURS & words) and not (_DATES | _OTHERS) & words)


def may_be_clock(name: str) -> bool:
    """Tell whether a header is one that SAP gives a time of day: “Created At”, “Creado a las”."""
    words = _words(name)
    return len(words) > 1 and (words[-1] == "at" or words[-2:] == ("a", "las"))


def may_last(name: str) -> bool:
    """Tell whether a header may say how long instead of when: “Delivery Time”."""
    words = set(_words(name))
    return "time" in words and bool(_LASTING & words)


def belong_together(clock: str, date: str) -> bool:
    """Tell whether a header of a time of day and one of a date say the same but for that.

    Examples
    --------
    >>> belong_together("Created At", "Created On"), belong_together("ERZET", "ERDAT")
    (True, True)
    >>> belong_together("Hora", "Fecha"), belong_together("Hora", "Entregado")
    (True, False)
    """
    if copy_key(clock) in _SAP:
        return _SAP[copy_key(clock)] == copy_key(date)
    if is_clock(date) or date == clock:
        return False
    stem = stem_of(clock)
    return stem == stem_of(date) and (bool(stem) or is_dated(date))


def as_date(clock: str) -> tuple[str, ...]:
    """Return the headers that a date would have where this one is its time of day's.

    Examples
    --------
    >>> as_date("Hora de entrega")
    ('fecha entrega', 'entrega date', 'date entrega', 'entrega')
    """
    rest = " ".join(word for word in _words(clock) if word not in _HOURS | _SMALL)
    return (f"fecha {rest}", f"{rest} date", f"date {rest}", rest) if rest else ()
