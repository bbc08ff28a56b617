"""Events -> handoffs: each change of the party that holds a case is a handoff."""

from __future__ import annotations

from pathlib import Path

import duckdb

from kpi.store import remake_handoff_views
from kpi.words.terms import UNKNOWN_PARTY

DERIVE = Path(__file__).with_name("derive.sql").read_text(encoding="utf-8")


def derive_handoffs(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make the handoffs of every case in the temp table ``touched_cases`` again, whole.

    Supplier is the party that held the case, customer the next one; requested at the first event of
    the holding, delivered at the first event of the next. The last holder owes the case to the
    external customer until the case ends: when resolved, or when closed where it is not resolved or
    was resolved before that holding began. A rejection returns the handoff that brought the case to
    the rejecting holder; where the mapping names rejections, a holder that passed the case on
    without one accepted it.

    Notes
    -----
    A case that no known party ever held is owed by the constant unknown party, so that its outcome
    is counted. The ordinal in an id has five digits: ids of a case sort in its order up to 99,999.
    """
    cursor.execute(
        "DELETE FROM derived_handoffs d WHERE EXISTS"
        " (FROM touched_cases t WHERE t.case_id = d.case_id)"
    )
    query, values = derivation()
    cursor.execute(f"INSERT INTO derived_handoffs BY NAME {query}", values)
    # The last holder may be the one whom the case is owed to: that is no link.
    inside = "FROM derived_handoffs WHERE supplier = customer LIMIT 1"
    if cursor.execute(inside).fetchone() is not None:
        remake_handoff_views(cursor)
    flag_stated(cursor)


def derivation() -> tuple[str, dict[str, str]]:
    """Return the query of the handoffs of the cases in ``touched_cases``, and its values."""
    return DERIVE, {"unknown_party": UNKNOWN_PARTY}


def flag_stated(cursor: duckdb.DuckDBPyConnection) -> None:
    """Mark the derived handoffs whose id a handoff file states too: there the file speaks."""
    if cursor.execute("FROM derived_handoffs LIMIT 1").fetchone() is None:
        return
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE stated_too AS SELECT handoff_id FROM derived_handoffs"
        " SEMI JOIN stated_handoffs USING (handoff_id)"
    )
    cursor.execute(
        "UPDATE derived_handoffs SET stated = NOT stated"
        " WHERE stated <> (handoff_id IN (FROM stated_too))"
    )
