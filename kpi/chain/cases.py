"""Pick the cases of a span, put their handoffs in order, and say what became of each."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from kpi.agreements.links import Link
from kpi.chain.places import place_handoffs
from kpi.chain.replay import NEVER
from kpi.measures import due_handoffs

_HERE = Path(__file__).parent
_CHOSEN = (_HERE / "chosen_cases.sql").read_text(encoding="utf-8")
_KNOWN = (_HERE / "chain_known.sql").read_text(encoding="utf-8")
_HANDOFFS = (_HERE / "chain_handoffs.sql").read_text(encoding="utf-8")
_CASES = (_HERE / "chain_cases.sql").read_text(encoding="utf-8")
_OF_LINK = (_HERE / "cases_of_link.sql").read_text(encoding="utf-8")
_DELAYS = (_HERE / "handoff_delays.sql").read_text(encoding="utf-8")
_ONE = """
CREATE OR REPLACE TEMP TABLE chosen_cases AS
SELECT DISTINCT case_id, 0 AS case_number FROM due_handoffs WHERE case_id = $case_id
"""


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
    due_handoffs(cursor, as_of)
    cursor.execute(_CHOSEN, {"first": first, "last": last, "with_open": with_open})
    _order_handoffs(cursor)
    cursor.execute(_CASES)


def choose_case(cursor: duckdb.DuckDBPyConnection, case_id: str, *, as_of: datetime) -> None:
    """Create the same temp tables for one case; empty if no handoff of it is known at as-of."""
    due_handoffs(cursor, as_of)
    cursor.execute(_ONE, {"case_id": case_id})
    _order_handoffs(cursor)
    cursor.execute(_CASES)


def _order_handoffs(cursor: duckdb.DuckDBPyConnection) -> None:
    """Create the temp table ``chain_handoffs`` of the chosen cases."""
    cursor.execute(_KNOWN)
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
    _order_handoffs(cursor)
    cursor.execute(_DELAYS, chosen)
