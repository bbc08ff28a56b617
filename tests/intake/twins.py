"""Small synthetic twins of the three real logs: the same headers and habits, invented rows.

Each function writes a file and returns what must be found in it, counted here in plain Python by
the rule of the event logs: order by time, then by position; each change of known party is a
handoff.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

SERVICENOW_HEADER = (  # noqa: SIM905 - as the log writes it
    "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,"
    "opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,contact_type,"
    "location,category,subcategory,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,"
    "assigned_to,knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,caused_by,closed_code,"
    "resolved_by,resolved_at,closed_at"
).split(",")
PERMIT_HEADER = (  # noqa: SIM905 - as the log writes it
    "case:channel,case:concept:name,case:deadline,case:department,case:enddate,case:enddate_planned,"
    "case:group,case:responsible,case:startdate,concept:instance,concept:name,lifecycle:transition,"
    "org:group,org:resource,time:timestamp"
).split(",")
TRAVEL_HEADER = (  # noqa: SIM905 - as the log writes it
    "case:concept:name,case:variant,case:variant-index,case:creator,event_index,lifecycle:transition,"
    "time:timestamp,(case)_Amount,(case)_BudgetNumber,(case)_DeclarationNumber,(case)_id,concept:name,"
    "id,org:resource,org:role"
).split(",")


@dataclass(frozen=True)
class Twin:
    """What a twin holds.

    Parameters
    ----------
    records, cases : int
    handoffs, links, parties : int
        Between parties inside; those to the external customer are not counted. Parties are all that
        hold a case at some time.
    unknown : int
        Records whose party is unknown.
    kept : int
        Cases whose last event declares the promise kept (ServiceNow).
    late : int
        Cases that ended after their planned end (permits).
    rejections : int
        Records whose activity is a rejection (travel).
    """

    records: int
    cases: int
    handoffs: int
    links: int
    parties: int
    unknown: int = 0
    kept: int = 0
    late: int = 0
    rejections: int = 0


@dataclass(frozen=True)
class _Event:
    case: str
    at: datetime
    party: str
    activity: str


def write_servicenow(path: Path, cases: int = 120, seed: int = 1) -> Twin:
    """Write a ServiceNow incident log: D/M/YYYY without padding, ``?`` for missing."""
    rng = random.Random(seed)  # noqa: S311 - invented rows, not secrets
    events: list[_Event] = []
    rows: list[list[str]] = []
    kept = 0
    for number in range(cases):
        case = f"INC{number * 7:07d}"
        start = datetime(2016, 2, 29, tzinfo=UTC) + timedelta(minutes=rng.randrange(60 * 24 * 300))
        groups = _holders(rng, [f"Group {n}" for n in range(1, 9)], rng.randint(2, 9), "?")
        times = _times(rng, start, len(groups), 90)
        resolved, closed = times[-1], times[-1] + timedelta(days=5)
        made = rng.random() < 0.63
        kept += made
        for position, (at, group) in enumerate(zip(times, groups, strict=True)):
            state = ("New", "Active", "Resolved", "Closed")[min(position, 3)]
            last = position == len(groups) - 1
            cell = dict.fromkeys(SERVICENOW_HEADER, "?") | {
                "number": case,
                "incident_state": state,
                "active": "true",
                "sys_mod_count": str(position),
                # The outcome of a case is what its last row says; earlier rows are hopeful.
                "made_sla": str(made if last else True).lower(),
                "opened_at": _slashed(start),
                "sys_updated_at": _slashed(at),
                "assignment_group": group,
                "opened_by": f"Opened by  {number % 5}",
                "priority": "3 - Moderate",
                "resolved_at": "?" if number % 17 == 0 else _slashed(resolved),
                "closed_at": _slashed(closed),
            }
            rows.append([cell[name] for name in SERVICENOW_HEADER])
            events.append(_Event(case, at, group, state))
    _write(path, SERVICENOW_HEADER, rows)
    counted = _count(events, unknown=("?",))
    return Twin(**counted, kept=kept)


def write_permits(
    path: Path, cases: int = 100, seed: int = 2, *, empty_unknown: bool = False
) -> Twin:
    """Write a permit log exported from XES: offsets of two seasons, ``EMPTY`` as a group."""
    rng = random.Random(seed)  # noqa: S311 - invented rows, not secrets
    events: list[_Event] = []
    rows: list[list[str]] = []
    late = 0
    for number in range(cases):
        case = f"case-{number + 3}"
        start = datetime(2010, 10, 5, tzinfo=UTC) + timedelta(minutes=rng.randrange(60 * 24 * 400))
        groups = _holders(rng, [f"Group {n}" for n in range(1, 6)], rng.randint(1, 8), "EMPTY")
        times = _times(rng, start, len(groups), 2880)
        planned = start + timedelta(days=rng.randint(5, 60))
        ended = times[-1] + timedelta(days=rng.randint(0, 30)) if number % 13 else None
        late += ended is not None and ended > planned
        for position, (at, group) in enumerate(zip(times, groups, strict=True)):
            activity = ("Confirmation of receipt", "T02 Check confirmation of receipt")[
                position % 2
            ]
            cell = dict.fromkeys(PERMIT_HEADER, "") | {
                "case:channel": "Internet",
                "case:concept:name": case,
                "case:department": "General",
                "case:enddate": _offset(ended, " ") if ended else "",
                "case:enddate_planned": _offset(planned, " "),
                "case:startdate": _offset(start, " "),
                "concept:instance": f"task-{number * 100 + position}",
                "concept:name": activity,
                "lifecycle:transition": "complete",
                "org:group": group,
                "org:resource": f"Resource{position:02d}",
                "time:timestamp": _offset(at, " "),
            }
            rows.append([cell[name] for name in PERMIT_HEADER])
            events.append(_Event(case, at, group, activity))
    _write(path, PERMIT_HEADER, rows)
    return Twin(**_count(events, unknown=("EMPTY",) if empty_unknown else ()), late=late)


def write_travel(path: Path, cases: int = 100, seed: int = 3) -> Twin:
    """Write travel declarations exported from XES: roles, and activities that are rejections."""
    rng = random.Random(seed)  # noqa: S311 - invented rows, not secrets
    events: list[_Event] = []
    rows: list[list[str]] = []
    for number in range(cases):
        case = f"declaration{number + 86791}"
        start = datetime(2017, 1, 9, tzinfo=UTC) + timedelta(minutes=rng.randrange(60 * 24 * 600))
        steps = [("Declaration SUBMITTED by EMPLOYEE", "EMPLOYEE")]
        while rng.random() < 0.2:
            steps.append(("Declaration REJECTED by ADMINISTRATION", "ADMINISTRATION"))
            steps.append(("Declaration REJECTED by EMPLOYEE", "EMPLOYEE"))
            steps.append(("Declaration SUBMITTED by EMPLOYEE", "EMPLOYEE"))
        role = "MISSING" if number % 20 == 0 else "SUPERVISOR"
        steps.append((f"Declaration FINAL_APPROVED by {role}", role))
        steps += [("Request Payment", "UNDEFINED"), ("Payment Handled", "UNDEFINED")]
        times = _times(rng, start, len(steps), 1440)
        for position, (at, (activity, party)) in enumerate(zip(times, steps, strict=True)):
            cell = dict.fromkeys(TRAVEL_HEADER, "") | {
                "case:concept:name": case,
                "case:variant": "Variant 1",
                "event_index": str(position),
                "lifecycle:transition": "complete",
                "time:timestamp": _offset(at, "T", "milliseconds"),
                "(case)_Amount": f"{rng.random() * 100:.14f}",
                "(case)_DeclarationNumber": f"declaration number {number}",
                "concept:name": activity,
                "org:resource": "STAFF MEMBER",
                "org:role": party,
            }
            rows.append([cell[name] for name in TRAVEL_HEADER])
            events.append(_Event(case, at, party, activity))
    _write(path, TRAVEL_HEADER, rows)
    rejections = sum("REJECTED by" in event.activity for event in events)
    return Twin(**_count(events, unknown=()), rejections=rejections)


WRITERS: dict[str, Callable[[Path], Twin]] = {
    "servicenow": write_servicenow,
    "xes-permit": write_permits,
    "xes-travel": write_travel,
}


def _holders(rng: random.Random, parties: Sequence[str], length: int, odd: str) -> list[str]:
    held = [rng.choice(parties)]
    while len(held) < length:
        held.append(held[-1] if rng.random() < 0.4 else rng.choice([*parties, odd]))
    return held


def _times(rng: random.Random, start: datetime, count: int, minutes: int) -> list[datetime]:
    times = [start]
    while len(times) < count:
        times.append(times[-1] + timedelta(minutes=rng.randint(0, minutes)))
    return times


def _slashed(at: datetime) -> str:
    return f"{at.day}/{at.month}/{at.year} {at:%H:%M}"


def _offset(at: datetime, between: str, precision: str = "auto") -> str:
    """Write an instant with the offset of Amsterdam, roughly: summer from April to October."""
    hours = 2 if 4 <= at.month <= 10 else 1
    local = (at + timedelta(hours=hours)).replace(tzinfo=None)
    return f"{local.isoformat(between, precision)}+0{hours}:00"


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _count(events: Sequence[_Event], unknown: Sequence[str]) -> dict[str, int]:
    cases: dict[str, list[_Event]] = {}
    for event in events:
        cases.setdefault(event.case, []).append(event)
    handoffs: list[tuple[str, str]] = []
    holders = set()
    for log in cases.values():
        known = [e.party for e in sorted(log, key=lambda e: e.at) if e.party not in unknown]
        holders.update(known)
        handoffs += [pair for pair in pairwise(known) if pair[0] != pair[1]]
    return {
        "records": len(events),
        "cases": len(cases),
        "handoffs": len(handoffs),
        "links": len(set(handoffs)),
        "parties": len(holders),
        "unknown": sum(event.party in unknown for event in events),
    }
