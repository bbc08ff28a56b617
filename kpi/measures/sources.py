"""What KPIs count: handoffs, their course in the case, what came back, and contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from kpi.measures.due import due_handoffs
from kpi.measures.kpi import Source
from kpi.measures.working_time import instant_after

_SOURCES = (
    Path(__file__)
    .with_name("sources.sql")
    .read_text(encoding="utf-8")
    .format(
        repair=instant_after(
            "agreed", since="returned_at", hours="repair_time_hours", name="repair_due"
        ),
        response=instant_after(
            "agreed", since="contacted_at", hours="response_hours", name="response_due"
        ),
    )
)


@dataclass(frozen=True)
class Relation:
    """Where the rows of a source are found.

    Parameters
    ----------
    whole : str
        The view of all of them.
    of_window : str
        The one of those that `kpi.measures.rows.prepare_window` made ready.
    identity : str
        The column that names a row.
    """

    whole: str
    of_window: str
    identity: str = "handoff_id"


RELATIONS: Mapping[Source, Relation] = {
    "handoffs": Relation("due_handoffs", "window_handoffs"),
    "course": Relation("followed_handoffs", "window_course"),
    "returns": Relation("returned_handoffs", "returned_handoffs"),
    "contacts": Relation("due_contacts", "due_contacts", "contact_id"),
}


def counted_sources(cursor: duckdb.DuckDBPyConnection, as_of: datetime) -> None:
    """Create on this cursor the views that KPIs count, as known at an instant.

    - ``due_handoffs``: see `kpi.measures.due_handoffs`.
    - ``followed_handoffs``: the same, and ``sent_back``: the next handoff of the case, in the order
      of deliveries (open ones last), goes from the customer straight back to the supplier.
    - ``returned_handoffs``: those that came back (returned, or refused), with ``repair_due``, the
      return + the repair time in force then, in the supplier's hours, NULL where either is not
      known, and ``repaired_at``, when the case was next delivered on this link after the return.
    - ``due_contacts``: the contacts made by as-of, with ``response_due`` by the response time in
      force when they were made; ``answered_at`` NULL where later than as-of.
    """
    due_handoffs(cursor, as_of)
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE known_until AS SELECT $1::TIMESTAMP AS as_of", [as_of]
    )
    cursor.execute(_SOURCES)
