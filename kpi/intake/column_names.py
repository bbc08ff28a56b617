"""The names of columns: what they compare by, and how they are made distinct."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

SMALL_WORDS = frozenset(["de", "del", "la", "el", "los", "las", "the", "of"])


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    r"""Reduce a header to what names compare by: letters and digits, no accents, case or articles.

    Examples
    --------
    >>> name_key(" Fecha  de la\nsolicitud ") == name_key("FECHA_SOLICITUD")
    True
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", plain)
    return "".join([word for word in words if word not in SMALL_WORDS] or words)


@lru_cache(maxsize=4096)
def copy_key(name: str) -> str:
    """Return the key of a name without the ``(2)`` that made it distinct."""
    return name_key(re.sub(r" \(\d+\)$", "", name))


@lru_cache(maxsize=4096)
def bare_key(name: str) -> str:
    """Return the key without a remark in brackets at the end: ``Entregado (dd/mm/aaaa)``."""
    return name_key(re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*$", "", name))


def remark_of(name: str) -> str:
    """Return the remark in brackets at the end of a name, ``""`` where there is none.

    Examples
    --------
    >>> remark_of("Plazo (días)"), remark_of("Plazo"), remark_of("Pausa [min]")
    ('días', '', 'min')
    """
    found = re.search(r"[(\[]([^()\[\]]*)[)\]]\s*$", re.sub(r" \(\d+\)$", "", name))
    return found[1].strip() if found else ""


def distinct_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Make the names of a header distinct and non-empty, without the apostrophes of a safe export.

    Examples
    --------
    >>> distinct_names(["a", "b", "a", ""])
    ('a', 'b', 'a (2)', '#4')
    """
    names: list[str] = []
    for position, cell in enumerate(cells, 1):
        base = re.sub(r"^'(?=[=+\-@])", "", " ".join(cell.split())) or f"#{position}"
        name, copy = base, 1
        while name in names:
            copy += 1
            name = f"{base} ({copy})"
        names.append(name)
    return tuple(names)


def position_of(names: Sequence[str], column: str) -> int | None:
    """Find a column by its exact name, else by the only one with the same key.

    Several names may be given, divided by bars: the first that there is counts.

    Examples
    --------
    >>> position_of(["Clave", "Creada"], "Created | Creado | Creada")
    1
    """
    if column in names:
        return list(names).index(column)
    for one in column.split("|"):
        same = [at for at, name in enumerate(names) if name_key(name) == name_key(one)]
        if len(same) == 1:
            return same[0]
    return None
