"""What people do about their links beside the work itself: actions."""

from kpi.relations.actions import (
    STATUSES,
    Action,
    actions,
    due_soon,
    overdue,
    rebases,
)
from kpi.relations.as_json import action_as_json
from kpi.relations.proof import Proof, prove
from kpi.relations.proof_words import change_line, proof_line
from kpi.relations.write import (
    ActionError,
    Doer,
    UnknownActionError,
    drop_action,
    finish_action,
    new_action,
    open_again,
)

__all__ = [
    "STATUSES",
    "Action",
    "ActionError",
    "Doer",
    "Proof",
    "UnknownActionError",
    "action_as_json",
    "actions",
    "change_line",
    "drop_action",
    "due_soon",
    "finish_action",
    "new_action",
    "open_again",
    "overdue",
    "proof_line",
    "prove",
    "rebases",
]
