"""Keep defined KPIs in the store: the latest standing row of an id counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import duckdb

from kpi.measures.defined.definition import Definition, DefinitionError
from kpi.measures.defined.read_toml import read_definitions
from kpi.measures.defined.write_toml import written_definition
from kpi.words import Message

_LATEST = """
SELECT definition, who, made_at FROM kpi_rows
QUALIFY row_number() OVER (PARTITION BY kpi ORDER BY made_at DESC, rowid DESC) = 1 AND NOT withdrawn
ORDER BY kpi
"""


@dataclass(frozen=True)
class StoredKpi:
    """A definition that stands, who made it and when (UTC)."""

    definition: Definition
    who: str
    made_at: datetime


def stored_kpis(cursor: duckdb.DuckDBPyConnection) -> tuple[StoredKpi, ...]:
    """Return the definitions that stand, by id."""
    # Most companies define none, and every question asks for them.
    if not cursor.execute("SELECT count(*) FROM kpi_rows").fetchall()[0][0]:
        return ()
    return tuple(
        StoredKpi(read_definitions(text)[0], who, made_at)
        for text, who, made_at in cursor.execute(_LATEST).fetchall()
    )


def save_definitions(
    cursor: duckdb.DuckDBPyConnection,
    definitions: Iterable[Definition],
    *,
    who: str,
    now: datetime,
) -> None:
    """Store definitions; one of the same id is replaced, and its history kept.

    Parameters
    ----------
    cursor
        Inside the store's write.
    now : datetime
        UTC, without a zone.
    """
    for definition in definitions:
        _write(cursor, definition.id, written_definition(definition), who, now, withdrawn=False)


def withdraw_kpi(cursor: duckdb.DuckDBPyConnection, kpi: str, *, who: str, now: datetime) -> None:
    """Withdraw a defined KPI; agreements that name it are no longer judged by it.

    Raises
    ------
    DefinitionError
        If no defined KPI of that id stands.
    """
    standing = {stored.definition.id: stored.definition for stored in stored_kpis(cursor)}
    if kpi not in standing:
        raise DefinitionError(
            Message(
                "No defined KPI is called “{kpi}”. Must be one of: {allowed}.",
                {"kpi": kpi, "allowed": ", ".join(standing) or "–"},
            )
        )
    _write(cursor, kpi, written_definition(standing[kpi]), who, now, withdrawn=True)


def _write(
    cursor: duckdb.DuckDBPyConnection,
    kpi: str,
    definition: str,
    who: str,
    now: datetime,
    *,
    withdrawn: bool,
) -> None:
    cursor.execute(
        "INSERT INTO kpi_rows VALUES ($kpi, $definition, $who, $now, $withdrawn)",
        {"kpi": kpi, "definition": definition, "who": who, "now": now, "withdrawn": withdrawn},
    )
