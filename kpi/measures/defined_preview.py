"""What a definition gives on the company's own data, before it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb
import pandas as pd

from kpi.measures.aggregates import LINK, value_sql
from kpi.measures.catalogue_of import attribute_columns
from kpi.measures.defined.as_kpi import as_kpi
from kpi.measures.defined.definition import Definition
from kpi.measures.kpi import Kpi
from kpi.measures.periods import Window
from kpi.measures.rows import prepare_windows, rows_in_window

FIRST = 5


@dataclass(frozen=True)
class Preview:
    """What a definition gives in one window.

    Parameters
    ----------
    kpi : Kpi
    links : pandas.DataFrame
        supplier, customer, service : str; value : float; n : int, counted; the most first.
    counted, unread : int
        Handoffs of all links that count, and those whose cell could not be read.
    rows : pandas.DataFrame
        The first handoffs behind it: handoff_id, good, value and the columns it reads.
    """

    kpi: Kpi
    links: pd.DataFrame
    counted: int
    unread: int
    rows: pd.DataFrame


def preview(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, *, window: Window, as_of: datetime
) -> Preview:
    """Measure a definition over a window, whether it is stored or not."""
    attributes = attribute_columns(cursor)
    entry = as_kpi(definition, attributes)
    prepare_windows(cursor, [window], as_of)
    rows = rows_in_window(entry, entry.counting)
    links = cursor.execute(
        f"SELECT {LINK}, {value_sql(entry)} AS value, count_if(counted)::INTEGER AS n,"
        f" count(*)::INTEGER AS candidates FROM ({rows}) GROUP BY ALL ORDER BY n DESC, {LINK}"
    ).df()
    read = [f'"{attributes.get(name, name)}"' for name in definition.columns if not entry.waits_for]
    first = cursor.execute(
        f"SELECT handoff_id, good, value{''.join(f', {column}' for column in read)} FROM ({rows})"
        f" WHERE counted ORDER BY belongs_at DESC, handoff_id LIMIT {FIRST}"
    ).df()
    counted = int(links["n"].sum())
    unread = int(links["candidates"].sum()) - counted
    return Preview(
        entry,
        links.drop(columns="candidates"),
        counted,
        unread,
        first.rename(columns={column: name for name, column in attributes.items()}),
    )
