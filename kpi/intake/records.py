"""Physical lines and records: is a file clean, and if not, a clean copy of its sound records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

# Small enough that the arrays of one step stay in the processor's cache.
STEP = 1 << 18
# White space beyond ASCII, by its first bytes; other letters that share them only cost a trim.
_WIDE_SPACES = (b"\xc2\xa0", b"\xc2\x85", b"\xe1\x9a\x80", b"\xe2\x80", b"\xe2\x81\x9f",
                b"\xe3\x80\x80", b"\xef\xbb\xbf")  # fmt: skip
# What a formula-safe export writes: an apostrophe before a sign that would start a formula.
_GUARDED = (b"'=", b"'+", b"'-", b"'@")
# Stands for a line break inside a cell where we write a sheet, one row to a line; in the store it
# is a line feed. Unicode keeps this code for such inner use: no text of a user has it.
SEPARATOR = "\ufdd0"
LINE_END = re.compile(r"\r\n|\n|\r")
# Control characters that no cell may hold; tab and line breaks are white space.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SEPARATOR = SEPARATOR.encode()
_C1_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")


@dataclass(frozen=True)
class Scan:
    """What the bytes of a UTF-8 file say about its lines.

    Parameters
    ----------
    lines : int
        Physical lines; the last counts if it is not empty.
    uniform : bool
        All lines end in LF, or all in CRLF.
    quotes : bool
        There are double quotes.
    spaced_quotes : bool
        White space stands beside a double quote: readers disagree about it.
    controls : bool
        There are control characters other than tab and line ends.
    padding : str
        White space with which some cell may begin or end: ``none``, ``spaces`` or ``any``.
    delimiters : int
        Those outside quotes.
    separators : bool
        There are `SEPARATOR`s.
    """

    lines: int
    uniform: bool
    quotes: bool
    spaced_quotes: bool
    controls: bool
    padding: str
    delimiters: int = 0
    separators: bool = False

    @property
    def plain(self) -> bool:
        """DuckDB may read it as it is, if it then finds as many records as lines."""
        return not (not self.uniform or self.spaced_quotes or self.controls or self.separators)


class _Tally:
    """Running counts over the steps of a scan."""

    def __init__(self, delimiter: int) -> None:
        self.delimiter = delimiter
        self.feeds = self.returns = self.pairs = self.low = self.tabs = 0
        self.delimiters = 0
        self.inside = np.uint8(0)
        self.quotes = self.spaced_quotes = self.controls = False
        self.padded = self.wide = self.separators = False
        self.last = b""

    def add(self, piece: bytes) -> None:
        """Count a piece whose first byte is the last of the piece before."""
        codes = np.frombuffer(piece, np.uint8)
        new = codes[1:]
        feeds = codes == 10
        self.feeds += int(np.count_nonzero(feeds[1:]))
        self.low += int(np.count_nonzero(new < 32))
        has_returns = piece.find(b"\r", 1) >= 0
        if has_returns:
            self.returns += piece.count(b"\r", 1)
        self.pairs += piece.count(b"\r\n") if 13 in piece[:1] or has_returns else 0
        if piece.find(b"\t", 1) >= 0:
            self.tabs += piece.count(b"\t", 1)
        self.controls = self.controls or piece.find(b"\x7f", 1) >= 0
        if piece.find(b"'") >= 0:
            self.padded = self.padded or any(mark in piece for mark in _GUARDED)
        self._edges(piece, codes, feeds)
        self._delimiters(new)
        if not piece.isascii():
            self.separators = self.separators or _SEPARATOR in self.last + piece
            self.wide = self.wide or any(space in piece for space in _WIDE_SPACES)
            self.controls = self.controls or _C1_CONTROL.search(piece) is not None
        self.last = piece[-3:-1]

    def _delimiters(self, codes: np.ndarray) -> None:
        marks = codes == self.delimiter
        if self.quotes:
            # A byte that overflows keeps its last bit, which is all that tells inside from outside.
            open_ = (np.cumsum(codes == 34, dtype=np.uint8) + self.inside) & np.uint8(1)
            marks &= open_ == 0
            self.inside = open_[-1]
        self.delimiters += int(np.count_nonzero(marks))

    def _edges(self, piece: bytes, codes: np.ndarray, feeds: np.ndarray) -> None:
        quotes = piece.find(b'"') >= 0
        self.quotes = self.quotes or quotes
        spaces = codes == 32
        if b"\t" in piece and (self.delimiter != 9 or quotes):
            self.wide = True
        if not self.padded or quotes:
            edges = feeds | (codes == self.delimiter)
            if b"\r" in piece:
                edges |= codes == 13
            self.padded = self.padded or _beside(spaces, edges)
        if quotes and _beside(spaces, codes == 34):
            self.spaced_quotes = self.padded = True


def _beside(left: np.ndarray, right: np.ndarray) -> bool:
    """Tell whether a True of one array has a True of the other as a neighbour."""
    return bool((left[:-1] & right[1:]).any() or (left[1:] & right[:-1]).any())


class Watch(Protocol):
    """Who looks at the bytes of a scan too, as long as there are no quotes among them."""

    watching: bool

    def add(self, piece: bytes) -> None:
        """Look at the next bytes."""


def scan(path: Path, delimiter: str, watch: Watch | None = None) -> Scan:
    """Read the bytes once and tell what its lines are like; costs a tenth of loading the file."""
    tally = _Tally(ord(delimiter))
    before = b"\n"
    with path.open("rb") as file:
        while piece := file.read(STEP):
            tally.add(before + piece)
            before = piece[-1:]
            if watch is not None:
                watch.watching = watch.watching and not tally.quotes
                if watch.watching:
                    watch.add(piece)
    ended = before in b"\r\n"
    lines = tally.feeds + tally.returns - tally.pairs + (not ended)
    uniform = tally.returns == 0 or tally.returns == tally.pairs == tally.feeds
    controls = tally.controls or tally.low != tally.feeds + tally.returns + tally.tabs
    padding = "any" if tally.wide else "spaces" if tally.padded else "none"
    return Scan(
        lines,
        uniform,
        tally.quotes,
        tally.spaced_quotes,
        controls,
        padding,
        tally.delimiters,
        tally.separators,
    )


def of_one_width(path: Path, delimiter: str, body: int, found: Scan) -> bool:
    """Tell whether all records after the first lines have as many delimiters as the first.

    DuckDB takes an empty cell too many for a trailing delimiter, also where another cell of the
    record was cut in two by its decimal comma.
    """
    with path.open("rb") as file:
        lines = [file.readline(STEP).decode("utf-8", "replace") for _ in range(body + 1)]
    *above, usual = (re.sub('"[^"]*"?', "", line).count(delimiter) for line in lines)
    return found.delimiters == sum(above) + usual * (found.lines - body)


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
