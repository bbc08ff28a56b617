"""What the two parties of a link agreed, version by version."""

from __future__ import annotations

from html import escape
from typing import Any

from kpi.agreements import Link
from kpi.words import N_, Words
from pages.parts import address, indicator, session
from pages.parts.address import View
from pages.parts.markup import Column, Html, heading, paragraph, table
from pages.parts.panel import panel

STATUSES = {
    "proposed": N_("proposed"),
    "countered": N_("countered"),
    "accepted": N_("accepted by both"),
    "ended": N_("ended"),
}
_ROWS = """
SELECT agreement, version, kpi, target, lead_time_hours, valid_from, valid_to, status,
       supplier_accepted_at, customer_accepted_at, reason
FROM agreements
WHERE (supplier, customer, service) = ($supplier, $customer, $service)
ORDER BY coalesce(valid_from, DATE '9999-12-31') DESC, agreement, version DESC, kpi
"""


def show(link: Link, view: View, say: Words) -> None:
    """Show every version of the link's agreements, the latest first."""
    rows: list[dict[str, Any]] = session.remembered("agreement rows", lambda: _rows(link), link)
    if not rows:
        note = say("Without an agreement nobody can call this link good or bad.")
        propose = address.href("agreements", view, do="new", **address.link_params(link))
        way = f'<a href="{escape(propose)}">{escape(say("Propose an agreement"))}</a>'
        told = heading(say("Nothing is agreed yet"), note)
        panel(told + paragraph("note", Html(way)), key="agreement")
        return
    panel(lambda: _told(rows, link, view, say), key="agreement", of=(link,))


def _told(rows: list[dict[str, Any]], link: Link, view: View, say: Words) -> str:
    columns = (
        Column(say("Agreement")),
        Column(say("Indicator")),
        Column(say("Target"), numeric=True),
        Column(say("Lead time"), numeric=True),
        Column(say("Valid")),
        Column(say("Status")),
        Column(say("Reason")),
    )
    title = say.plural(
        "What was agreed: {n} version", "What was agreed: {n} versions", _versions(rows)
    )
    return heading(title) + table(columns, [_row(row, link, view, say) for row in rows])


def _rows(link: Link) -> list[dict[str, Any]]:
    cursor = session.store().cursor().execute(_ROWS, link._asdict())
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _versions(rows: list[dict[str, Any]]) -> int:
    return len({(row["agreement"], row["version"]) for row in rows})


def _row(row: dict[str, Any], link: Link, view: View, say: Words) -> tuple[object, ...]:
    kpi = row["kpi"]
    here = address.href("agreements", view, agreement=row["agreement"], **address.link_params(link))
    lead = row["lead_time_hours"]
    since = say("from {day}", day=row["valid_from"]) if row["valid_from"] else ""
    until = say("to {day}", day=row["valid_to"]) if row["valid_to"] else ""
    return (
        Html(
            f'<a href="{escape(here)}">{escape(row["agreement"])}</a>'
            f'<span class="sub">{escape(say("version {n}", n=str(row["version"])))}</span>'
        ),
        indicator.name(kpi, say) if kpi else say("times only"),
        indicator.value(kpi, row["target"], say, link),
        "–" if lead is None else _hours(lead, link, say),
        " ".join(part for part in (since, until) if part) or "–",
        say(STATUSES.get(row["status"], row["status"])),
        row["reason"] or "–",
    )


def _hours(hours: float, link: Link, say: Words) -> str:
    """Write agreed hours as they were agreed: never as days."""
    if indicator.in_working_hours(link):
        return say("{n} working h", n=say.number(hours, 2))
    return say("{n} h", n=say.number(hours, 2))
