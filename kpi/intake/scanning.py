"""One scan of a file's bytes: what its lines are like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kpi.intake.bits import Flags, inside_quotes, packed_words
from kpi.intake.records import SEPARATOR

# Small enough that the arrays of one step stay in the processor's cache.
STEP = 1 << 18
# Just below what glibc (mallopt, M_MMAP_THRESHOLD) takes into account.
_ONE_TIME = (1 << 25) - (1 << 16)
# White space beyond ASCII, by its first bytes; other letters that share them only cost a trim.
_WIDE_SPACES = (b"\xc2\xa0", b"\xc2\x85", b"\xe1\x9a\x80", b"\xe2\x80", b"\xe2\x81\x9f",
                b"\xe3\x80\x80", b"\xef\xbb\xbf")  # fmt: skip
# What a formula-safe export writes: an apostrophe before a sign that would start a formula.
_GUARDED = (b"'=", b"'+", b"'-", b"'@")
_SEPARATOR = SEPARATOR.encode()
_C1_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_LF, _CR, _SPACE, _QUOTE, _DELETE = 10, 13, 32, 34, 127
# Zeros after the bytes of a step, for those who read a word at a time.
PADDING = bytes(8)

Bytes = NDArray[np.uint8]


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
    apostrophes : bool
        There are apostrophes.
    """

    lines: int
    uniform: bool
    quotes: bool
    spaced_quotes: bool
    controls: bool
    padding: str
    delimiters: int = 0
    separators: bool = False
    apostrophes: bool = True

    @property
    def plain(self) -> bool:
        """DuckDB may read it as it is, if it then finds as many records as lines."""
        return not (not self.uniform or self.spaced_quotes or self.controls or self.separators)


@dataclass(frozen=True)
class Step:
    """Bytes of a file, from a line feed on, with what one comparison tells of each.

    Parameters
    ----------
    text : bytes
        The last line feed before (at the start of a file: one that is not in it), the unfinished
        line after that, the bytes that were read, and `PADDING`.
    feeds, marks : array of bool
        Of the text without padding: line feeds, and delimiters.
    """

    text: bytes
    feeds: Flags
    marks: Flags


class Watch(Protocol):
    """Who looks at the bytes of a scan too, as long as there are no quotes among them."""

    watching: bool

    def add(self, step: Step) -> None:
        """Look at the next bytes."""


class _Tally:
    """Running counts over the steps of a scan."""

    def __init__(self, delimiter: int) -> None:
        self.delimiter = delimiter
        self.feeds = self.returns = self.pairs = self.low = self.tabs = 0
        self.delimiters = 0
        self.inside = False
        self.quotes = self.spaced_quotes = self.controls = False
        self.padded = self.wide = self.separators = self.apostrophes = False
        self.last = b""

    def add(self, piece: bytes, codes: Bytes, feeds: Flags, marks: Flags) -> None:
        """Count the bytes of a piece; each array begins with the byte before it."""
        new = codes[1:]
        low, ends = int(np.count_nonzero(new < _SPACE)), int(np.count_nonzero(feeds[1:]))
        self.low += low
        self.feeds += ends
        edges = feeds | marks
        if low > ends or codes[0] == _CR:
            edges |= codes == _CR
            self._breaks(piece, after_return=int(codes[0]) == _CR)
        if piece.find(b"'") >= 0:
            self.apostrophes = True
            self.padded = self.padded or any(mark in piece for mark in _GUARDED)
        quotes = piece.find(b'"') >= 0
        self.quotes = self.quotes or quotes
        self._edges(codes, edges, quotes=quotes)
        if low > ends and b"\t" in piece and (self.delimiter != ord("\t") or quotes):
            self.wide = True
        self._delimiters(new, marks[1:])
        if new.max() >= _DELETE:
            self._beyond(self.last + piece)
        self.last = piece[-2:]

    def _breaks(self, piece: bytes, *, after_return: bool) -> None:
        self.returns += piece.count(b"\r")
        self.pairs += piece.count(b"\r\n") + (after_return and piece.startswith(b"\n"))
        self.tabs += piece.count(b"\t")

    def _beyond(self, text: bytes) -> None:
        """Look at characters beyond those of ASCII that are written, the two bytes before too."""
        self.controls = self.controls or b"\x7f" in text or _C1_CONTROL.search(text) is not None
        self.separators = self.separators or _SEPARATOR in text
        self.wide = self.wide or any(space in text for space in _WIDE_SPACES)

    def _delimiters(self, codes: Bytes, marks: Flags) -> None:
        if not self.quotes:
            self.delimiters += int(np.count_nonzero(marks))
            return
        within, self.inside = inside_quotes(codes == _QUOTE, self.inside)
        outside = packed_words(marks) & ~within
        self.delimiters += int(np.bitwise_count(outside).sum(dtype=np.int64))

    def _edges(self, codes: Bytes, edges: Flags, *, quotes: bool) -> None:
        if self.padded and not quotes:
            return
        spaces = codes == _SPACE
        self.padded = self.padded or _beside(spaces, edges)
        if quotes and _beside(spaces, codes == _QUOTE):
            self.spaced_quotes = self.padded = True


