"""Compare the rows of a file with what is stored: known, the same, changed, in conflict."""

from __future__ import annotations

import duckdb

from kpi.intake.assertions import Facts

# Files whose keys begin in more ways than this are looked up in the whole table.
MOST_RANGES = 4
_ENDS = ("low", "high")


def match(cursor: duckdb.DuckDBPyConnection, facts: Facts, incoming: Facts) -> None:
    """Compare ``incoming`` with what is stored, by key: temp tables ``known`` and ``matched``.

    ``known`` holds the stored rows whose key comes again. They are found by their keys alone and
    copied once: all that follows looks at them and not at the whole table.
    ``matched`` has the key and the columns line, same (says exactly what is stored), changes (fills
    an empty cell or changes a running one) and clashes (says another value in a filled steady
    cell): one row per incoming stored key.

    Parameters
    ----------
    facts : Facts
        The tables to compare with.
    incoming : Facts
        The same, limited to the cells that the file can fill.
    """
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
    within, bounds = _key_ranges(cursor, facts)
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE known_places AS SELECT rowid AS place FROM {facts.current}"
        f" SEMI JOIN incoming USING ({facts.keys}) WHERE {within}",
        bounds,
    )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE known AS SELECT s.* FROM {facts.current} s"
        " SEMI JOIN known_places k ON s.rowid = k.place"
    )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE matched AS SELECT {facts.keys}, i.line,"
        f" ({' AND '.join(same)}) AS same,"
        # CASE looks closer at those rows alone that are not the same.
        f" CASE WHEN same THEN false ELSE {' OR '.join(changes) or 'false'} END AS changes,"
        f" CASE WHEN same THEN false ELSE {' OR '.join(clashes) or 'false'} END AS clashes"
        f" FROM incoming i JOIN known s USING ({facts.keys})"
    )


def _key_ranges(cursor: duckdb.DuckDBPyConnection, facts: Facts) -> tuple[str, dict[str, str]]:
    """Return the condition that the keys of ``incoming`` meet, and its values.

    Keys of a later file often lie together, behind one or two prefixes: blocks of the table that
    hold none between the least and the greatest of them need not be read.
    """
    first = facts.key[0]
    ranges = cursor.execute(
        f"SELECT min({first}), max({first}) FROM incoming GROUP BY left({first}, 1)"
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
