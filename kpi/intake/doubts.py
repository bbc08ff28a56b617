"""Headers that can mean either of two fields: the rows tell which, else the reader is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import duckdb

from kpi.intake.doubt_rows import (
    Verdict,
    case_closed_or_delivered,
    case_or_handoff_due,
    delivered_or_promised,
    means,
    returned_or_when,
)
from kpi.intake.errors import RefusedError
from kpi.intake.fields import Field
from kpi.intake.formats import FIELDS
from kpi.intake.plan import Plan
from kpi.intake.questions import Answer, Question
from kpi.words import N_, Message

_ACTUAL = N_("“{column}” is read as the promised time: “{other}” says when it was delivered.")


@dataclass(frozen=True)
class Doubt:
    """Headers that can mean either of two fields.

    Parameters
    ----------
    headers : tuple of str
    field, other : str
        As the header is recognised, and what it may be instead.
    told : callable
        Looks at the rows: plan, source, column -> the field and why, None where they do not tell.
    settled_by : tuple of str
        Fields: where one of them has a column of its own, there is no doubt.
    ask : bool
        Whether to ask where the rows do not tell; else the header is read as recognised.
    """

    headers: tuple[str, ...]
    field: str
    other: str
    told: Callable[[duckdb.DuckDBPyConnection, Plan, str, str], Verdict]
    settled_by: tuple[str, ...]
    ask: bool


def settled(cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str) -> Plan:
    """Return the plan with every header in doubt read as its rows tell, and the guess kept.

    Parameters
    ----------
    source : str
        Query with columns line, c0, c1, ….

    Raises
    ------
    RefusedError
        If the rows do not tell and the two readings give different facts.
    """
    if plan.kind != "handoffs":
        return plan
    plan = _promised_beside_delivered(plan)
    for doubt in DOUBTS:
        if not _doubtful(plan, doubt):
            continue
        column = plan.column(doubt.field)
        verdict = doubt.told(cursor, plan, source, column)
        if verdict is not None:
            plan = _read_as(plan, doubt.field, *verdict)
        elif doubt.ask:
            raise _ask(plan, doubt, column)
    return plan


def _doubtful(plan: Plan, doubt: Doubt) -> bool:
    found = plan.layout.found
    if doubt.field not in found.fields or doubt.field in plan.said.columns:
        return False
    if any(field in found.fields for field in (doubt.other, *doubt.settled_by)):
        return False
    return means(plan.column(doubt.field), doubt.headers)


def _read_as(plan: Plan, field: str, becomes: str, why: Message) -> Plan:
    found = plan.layout.found
    fields = {becomes if name == field else name: at for name, at in found.fields.items()}
    rivals = {becomes if name == field else name: at for name, at in found.rivals.items()}
    guesses = {**found.guesses, becomes: why}
    found = replace(found, fields=fields, rivals=rivals, guesses=guesses)
    return replace(plan, layout=replace(plan.layout, found=found))


def _promised_beside_delivered(plan: Plan) -> Plan:
    """Read “Fecha de entrega” as the promise where another column says when it was delivered."""
    found, names = plan.layout.found, plan.layout.names
    if "promised_at" in found.fields or "promised_at" in plan.said.columns:
        return plan
    at = next((n for n in found.rivals.get("delivered_at", ()) if means(names[n], _DELIVERY)), None)
    if at is None or means(plan.column("delivered_at"), _DELIVERY):
        return plan
    why = Message(_ACTUAL, {"column": names[at], "other": plan.column("delivered_at")})
    rest = tuple(n for n in found.rivals["delivered_at"] if n != at)
    rivals = {name: others for name, others in found.rivals.items() if name != "delivered_at"}
    found = replace(
        found,
        fields={**found.fields, "promised_at": at},
        rivals={**rivals, **({"delivered_at": rest} if rest else {})},
        guesses={**found.guesses, "promised_at": why},
    )
    return replace(plan, layout=replace(plan.layout, found=found))


_DELIVERY = ("fecha entrega", "fecha de entrega", "delivery date", "date of delivery")
_DUE = ("due", "due at", "due date", "deadline", "target date", "vence", "vencimiento",
        "fecha de vencimiento", "fecha límite", "fecha compromiso", "fecha de compromiso",
        "fecha comprometida", "compromiso", "fecha objetivo")  # fmt: skip
_CLOSED = ("closed at", "closed", "closed on", "close date", "cierre", "fecha de cierre",
           "fecha cierre", "cerrado en", "cerrado")  # fmt: skip
_RETURNED = ("devuelto", "devuelta", "rechazado", "rechazada", "returned", "rejected", "refused")
DOUBTS = (
    Doubt(_RETURNED, "accepted", "returned_at", returned_or_when, (), ask=False),
    Doubt(_DELIVERY, "delivered_at", "promised_at", delivered_or_promised, (), ask=True),
    Doubt(_DUE, "promised_at", "case_due_at", case_or_handoff_due, (), ask=False),
    Doubt(_CLOSED, "case_closed_at", "delivered_at", case_closed_or_delivered, (), ask=True),
)


def _ask(plan: Plan, doubt: Doubt, column: str) -> RefusedError:
    return RefusedError(
        Message(
            "“{column}” can mean two things and its rows do not tell which: {one} or {other}. "
            "Say which.",
            {
                "column": column,
                "one": _known(doubt.field).spoken_name,
                "other": _known(doubt.other).spoken_name,
            },
        ),
        _question(plan, doubt, column),
    )


def _question(plan: Plan, doubt: Doubt, column: str) -> Question:
    answers = tuple(
        Answer(_known(field).spoken_meaning, {"kind": plan.kind, "columns": {field: column}})
        for field in (doubt.field, doubt.other)
    )
    return Question(Message("What does “{column}” say?", {"column": column}), answers)


def ask_again(plan: Plan, field: str) -> Question | None:
    """Ask what a column says that was read as a field by its rows."""
    column = plan.column(field)
    asked = (doubt for doubt in DOUBTS if means(column, doubt.headers))
    return next((_question(plan, doubt, column) for doubt in asked), None)


def _known(field: str) -> Field:
    return next(known for known in FIELDS["handoffs"] if known.name == field)
