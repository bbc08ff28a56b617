"""Where each line of a clean file ends, and a hash of its identifier, told during the one scan.

This spares a large file two readings: one for the identifiers that may be repeated, and one for the
lines that need care.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kpi.intake.bits import BEYOND_ASCII, Bytes, before_stop, places_of
from kpi.intake.lines import Lines, copies_apart
from kpi.intake.normalise import MAX_RECORD
from kpi.intake.pieces import PADDING, Step
from kpi.intake.repeats import repeated_places

_LF, _CR, _APOSTROPHE, _SPACE = 10, 13, 39, 32
# Longer identifiers are none; their lines are told in another way.
MAX_ID = 256
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
# Fibonacci hashing: 2**64 divided by the golden ratio (Knuth, The Art of Computer Programming, 6.4)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


class LineWatch:
    """Told the bytes of a scan, finds the `Lines`; gives up where they need a closer look.

    Each line must have as many delimiters as there are columns, and no quotes are to be told apart:
    then every reader finds one record on it. Identifiers must be ASCII without padding and without
    an apostrophe in front: then those that differ as bytes also differ once they are read.

    Parameters
    ----------
    delimiter : str
    width : int
        Columns of the file.
    place : int
        Of the identifier among them, from 0.
    skip : int
        Lines before the first record.
    """

    def __init__(self, delimiter: str, width: int, place: int, skip: int) -> None:
        self._delimiter = delimiter
        self._others, self._place, self._skip = width - 1, place, skip
        self._first = skip + 1
        self._lines = self._bytes = 0  # so far: records, and bytes with those that were skipped
        self._stretches: list[tuple[int, int]] = []
        self._ends: list[NDArray[np.uint32]] = []
        self._hashes: list[NDArray[np.uint64]] = []
        self.watching = width > 1

    def add(self, step: Step) -> None:
        """Look at the lines that end in the next bytes of the file."""
        ends = places_of(step.feeds)  # the first one ends the line before
        if len(step.padded) - PADDING - int(ends[-1]) > MAX_RECORD:
            self.watching = False
            return
        skipped = min(self._skip, len(ends) - 1)
        self._skip -= skipped
        self._bytes += int(ends[skipped] - ends[0])
        ends = ends[skipped:]
        if len(ends) > 1:
            self.watching = self._whole_lines(step, ends)

    def found(self, path: Path) -> Lines | None:
        """Return the lines of the file at a path, once all its bytes were added."""
        if not self.watching or not self._ends:
            return None
        stretches = np.array(self._stretches, np.int64).T
        ends = np.concatenate(self._ends)
        hashes = np.concatenate(self._hashes)
        self._ends, self._hashes = [], []
        repeated = repeated_places(hashes)
        lines = Lines(path, self._first, stretches, ends, repeated, self._delimiter, self._place)
        return copies_apart(lines, hashes[repeated])

    def _whole_lines(self, step: Step, ends: NDArray[np.int64]) -> bool:
        """Take in the lines between line feeds; return whether all are as expected."""
        starts, lengths = ends[:-1] + 1, np.diff(ends)
        if int(lengths.max()) > MAX_RECORD:
            return False
        begins = starts if self._place == 0 else self._begins(step, ends)
        if begins is None:
            return False
        last = self._place == self._others
        stops = (_LF, _CR) if last else (ord(self._delimiter),)
        hashes = _hashed(step.padded, begins, ends[1:], stops, bare=step.bare)
        if hashes is None:
            return False
        self._stretches.append((self._lines, self._bytes))
        self._ends.append((ends[1:] - ends[0]).astype(np.uint32))
        self._hashes.append(hashes)
        self._lines += len(lengths)
        self._bytes += int(ends[-1] - ends[0])
        return True

    def _begins(self, step: Step, ends: NDArray[np.int64]) -> NDArray[np.int64] | None:
        """Return where the identifiers begin that are not the first cell of their lines."""
        marks = np.flatnonzero(np.unpackbits(step.marks.view(np.uint8), bitorder="little"))
        low, high = np.searchsorted(marks, ends[[0, -1]])
        marks = marks[low:high]
        if len(marks) != (len(ends) - 1) * self._others:
            return None
        table = marks.reshape(-1, self._others)
        if (table[:, 0] < ends[:-1]).any() or (table[:, -1] > ends[1:]).any():
            return None
        begins: NDArray[np.int64] = table[:, self._place - 1] + 1
        return begins


def _hashed(
    padded: Bytes,
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    stops: tuple[int, ...],
    *,
    bare: bool,
) -> NDArray[np.uint64] | None:
    """Return a hash of each cell, or None where one is not plain text.

    Parameters
    ----------
    padded : array of uint8
        Bytes and `PADDING`.
    begins, ends : array of int64
        Where each cell begins, and its line ends.
    stops : tuple of int
        The bytes before which a cell ends.
    bare : bool
        All cells are known to be plain text.

    Notes
    -----
    Two words of eight bytes at a time, as far as each cell goes: that equal cells have equal hashes
    must not hang on how long their neighbours are.
    """
    pairs = np.ndarray((len(padded) - PADDING,), f"V{PADDING}", padded, strides=(1,))
    hashes, lengths = np.zeros(len(begins), np.uint64), np.zeros(len(begins), np.int64)
    open_: slice | NDArray[np.int64] = slice(None)
    places = begins
    for _ in range(0, MAX_ID, PADDING):
        if places[-1] >= len(pairs):
            return None
        words = pairs[places].view("<u8")
        within = before_stop(words, stops)
        within[1::2] *= within[::2] == _ALL
        words &= within
        if not bare and (words & BEYOND_ASCII).any():
            return None
        hashes[open_] = _mixed(_mixed(hashes[open_], words[::2]), words[1::2])
        bits = np.bitwise_count(within)
        lengths[open_] += (bits[::2] + bits[1::2]) >> 3
        going_on = np.flatnonzero(within[1::2] == _ALL)
        if not len(going_on):
            break
        open_ = going_on if isinstance(open_, slice) else open_[going_on]
        places = places[going_on] + PADDING
    else:
        return None
    if (begins + lengths > ends).any():
        return None
    if not bare:
        first, last = padded[begins], padded[begins + lengths - 1]
        plain = (first > _SPACE) & (first != _APOSTROPHE) & (last > _SPACE)
        if not (plain | (lengths == 0)).all():
            return None
    return hashes


def _mixed(hashes: NDArray[np.uint64], words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = (hashes ^ words) * _GOLDEN
    mixed ^= mixed >> _HALF
    return mixed
