"""Look for facts that contradict each other in the store: none are expected, ever."""

from __future__ import annotations

import duckdb

from kpi.intake.assertions import EVENTS, HANDOFFS, Facts, assertions_sql, shown_cells, stored_facts
from kpi.intake.derive import derivation
from kpi.intake.formats import REFERENCES
from kpi.words import Message

REPEATS = Message("{n} row of {table} repeats a key.", many="{n} rows of {table} repeat a key.")
FALLEN = Message(
    "{n} row of {table} belongs to no standing load.",
    many="{n} rows of {table} belong to no standing load.",
)
ALONE = Message(
    "{n} key of {table} is not asserted by two or more loads, once each.",
    many="{n} keys of {table} are not asserted by two or more loads, once each.",
)
OTHERWISE = Message(
    "{n} row of {table} does not show what its loads assert.",
    many="{n} rows of {table} do not show what their loads assert.",
)
MISREPORTED = Message(
    "{n} load of {table} does not assert the rows that it reported.",
    many="{n} loads of {table} do not assert the rows that they reported.",
)
UNDERIVED = Message(
    "{n} derived handoff is not what its events say.",
    many="{n} derived handoffs are not what their events say.",
)
HIDING = Message(
    "{n} derived handoff hides or repeats one that a file states.",
    many="{n} derived handoffs hide or repeat one that a file states.",
)
TIMELESS = Message(
    "{n} party names a calendar that is not known; its hours are counted as elapsed time.",
    many="{n} parties name a calendar that is not known; their hours are counted as elapsed time.",
)
_WITHOUT_CALENDAR = (
    "SELECT party FROM stated_parties WHERE calendar <> ''"
    " AND calendar NOT IN (SELECT calendar FROM calendars)"
)
UNLOGGED = Message(
    "{n} step of {table} names no load, or one that wrote no row of its agreement.",
    many="{n} steps of {table} name no load, or one that wrote no row of their agreement.",
)
# The rows of an undone load are gone; the log still knows it.
_UNLOGGED = """
SELECT step FROM agreement_steps s LEFT JOIN loads l ON l.load = s.load
WHERE l.load IS NULL OR l.kind <> 'agreements'
   OR (l.undone_at IS NULL AND NOT EXISTS (
           FROM agreement_rows a WHERE a.load = s.load AND a.agreement = s.agreement))"""
NAMELESS = Message(
    "{n} attribute cell of {table} has no name.",
    many="{n} attribute cells of {table} have no name.",
)


def check(cursor: duckdb.DuckDBPyConnection) -> tuple[Message, ...]:
    """Verify that every row is asserted by a standing load, once, and shows what it should.

    Returns
    -------
    tuple of Message
        One per kind of fault, with how many rows have it; empty where the store is sound.

    Notes
    -----
    Reads every row; derived handoffs are made again and compared. Nothing is changed.
    """
    found = [
        *_facts(cursor, stored_facts(cursor, HANDOFFS), "handoffs"),
        *_facts(cursor, EVENTS, "events"),
        *_references(cursor),
        *_derived(cursor),
        _fault(cursor, TIMELESS, "party_rows", _WITHOUT_CALENDAR),
        _fault(cursor, UNLOGGED, "agreement_steps", _UNLOGGED),
        *_attributes(cursor),
    ]
    return tuple(message for message in found if message is not None)


def _facts(
    cursor: duckdb.DuckDBPyConnection, facts: Facts, kind: str
) -> tuple[Message | None, ...]:
    current, history, keys = facts.current, facts.history, facts.keys
    twice = f"SELECT {keys} FROM {current} GROUP BY {keys} HAVING count(*) > 1"
    fallen = " UNION ALL ".join(
        f"SELECT load FROM {table} WHERE load NOT IN ({_standing(kind)})"
        for table in (current, history, facts.confirmed)
    )
    confirmed = f"SELECT {keys} FROM {facts.confirmed} GROUP BY {keys}, load HAVING count(*) > 1"
    alone = (
        f"SELECT {keys} FROM {history} GROUP BY {keys}"
        " HAVING count(*) = 1 OR count(*) <> count(DISTINCT load)"
    )
    otherwise = (
        f"(SELECT {shown_cells(facts)} FROM {history} GROUP BY {keys})"
        f" EXCEPT ALL (SELECT {facts.columns}, load, line FROM {current})"
    )
    return (
        _fault(cursor, REPEATS, current, twice),
        _fault(cursor, REPEATS, facts.confirmed, confirmed),
        _fault(cursor, FALLEN, current, fallen),
        _fault(cursor, ALONE, history, alone),
        _fault(cursor, OTHERWISE, current, otherwise),
        _fault(cursor, MISREPORTED, current, _misreported(facts, kind)),
    )


