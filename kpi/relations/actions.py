"""The actions of the links, as they were known at an instant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import duckdb

from kpi.agreements import Link
from kpi.verdicts import Rebase

Status = Literal["open", "done", "dropped"]
STATUSES: tuple[Status, ...] = ("open", "done", "dropped")
SOON = timedelta(days=7)

# An action that was ended later was still open then, and one opened later was not there. The day of
# the instant itself counts.
_ACTIONS = """
SELECT action, supplier, customer, service, text, coalesce(owner, '') AS owner, opened_on, due_on,
       CASE WHEN NOT later THEN done_on END AS done_on,
       CASE WHEN later THEN 'open' ELSE status END AS status,
       kpi, expected, coalesce(rebase, false) AS rebase
FROM (SELECT *, coalesce(done_on > $day, false) AS later FROM actions)
WHERE (opened_on IS NULL OR opened_on <= $day)
  AND ($links IS NULL
       OR list_contains($links::VARCHAR[][], [supplier, customer, service]))
ORDER BY status <> 'open', CASE WHEN status = 'open' THEN due_on END, done_on DESC, action
"""


@dataclass(frozen=True)
class Action:
    """Something done about a link, as it stood at an instant.

    Parameters
    ----------
    action : str
        Its id.
    link : Link
        What it is about; the link's other names are resolved.
    text : str
        What is to be done.
    owner : str
        Who sees to it; '' where nobody is named.
    opened_on, due_on, done_on : date, optional
        ``due_on`` is the last good day; ``done_on`` also of one that was dropped.
    status : {"open", "done", "dropped"}
    kpi : str
        The KPI that it should improve; '' where none is named.
    expected : float, optional
        The value it should bring that KPI to, in the KPI's unit.
    rebase : bool
        Once it is done the work is another, and control charts begin anew.
    """

    action: str
    link: Link
    text: str
    owner: str = ""
    opened_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None
    status: Status = "open"
    kpi: str = ""
    expected: float | None = None
    rebase: bool = False

    def is_overdue(self, at: datetime) -> bool:
        """Whether it is open and its last good day is over.

        Examples
        --------
        >>> one = Action("AC-1", Link("A", "B"), "Call", due_on=date(2026, 3, 20))
        >>> one.is_overdue(datetime(2026, 3, 20, 23)), one.is_overdue(datetime(2026, 3, 21))
        (False, True)
        """
        return self.status == "open" and self.due_on is not None and self.due_on < at.date()

    def is_due_soon(self, at: datetime) -> bool:
        """Whether it is open and due on the day of ``at`` or in the seven days after it."""
        if self.status != "open" or self.due_on is None:
            return False
        return at.date() <= self.due_on <= at.date() + SOON


def actions(
    cursor: duckdb.DuckDBPyConnection, *, as_of: datetime, links: Iterable[Link] | None = None
) -> tuple[Action, ...]:
    """Return the actions as they stood at an instant.

    Parameters
    ----------
    as_of : datetime
        Wall time in the company's zone; its day counts. The present, where what people say is
        wanted: they speak of actions after the last file, too.
    links : iterable of Link, optional
        Only theirs.

    Returns
    -------
    tuple of Action
        The open ones first, by the day they are due; then the others, the last ended first.
    """
    asked = None if links is None else [list(link) for link in links]
    rows = cursor.execute(_ACTIONS, {"day": as_of.date(), "links": asked}).fetchall()
    return tuple(Action(row[0], Link(*row[1:4]), *row[4:]) for row in rows)


def overdue(found: Iterable[Action], at: datetime) -> tuple[Action, ...]:
    """Return those that are open past their last day, the longest first."""
    return tuple(sorted((one for one in found if one.is_overdue(at)), key=_due))


def due_soon(found: Iterable[Action], at: datetime) -> tuple[Action, ...]:
    """Return the open ones due on the day of ``at`` or in the seven days after it, in order."""
    return tuple(sorted((one for one in found if one.is_due_soon(at)), key=_due))


def rebases(found: Iterable[Action]) -> tuple[Rebase, ...]:
    """Return the finished actions that say that the work is another since, for control charts.

    It is another for the whole link, whichever KPI the action aimed at.
    """
    return tuple(
        Rebase(one.link, one.done_on, reason=one.text)
        for one in found
        if one.rebase and one.status == "done" and one.done_on is not None
    )


def _due(one: Action) -> tuple[date, str]:
    return one.due_on or date.max, one.action
