"""The catalogue of one store: the built-in KPIs and those that its company defined."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from kpi.measures.catalogue import KPIS
from kpi.measures.defined.as_kpi import as_kpi
from kpi.measures.defined.stored import stored_kpis
from kpi.measures.kpi import Kpi
from kpi.words import Message, UserError


class KpiError(UserError):
    """A KPI is not in the catalogue."""


def catalogue(cursor: duckdb.DuckDBPyConnection) -> Mapping[str, Kpi]:
    """Return id -> KPI: the built-in ones, then the defined ones, by id."""
    stored = stored_kpis(cursor)
    if not stored:
        return KPIS
    attributes = attribute_columns(cursor)
    made = [as_kpi(one.definition, attributes) for one in stored]
    return {**KPIS, **{kpi.id: kpi for kpi in made}}


def known_attributes(cursor: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Return the columns that files brought and that are no field, as they are written there."""
    return tuple(attribute_columns(cursor))


def kpi_of(cursor: duckdb.DuckDBPyConnection, kpi: str) -> Kpi:
    """Return the catalogue's entry.

    Raises
    ------
    KpiError
        If there is none of that id.
    """
    known = catalogue(cursor)
    if kpi not in known:
        raise KpiError(
            Message(
                "KPI “{kpi}” is not known. Must be one of: {known}.",
                {"kpi": kpi, "known": ", ".join(known)},
            )
        )
    return known[kpi]


def attribute_columns(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return name -> column, of those that the view of handoffs shows."""
    rows = cursor.execute(
        "SELECT name, col FROM attributes WHERE col IN"
        " (SELECT column_name FROM duckdb_columns()"
        "  WHERE table_name = 'handoffs' AND NOT internal) ORDER BY name"
    ).fetchall()
    return dict(rows)
