"""The views that everything above the store reads, made from what the store holds by now."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

_HANDOFFS = Path(__file__).with_name("handoff_views.sql").read_text(encoding="utf-8")
_VIEWS = Path(__file__).with_name("views.sql").read_text(encoding="utf-8")
_STANDING = Path(__file__).with_name("standing_names.sql").read_text(encoding="utf-8")
_JOINS = """
LEFT JOIN standing_names s ON s.name = h.supplier{supplier_then}
LEFT JOIN standing_names c ON c.name = h.customer{customer_then}"""
_THEN = " AND {when} >= {names}.since AND {when} < {names}.until"
FINGERPRINT = hashlib.sha256((_HANDOFFS + _VIEWS).encode()).hexdigest()


def remake_views(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make the views again, and the table ``standing_names`` that they join.

    To be called in the transaction of whatever changes the names of parties.

    ``all_handoffs`` has the columns of ``stated_handoffs``, attributes ``a1``, ``a2``, … included
    (NULL in derived handoffs), and ``derived``. ``handoffs`` leaves out those of a party to itself,
    which ``inside_handoffs`` shows. ``parties``, ``stated_parties``, ``agreements``,
    ``annotations``, ``services``, ``contacts`` and ``actions`` show facts under the names that they
    stand for.
    ``defined_kpis`` tells the unit of the KPIs that the company defined.
    """
    cursor.execute("DELETE FROM standing_names")
    # Planning it takes 5 ms, and every new store comes by here.
    if _any(cursor, "FROM party_names WHERE undone_at IS NULL"):
        cursor.execute(_STANDING)
    remake_handoff_views(cursor)
    dated = _is_dated(cursor)
    cursor.execute(
        _VIEWS.format(
            owed_day=", happened_at::DATE AS day" if dated else "",
            owed_then=_THEN.format(when="o.day", names="n") if dated else "",
        )
    )
    cursor.execute("DELETE FROM made_views")
    cursor.execute("INSERT INTO made_views VALUES (?)", [FINGERPRINT])


def remake_handoff_views(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make the views of handoffs again: a third of the work of making all.

    To be called in the transaction of whatever changes what they alone show: a new attribute
    column, a load with handoffs of a party to itself.

    Notes
    -----
    Where no name stands for another and no handoff lies inside a party, ``handoffs`` is the tables
    themselves, without a join or a filter: nothing is paid for what is not used.
    """
    named = _any(cursor, "FROM standing_names")
    inside = named or any(
        _any(cursor, f"FROM {table} WHERE supplier = customer")
        for table in ("stated_handoffs", "derived_handoffs")
    )
    attributes = "".join(f", h.{column}" for column in _attribute_columns(cursor))
    cursor.execute(
        _HANDOFFS.format(
            attributes=attributes,
            names=_joins(dated=_is_dated(cursor)) if named else "",
            supplier="coalesce(s.party, h.supplier)" if named else "h.supplier",
            customer="coalesce(c.party, h.customer)" if named else "h.customer",
            between=" WHERE supplier <> customer" if inside else "",
        )
    )


def _is_dated(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether some name means somebody for some days only; else no bound is compared."""
    return _any(cursor, "FROM standing_names WHERE since > '-infinity' OR until < 'infinity'")


def _joins(*, dated: bool) -> str:
    """Return the joins of handoffs with the names of both sides, by the day of the request."""
    return _JOINS.format(
        supplier_then=_THEN.format(when="h.requested_at", names="s") if dated else "",
        customer_then=_THEN.format(when="h.requested_at", names="c") if dated else "",
    )


def leave_out_inside(cursor: duckdb.DuckDBPyConnection, load: int) -> None:
    """Make the views again if ``handoffs`` shows those of a load that are of a party to itself."""
    # To read the text of the view would cost three times as much: all views are written out.
    if _any(cursor, f"FROM handoffs WHERE load = {load:d} AND supplier = customer"):
        remake_handoff_views(cursor)


def views_are_old(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether another version of the program made the views of this store."""
    return cursor.execute("SELECT fingerprint FROM made_views").fetchall() != [(FINGERPRINT,)]


def _attribute_columns(cursor: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Return ``a1``, ``a2``, … as far as the table of handoffs has them, in its order."""
    found = cursor.execute("DESCRIBE stated_handoffs").fetchall()
    return tuple(name for name, *_ in found if name[0] == "a" and name[1:].isdigit())


def _any(cursor: duckdb.DuckDBPyConnection, rows: str) -> bool:
    return cursor.execute(f"SELECT 1 {rows} LIMIT 1").fetchone() is not None
