"""Loads are assertions: match, add and withdraw them, and show each cell's latest standing value.

A table of facts comes in two parts. The *current* table holds one row per key, each cell from the
latest standing load that filled it. The *history* holds what each load asserted, but only for keys
that more than one load asserted: a key without rows there is asserted by its current row's load
alone, with exactly its cells. A first load is therefore one plain insert, stored once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import duckdb


@dataclass(frozen=True)
class Facts:
    """A pair of tables that keeps assertions.

    Parameters
    ----------
    current, history : str
        The tables; both also have ``load`` and ``line``.
    key : tuple of str
        Columns that identify a row.
    steady : tuple of str
        Cells that may be filled once: another value is a conflict.
    running : tuple of str
        Cells that may change: another value is an update.
    blank : frozenset of str
        Text cells that are empty as ``''`` instead of NULL.
    """

    current: str
    history: str
    key: tuple[str, ...]
    steady: tuple[str, ...]
    running: tuple[str, ...]
    blank: frozenset[str] = frozenset()

    @property
    def cells(self) -> tuple[str, ...]:
        """All columns that a file fills, besides the key."""
        return self.steady + self.running

    @property
    def columns(self) -> str:
        """Key and cells as a list for SQL."""
        return ", ".join(self.key + self.cells)

    @property
    def keys(self) -> str:
        """The key as a list for SQL."""
        return ", ".join(self.key)

    def with_running(self, columns: Iterable[str]) -> Facts:
        """Return the same facts with further running cells."""
        return replace(self, running=(*self.running, *columns))


HANDOFFS = Facts(
    current="stated_handoffs",
    history="handoff_assertions",
    key=("handoff_id",),
    steady=(
        "case_id", "supplier", "customer", "service", "requested_at", "promised_at", "delivered_at",
        "accepted", "returned_at", "rating", "case_due_at",
    ),
    running=("paused_hours", "case_closed_at", "case_kept"),
    blank=frozenset({"service"}),
)  # fmt: skip

EVENTS = Facts(
    current="events",
    history="event_assertions",
    key=("case_id", "happened_at", "party", "activity", "ordinal"),
    steady=(),
    running=(
        "opened_at", "due_at", "resolved_at", "closed_at", "kept", "rejection", "end_customer",
    ),
)  # fmt: skip


def stored_facts(cursor: duckdb.DuckDBPyConnection, facts: Facts) -> Facts:
    """Return the facts with every attribute column that their table has by now."""
    columns = cursor.execute(f"FROM {facts.current} LIMIT 0").description or ()
    return facts.with_running(
        name for name, *_ in columns if re.fullmatch("a[0-9]+", name) is not None
    )


def match(cursor: duckdb.DuckDBPyConnection, facts: Facts, incoming: Facts) -> None:
    """Compare ``incoming`` with what is stored, by key: temp tables ``known`` and ``matched``.

    ``known`` holds the stored rows whose key comes again. They are found by their keys alone and
    copied once: all that follows looks at them and not at the whole table.
    ``matched`` has the columns line, changes (fills an empty cell or changes a running one) and
    clashes (says another value in a filled steady cell): one row per incoming stored key.

    Parameters
    ----------
    facts : Facts
        The tables to compare with.
    incoming : Facts
        The same, limited to the cells that the file can fill.
    """
    changes = [_fills(facts, cell) for cell in incoming.steady]
    changes += [
        f"(i.{cell} IS NOT NULL AND i.{cell} IS DISTINCT FROM s.{cell})"
        for cell in incoming.running
    ]
    clashes = [_differs(facts, cell) for cell in incoming.steady]
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE known_places AS SELECT rowid AS place FROM {facts.current}"
        f" SEMI JOIN incoming USING ({facts.keys})"
    )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE known AS SELECT s.* FROM {facts.current} s"
        " SEMI JOIN known_places k ON s.rowid = k.place"
    )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE matched AS"
        f" SELECT i.line, {' OR '.join(changes) or 'false'} AS changes,"
        f" {' OR '.join(clashes) or 'false'} AS clashes"
        f" FROM incoming i JOIN known s USING ({facts.keys})"
    )


def assert_incoming(cursor: duckdb.DuckDBPyConnection, facts: Facts, load: int) -> None:
    """Let a load assert the rows of ``incoming``, except those that ``matched`` calls a clash.

    New keys become current rows. A stored key gets this load's assertion, beside that of the one
    load that asserted it alone so far; where that changes a cell, the current row is made again.
    """
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE again AS SELECT {facts.keys}, i.line, m.changes"
        " FROM incoming i JOIN matched m USING (line) WHERE NOT m.clashes"
    )
    columns = facts.columns
    cursor.execute(
        f"INSERT INTO {facts.history} ({columns}, load, line) SELECT {columns}, load, line"
        f" FROM known SEMI JOIN again USING ({facts.keys})"
        f" ANTI JOIN {facts.history} USING ({facts.keys})"
    )
    cursor.execute(
        f"INSERT INTO {facts.history} BY NAME"
        f" SELECT i.*, $load::INTEGER AS load FROM incoming i SEMI JOIN again USING (line)",
        {"load": load},
    )
    assert_new(cursor, facts, load, "incoming ANTI JOIN matched USING (line)")
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE touched AS SELECT {facts.keys} FROM again WHERE changes"
    )
    _remake(cursor, facts)


def assert_new(
    cursor: duckdb.DuckDBPyConnection, facts: Facts, load: int, rows: str = "incoming"
) -> None:
    """Let a load assert rows of ``incoming`` whose keys are not stored."""
    cursor.execute(
        f"INSERT INTO {facts.current} BY NAME SELECT *, $load::INTEGER AS load FROM {rows}",
        {"load": load},
    )


def withdraw(cursor: duckdb.DuckDBPyConnection, facts: Facts, load: int) -> tuple[int, int]:
    """Take a load's assertions back; return how many rows went and how many stay by other loads."""
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE touched AS SELECT {facts.keys} FROM {facts.history}"
        " WHERE load = $load",
        {"load": load},
    )
    cursor.execute(f"DELETE FROM {facts.history} WHERE load = $load", {"load": load})
    gone = cursor.execute(
        f"DELETE FROM {facts.current} c WHERE load = $load AND NOT {_is_in(facts, 'touched')}",
        {"load": load},
    ).fetchone()
    stay = cursor.execute("SELECT count(*) FROM touched").fetchone()
    _remake(cursor, facts)
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE alone AS SELECT {facts.keys} FROM {facts.history}"
        f" SEMI JOIN touched USING ({facts.keys}) GROUP BY {facts.keys} HAVING count(*) = 1"
    )
    cursor.execute(f"DELETE FROM {facts.history} c WHERE {_is_in(facts, 'alone')}")
    assert gone is not None  # noqa: S101 - DELETE and count answer one row
    assert stay is not None  # noqa: S101
    return int(gone[0]), int(stay[0])


