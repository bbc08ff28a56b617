"""Compare the rows of a file with what is stored: known, the same, changed, in conflict."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from kpi.intake.assertions import Facts
from kpi.intake.collect import made

# Files whose keys begin in more ways than this are looked up in the whole table.
MOST_RANGES = 4
_ENDS = ("low", "high")
_VERDICT = (
    "d.line IS NULL AS same, coalesce(changes, false) AS changes,"
    " coalesce(clashes, false) AS clashes FROM known_places LEFT JOIN differing d USING (line)"
)
_ALL_SAME = "true AS same, false AS changes, false AS clashes FROM known_places"


@dataclass(frozen=True)
class Match:
    """How many incoming rows have a stored key, and how many of these say something else."""

    known: int
    differing: int


def match(cursor: duckdb.DuckDBPyConnection, facts: Facts, incoming: Facts) -> Match:
    """Compare ``incoming`` with what is stored, by key: temp tables ``known`` and ``matched``.

    ``matched`` has the key and the columns line, same (says exactly what is stored), changes (fills
    an empty cell or changes a running one) and clashes (says another value in a filled steady
    cell): one row per incoming stored key. ``known`` holds the stored rows of those that are not
    the same.

    Parameters
    ----------
    facts : Facts
        The tables to compare with.
    incoming : Facts
        The same, limited to the cells that the file can fill.

    Notes
    -----
    Stored rows are found by their keys alone, and compared where they lie: of a file that repeats
    what is stored, no row is copied.
    """
    within, bounds = _key_ranges(cursor, facts)
    known = made(
        cursor,
        f"CREATE OR REPLACE TEMP TABLE known_places AS SELECT s.rowid AS place, {facts.keys},"
        f" i.line FROM {facts.current} s JOIN incoming i USING ({facts.keys}) WHERE {within}",
        bounds,
    )
    differing = made(cursor, _differing(facts, incoming)) if known else 0
    verdict = _VERDICT if differing else _ALL_SAME
    cursor.execute(f"CREATE OR REPLACE TEMP VIEW matched AS SELECT {facts.keys}, line, {verdict}")
    if differing:
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE known AS SELECT s.* FROM {facts.current} s SEMI JOIN"
            " (FROM known_places SEMI JOIN differing USING (line)) k ON s.rowid = k.place"
        )
    return Match(known, differing)


def _differing(facts: Facts, incoming: Facts) -> str:
    """Return the statement that lists the rows that say something else, and what they do."""
    same = [
        f"i.{cell} IS NOT DISTINCT FROM s.{cell}" if cell in incoming.cells else f"s.{cell} IS NULL"
        for cell in facts.cells
    ]
    changes = [_fills(facts, cell) for cell in incoming.steady]
    changes += [
        f"(i.{cell} IS NOT NULL AND i.{cell} IS DISTINCT FROM s.{cell})"
        for cell in incoming.running
    ]
    clashes = [_differs(facts, cell) for cell in incoming.steady]
    stored = ", ".join(f"s.{cell}" for cell in facts.cells)
    kept = (
        f"SELECT k.line, {stored} FROM {facts.current} s JOIN known_places k ON s.rowid = k.place"
    )
    return (
        "CREATE OR REPLACE TEMP TABLE differing AS SELECT i.line,"
        f" {' OR '.join(changes) or 'false'} AS changes,"
        f" {' OR '.join(clashes) or 'false'} AS clashes"
        f" FROM incoming i JOIN ({kept}) s USING (line) WHERE NOT ({' AND '.join(same)})"
    )


def _key_ranges(cursor: duckdb.DuckDBPyConnection, facts: Facts) -> tuple[str, dict[str, str]]:
    """Return the condition that the keys of ``incoming`` meet, and its values.

    Keys of a later file often lie together, behind one or two prefixes: blocks of the table that
    hold none between the least and the greatest of them need not be read.
    """
    first = facts.key[0]
    ranges = cursor.execute(
        f"SELECT min({first}), max({first}) FROM incoming GROUP BY ord({first})"
        f" LIMIT {MOST_RANGES + 1}"
    ).fetchall()
    if not 0 < len(ranges) <= MOST_RANGES:
        return "true", {}
    within = " OR ".join(f"{first} BETWEEN $low{n} AND $high{n}" for n in range(len(ranges)))
    bounds = {
        f"{end}{n}": key
        for n, pair in enumerate(ranges)
        for end, key in zip(_ENDS, pair, strict=True)
    }
    return f"({within})", bounds


def _fills(facts: Facts, cell: str) -> str:
    if cell in facts.blank:
        return f"(i.{cell} <> '' AND s.{cell} = '')"
    return f"(i.{cell} IS NOT NULL AND s.{cell} IS NULL)"


def _differs(facts: Facts, cell: str) -> str:
    if cell in facts.blank:
        return f"(i.{cell} <> '' AND s.{cell} <> '' AND i.{cell} <> s.{cell})"
    return f"coalesce(i.{cell} <> s.{cell}, false)"


def conflicting_cells(facts: Facts, incoming: Facts) -> str:
    """Return the query of one row per conflicting cell: line, id, field, stored, value.

    It looks at ``incoming``, ``matched`` and ``known``; see `match`.
    """
    cells = ", ".join(
        f"{{'field': '{cell}', 'stored': s.{cell}::VARCHAR, 'value': i.{cell}::VARCHAR,"
        f" 'clash': {_differs(facts, cell)}}}"
        for cell in incoming.steady
    )
    return (
        f"SELECT line, id, cell.field, cell.stored, cell.value FROM ("
        f"SELECT i.line, i.{facts.key[0]} AS id, unnest([{cells}]) AS cell FROM incoming i"
        f" SEMI JOIN (FROM matched WHERE clashes) USING (line)"
        f" JOIN known s USING ({facts.keys})) WHERE cell.clash"
    )
