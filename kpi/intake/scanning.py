"""One scan of a file's bytes: what its lines are like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from kpi.intake.bits import Bytes, Flags, any_beside, below, equal_to, inside_quotes, number_of
from kpi.intake.pieces import MOST_KEPT, STEP, Piece, Step
from kpi.intake.records import SEPARATOR

# Just below what glibc (mallopt, M_MMAP_THRESHOLD) takes into account.
_ONE_TIME = (1 << 25) - (1 << 16)
# White space beyond ASCII, by its first bytes; other letters that share them only cost a trim.
_WIDE_SPACES = (b"\xc2\xa0", b"\xc2\x85", b"\xe1\x9a\x80", b"\xe2\x80", b"\xe2\x81\x9f",
                b"\xe3\x80\x80", b"\xef\xbb\xbf")  # fmt: skip
_SEPARATOR = SEPARATOR.encode()
_C1_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_LF, _CR, _SPACE, _QUOTE, _DELETE = 10, 13, 32, 34, 127


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
        self.padded = self.wide = self.separators = self.apostrophes = self.beyond = False

    @property
    def bare(self) -> bool:
        """As of a `Step`; carriage returns are those of line ends."""
        others = self.apostrophes or self.beyond or self.padded or self.wide
        return not others and self.returns == self.pairs and self.low == self.feeds + self.returns

    def add(self, piece: Piece) -> tuple[Flags, Flags]:
        """Count the bytes that were read; return the flags of line feeds and of delimiters."""
        codes, own = piece.codes, piece.before
        feeds, marks = equal_to(codes, _LF), equal_to(codes, self.delimiter)
        new = codes[piece.start - piece.end :]
        low, ends = number_of(below(new, _SPACE)), number_of(feeds[own:])
        self.low += low
        self.feeds += ends
        edges = feeds | marks
        if low > ends or piece.buffer[piece.start - 1] == _CR:
            edges |= equal_to(codes, _CR)
            self._breaks(piece)
        self.apostrophes = self.apostrophes or piece.find(b"'")
        quoted = equal_to(codes, _QUOTE) if piece.find_across(b'"') else None
        self.quotes = self.quotes or quoted is not None
        self._edges(codes, edges, quoted)
        if low > ends and piece.find(b"\t") and (self.delimiter != ord("\t") or self.quotes):
            self.wide = True
        self._delimiters(marks[own:], quoted[own:] if quoted is not None else None)
        if new.max() >= _DELETE:
            self._beyond(piece)
        return feeds, marks

    def end(self, last: int) -> None:
        """Look at the file's last byte: with the file ends a cell, if no line does."""
        self.padded = self.padded or last == _SPACE

    def _breaks(self, piece: Piece) -> None:
        self.returns += piece.buffer.count(b"\r", piece.start, piece.end)
        self.pairs += piece.buffer.count(b"\r\n", piece.start - 1, piece.end)
        self.tabs += piece.buffer.count(b"\t", piece.start, piece.end)

    def _beyond(self, piece: Piece) -> None:
        """Look at characters beyond those of ASCII that are written, the two bytes before too."""
        self.beyond = True
        control = _C1_CONTROL.search(piece.buffer, max(piece.kept, piece.start - 2), piece.end)
        self.controls = self.controls or control is not None or piece.find(b"\x7f")
        self.separators = self.separators or piece.find_across(_SEPARATOR)
        self.wide = self.wide or any(piece.find_across(space) for space in _WIDE_SPACES)

    def _delimiters(self, marks: Flags, quoted: Flags | None) -> None:
        if self.quotes:
            quoted = np.zeros_like(marks) if quoted is None else quoted
            within, self.inside = inside_quotes(quoted, self.inside)
            marks = marks & ~within
        self.delimiters += number_of(marks)

    def _edges(self, codes: Bytes, edges: Flags, quoted: Flags | None) -> None:
        if self.padded and quoted is None:
            return
        spaces = equal_to(codes, _SPACE)
        self.padded = self.padded or any_beside(spaces, edges)
        if quoted is not None and any_beside(spaces, quoted):
            self.spaced_quotes = self.padded = True


def scan(path: Path, delimiter: str, watch: Watch | None = None) -> Scan:
    """Read the bytes once and tell what its lines are like; costs a tenth of loading the file."""
    _keep_freed_memory()
    tally, piece = _Tally(ord(delimiter)), Piece()
    with path.open("rb", buffering=0) as file:
        while piece.read(file):
            feeds, marks = tally.add(piece)
            start = piece.end - 2
            if watch is not None and watch.watching:
                line = piece.buffer.rindex(b"\n", piece.kept, piece.end)
                watch.watching = not tally.quotes and piece.end - line < MOST_KEPT
                if watch.watching:
                    watch.add(piece.step(feeds, marks, bare=tally.bare))
                    start = line
            piece.keep(start)
    last = piece.buffer[piece.start - 1]
    tally.end(last)
    told = _told(tally, ended=last in (_LF, _CR))
    if watch is not None and watch.watching and piece.kept < piece.start - 1:
        piece.end_line()
        feeds, marks = equal_to(piece.codes, _LF), equal_to(piece.codes, ord(delimiter))
        watch.add(piece.step(feeds, marks, bare=tally.bare))
    return told


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
