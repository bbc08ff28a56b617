"""The reference tables of the sample: parties, agreements with their versions, and actions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from kpi.agreements import Link
from kpi.sample.company import PARTIES, PLANS
from kpi.sample.plan import Plan
from kpi.sample.stories import ACTIONS, OFFERS, RENEGOTIATIONS

Row = dict[str, Any]


def party_rows() -> list[Row]:
    """Return the rows of parties.csv; contacts are job titles, never people."""
    return [
        {
            "party": party.name,
            "department": party.department,
            "external": party.external,
            "promise_target": "" if party.promise_target is None else party.promise_target,
            "owner": party.owner,
            "email": f"{_plain(party.name)}@mueblesroble.example" if party.owner else "",
            "country": "MX",
            "calendar": "",
        }
        for party in PARTIES
    ]


def agreement_rows() -> list[Row]:
    """Return the rows of agreements.csv: one per agreement, version and target."""
    rows: list[Row] = []
    agreed = [plan for plan in PLANS if plan.targets]
    for number, plan in enumerate(agreed, start=1):
        rows += _agreement(f"AC-{number:02d}", plan)
    return rows


def action_rows() -> list[Row]:
    """Return the rows of actions.csv."""
    return [
        {
            "action": f"T-{number:02d}",
            **task.link._asdict(),
            "text": task.text,
            "owner": task.owner,
            "opened_on": task.opened.isoformat(),
            "due_on": task.due.isoformat(),
            "done_on": task.done.isoformat() if task.done else "",
            "status": "done" if task.done else "open",
            "kpi": task.kpi,
            "expected": "" if task.expected is None else f"{task.expected:g}",
            "rebase": "yes" if task.rebase else "",
        }
        for number, task in enumerate(ACTIONS, start=1)
    ]


def _agreement(agreement: str, plan: Plan) -> Iterator[Row]:
    first, reason = plan.since, "Primer acuerdo"
    version = 0
    for change in RENEGOTIATIONS:
        if change.link == plan.link:
            version += 1
            last = change.day - timedelta(days=1)
            times = _times(change.lead) | _term(first, last, "ended", reason)
            yield from _version(agreement, version, plan.link, change.targets, times)
            first, reason = change.day, change.reason
    if plan.status == "accepted":
        times = _times(plan.lead) | _term(first, None, plan.status, reason)
        yield from _version(agreement, version + 1, plan.link, plan.targets, times)
    else:
        yield from _offers(agreement, plan)


def _offers(agreement: str, plan: Plan) -> Iterator[Row]:
    """Return what is on the table: each offer signed by its own side alone, the last one open."""
    offers = [offer for offer in OFFERS if offer.link == plan.link]
    for version, offer in enumerate(offers, start=1):
        status = "proposed" if version == len(offers) else "countered"
        signed = {f"{offer.side}_accepted_at": f"{offer.signed_at:%Y-%m-%d %H:%M}"}
        times = _times(offer.lead) | _term(plan.since, None, status, offer.reason) | signed
        yield from _version(agreement, version, plan.link, offer.targets, times)


def _times(lead: float | None) -> Row:
    return {
        "lead_time_hours": "" if lead is None else f"{lead:g}",
        "repair_time_hours": "",
        "response_hours": "",
    }


def _term(first: date, last: date | None, status: str, reason: str) -> Row:
    """Say when a version holds: the customer signs ten days before, the supplier a week before."""
    signed = status in ("accepted", "ended")
    return {
        "valid_from": first.isoformat(),
        "valid_to": last.isoformat() if last else "",
        "status": status,
        "supplier_accepted_at": f"{first - timedelta(days=7)} 11:00" if signed else "",
        "customer_accepted_at": f"{first - timedelta(days=10)} 12:30" if signed else "",
        "reason": reason,
    }


def _version(
    agreement: str, version: int, link: Link, targets: Mapping[str, float], times: Row
) -> Iterator[Row]:
    """Return one row per target; every row repeats the times and the term of its version."""
    for kpi, target in targets.items():
        yield {
            "agreement": agreement,
            "version": version,
            **link._asdict(),
            "kpi": kpi,
            "target": f"{target:g}",
            **times,
        }


def _plain(name: str) -> str:
    """Write a name with plain small letters alone, as in an address."""
    letters = unicodedata.normalize("NFKD", name.lower())
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())
