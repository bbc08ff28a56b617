"""The same key twice in one file: the exact copy is ignored, a differing later row is rejected."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray

from kpi.words import N_

_MOST = 4
# Hashes that are looked up at once.
_BLOCK = 1 << 16
COPY = "duplicate"
CLASH = N_("An earlier line of this file says something else about “{value}”.")


@dataclass(frozen=True)
class Repeats:
    """How many staged rows repeat an earlier key: exact copies, and rows that differ."""

    copies: int
    clashes: int


def settle_repeats(
    cursor: duckdb.DuckDBPyConnection, key: tuple[str, ...], cells: tuple[str, ...], *, column: str
) -> Repeats:
    """Find repeated keys in ``staged``; list copies in ``ignored``, differing rows in ``faults``.

    Leaves the temp table ``repeats`` with the lines that do not count.

    Parameters
    ----------
    key, cells : tuple of str
        Columns of ``staged`` that identify a row, and those that must be equal in a copy.
    column : str
        The file column that the fault is reported for.

    Notes
    -----
    Sorted 64-bit hashes find the suspects: on three million ids a third of the work of a GROUP BY.
    A collision costs nothing, for only equal keys are compared afterwards.
    """
    hashed = f"hash({', '.join(key)})"
    found = np.asarray(cursor.execute(f"SELECT {hashed} AS h FROM staged").fetchnumpy()["h"])
    suspects = repeated(found)
    cursor.execute("CREATE OR REPLACE TEMP TABLE repeats (line BIGINT, id VARCHAR, copy BOOLEAN)")
    if not len(suspects):
        return Repeats(0, 0)
    keys = ", ".join(key)
    same = " AND ".join(f"later.{one} IS NOT DISTINCT FROM firsts.{one}" for one in key)
    # To look each row up among most of them would cost more than to take them all.
    few = len(suspects) * _MOST < len(found)
    cursor.execute(
        f"INSERT INTO repeats WITH hashed AS (SELECT *, {hashed} AS h FROM staged),"
        f" suspected AS (SELECT line, {keys}, row({', '.join(cells)}) AS said FROM hashed"
        f"{' WHERE h IN (SELECT unnest($suspects::UBIGINT[]))' if few else ''}),"
        f" firsts AS (SELECT {keys}, min(line) AS line FROM suspected GROUP BY {keys})"
        f" SELECT later.line, later.{key[0]}, later.said IS NOT DISTINCT FROM earlier.said"
        f" FROM suspected later JOIN firsts ON {same}"
        " JOIN suspected earlier ON earlier.line = firsts.line WHERE later.line <> firsts.line",
        {"suspects": suspects.tolist()} if few else {},
    )
    cursor.execute("INSERT INTO ignored SELECT line, ? FROM repeats WHERE copy", [COPY])
    cursor.execute(
        "INSERT INTO faults SELECT line, $column, id, 'conflict', $phrase FROM repeats"
        " WHERE NOT copy",
        {"column": column, "phrase": CLASH},
    )
    counted = cursor.execute(
        "SELECT count(*) FILTER (copy), count(*) FILTER (NOT copy) FROM repeats"
    ).fetchone()
    assert counted is not None  # noqa: S101 - an aggregate answers one row
    return Repeats(*counted)


def repeated(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the values that occur more than once.

    Examples
    --------
    >>> repeated(np.array([7, 1, 7, 3], np.uint64)).tolist()
    [7]
    """
    ordered = np.sort(hashes)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    # Not numpy.unique, which takes longer to import what it needs than all the rest.
    new = np.ones(len(again), bool)
    new[1:] = again[1:] != again[:-1]
    once: NDArray[np.uint64] = again[new]
    return once


def repeated_places(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the places of all values that occur more than once, ascending.

    Examples
    --------
    >>> repeated_places(np.array([7, 1, 7, 3], np.uint64)).tolist()
    [0, 2]

    Notes
    -----
    Sorting 64-bit numbers is a third of the work of a GROUP BY on text. Tables of the first and the
    last bits spare looking up each value among the repeated ones.
    """
    ordered = np.sort(hashes)
    repeated = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(repeated):
        return np.empty(0, np.int64)
    bits = min(24, 4 + len(repeated).bit_length())
    shift, mask = np.uint64(64 - bits), np.uint64((1 << bits) - 1)
    first, last = np.zeros((2, 1 << bits), bool)
    first[repeated >> shift] = True
    last[repeated & mask] = True
    may_be = [
        start + np.flatnonzero(first[hashes[start : start + _BLOCK] >> shift])
        for start in range(0, len(hashes), _BLOCK)
    ]
    places = np.concatenate(may_be)
    places = places[last[hashes[places] & mask]]
    at = np.searchsorted(repeated, hashes[places])
    again: NDArray[np.int64] = places[repeated[np.minimum(at, len(repeated) - 1)] == hashes[places]]
    return again
