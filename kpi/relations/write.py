"""State actions in the program itself: each step is a load, logged and undone like a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import duckdb

from kpi.agreements import Link
from kpi.intake.in_app import state_rows
from kpi.relations.actions import Action, Status, actions
from kpi.store import Store, read_settings
from kpi.words import Message, UserError

PREFIX = "T-"


class ActionError(UserError):
    """An action says something that cannot be meant."""


class UnknownActionError(ActionError):
    """There is no action of that id."""


@dataclass(frozen=True)
class Doer:
    """Who states something of an action, and when.

    Parameters
    ----------
    who : str
    now : datetime
        With a zone.
    """

    who: str
    now: datetime

    def wall(self, cursor: duckdb.DuckDBPyConnection) -> datetime:
        """Return the present wall time in the company's zone."""
        if self.now.tzinfo is None:
            raise ValueError(f"now: {self.now!r}. Must have a time zone.")
        return self.now.astimezone(read_settings(cursor).zone_info).replace(tzinfo=None)


def new_action(
    store: Store,
    link: Link,
    text: str,
    doer: Doer,
    *,
    owner: str = "",
    due_on: date | None = None,
    kpi: str = "",
    expected: float | None = None,
    rebase: bool = False,
) -> Action:
    """State a new action of a link, open from today on; its id is T- and the next number.

    Raises
    ------
    ActionError
        If nothing is to be done, a side of the link has no name, it was due before today, or a
        value is expected of no KPI.
    """
    with store.write() as cursor:
        today = doer.wall(cursor).date()
        row = {
            "action": _new_id(cursor),
            **link._asdict(),
            "text": text.strip(),
            "owner": owner.strip() or None,
            "opened_on": today,
            "due_on": due_on,
            "done_on": None,
            "status": "open",
            "kpi": kpi,
            "expected": expected,
            "rebase": rebase,
        }
        _check(row, today)
        return _state(cursor, row, doer, "opened")


def finish_action(store: Store, action: str, done_on: date, doer: Doer) -> Action:
    """Say that an action is done since a day.

    Raises
    ------
    UnknownActionError
        If there is no such action.
    ActionError
        If the day is to come, or before the action was opened.
    """
    return _end(store, action, "done", done_on, doer)


def drop_action(store: Store, action: str, done_on: date, doer: Doer) -> Action:
    """Say that an action will not be done, as of a day. Raises what `finish_action` does."""
    return _end(store, action, "dropped", done_on, doer)


def open_again(store: Store, action: str, doer: Doer) -> Action:
    """Say that an action that was ended is open after all.

    Raises
    ------
    UnknownActionError
        If there is no such action.
    """
    with store.write() as cursor:
        row = _stored(cursor, action) | {"status": "open", "done_on": None}
        return _state(cursor, row, doer, "opened")


def _end(store: Store, action: str, status: Status, done_on: date, doer: Doer) -> Action:
    with store.write() as cursor:
        row = _stored(cursor, action) | {"status": status, "done_on": done_on}
        today = doer.wall(cursor).date()
        if done_on > today:
            raise ActionError(
                Message(
                    "{day} is yet to come. Give the day on which it happened.", {"day": done_on}
                )
            )
        if row["opened_on"] is not None and done_on < row["opened_on"]:
            raise ActionError(
                Message(
                    "{day} is before {opened}, the day on which the action was opened.",
                    {"day": done_on, "opened": row["opened_on"]},
                )
            )
        return _state(cursor, row, doer, status)


def _check(row: dict[str, Any], today: date) -> None:
    if not row["text"]:
        raise ActionError(Message("Write what is to be done."))
    if not row["supplier"].strip() or not row["customer"].strip():
        raise ActionError(Message("An action is about a link: name its supplier and its customer."))
    if row["due_on"] is not None and row["due_on"] < today:
        raise ActionError(
            Message("{day} is over. Give a day from today on.", {"day": row["due_on"]})
        )
    if row["expected"] is not None and not row["kpi"]:
        raise ActionError(Message("A value is expected of no KPI. Choose the KPI too."))


def _state(cursor: duckdb.DuckDBPyConnection, row: dict[str, Any], doer: Doer, step: str) -> Action:
    name = f"{row['action']} · {step}"
    state_rows(cursor, "actions", [row], name=name, who=doer.who.strip(), now=doer.now)
    # Of one that opens on a day to come there is nothing to see before.
    seen_at = doer.wall(cursor)
    if row["opened_on"] is not None:
        seen_at = max(seen_at, datetime.combine(row["opened_on"], time()))
    shown = actions(cursor, as_of=seen_at)
    return next(one for one in shown if one.action == row["action"])


def _stored(cursor: duckdb.DuckDBPyConnection, action: str) -> dict[str, Any]:
    """Return the cells of an action as a file would write them: renames can be undone."""
    cursor.execute(
        "SELECT * EXCLUDE (load, line) FROM latest_actions WHERE action = $action",
        {"action": action},
    )
    names = [column[0] for column in cursor.description or ()]
    row = cursor.fetchone()
    if row is None:
        raise UnknownActionError(
            Message(
                "There is no action “{action}”. The list of actions shows their ids.",
                {"action": action},
            )
        )
    return dict(zip(names, row, strict=True))


def _new_id(cursor: duckdb.DuckDBPyConnection) -> str:
    rows = cursor.execute("SELECT DISTINCT action FROM action_rows").fetchall()
    tails = [name.removeprefix(PREFIX) for (name,) in rows if name.startswith(PREFIX)]
    highest = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)
    return f"{PREFIX}{highest + 1:02d}"