def _standing(kind: str) -> str:
    return f"SELECT load FROM loads WHERE kind = '{kind}' AND undone_at IS NULL"


def _misreported(facts: Facts, kind: str) -> str:
    """Return the query of the loads that assert more or fewer rows than they reported."""
    # An unknown party's events are stored too, but reported as ignored.
    # What a record implies beside itself is on a negative line.
    known = "WHERE party <> '' AND line > 0" if kind == "events" else ""
    said = " + ".join(
        f"CAST(report ->> '$.{group}' AS BIGINT)" for group in ("new", "updated", "unchanged")
    )
    return (
        "SELECT load FROM loads LEFT JOIN"
        f" (SELECT load, count(*) AS held FROM ({assertions_sql(facts)}) {known} GROUP BY load)"
        " USING (load)"
        f" WHERE kind = '{kind}' AND undone_at IS NULL AND coalesce(held, 0) <> {said}"
    )


def _references(cursor: duckdb.DuckDBPyConnection) -> tuple[Message | None, ...]:
    return tuple(
        _fault(
            cursor,
            FALLEN,
            reference.rows,
            f"SELECT load FROM {reference.rows} WHERE load NOT IN ({_standing(kind)})",
        )
        for kind, reference in REFERENCES.items()
    )


def _derived(cursor: duckdb.DuckDBPyConnection) -> tuple[Message | None, ...]:
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE touched_cases AS SELECT DISTINCT case_id FROM events"
    )
    query, values = derivation()
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE derived_anew AS {query}", values)
    stored = "SELECT * EXCLUDE (stated) FROM derived_handoffs"
    anew = "SELECT * EXCLUDE (stated) FROM derived_anew"
    return (
        _fault(
            cursor,
            UNDERIVED,
            "derived_handoffs",
            f"({stored} EXCEPT ALL {anew}) UNION ALL ({anew} EXCEPT ALL {stored})",
        ),
        _fault(
            cursor,
            HIDING,
            "derived_handoffs",
            "SELECT d.handoff_id FROM derived_handoffs d LEFT JOIN"
            " (SELECT DISTINCT handoff_id AS id FROM stated_handoffs) s ON s.id = d.handoff_id"
            " WHERE d.stated <> (s.id IS NOT NULL)",
        ),
    )


def _attributes(cursor: duckdb.DuckDBPyConnection) -> tuple[Message | None, ...]:
    """Every attribute has its column, and a column without an attribute is empty."""
    present = set(stored_facts(cursor, HANDOFFS).running) - set(HANDOFFS.running)
    named = {column for (column,) in cursor.execute("SELECT col FROM attributes").fetchall()}
    missing = [f"SELECT '{column}'" for column in sorted(named - present)]
    stray = [
        f"SELECT '{column}' FROM {HANDOFFS.current} WHERE {column} IS NOT NULL"
        for column in sorted(present - named)
    ]
    if not missing + stray:
        return ()
    return (
        _fault(
            cursor,
            NAMELESS,
            HANDOFFS.current,
            " UNION ALL ".join(missing + stray),
        ),
    )


def _fault(
    cursor: duckdb.DuckDBPyConnection, message: Message, table: str, query: str
) -> Message | None:
    """Return the message with how many rows the query finds, or nothing where it finds none."""
    row = cursor.execute(f"SELECT count(*) FROM ({query})").fetchone()
    assert row is not None  # noqa: S101 - an aggregate answers one row
    if not row[0]:
        return None
    return Message(message.phrase, {"n": row[0], "table": table}, many=message.many)
