"""How a file is laid out."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.intake.header import Recognition


@dataclass(frozen=True)
class Layout:
    """Where the header is and how cells are separated.

    Parameters
    ----------
    delimiter : str
    header_line : int
        Physical line, from 1, that the header starts on.
    body : int
        Physical lines before the first record.
    names : tuple of str
        Distinct column names.
    header : tuple of str
        The header's cells as they are.
    found : Recognition
    """

    delimiter: str
    header_line: int
    body: int
    names: tuple[str, ...]
    header: tuple[str, ...]
    found: Recognition
