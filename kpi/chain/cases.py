"""Pick the cases of a span, put their handoffs in order, and say what became of each."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from kpi.agreements.links import Link
from kpi.chain.places import place_handoffs
from kpi.chain.replay import NEVER
from kpi.measures import due_handoffs
from kpi.measures.due import some_due_handoffs
from kpi.measures.near import due_near, lies_in, undelivered

_HERE = Path(__file__).parent
_CHOSEN = (_HERE / "chosen_cases.sql").read_text(encoding="utf-8")
_KNOWN = (_HERE / "chain_known.sql").read_text(encoding="utf-8")
_HANDOFFS = (_HERE / "chain_handoffs.sql").read_text(encoding="utf-8")
_CASES = (_HERE / "chain_cases.sql").read_text(encoding="utf-8")
_BY_PLACE, _BY_TIME = (
    _CASES.format(gathered=(_HERE / f"gathered_by_{way}.sql").read_text(encoding="utf-8"))
    for way in ("place", "time")
)
_OF_LINK = (_HERE / "cases_of_link.sql").read_text(encoding="utf-8")
_DELAYS = (_HERE / "handoff_delays.sql").read_text(encoding="utf-8")
_ONE = """
CREATE OR REPLACE TEMP TABLE chosen_cases AS
SELECT DISTINCT case_id, 0 AS case_number FROM due_handoffs WHERE case_id = $case_id
"""
# Found before any due is computed: of large stores most handoffs are of other cases.
_OF_CASES = "case_id IN (SELECT case_id FROM chosen_cases)"


def choose_cases(
    cursor: duckdb.DuckDBPyConnection,
    first: datetime,
    last: datetime,
    *,
    as_of: datetime,
    with_open: bool = False,
) -> None:
    """Create the temp tables ``chain_handoffs`` and ``chain_cases`` on this cursor.

    They hold every case that can belong to ``[first, last)`` (by its due, its close or a
    delivery), and on demand every case with an open handoff; each with all its handoffs.

    - ``chain_cases``: case_number, case_id, customer (of its last end), external (whether that is a
      known external customer), handoffs, first_requested, unfinished, due, belongs_to (the instant
      whose period the case belongs to), evidence, outcome (``kept``, ``broken``, ``unknown``,
      ``not due``, ``no due``).
    - ``chain_handoffs``: the handoffs with position, pred, start, delay, own, inherited
      (microseconds), is_end, returned.

    Where the rows of a case declare different outcomes, one "no" decides.
    """
    _choose(cursor, first, last, as_of, with_open=with_open)
    _order_handoffs(cursor, as_of)
    cursor.execute(_BY_PLACE)


def choose_outcomes(
    cursor: duckdb.DuckDBPyConnection,
    first: datetime,
    last: datetime,
    *,
    as_of: datetime,
    with_open: bool = False,
) -> None:
    """Create ``chain_cases`` alone: the same rows as `choose_cases`, for a third of its work.

    For questions that ask what became of cases, not by whom: no handoff is put in its order. Drops
    the ``chain_handoffs`` of cases chosen before.
    """
    _choose(cursor, first, last, as_of, with_open=with_open)
    cursor.execute(_known(cursor, as_of, "VIEW"))
    cursor.execute("DROP TABLE IF EXISTS chain_handoffs")
    cursor.execute(_BY_TIME)
    cursor.execute("DROP VIEW chain_known")


def _choose(
    cursor: duckdb.DuckDBPyConnection,
    first: datetime,
    last: datetime,
    as_of: datetime,
    *,
    with_open: bool,
) -> None:
    """Create the temp table ``chosen_cases``."""
    due_handoffs(cursor, as_of)
    near = [due_near(cursor, first, last)]
    near += [lies_in(at, first, last) for at in ("case_due_at", "case_closed_at", "delivered_at")]
    near += [undelivered(as_of)] if with_open else []
    seen = some_due_handoffs(cursor, as_of, only=f"({' OR '.join(near)})")
    chosen = {"first": first, "last": last, "with_open": with_open}
    cursor.execute(_CHOSEN.format(seen=seen), chosen)


def _known(cursor: duckdb.DuckDBPyConnection, as_of: datetime, kind: str) -> str:
    """Return the SQL that makes the handoffs of the chosen cases a temp table or view."""
    return _KNOWN.format(kind=kind, theirs=some_due_handoffs(cursor, as_of, only=_OF_CASES))


def choose_case(cursor: duckdb.DuckDBPyConnection, case_id: str, *, as_of: datetime) -> None:
    """Create the same temp tables for one case; empty if no handoff of it is known at as-of."""
    due_handoffs(cursor, as_of)
    cursor.execute(_ONE, {"case_id": case_id})
    _order_handoffs(cursor, as_of)
    cursor.execute(_BY_PLACE)


def _order_handoffs(cursor: duckdb.DuckDBPyConnection, as_of: datetime) -> None:
    """Create the temp table ``chain_handoffs`` of the chosen cases."""
    cursor.execute(_known(cursor, as_of, "TABLE"))
    place_handoffs(cursor)
    cursor.execute(_HANDOFFS, {"never": int(NEVER)})
    cursor.unregister("chain_places")
    cursor.execute("DROP TABLE chain_known")


def handoff_delays(
    cursor: duckdb.DuckDBPyConnection,
    as_of: datetime,
    *,
    link: Link | None = None,
    first: datetime = datetime(1, 1, 1),
    last: datetime = datetime(9999, 12, 31),
) -> None:
    """Create the temp table ``handoff_delays`` on this cursor: every handoff with its delays.

    One row per handoff: handoff_id, case_id, supplier, customer, service, requested_at, due,
    delivered_at (NULL while open), open, returned, start, pred_id (the handoff it waited for or
    followed, NULL if none), delay_hours, own_hours, inherited_hours (elapsed; NULL without a due),
    cannot_inherit (derived from an event log), case_number and position (its place in the case).

    Parameters
    ----------
    link : Link, optional
        Only this link's handoffs; their delays come from their whole cases all the same.
    first, last : datetime
        Only handoffs requested or due in ``[first, last)``; all by default.

    Notes
    -----
    Orders every case that is touched: name a link or a span in stores of millions.
    """
    due_handoffs(cursor, as_of)
    chosen = {"first": first, "last": last, "every": link is None}
    chosen |= (link or Link("", ""))._asdict()
    cursor.execute(_OF_LINK, chosen)
    _order_handoffs(cursor, as_of)
    cursor.execute(_DELAYS, chosen)
