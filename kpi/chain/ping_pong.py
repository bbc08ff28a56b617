"""Pairs of parties that send work straight back to each other."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from kpi.chain.cases import choose_cases
from kpi.chain.flow_model import PingPong
from kpi.measures import Window

_PING_PONG = Path(__file__).with_name("ping_pong.sql").read_text(encoding="utf-8")


def ping_pong(
    cursor: duckdb.DuckDBPyConnection, window: Window, as_of: datetime
) -> tuple[PingPong, ...]:
    """Return the pairs with a straight return in the window, most returns first.

    A handoff A → B is sent straight back where the next handoff of the case, in the order of
    deliveries, is B → A. It belongs to the window of its own delivery.
    """
    choose_cases(cursor, window.start, window.end, as_of=as_of)
    return ping_pong_of_chosen(cursor, window)


def ping_pong_of_chosen(cursor: duckdb.DuckDBPyConnection, window: Window) -> tuple[PingPong, ...]:
    """Likewise from the cases already chosen, which must cover the window."""
    span = {"first": window.start, "last": window.end}
    return tuple(PingPong(*row) for row in cursor.execute(_PING_PONG, span).fetchall())
