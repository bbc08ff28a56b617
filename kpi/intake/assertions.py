"""Loads are assertions: match, add and withdraw them, and show each cell's latest standing value.

A table of facts comes in three parts. The *current* table holds one row per key, each cell from the
latest standing load that filled it. The *history* holds what each load asserted, but only for keys
of which several loads said different things: a key without rows there is asserted by its current
row's load, with exactly its cells. *Confirmed* names the further loads that said exactly what the
current row shows. A first load is therefore one plain insert, stored once, and what a later one
repeats costs a key, not a row.
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
    current, history, confirmed : str
        The tables; all also have ``load`` and ``line``, and the last has no cells.
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
    confirmed: str
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
    confirmed="handoff_confirmations",
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
    confirmed="event_confirmations",
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


def assert_incoming(
    cursor: duckdb.DuckDBPyConnection, facts: Facts, load: int, *, differing: int
) -> None:
    """Let a load assert the rows of ``incoming``, except those that ``matched`` calls a clash.

    New keys become current rows. A stored key of which it says the same is confirmed. Any other
    stored key gets this load's assertion, beside that of the load that asserted it first; where
    that changes a cell, the current row is made again.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        With the temp tables that `kpi.intake.matching.match` left.
    facts : Facts
    load : int
    differing : int
        How many incoming rows say something else than what is stored.
    """
    cursor.execute(
        f"INSERT INTO {facts.confirmed} BY NAME"
        f" SELECT {facts.keys}, line, $load::INTEGER AS load FROM matched WHERE same",
        {"load": load},
    )
    # An anti join would gather the wide side: `incoming` is thought small, for it is filtered.
    assert_new(cursor, facts, load, "incoming WHERE line NOT IN (SELECT line FROM known_places)")
    if not differing:
        return
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE again AS SELECT {facts.keys}, line, changes FROM matched"
        " WHERE NOT same AND NOT clashes"
    )
    if cursor.execute("FROM again LIMIT 1").fetchone() is None:
        return
    columns = facts.columns
    cursor.execute(
        f"INSERT INTO {facts.history} ({columns}, load, line) SELECT {columns}, load, line"
        f" FROM known SEMI JOIN again USING ({facts.keys})"
        f" ANTI JOIN {facts.history} USING ({facts.keys})"
    )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE touched AS SELECT {facts.keys} FROM again WHERE changes"
    )
    _copy_confirmed(cursor, facts, "known")
    cursor.execute(
        f"INSERT INTO {facts.history} BY NAME"
        f" SELECT i.*, $load::INTEGER AS load FROM incoming i SEMI JOIN again USING (line)",
        {"load": load},
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
        f" WHERE load = $load UNION SELECT {facts.keys} FROM {facts.current}"
        f" SEMI JOIN {facts.confirmed} USING ({facts.keys}) WHERE load = $load",
        {"load": load},
    )
    confirmed = cursor.execute(
        f"DELETE FROM {facts.confirmed} WHERE load = $load", {"load": load}
    ).fetchone()
    _copy_confirmed(cursor, facts, facts.current)
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
    assert confirmed is not None  # noqa: S101
    return int(gone[0]), int(stay[0]) + int(confirmed[0])


def assertions_sql(facts: Facts) -> str:
    """Return the query of everything that is asserted: key, cells, load, line; one row per load."""
    columns = facts.columns
    return (
        f"SELECT {columns}, load, line FROM {facts.history}"
        f" UNION ALL SELECT {columns}, load, line FROM {facts.current}"
        f" ANTI JOIN {facts.history} USING ({facts.keys}) UNION ALL {_confirmations(facts)}"
    )


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


def _confirmations(facts: Facts, rows: str | None = None) -> str:
    """Return the query of what confirming loads assert: the cells of the current rows."""
    return (
        f"SELECT {facts.columns}, c.load, c.line FROM {facts.confirmed} c"
        f" JOIN {rows or facts.current} s USING ({facts.keys})"
    )


def _copy_confirmed(cursor: duckdb.DuckDBPyConnection, facts: Facts, rows: str) -> None:
    """Turn what confirms the keys in ``touched`` into assertions, while their rows show it yet."""
    cursor.execute(
        f"INSERT INTO {facts.history} ({facts.columns}, load, line) {_confirmations(facts, rows)}"
        f" SEMI JOIN touched USING ({facts.keys})"
    )
    cursor.execute(f"DELETE FROM {facts.confirmed} c WHERE {_is_in(facts, 'touched')}")


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
