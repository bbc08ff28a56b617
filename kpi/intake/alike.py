"""Names that look alike: proposed for merging, or remembered as different."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import combinations

import duckdb

from kpi.intake.log import as_utc
from kpi.store import Store

_MOST_USED = """
SELECT n.name
FROM (SELECT unnest($names::VARCHAR[]) AS name) n
LEFT JOIN handoffs h ON h.supplier = n.name OR h.customer = n.name
GROUP BY n.name ORDER BY count(h.handoff_id) DESC, n.name LIMIT 1
"""


def similar_parties(cursor: duckdb.DuckDBPyConnection) -> tuple[tuple[str, ...], ...]:
    """Return groups of parties whose names differ in accents, case, punctuation or spaces alone.

    A proposal to look at: nothing is merged. Those that were said to be different are left out.
    """
    rows = cursor.execute("SELECT party FROM parties ORDER BY party").fetchall()
    told = cursor.execute("SELECT name, other FROM different_names").fetchall()
    groups: dict[str, list[str]] = defaultdict(list)
    for (name,) in rows:
        groups[_bare(name)].append(name)
    different = set(told)
    return tuple(
        part
        for names in groups.values()
        if len(names) > 1
        for part in _still_alike(names, different)
    )


def most_used(cursor: duckdb.DuckDBPyConnection, names: Iterable[str]) -> str:
    """Return the name that most handoffs have, the first of them in order where several do.

    Raises
    ------
    ValueError
        If no name is given.
    """
    row = cursor.execute(_MOST_USED, {"names": list(names)}).fetchone()
    if row is None:
        raise ValueError("names: none. Must be at least one.")
    return str(row[0])


def say_different(store: Store, names: Iterable[str], *, who: str, now: datetime) -> None:
    """Remember that each of these names means another party, so that they are not proposed again.

    Parameters
    ----------
    names : iterable of str
        A group that `similar_parties` proposed, or part of one.
    who : str
        Who says so; empty where unknown.
    now : datetime
        With a zone.
    """
    with store.write() as cursor:
        told = set(cursor.execute("SELECT name, other FROM different_names").fetchall())
        for pair in combinations(sorted(set(names)), 2):
            if pair not in told:
                cursor.execute(
                    "INSERT INTO different_names VALUES (?, ?, ?, ?)", [*pair, who, as_utc(now)]
                )


def _still_alike(names: list[str], different: set[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Split a group, in sorted order, into what hangs together by pairs not said to differ.

    Examples
    --------
    >>> _still_alike(["A", "a", "á"], {("A", "a"), ("A", "á")})
    [('a', 'á')]
    >>> _still_alike(["A", "a", "á"], {("A", "á")})
    [('A', 'a', 'á')]
    """
    parts: list[set[str]] = []
    for name in sorted(names):
        near = [part for part in parts if any((one, name) not in different for one in part)]
        parts = [part for part in parts if part not in near] + [{name}.union(*near)]
    return [tuple(sorted(part)) for part in parts if len(part) > 1]


def _bare(name: str) -> str:
    """Reduce a name to its letters and digits; a name without any stays itself."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(re.findall(r"[^\W_]", plain)) or name