def shown_cells(facts: Facts) -> str:
    """Return the SELECT list that makes a current row of its key's assertions, grouped by the key.

    ``arg_max`` passes over empty cells: each cell has the value of the latest load that filled it.
    """
    cells = [
        f"coalesce(arg_max(nullif({cell}, ''), load), '') AS {cell}"
        if cell in facts.blank
        else f"arg_max({cell}, load) AS {cell}"
        for cell in facts.cells
    ]
    return ", ".join([*facts.key, *cells, "min(load) AS load", "arg_min(line, load) AS line"])


def _remake(cursor: duckdb.DuckDBPyConnection, facts: Facts) -> None:
    """Make the current rows of the keys in ``touched`` again from their standing assertions."""
    cursor.execute(f"DELETE FROM {facts.current} c WHERE {_is_in(facts, 'touched')}")
    cursor.execute(
        f"INSERT INTO {facts.current} BY NAME SELECT {shown_cells(facts)} FROM {facts.history}"
        f" SEMI JOIN touched USING ({facts.keys}) GROUP BY {facts.keys}"
    )


def _is_in(facts: Facts, table: str) -> str:
    """Return the predicate that a row ``c`` has a key that the table lists."""
    same = " AND ".join(f"k.{column} = c.{column}" for column in facts.key)
    return f"EXISTS (FROM {table} k WHERE {same})"


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
