"""Staged events -> events, and the handoffs of every case that they touch."""

from __future__ import annotations

import duckdb

from kpi.intake.assertions import EVENTS, assert_incoming
from kpi.intake.derive import derive_handoffs
from kpi.intake.handoffs_load import Landed
from kpi.intake.matching import match
from kpi.words.terms import END_CUSTOMER

# The ordinal among equals is taken over all staged rows: those of an unknown party have one too.
INCOMING = """
CREATE OR REPLACE TEMP TABLE incoming AS
SELECT line, case_id, happened_at, party, activity,
       row_number() OVER (
           PARTITION BY case_id, happened_at, party, activity ORDER BY line
       )::INTEGER AS ordinal,
       opened_at, due_at, resolved_at, closed_at, kept, rejection,
       coalesce(nullif(end_customer, ''), $end_customer) AS end_customer
FROM staged
"""

# Records of an unknown party are counted as ignored, though their case cells are stored; an event
# on a negative line is implied by a record that counts already.
COUNTS = """
SELECT count(*) FILTER (m.line IS NULL),
       count(*) FILTER (m.changes),
       count(*) FILTER (NOT m.changes)
FROM incoming i LEFT JOIN matched m USING (line)
WHERE i.party <> '' AND i.line > 0
"""


def load_events(cursor: duckdb.DuckDBPyConnection, load: int) -> Landed:
    """Assert the staged events as a load; derive the handoffs of the cases that it changed.

    An event is known by case, time, party, activity and its ordinal among equals in file order. Its
    case cells run: another value updates them, so a longer or partial export never conflicts.
    """
    cursor.execute(INCOMING, {"end_customer": END_CUSTOMER})
    found = match(cursor, EVENTS, EVENTS)
    assert_incoming(cursor, EVENTS, load, differing=found.differing)
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE touched_cases AS SELECT DISTINCT case_id FROM incoming"
        " ANTI JOIN (FROM matched WHERE NOT changes) USING (line)"
    )
    derive_handoffs(cursor)
    counted = cursor.execute(COUNTS).fetchone()
    derived = cursor.execute(
        "SELECT count(*) FROM derived_handoffs SEMI JOIN incoming USING (case_id)"
    ).fetchone()
    assert counted is not None  # noqa: S101 - an aggregate answers one row
    assert derived is not None  # noqa: S101
    new, updated, unchanged = counted
    return Landed(new=new, updated=updated, unchanged=unchanged, handoffs=derived[0])
