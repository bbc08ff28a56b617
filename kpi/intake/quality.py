"""How good the loaded data are: what handoffs lack, what loads kept out, names that look alike."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

import duckdb

_LACKING = """
SELECT count(*), count(*) FILTER (promised_at IS NULL),
       count(*) FILTER (delivered_at IS NOT NULL),
       count(*) FILTER (delivered_at IS NOT NULL AND accepted IS NULL AND returned_at IS NULL
                              AND rating IS NULL)
FROM handoffs
"""


@dataclass(frozen=True)
class Lacking:
    """What handoffs lack.

    Parameters
    ----------
    handoffs, without_promise : int
        All, and those without a promise of their own.
    delivered, unjudged : int
        The delivered ones, and those of them that the customer neither took, returned nor rated.
    """

    handoffs: int
    without_promise: int
    delivered: int
    unjudged: int


def lacking(cursor: duckdb.DuckDBPyConnection) -> Lacking:
    """Count what the stored handoffs lack."""
    row = cursor.execute(_LACKING).fetchone()
    assert row is not None  # noqa: S101 - an aggregate answers one row
    return Lacking(*row)


def similar_parties(cursor: duckdb.DuckDBPyConnection) -> tuple[tuple[str, ...], ...]:
    """Return groups of parties whose names differ in accents, case, punctuation or spaces alone.

    A proposal to look at: nothing is merged.
    """
    rows = cursor.execute("SELECT party FROM parties ORDER BY party").fetchall()
    groups: dict[str, list[str]] = defaultdict(list)
    for (name,) in rows:
        groups[_bare(name)].append(name)
    return tuple(tuple(names) for names in groups.values() if len(names) > 1)


def _bare(name: str) -> str:
    """Reduce a name to its letters and digits; a name without any stays itself."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(re.findall(r"[^\W_]", plain)) or name
