"""How the company looks on its own pages and exports: its logo and its accent colour."""

from __future__ import annotations

import base64
import re

import duckdb

from kpi.store.pictures import checked_logo
from kpi.store.settings import SettingError
from kpi.words import Message

_LOGO, _ACCENT = "logo", "accent"


def logo(cursor: duckdb.DuckDBPyConnection) -> bytes | None:
    """Return the company's logo, PNG or SVG (`picture_type` tells), or None where it gave none."""
    text = _value(cursor, _LOGO)
    return base64.b64decode(text) if text else None


def write_logo(cursor: duckdb.DuckDBPyConnection, content: bytes | None) -> None:
    """Keep a logo, or forget it (None).

    Raises
    ------
    LogoError
        If the bytes are not a picture that may be shown; see `checked_logo`.
    """
    text = base64.b64encode(checked_logo(content)).decode("ascii") if content is not None else None
    _write(cursor, _LOGO, text)


def accent(cursor: duckdb.DuckDBPyConnection) -> str | None:
    """Return the accent colour as the company gave it (``#1A2B3C``), or None for the usual one.

    It may be unreadable as it is: `kpi.figures.accents` gives the colour to use in each theme.
    """
    return _value(cursor, _ACCENT) or None


def write_accent(cursor: duckdb.DuckDBPyConnection, colour: str | None) -> None:
    """Keep an accent colour, or return to the usual one (None).

    Raises
    ------
    SettingError
        If it is not six hexadecimal digits after a ``#``.
    """
    if colour is not None and not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        raise SettingError(
            Message(
                "“{colour}” is not a colour. Write it as # and six digits, such as #1D4ED8.",
                {"colour": colour},
            )
        )
    _write(cursor, _ACCENT, colour.upper() if colour else None)


def _value(cursor: duckdb.DuckDBPyConnection, name: str) -> str:
    row = cursor.execute("SELECT value FROM settings WHERE name = ?", [name]).fetchone()
    return str(row[0]) if row else ""


def _write(cursor: duckdb.DuckDBPyConnection, name: str, value: str | None) -> None:
    cursor.execute("DELETE FROM settings WHERE name = ?", [name])
    if value is not None:
        cursor.execute("INSERT INTO settings VALUES (?, ?)", [name, value])
