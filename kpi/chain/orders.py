"""Put the rows of cases in order, fast where they already lie in it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Ints = NDArray[np.signedinteger[Any]]
BITS = 63  # of a whole number that is not negative


def rows_in_order(case: NDArray[Any], *keys: NDArray[Any]) -> Ints:
    """Return the rows sorted by case, then by the keys, the first of them counting most.

    Parameters
    ----------
    case : array of int, [row]
        Numbers from 0 without large gaps.
    keys : arrays of int, [row]
        Rows that tie in all of them stay in the order in which they are given.

    Notes
    -----
    Files list what happened in the order of time, or case by case: gathering the rows of each case
    as they lie (a counting sort, linear) leaves few cases to be sorted. Only these are.

    Examples
    --------
    >>> rows_in_order(np.array([1, 0, 1, 0]), np.array([5, 8, 6, 7])).tolist()
    [3, 1, 0, 2]
    """
    order = gathered(case)
    if len(case) == 0:
        return order
    of_case, put = case[order], keys[0][order]
    same = of_case[1:] == of_case[:-1]
    back = same & (put[1:] < put[:-1])
    # Later keys are looked at only where all earlier ones tie.
    tied = np.flatnonzero(same & (put[1:] == put[:-1]))
    for key in keys[1:]:
        before, after = key[order[tied]], key[order[tied + 1]]
        back[tied[after < before]] = True
        tied = tied[after == before]
    if not back.any():
        return order
    wrong = np.zeros(int(of_case[-1]) + 1, bool)
    wrong[of_case[1:][back]] = True
    places = np.flatnonzero(wrong[of_case])
    askew = order[places]
    order[places] = askew[np.lexsort([key[askew] for key in (*reversed(keys), case)])]
    return order


def gathered(group: NDArray[Any]) -> Ints:
    """Return the rows sorted by group, those of a group in the order in which they are given.

    Linear: the compressed rows of a sparse matrix with one entry in each column.
    """
    number = np.arange(len(group), dtype=np.int32 if len(group) < 2**31 else np.int64)
    shape = (int(group.max(initial=-1)) + 1, len(group))
    order: Ints = sparse.csr_array((np.ones(len(group), bool), (group, number)), shape).indices
    return order


def sorted_pairs(group: NDArray[Any], value: Ints) -> tuple[NDArray[Any], Ints]:
    """Return groups and values, sorted by group and value; neither may be negative.

    Examples
    --------
    >>> [x.tolist() for x in sorted_pairs(np.array([1, 0, 1]), np.array([5, 7, 4]))]
    [[0, 1, 1], [7, 4, 5]]
    """
    bits = int(value.max(initial=0)).bit_length()
    if int(group.max(initial=0)).bit_length() + bits > BITS:
        order = np.lexsort((value, group))
        return group[order], value[order]
    # Both fit in one whole number, and whole numbers sort several times as fast as pairs.
    packed = (group.astype(np.int64) << bits) | value
    packed.sort()
    return packed >> bits, packed & ((1 << bits) - 1)
