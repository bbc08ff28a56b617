"""Bytes of a file, some of them at a time, with what is kept of those before."""

from __future__ import annotations

from dataclasses import dataclass
from io import FileIO

import numpy as np

from kpi.intake.bits import Bytes, Flags
from kpi.intake.normalise import MAX_RECORD

# Bytes that are read and looked at together.
STEP = 1 << 20
# What fills up the words of a step: none of the bytes that are looked for.
_FILLER = b"x"
_WORD = 64
# So much of an unfinished line is kept for the next step.
MOST_KEPT = MAX_RECORD + _WORD
# Bytes after those of a step, for those who read more than one at a time.
PADDING = 16
_LF = 10


@dataclass(frozen=True)
class Step:
    """Bytes of a file, from a line feed on, with what one comparison tells of each.

    Parameters
    ----------
    padded : array of uint8
        Some filler, the last line feed before (at the start of a file: one that is not in it), the
        unfinished line after that, the bytes that were read, and `PADDING`. It is written over when
        the next bytes are read.
    feeds, marks : flags
        Which of them, without padding, are line feeds, and delimiters.
    bare : bool
        So far, all is ASCII, no cell begins or ends with white space or a control character, and
        none begins with an apostrophe.
    """

    padded: Bytes
    feeds: Flags
    marks: Flags
    bare: bool


class Piece:
    """The bytes of one step in their buffer, behind what is kept of those before.

    Attributes
    ----------
    buffer : bytearray
    kept : int
        Where what is kept begins.
    start, end : int
        Of what was read.
    codes : array of uint8
        What is kept and what was read, with some filler in front, so that the words of its flags
        (64 bytes each) begin with what was read.
    before : int
        Words before those of what was read.
    """

    codes: Bytes
    before: int

    def __init__(self) -> None:
        self.buffer = bytearray(_FILLER * (MOST_KEPT + STEP + _WORD + PADDING))
        self.start = self.end = MOST_KEPT
        self.kept = MOST_KEPT - 1
        self.buffer[self.kept] = _LF

    def read(self, file: FileIO) -> bool:
        """Read the next bytes; return whether there were any."""
        size = file.readinto(memoryview(self.buffer)[self.start : self.start + STEP])
        self._frame(size)
        return size > 0

    def end_line(self) -> None:
        """Let a line feed follow, as if it were in the file."""
        self.buffer[self.start] = _LF
        self._frame(1)

    def _frame(self, size: int) -> None:
        """Surround the bytes that are there with filler."""
        self.end = self.start + size
        rest = -size % _WORD + PADDING
        self.buffer[self.end : self.end + rest] = _FILLER * rest
        self._first = self.kept // _WORD * _WORD
        self.buffer[self._first : self.kept] = _FILLER * (self.kept - self._first)
        self.before = (self.start - self._first) // _WORD
        self.codes = np.frombuffer(self.buffer, np.uint8)[self._first : self.end]

    def step(self, feeds: Flags, marks: Flags, *, bare: bool) -> Step:
        """Return what a watch is told of the bytes that were read."""
        padded = np.frombuffer(self.buffer, np.uint8)[self._first : self.end + PADDING]
        return Step(padded, feeds, marks, bare)

    def keep(self, start: int) -> None:
        """Keep the bytes from a place on for the next step."""
        rest = self.buffer[start : self.end]
        self.kept = self.start - len(rest)
        self.buffer[self.kept : self.start] = rest

    def find(self, text: bytes) -> bool:
        """Tell whether these bytes are among those read."""
        return self.buffer.find(text, self.start, self.end) >= 0

    def find_across(self, text: bytes) -> bool:
        """Tell whether they are there, or began with one of the last two bytes before."""
        return self.buffer.find(text, max(self.kept, self.start - 2), self.end) >= 0
