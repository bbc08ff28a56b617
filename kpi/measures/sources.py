"""What KPIs count: handoffs, their course in the case, what came back, and contacts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from kpi.measures.due import due_handoffs
from kpi.measures.kpi import Kpi, Source
from kpi.measures.working_time import instant_after

CAME_BACK = "(returned_at IS NOT NULL OR accepted = false)"
_COURSE, _COURSE_OF_CASES, _RETURNED, _CONTACTS = (
    Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
    for name in ("course", "course_of_cases", "returned", "contacts")
)
_REPAIR = instant_after("agreed", since="returned_at", hours="repair_time_hours", name="repair_due")
_RESPONSE = instant_after(
    "agreed", since="contacted_at", hours="response_hours", name="response_due"
)


@dataclass(frozen=True)
class Relation:
    """Where the rows of a source are found.

    Parameters
    ----------
    whole : str
        The view of all of them.
    of_window : str
        The one of those that `kpi.measures.rows.prepare_windows` made ready.
    identity : str
        The column that names a row.
    """

    whole: str
    of_window: str
    identity: str = "handoff_id"


RELATIONS: Mapping[Source, Relation] = {
    "handoffs": Relation("due_handoffs", "window_handoffs"),
    "course": Relation("followed_handoffs", "window_course"),
    "returns": Relation("returned_handoffs", "window_returns"),
    "contacts": Relation("due_contacts", "due_contacts", "contact_id"),
}
# The agreed times without which nothing of a source can be told.
_AGREED_FOR: Mapping[Source, str] = {"returns": "repair_time_spans", "contacts": "response_spans"}


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
    made = cursor.execute("SELECT getvariable('counted_sources')").fetchall()[0][0]
    if made == as_of:  # the views are of whatever due_handoffs is
        return
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE known_until AS SELECT $1::TIMESTAMP AS as_of", [as_of]
    )
    whole = "FROM due_handoffs"
    course, returned = course_sql(whole, whole), returned_sql(f"{whole} WHERE {CAME_BACK}", whole)
    cursor.execute(f"CREATE OR REPLACE TEMP VIEW followed_handoffs AS {course}")
    cursor.execute(f"CREATE OR REPLACE TEMP VIEW returned_handoffs AS {returned}")
    cursor.execute(_CONTACTS.format(response=_RESPONSE))
    cursor.execute("SET VARIABLE counted_sources = $as_of", {"as_of": as_of})


def counted_kpis(
    cursor: duckdb.DuckDBPyConnection, kpis: Iterable[Kpi], aimed: Collection[str] = ()
) -> list[Kpi]:
    """Return the KPIs that can have counted anything: the others would be planned for nothing.

    What counts agreements is left to `kpi.verdicts`. Nothing can be told of what came back where
    nobody ever agreed a repair time, nor of contacts without a response time.

    Parameters
    ----------
    aimed : collection of str
        Ids of KPIs to keep all the same: a target wants to know what could not be told.
    """
    none = {"agreements"}
    for source, spans in _AGREED_FOR.items():
        if not cursor.execute(f"SELECT count(*) FROM {spans}").fetchall()[0][0]:
            none.add(source)
    return [
        kpi
        for kpi in kpis
        if kpi.counting.source not in none
        or (kpi.id in aimed and kpi.counting.source != "agreements")
    ]


def course_sql(followed: str, later: str, *, of_cases: bool = False) -> str:
    """Return the SQL of handoffs with ``sent_back``.

    Parameters
    ----------
    followed : str
        A query of rows of ``due_handoffs``: those that are asked about.
    later : str
        One that has, of their cases, all that is delivered no earlier, or open.
    of_cases : bool
        Whether the latter has only the cases of the temp table ``asked_cases``: all those that can
        go straight back.
    """
    sql = _COURSE_OF_CASES if of_cases else _COURSE
    return sql.format(followed=followed, later=later)


def returned_sql(returned: str, delivered: str) -> str:
    """Return the SQL of returned handoffs with ``repair_due`` and ``repaired_at``.

    Parameters
    ----------
    returned : str
        A query of rows of ``due_handoffs``: those that came back.
    delivered : str
        One that has, of their cases, all that is delivered after the return.
    """
    return _RETURNED.format(returned=returned, delivered=delivered, repair=_REPAIR)
