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

from kpi.intake.bits import BEYOND_ASCII, before_stop, places_of
from kpi.intake.normalise import MAX_RECORD
from kpi.intake.repeats import repeated_places
from kpi.intake.scanning import PADDING, Step

_LF, _CR, _APOSTROPHE, _SPACE = 10, 13, 39, 32
_WORD = len(PADDING)
_CHUNK = 1 << 22
_BLOCK = 1 << 20
_NEAR = 500
# Longer identifiers are none; their lines are told in another way.
MAX_ID = 256
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
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
        """Yield the lines of these numbers, ascending, without their ends."""
        places = numbers - self.first
        ends = self.start + np.cumsum(self.lengths, dtype=np.int64)[places]
        found = zip((ends - self.lengths[places]).tolist(), ends.tolist(), strict=True)
        # A few lines of many are fetched one by one, many in blocks.
        near = len(numbers) * _NEAR > len(self.lengths)
        block, begins, stops = b"", 0, 0
        with self.path.open("rb", buffering=0) as file:
            for start, end in found:
                if end > stops:
                    file.seek(start)
                    block = file.read(max(end - start, _BLOCK if near else 0))
                    begins, stops = start, start + len(block)
                yield block[start - begins : end - begins].rstrip(b"\r\n")


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
        ends = places_of(step.feeds)  # the first one ends the line before
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
            self.watching = self._whole_lines(step, ends)

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
        hashes = _hashed(step.text, begins, ends[1:], stops)
        if hashes is None:
            return False
        self._lengths.append(lengths.astype(np.uint32))
        self._hashes.append(hashes)
        return True

    def _begins(self, step: Step, ends: NDArray[np.int64]) -> NDArray[np.int64] | None:
        """Return where the identifiers begin that are not the first cell of their lines."""
        marks = np.flatnonzero(step.marks[int(ends[0]) : int(ends[-1])]) + ends[0]
        if len(marks) != (len(ends) - 1) * self._others:
            return None
        table = marks.reshape(-1, self._others)
        if (table[:, 0] < ends[:-1]).any() or (table[:, -1] > ends[1:]).any():
            return None
        begins: NDArray[np.int64] = table[:, self._place - 1] + 1
        return begins


def _hashed(
    padded: bytes, begins: NDArray[np.int64], ends: NDArray[np.int64], stops: tuple[int, ...]
) -> NDArray[np.uint64] | None:
    """Return a hash of each cell, or None where one is not plain text.

    Parameters
    ----------
    padded : bytes
        Text and `PADDING`.
    begins, ends : array of int64
        Where each cell begins, and its line ends.
    stops : tuple of int
        The bytes before which a cell ends.

    Notes
    -----
    A word of eight bytes at a time, as far as each cell goes: that equal cells have equal hashes
    must not hang on how long their neighbours are.
    """
    words = np.ndarray((len(padded) - _WORD + 1,), "<u8", buffer=padded, strides=(1,))
    codes = np.frombuffer(padded, np.uint8)
    hashes, lengths = np.zeros(len(begins), np.uint64), np.zeros(len(begins), np.int64)
    open_ = np.ones(len(begins), bool)
    for at in range(0, MAX_ID, _WORD):
        places = begins + at
        word = words[np.minimum(places, len(words) - 1) if places[-1] >= len(words) else places]
        within = before_stop(word, stops)
        word &= within
        if (word & BEYOND_ASCII).any():
            return None
        mixed = (hashes ^ word) * _GOLDEN
        mixed ^= mixed >> _HALF
        hashes = np.where(open_, mixed, hashes)
        lengths += np.where(open_, np.bitwise_count(within) >> 3, 0)
        open_ &= within == _ALL
        if not open_.any():
            break
    else:
        return None
    first, last = codes[begins], codes[begins + lengths - 1]
    plain = (first > _SPACE) & (first != _APOSTROPHE) & (last > _SPACE)
    if not (plain | (lengths == 0)).all() or (begins + lengths > ends).any():
        return None
    return hashes


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
