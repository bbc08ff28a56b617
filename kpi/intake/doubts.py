"""Headers that can mean either of two fields: the rows tell which, else the reader is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import duckdb

from kpi.intake.careful import careful_sql
from kpi.intake.column_names import copy_key, name_key
from kpi.intake.errors import RefusedError
from kpi.intake.evidence import date_formats
from kpi.intake.fields import Field
from kpi.intake.formats import FIELDS
from kpi.intake.plan import Plan
from kpi.intake.questions import Answer, Question
from kpi.words import N_, Message

# One in so many cells may be a slip; more are what the column means.
SLIPS = 20
# So many cases of several handoffs tell whether a time is the case's or the handoff's.
CASES = 2
STATES = ("estado", "estatus", "status", "state", "situacion", "situación")
_OPEN = (
    r"^(abiert[oa]|open|en (proceso|curso)|in progress|pendiente|pending|nuev[oa]|new|asignad[oa]"
    r"|assigned|por (hacer|entregar)|to ?do|activ[oa]|active|en espera|on hold)\b"
)
_FUTURE = N_("“{column}” is read as the promised time: some of its days are still to come.")
_STILL_OPEN = N_("“{column}” is read as the promised time: it is filled where “{state}” says open.")
_ACTUAL = N_("“{column}” is read as the promised time: “{other}” says when it was delivered.")
_EMPTY = N_("“{column}” is read as the time of delivery: it is empty where nothing came yet.")
_TIMED = N_("“{column}” is read as the time of delivery: its times are to the minute.")
_CASE_DUE = N_("“{column}” is read as the due time of the case: all handoffs of a case have it.")
_CASE_CLOSED = N_("“{column}” is read as the close of the case: all handoffs of a case have it.")
_DELIVERED = N_("“{column}” is read as the time of delivery: handoffs of one case differ in it.")

# Which field it is and why; None where the rows do not tell.
Verdict = tuple[str, Message] | None


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
    return _means(plan.column(doubt.field), doubt.headers)


def _means(column: str, headers: tuple[str, ...]) -> bool:
    return copy_key(column) in {name_key(header) for header in headers}


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
    at = next(
        (n for n in found.rivals.get("delivered_at", ()) if _means(names[n], _DELIVERY)), None
    )
    if at is None or _means(plan.column("delivered_at"), _DELIVERY):
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


def _delivered_or_promised(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, column: str
) -> Verdict:
    """Tell by days to come, open states, empty cells and minutes."""
    state = next((name for name in plan.layout.names if _means(name, STATES)), None)
    filled, empty, future, timed, still_open = _counts(cursor, plan, source, state)
    if future and (not empty or future * SLIPS >= filled):
        return "promised_at", Message(_FUTURE, {"column": column})
    if still_open and still_open * SLIPS >= filled:
        return "promised_at", Message(_STILL_OPEN, {"column": column, "state": state or ""})
    if future:
        return None
    if empty:
        return "delivered_at", Message(_EMPTY, {"column": column})
    if timed and timed * SLIPS >= filled:
        return "delivered_at", Message(_TIMED, {"column": column})
    return None


def _counts(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, state: str | None
) -> tuple[int, ...]:
    """Count filled and empty cells, days to come, times to the minute, filled cells while open."""
    layout = plan.layout
    fields = {name: layout.found.fields[name] for name in ("requested_at", "delivered_at")}
    narrow = replace(plan, layout=replace(layout, found=replace(layout.found, fields=fields)))
    narrow = replace(narrow, formats=date_formats(cursor, narrow, source, whole=True))
    states = {at: name for name, at in narrow.attributes.items()}
    word = f"lower({states[layout.names.index(state)]})" if state else "NULL"
    today = plan.clock.now.replace(hour=23, minute=59, second=59, microsecond=999999)
    row = cursor.execute(
        f"""SELECT count(delivered_at), count(*) - count(delivered_at),
            count(*) FILTER (delivered_at > TIMESTAMP '{today}'),
            count(*) FILTER (delivered_at::TIME <> TIME '23:59:59.999999'
                             AND (minute(delivered_at) % 15 > 0 OR second(delivered_at) > 0)),
            count(*) FILTER (delivered_at IS NOT NULL AND regexp_matches({word}, $open))
        FROM ({careful_sql(narrow, source)}) WHERE role IS NULL AND keys IS NULL""",
        {"open": _OPEN},
    ).fetchone()
    return tuple(row or (0, 0, 0, 0, 0))


def _of_case(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, field: str
) -> tuple[int, int]:
    """Count cases with requests at several times: those with one value of a field, those with more.

    Empty cells tell nothing.
    """
    at = plan.layout.found.fields
    if "case_id" not in at:
        return 0, 0
    row = cursor.execute(
        f"""WITH cases AS (
            SELECT count(DISTINCT trim(c{at[field]})) AS several FROM ({source})
            WHERE trim(c{at[field]}) <> ''
            GROUP BY trim(c{at["case_id"]}) HAVING count(DISTINCT c{at["requested_at"]}) > 1)
        SELECT count(*) FILTER (several = 1), count(*) FILTER (several > 1) FROM cases"""
    ).fetchone()
    return (row[0], row[1]) if row else (0, 0)


def _case_or_handoff_due(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, column: str
) -> Verdict:
    same, differ = _of_case(cursor, plan, source, "promised_at")
    if same >= CASES and differ * SLIPS <= same:
        return "case_due_at", Message(_CASE_DUE, {"column": column})
    return None


def _case_closed_or_delivered(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, column: str
) -> Verdict:
    same, differ = _of_case(cursor, plan, source, "case_closed_at")
    if same >= CASES and differ * SLIPS <= same:
        return "case_closed_at", Message(_CASE_CLOSED, {"column": column})
    if differ * SLIPS > same:
        return "delivered_at", Message(_DELIVERED, {"column": column})
    return None


_DELIVERY = ("fecha entrega", "fecha de entrega", "delivery date", "date of delivery")
_DUE = ("due", "due at", "due date", "deadline", "target date", "vence", "vencimiento",
        "fecha de vencimiento", "fecha límite", "fecha compromiso", "fecha de compromiso",
        "fecha comprometida", "compromiso", "fecha objetivo")  # fmt: skip
_CLOSED = ("closed at", "closed", "closed on", "close date", "cierre", "fecha de cierre",
           "fecha cierre", "cerrado en", "cerrado")  # fmt: skip
DOUBTS = (
    Doubt(_DELIVERY, "delivered_at", "promised_at", _delivered_or_promised, (), ask=True),
    Doubt(_DUE, "promised_at", "case_due_at", _case_or_handoff_due, (), ask=False),
    Doubt(_CLOSED, "case_closed_at", "delivered_at", _case_closed_or_delivered, (), ask=True),
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
    asked = (doubt for doubt in DOUBTS if _means(column, doubt.headers))
    return next((_question(plan, doubt, column) for doubt in asked), None)


def _known(field: str) -> Field:
    return next(known for known in FIELDS["handoffs"] if known.name == field)
