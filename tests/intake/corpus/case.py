"""What a case of the corpus is: a nasty file, what must become of it, and why that is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Facts = Mapping[str, Any]

HEADER = "handoff_id,case_id,supplier,customer,requested_at,delivered_at"
AT = datetime(2026, 3, 1, 10)


@dataclass(frozen=True)
class Case:
    """One file and its outcome.

    Parameters
    ----------
    name : str
    content : bytes
    why : str
        Why a careful reader would agree with the outcome.
    facts : dict
        (load, physical line) -> the filled cells of the row that is stored from it; the load counts
        from 1 over the files of the case.
    rejected : tuple
        (line, column, reason) of every fault.
    ignored : tuple
        (line, reason).
    conflicts : tuple
        (line, column) of every cell that contradicts what is stored.
    warnings : frozenset of str
        Codes; no other warning is given.
    refused : str
        Part of the error where the whole file is refused.
    kind : str
        What it is recognised as.
    before : tuple of bytes
        Files loaded earlier.
    how : dict
        What the user says to `ingest`.
    """

    name: str
    content: bytes
    why: str
    facts: Mapping[tuple[int, int], Facts] = field(default_factory=dict)
    rejected: tuple[tuple[int, str, str], ...] = ()
    ignored: tuple[tuple[int, str], ...] = ()
    conflicts: tuple[tuple[int, str], ...] = ()
    warnings: frozenset[str] = frozenset()
    refused: str = ""
    kind: str = "handoffs"
    before: tuple[bytes, ...] = ()
    how: Mapping[str, Any] = field(default_factory=dict)


def loads(
    name: str,
    content: bytes | str,
    facts: Mapping[int, Facts] | Mapping[tuple[int, int], Facts],
    why: str,
    *,
    warnings: tuple[str, ...] = (),
    **outcome: Any,
) -> Case:
    """Return a case that is loaded; facts by line alone are those of its only load."""
    raw = content.encode() if isinstance(content, str) else content
    placed = {at if isinstance(at, tuple) else (1, at): cells for at, cells in facts.items()}
    return Case(name, raw, why, placed, warnings=frozenset(warnings), **outcome)


def refuses(name: str, content: bytes | str, error: str, why: str, **how: Any) -> Case:
    """Return a case that is refused as a whole."""
    raw = content.encode() if isinstance(content, str) else content
    return Case(name, raw, why, refused=error, how=how)


def row(
    number: int | str = 1,
    supplier: str = "Ventas",
    requested: str = "2026-03-01 10:00",
    delivered: str = "",
) -> str:
    """Write one handoff with six cells."""
    return f"H{number},C1,{supplier},Compras,{requested},{delivered}"


def table(*records: str, header: str = HEADER, end: str = "\n") -> str:
    """Write lines under a header, each ended."""
    return "".join(line + end for line in (header, *records))


def fact(number: int | str = 1, **cells: Any) -> Facts:
    """Return the filled cells of the handoff that `row` writes, some of them otherwise."""
    usual = {
        "handoff_id": f"H{number}",
        "case_id": "C1",
        "supplier": "Ventas",
        "customer": "Compras",
        "requested_at": AT,
    }
    return {name: value for name, value in (usual | cells).items() if value is not None}


def end_of(year: int, month: int, day: int) -> datetime:
    """Return the last instant of a day, as which a date without time is read."""
    return datetime(year, month, day, 23, 59, 59, 999999)


def cell(column: str, value: str, *, number: int = 1) -> str:
    """Write one handoff with a seventh column, quoted as if by a careful program."""
    quoted = '"' + value.replace('"', '""') + '"'
    return table(f"{row(number)},{quoted}", header=f"{HEADER},{column}")


def on(year: int, month: int, day: int) -> date:
    """Return a day."""
    return date(year, month, day)
