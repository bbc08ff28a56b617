"""Where each line of a clean file ends, and a hash of its identifier, told during the one scan.

This spares a large file two readings: one for the identifiers that may be repeated, and one for the
lines that need care.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kpi.intake.normalise import MAX_RECORD
from kpi.intake.scanning import PADDING, Step

_CR, _APOSTROPHE, _SPACE = 13, 39, 32
_WORD = len(PADDING)
_CHUNK = 1 << 22
_BLOCK = 1 << 20
_NEAR = 500
# The first n bytes of a word.
_FIRST = np.array([(1 << (8 * n)) - 1 for n in range(_WORD + 1)], dtype=np.uint64)
_BEYOND_ASCII = np.uint64(0x8080808080808080)
# Fibonacci hashing: 2**64 divided by the golden ratio (Knuth, The Art of Computer Programming, 6.4)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


@dataclass(frozen=True)
class Lines:
    """The lines of the records of a file.

    Parameters
    ----------
    path : Path
        The file.
    first : int
        Physical line of the first.
    start : int
        Byte at which it begins.
    lengths : array of uint32
        Bytes of each, its end included.
    repeated : array of int64
        Places, from 0, of the lines whose identifier has the hash of another's.
    delimiter : str
    place : int
        Column of the identifier, from 0.
    """

    path: Path
    first: int
    start: int
    lengths: NDArray[np.uint32]
    repeated: NDArray[np.int64]
    delimiter: str
    place: int

    def ids(self, numbers: NDArray[np.int64]) -> Iterator[str]:
        """Yield the identifiers on the lines of these numbers."""
        for text in self.texts(numbers):
            yield text.split(self.delimiter.encode())[self.place].decode("ascii")

    def texts(self, numbers: NDArray[np.int64]) -> Iterator[bytes]:
        """Yield the lines of these numbers without their ends."""
        ends = self.start + np.cumsum(self.lengths, dtype=np.int64)
        places = numbers - self.first
        found = zip(ends[places].tolist(), self.lengths[places].tolist(), strict=True)
        # A few lines of many are fetched one by one, many in blocks.
        near = len(numbers) * _NEAR > len(self.lengths)
        with self.path.open("rb", buffering=_BLOCK if near else 0) as file:
            for end, length in found:
                file.seek(end - length)
                yield file.read(length).rstrip(b"\r\n")


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
        self._first, self._start = skip + 1, 0
        self._lengths: list[NDArray[np.uint32]] = []
        self._hashes: list[NDArray[np.uint64]] = []
        self.watching = width > 1

    def add(self, step: Step) -> None:
        """Look at the lines that end in the next bytes of the file."""
        ends = np.flatnonzero(step.feeds)  # the first one ends the line before
        last = int(ends[-1])
        if len(step.feeds) - last > MAX_RECORD:
            self.watching = False
            return
        if self._skip:
            skipped = min(self._skip, len(ends) - 1)
            self._start += int(ends[skipped] - ends[0])
            self._skip -= skipped
            ends = ends[skipped:]
        if len(ends) > 1:
            marks = np.flatnonzero(step.marks[int(ends[0]) : last]) + ends[0]
            self.watching = self._whole_lines(step.text, ends, marks)

    def found(self, path: Path) -> Lines | None:
        """Return the lines of the file at a path, once all its bytes were added."""
        if not self.watching or not self._lengths:
            return None
        lengths = np.concatenate(self._lengths)
        repeated = repeated_places(np.concatenate(self._hashes))
        self._lengths, self._hashes = [], []
        return Lines(
            path, self._first, self._start, lengths, repeated, self._delimiter, self._place
        )

    def _whole_lines(self, text: bytes, feeds: NDArray[np.int64], marks: NDArray[np.int64]) -> bool:
        """Take in the lines between line feeds; return whether all are as expected."""
        codes = np.frombuffer(text, np.uint8)
        starts, ends = feeds[:-1] + 1, feeds[1:]
        lengths = ends + 1 - starts
        if len(marks) != len(ends) * self._others or int(lengths.max()) > MAX_RECORD:
            return False
        table = marks.reshape(-1, self._others)
        if (table[:, 0] < starts).any() or (table[:, -1] > ends).any():
            return False
        begins = table[:, self._place - 1] + 1 if self._place else starts
        stops = table[:, self._place] if self._place < self._others else ends
        if self._place == self._others:
            stops = stops - (codes[stops - 1] == _CR)
        hashes = _hashed(text, begins, stops)
        if hashes is None:
            return False
        self._lengths.append(lengths.astype(np.uint32))
        self._hashes.append(hashes)
        return True


def _hashed(
    padded: bytes, begins: NDArray[np.int64], stops: NDArray[np.int64]
) -> NDArray[np.uint64] | None:
    """Return a hash of each cell, or None where one is not plain text."""
    codes, lengths = np.frombuffer(padded, np.uint8), stops - begins
    first, last = codes[begins], codes[stops - 1]
    plain = (first > _SPACE) & (first != _APOSTROPHE) & (last > _SPACE)
    if not (plain | (lengths == 0)).all():
        return None
    last_word = len(padded) - _WORD
    words = np.ndarray((last_word + 1,), "<u8", buffer=padded, strides=(1,))
    hashes = lengths.astype(np.uint64)
    for at in range(0, int(lengths.max()), _WORD):
        word = words[np.minimum(begins + at, last_word)]
        word &= _FIRST[np.clip(lengths - at, 0, _WORD)]
        if (word & _BEYOND_ASCII).any():
            return None
        hashes = (hashes ^ word) * _GOLDEN
        hashes ^= hashes >> _HALF
    return hashes


def repeated_places(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the places of all values that occur more than once, ascending.

    Examples
    --------
    >>> repeated_places(np.array([7, 1, 7, 3], np.uint64)).tolist()
    [0, 2]

    Notes
    -----
    Sorting 64-bit numbers is a third of the work of a GROUP BY on text. A table of the first bits
    spares looking up each value among the repeated ones.
    """
    ordered = np.sort(hashes)
    repeated = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(repeated):
        return np.empty(0, np.int64)
    bits = np.uint64(64 - min(24, 4 + len(repeated).bit_length()))
    may_be = np.zeros(1 << (64 - int(bits)), bool)
    may_be[repeated >> bits] = True
    places = np.flatnonzero(may_be[hashes >> bits])
    at = np.searchsorted(repeated, hashes[places])
    again: NDArray[np.int64] = places[repeated[np.minimum(at, len(repeated) - 1)] == hashes[places]]
    return again


def write_numbered(
    out: Path, numbers: NDArray[np.int64], texts: Iterator[bytes], delimiter: str
) -> None:
    """Write lines, each with its number as first cell."""
    between = delimiter.encode()
    with out.open("wb") as file:
        file.writelines(
            b"%d%s%s\n" % (number, between, text)
            for number, text in zip(numbers.tolist(), texts, strict=True)
        )


def texts_of(path: Path, numbers: NDArray[np.int64]) -> Iterator[bytes]:
    """Yield the physical lines of these numbers, ascending, without their ends."""
    before, rest = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            piece = rest + chunk
            ends = np.flatnonzero(np.frombuffer(piece, np.uint8) == 10) + 1
            if not len(ends):
                rest = piece
                continue
            low, high = np.searchsorted(numbers, [before + 1, before + len(ends) + 1])
            starts = np.concatenate(([0], ends[:-1]))
            for number in numbers[low:high].tolist():
                at = number - before - 1
                yield piece[starts[at] : ends[at]].rstrip(b"\r\n")
            before, rest = before + len(ends), piece[ends[-1] :]
    if rest and len(numbers) and numbers[-1] == before + 1:
        yield rest
