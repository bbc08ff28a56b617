"""The lines of a clean file: where each ends, and which of them repeat an identifier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_CHUNK = 1 << 22
# One line in so many: closer ones are fetched a block at a time.
_NEAR = 150
_BLOCK = 1 << 20
# So many bytes of lines are compared at most.
_MOST_COMPARED = 1 << 27


def _none() -> NDArray[np.int64]:
    return np.empty(0, np.int64)


@dataclass(frozen=True)
class Lines:
    """The lines of the records of a file.

    Parameters
    ----------
    path : Path
        The file.
    first : int
        Physical line of the first.
    stretches : array of int64
        Of stretches of lines, one after the other: the place, from 0, of the first line of each,
        and the byte at which it begins.
    ends : array of uint32
        Where each line ends, its line feed included, counted from the start of its stretch.
    repeated : array of int64
        Places of the lines whose identifier has the hash of another's, but for those of copies.
    copies, originals : array of int64
        Places of lines that repeat an earlier one byte for byte, and of these earlier ones, where
        no line in between, nor a later one, says something else of the identifier.
    delimiter : str
    place : int
        Column of the identifier, from 0.
    """

    path: Path
    first: int
    stretches: NDArray[np.int64]
    ends: NDArray[np.uint32]
    repeated: NDArray[np.int64]
    delimiter: str
    place: int
    copies: NDArray[np.int64] = field(default_factory=_none)
    originals: NDArray[np.int64] = field(default_factory=_none)

    def ids(self, numbers: NDArray[np.int64]) -> Iterator[str]:
        """Yield the identifiers on the lines of these numbers."""
        for text in self.texts(numbers):
            yield text.split(self.delimiter.encode())[self.place].decode("ascii")

    def texts(self, numbers: NDArray[np.int64]) -> Iterator[bytes]:
        """Yield the lines of these numbers, ascending, without their ends."""
        starts, ends = self._span(numbers - self.first)
        near = len(numbers) * _NEAR > len(self.ends)
        with self.path.open("rb", buffering=0) as file:
            at = 0
            while at < len(starts):
                begins = int(starts[at])
                file.seek(begins)
                block = file.read(max(int(ends[at]) - begins, _BLOCK if near else 0))
                # The last line's end may be missing.
                stop = max(at + 1, int(np.searchsorted(ends, begins + len(block), "right")))
                spans = zip(
                    (starts[at:stop] - begins).tolist(),
                    (ends[at:stop] - begins).tolist(),
                    strict=True,
                )
                yield from [block[start:end].rstrip(b"\r\n") for start, end in spans]
                at = stop

    def with_copies(self) -> Lines:
        """Return the same without telling copies apart."""
        repeated = np.concatenate((self.repeated, self.originals, self.copies))
        return replace(self, repeated=repeated, copies=_none(), originals=_none())

    def bytes_of(self, places: NDArray[np.int64]) -> int:
        """Return how many bytes the lines of these places have."""
        starts, ends = self._span(places)
        return int((ends - starts).sum())

    def _span(self, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the bytes at which the lines of these places begin and end."""
        firsts, bytes_ = self.stretches
        stretch = np.searchsorted(firsts, places, "right") - 1
        base = bytes_[stretch]
        before = np.where(places == firsts[stretch], 0, self.ends[places - 1])
        return base + before, base + self.ends[places]


def copies_apart(lines: Lines, hashes: NDArray[np.uint64]) -> Lines:
    """Tell lines that repeat one another byte for byte from those to be looked at with care.

    Parameters
    ----------
    lines : Lines
        None of whose repeated ones was told apart.
    hashes : array of uint64
        Of the identifiers of the repeated ones.
    """
    if not len(hashes) or lines.bytes_of(lines.repeated) > _MOST_COMPARED:
        return lines
    texts = list(lines.texts(lines.repeated + lines.first))
    order = np.argsort(hashes, kind="stable")
    alike = [texts[one] == texts[other] for one, other in pairwise(order.tolist())]
    begins = np.ones(len(order), bool)  # whether a line is the first with its hash
    begins[1:] = hashes[order[1:]] != hashes[order[:-1]]
    starts = np.flatnonzero(begins)
    size = np.diff(starts, append=len(order))
    all_alike = np.logical_and.reduceat(np.array([True, *alike]) | begins, starts)
    places = lines.repeated[order]
    copied = np.repeat(all_alike, size)
    later = copied & ~begins
    return replace(
        lines,
        repeated=np.sort(places[~copied]),
        copies=places[later],
        originals=np.repeat(places[starts], size)[later],
    )


def write_numbered(
    out: Path, numbers: NDArray[np.int64], texts: Iterator[bytes], delimiter: str
) -> None:
    """Write lines, each with its number as first cell."""
    line = b"%d" + delimiter.encode() + b"%s\n"
    with out.open("wb") as file:
        pairs = zip(numbers.tolist(), texts, strict=True)
        file.writelines(map(line.__mod__, pairs))


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
