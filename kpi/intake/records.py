"""Records: a physical line, or several where a quoted cell breaks them, as cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Stands for a line break inside a cell where we write a sheet, one row to a line; in the store it
# is a line feed. Unicode keeps this code for such inner use: no text of a user has it.
SEPARATOR = "\ufdd0"
LINE_END = re.compile(r"\r\n|\n|\r")
# Control characters that no cell may hold; tab and line breaks are white space.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Open:
    """A quoted cell is not closed by the end of the text."""


@dataclass(frozen=True)
class Broken:
    """Text follows the closing quote of a cell."""


@lru_cache
def _cell(delimiter: str) -> re.Pattern[str]:
    end = re.escape(delimiter)
    return re.compile(rf' *"((?:[^"]|"")*+)" *(?={end}|\Z)|([^{end}]*)')


_UNCLOSED = re.compile(r' *"(?:[^"]|"")*+\Z')


def cells_of(text: str, delimiter: str) -> list[str] | Open | Broken:
    r"""Split the text of one record into its cells.

    A cell is quoted if its first character other than a space is a double quote; a quote further on
    in an unquoted cell is itself.

    Examples
    --------
    >>> cells_of('a,"b, ""c"" d",5" pipe', ",")
    ['a', 'b, "c" d', '5" pipe']
    >>> cells_of('a,"b', ",")
    Open()
    >>> cells_of('a,"b"c', ",")
    Broken()
    """
    if '"' not in text:
        return text.split(delimiter)
    pattern, cells, at = _cell(delimiter), [], 0
    while True:
        match = pattern.match(text, at)
        assert match is not None  # noqa: S101 - the second branch matches the empty string
        quoted, bare = match.groups()
        if quoted is not None:
            cells.append(quoted.replace('""', '"'))
        elif bare.lstrip(" ").startswith('"'):
            return Open() if _UNCLOSED.match(text, at) else Broken()
        else:
            cells.append(bare)
        at = match.end()
        if at >= len(text):
            return cells
        at += 1
        if at == len(text):
            return [*cells, ""]