def _beside(left: Flags, right: Flags) -> bool:
    """Tell whether a True of one array has a True of the other as a neighbour."""
    return bool((left[:-1] & right[1:]).any() or (left[1:] & right[:-1]).any())


def scan(path: Path, delimiter: str, watch: Watch | None = None) -> Scan:
    """Read the bytes once and tell what its lines are like; costs a tenth of loading the file."""
    _keep_freed_memory()
    tally, mark = _Tally(ord(delimiter)), ord(delimiter)
    kept = b"\n"
    with path.open("rb") as file:
        while piece := file.read(STEP):
            text = b"".join((kept, piece, PADDING))
            codes = np.frombuffer(text, np.uint8)[: -len(PADDING)]
            feeds, marks = codes == _LF, codes == mark
            before = len(kept) - 1
            tally.add(piece, codes[before:], feeds[before:], marks[before:])
            kept = piece[-1:]
            if watch is not None and watch.watching:
                watch.watching = not tally.quotes
                if watch.watching:
                    watch.add(Step(text, feeds, marks))
                    kept = text[text.rindex(b"\n") : -len(PADDING)]
    if watch is not None and watch.watching and len(kept) > 1:
        text = b"".join((kept, b"\n", PADDING))
        codes = np.frombuffer(text, np.uint8)[: -len(PADDING)]
        watch.add(Step(text, codes == _LF, codes == mark))
    return _told(tally, ended=kept[-1:] in b"\r\n")


def _told(tally: _Tally, *, ended: bool) -> Scan:
    return Scan(
        lines=tally.feeds + tally.returns - tally.pairs + (not ended),
        uniform=tally.returns == 0 or tally.returns == tally.pairs == tally.feeds,
        quotes=tally.quotes,
        spaced_quotes=tally.spaced_quotes,
        controls=tally.controls or tally.low != tally.feeds + tally.returns + tally.tabs,
        padding="any" if tally.wide else "spaces" if tally.padded else "none",
        delimiters=tally.delimiters,
        separators=tally.separators,
        apostrophes=tally.apostrophes,
    )


def _keep_freed_memory() -> None:
    """Have glibc hand out again what was freed, instead of asking the system for each array.

    It maps blocks beyond a limit one by one, which costs more than the scan itself, and raises that
    limit once a larger one is freed. Nothing is written to this block, so it takes no memory.
    """
    np.empty(_ONE_TIME, np.uint8)


def of_one_width(path: Path, delimiter: str, body: int, found: Scan) -> bool:
    """Tell whether all records after the first lines have as many delimiters as the first.

    DuckDB takes an empty cell too many for a trailing delimiter, also where another cell of the
    record was cut in two by its decimal comma.
    """
    with path.open("rb") as file:
        lines = [file.readline(STEP).decode("utf-8", "replace") for _ in range(body + 1)]
    *above, usual = (re.sub('"[^"]*"?', "", line).count(delimiter) for line in lines)
    return found.delimiters == sum(above) + usual * (found.lines - body)
