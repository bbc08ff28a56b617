"""The handoffs of one case: as bars of its drawing, and as a table."""

from __future__ import annotations

from kpi.agreements import Link
from kpi.chain import CaseLine, CaseStep
from kpi.figures import CaseBar
from kpi.words import Words
from pages.parts.address import View
from pages.parts.markup import Column, Html, link_name, safe, table


def bar(step: CaseStep, say: Words) -> CaseBar:
    """Return what the drawing shows of a handoff."""
    link = Link(say.party(step.link.supplier), say.party(step.link.customer), step.link.service)
    return CaseBar(
        name=link.name,
        requested=step.requested,
        start=step.start,
        delivered=step.delivered,
        due=step.due,
        open=step.open,
        returned=step.returned,
        own_hours=step.own_hours or 0.0,
        inherited_hours=0.0 if step.cannot_inherit else step.inherited_hours or 0.0,
    )


def steps(case: CaseLine, view: View, say: Words) -> str:
    """Build the table of handoffs with the delay of each, own and inherited."""
    # Where no delay of a link explains it, “0 %” at each would call all of them blameless.
    broken = case.outcome == "broken" and any(step.fair_share for step in case.steps)
    columns = [
        Column(say("Handoff")),
        Column(say("Link")),
        Column(say("Requested")),
        Column(say("Due")),
        Column(say("Delivered")),
        Column(say("Own delay"), numeric=True),
        Column(say("Inherited"), numeric=True),
    ]
    if broken:
        columns.append(Column(say("Of this broken case"), numeric=True))
    return table(columns, [_row(step, broken, view, say) for step in case.steps])


def _row(step: CaseStep, broken: bool, view: View, say: Words) -> tuple[object, ...]:
    delivered = say("open") if step.open else say.instant(step.delivered)
    cells: tuple[object, ...] = (
        step.handoff_id,
        link_name(step.link, view, say),
        say.instant(step.requested),
        "–" if step.due is None else say.instant(step.due),
        delivered,
        _hours(step.own_hours, "strong", say),
        say("cannot be told") if step.cannot_inherit else _hours(step.inherited_hours, "", say),
    )
    return (*cells, say.percent(step.fair_share, 0)) if broken else cells


def _hours(hours: float | None, style: str, say: Words) -> Html | str:
    if hours is None:
        return "–"
    if hours <= 0:
        return "0"
    return Html(f'<span class="{style}">{safe(say.hours(hours))}</span>')
