"""Bytes and flags looked at 64 bits at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BEYOND_ASCII = np.uint64(0x8080808080808080)  # the highest bit of each byte of a word
_EACH = 0x0101010101010101

# Bytes that are compared at once: what one comparison answers stays in the processor's cache.
_SLICE = 1 << 18

Bytes = NDArray[np.uint8]
# A bit for each byte, 64 to a word, the first in its lowest bit; those beyond the last are not set.
Flags = NDArray[np.uint64]


def equal_to(codes: Bytes, code: int) -> Flags:
    """Tell which bytes are the one given.

    Examples
    --------
    >>> equal_to(np.frombuffer(b"a,b,", np.uint8), ord(",")).tolist()
    [10]
    """
    return _packed(codes, np.equal, code)


def below(codes: Bytes, code: int) -> Flags:
    r"""Tell which bytes are less than the one given.

    Examples
    --------
    >>> below(np.frombuffer(b"a\tb", np.uint8), ord(" ")).tolist()
    [2]
    """
    return _packed(codes, np.less, code)


def _packed(codes: Bytes, test: np.ufunc, code: int) -> Flags:
    packed = np.zeros(-(-len(codes) // 64) * 8, np.uint8)
    answers = np.empty(min(len(codes), _SLICE), bool)
    for start in range(0, len(codes), _SLICE):
        part = codes[start : start + _SLICE]
        bits = np.packbits(test(part, code, out=answers[: len(part)]), bitorder="little")
        packed[start // 8 : start // 8 + len(bits)] = bits
    return packed.view("<u8")


def number_of(flags: Flags) -> int:
    """Return how many flags are set."""
    return int(np.bitwise_count(flags).sum(dtype=np.int64))


def any_beside(left: Flags, right: Flags) -> bool:
    """Tell whether a flag that is set in one array has one of the other as a neighbour.

    Examples
    --------
    >>> flags = np.array([1 << 63, 0], np.uint64), np.array([0, 1], np.uint64)
    >>> any_beside(*flags), any_beside(flags[0], flags[0])
    (True, False)
    """
    return bool((left & _moved_down(right)).any() or (right & _moved_down(left)).any())


def _moved_down(flags: Flags) -> Flags:
    """Return the flags, each in the place of the one before it."""
    moved = flags >> np.uint64(1)
    moved[:-1] |= flags[1:] << np.uint64(63)
    return moved


def inside_quotes(quotes: Flags, inside: bool) -> tuple[Flags, bool]:
    """Tell which bytes lie inside double quotes: an odd number of them went before.

    Parameters
    ----------
    quotes : flags
        Which bytes are double quotes.
    inside : bool
        Whether the first byte lies inside, if it is none.

    Returns
    -------
    flags
        A quote counts for itself; what lies beyond the last byte is as after it.
    bool
        Whether the byte after the last lies inside.

    Examples
    --------
    >>> quotes = equal_to(np.frombuffer(b'a,"b,c",d', np.uint8), ord('"'))
    >>> words, after = inside_quotes(quotes, inside=False)
    >>> f"{words[0]:09b}"[::-1], bool(after)
    ('001111000', False)

    Notes
    -----
    The parity of the bits up to each one of a word, by doubling (Warren, Hacker's Delight, 5-2),
    then of the words before it: six times as fast as a running sum of bytes.
    """
    odd = quotes.copy()
    for shift in (1, 2, 4, 8, 16, 32):
        odd ^= odd << np.uint64(shift)
    before = np.zeros(len(odd) + 1, np.uint64)
    before[0] = inside
    np.bitwise_xor.accumulate(odd >> np.uint64(63), out=before[1:])
    before[1:] ^= before[0]
    return odd ^ -before[:-1], bool(before[-1])


def places_of(flags: Flags) -> NDArray[np.int64]:
    """Return the places of the flags that are set, ascending.

    Examples
    --------
    >>> places_of(np.array([5], np.uint64)).tolist()
    [0, 2]

    Notes
    -----
    Takes the first of each word, then the next: four times as fast as `numpy.flatnonzero` where
    there are fewer than one in a word, as of line feeds.
    """
    at = np.flatnonzero(flags)
    words = flags[at]
    found: list[NDArray[np.int64]] = []
    while len(at):
        lowest = words & (~words + np.uint64(1))
        found.append(at * 64 + np.bitwise_count(lowest - np.uint64(1)))
        words = words ^ lowest
        at, words = at[words != 0], words[words != 0]
    if len(found) == 1:
        return found[0]
    return np.sort(np.concatenate([np.empty(0, np.int64), *found]))


def before_stop(word: NDArray[np.uint64], stops: tuple[int, ...]) -> NDArray[np.uint64]:
    """Return, for each word of eight bytes, the bits of those before the first that is a stop.

    Notes
    -----
    A byte of ``x`` is zero where ``(x - 1) & ~x`` has its highest bit, the lowest such byte for
    certain (Warren, Hacker's Delight, 6-1); subtracting one from that bit fills those below it.
    """
    found = np.zeros_like(word)
    for stop in stops:
        x = word ^ np.uint64(stop * _EACH)
        found |= (x - np.uint64(_EACH)) & ~x
    found &= BEYOND_ASCII
    lowest = found & (~found + np.uint64(1))
    before: NDArray[np.uint64] = (lowest >> np.uint64(7)) - np.uint64(1)
    return before
