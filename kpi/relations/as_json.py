"""An action as data, for the command line."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kpi.relations.actions import Action


def action_as_json(one: Action, at: datetime) -> dict[str, Any]:
    """Return an action under the names of its file's columns, and whether it is overdue."""
    return {
        "action": one.action,
        **one.link._asdict(),
        "text": one.text,
        "owner": one.owner or None,
        "opened_on": one.opened_on,
        "due_on": one.due_on,
        "done_on": one.done_on,
        "status": one.status,
        "overdue": one.is_overdue(at),
        "kpi": one.kpi or None,
        "expected": one.expected,
        "rebase": one.rebase,
    }
