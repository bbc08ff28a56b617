"""What the rows of a file tell of a header that can mean either of two fields."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from kpi.intake.careful import careful_sql
from kpi.intake.column_names import copy_key, name_key
from kpi.intake.evidence import date_formats
from kpi.intake.plan import Plan
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
_EMPTY = N_("“{column}” is read as the time of delivery: it is empty where nothing came yet.")
_TIMED = N_("“{column}” is read as the time of delivery: its times are to the minute.")
_RETURNED_AT = N_("“{column}” is read as the time of return: its cells are dates.")
_CASE_DUE = N_("“{column}” is read as the due time of the case: all handoffs of a case have it.")
_CASE_CLOSED = N_("“{column}” is read as the close of the case: all handoffs of a case have it.")
_DELIVERED = N_("“{column}” is read as the time of delivery: handoffs of one case differ in it.")

# Which field it is and why; None where the rows do not tell.
Verdict = tuple[str, Message] | None


def means(column: str, headers: tuple[str, ...]) -> bool:
    """Tell whether a column has one of these headers, however it is written."""
    return copy_key(column) in {name_key(header) for header in headers}


def delivered_or_promised(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, column: str
) -> Verdict:
    """Tell by days to come, open states, empty cells and minutes."""
    state = next((name for name in plan.layout.names if means(name, STATES)), None)
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


def returned_or_when(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, column: str
) -> Verdict:
    """Tell when a handoff was returned, by cells that are dates, from whether it was."""
    cell = f"c{plan.layout.found.fields['accepted']}"
    row = cursor.execute(
        f"""SELECT count(*) FILTER (trim({cell}) <> ''),
            count(*) FILTER (regexp_matches({cell}, $date))
        FROM ({source})""",
        {"date": r"\d{1,4}[-/. ][\w]+[-/. ]\d{2}"},
    ).fetchone()
    filled, dates = row or (0, 0)
    if dates and (filled - dates) * SLIPS <= dates:
        return "returned_at", Message(_RETURNED_AT, {"column": column})
    return None


def case_or_handoff_due(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, column: str
) -> Verdict:
    """Tell a due time of the case: all handoffs of a case have the same."""
    same, differ = _of_case(cursor, plan, source, "promised_at")
    if same >= CASES and differ * SLIPS <= same:
        return "case_due_at", Message(_CASE_DUE, {"column": column})
    return None


def case_closed_or_delivered(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, column: str
) -> Verdict:
    """Tell the close of the case, which its handoffs share, from deliveries, which differ."""
    same, differ = _of_case(cursor, plan, source, "case_closed_at")
    if same >= CASES and differ * SLIPS <= same:
        return "case_closed_at", Message(_CASE_CLOSED, {"column": column})
    if differ * SLIPS > same:
        return "delivered_at", Message(_DELIVERED, {"column": column})
    return None
