"""Case: one order or ticket as a line of handoffs, so that the numbers can be believed."""

from __future__ import annotations

import streamlit as st

from kpi.agreements import Link
from kpi.chain import CaseLine, CaseStep, blame_line, case_line, case_title
from kpi.figures import CaseBar, case_line_text
from kpi.figures import case_line as draw_case_line
from kpi.words import Words
from pages.parts import charts, empty, find_case, session, stamp
from pages.parts.address import View
from pages.parts.markup import Column, Html, heading, link_name, opening, safe, table
from pages.parts.panel import panel


def show(view: View) -> None:
    """Show the case that the address names, or a way to find one."""
    say = session.words()
    if session.is_empty():
        empty.first_steps(say)
        return
    asked = st.query_params.get("case", "")
    find_case.show(asked, say)
    if not asked:
        title = say("Choose a case to see its handoffs one by one")
        lead = say("A case is the order, ticket or request that handoffs belong to.")
        panel(opening(session.settings().company, title, lead), key="opening")
        find_case.suggest(view, say)
        return
    as_of = session.moment()
    case: CaseLine | None = session.remembered(
        "case", lambda: case_line(session.store().cursor(), asked, as_of=as_of), asked, as_of
    )
    if case is None:
        title = say("There is no case {case}", case=asked)
        lead = say("Search for another, or open one from the tables of the other pages.")
        panel(opening(session.settings().company, title, lead), key="opening")
        find_case.fitting(asked, view, say)
        return
    _one(case, view, say)


def _one(case: CaseLine, view: View, say: Words) -> None:
    blame = blame_line(case)
    lead = say.render(blame) if blame else _customer_line(case, say)
    where = f"{session.settings().company} · {_customer_line(case, say)}"
    panel(opening(where, say.render(case_title(case)), lead), key="opening")
    note = say(
        "thin line = from the request to what was promised · bar = from when work could begin to "
        "the delivery · its end: inherited delay amber, own delay red"
    )
    title = say.plural(
        "{n} handoff, in the order in which they were delivered",
        "{n} handoffs, in the order in which they were delivered",
        len(case.steps),
    )
    panel(heading(title, note), key="line heading")
    bars = [_bar(step, say) for step in case.steps]
    due = case.due if case.external else None
    wide, narrow = (
        draw_case_line(bars, due, say, charts.theme(), narrow=is_narrow)
        for is_narrow in (False, True)
    )
    charts.show(wide, case_line_text(bars, say), key="case line", narrow=narrow)
    panel(_table(case, view, say), key="steps")
    panel(stamp.stamp(say), key="stamp")


def _customer_line(case: CaseLine, say: Words) -> str:
    customer = say.party(case.customer)
    return (
        say("for the customer {customer}", customer=customer)
        if case.external
        else say("internal request of {customer}", customer=customer)
    )


def _bar(step: CaseStep, say: Words) -> CaseBar:
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


def _table(case: CaseLine, view: View, say: Words) -> str:
    broken = case.outcome == "broken"
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
        _hours(step.own_hours, "broken", say),
        say("cannot be told") if step.cannot_inherit else _hours(step.inherited_hours, "", say),
    )
    return (*cells, say.percent(step.fair_share, 0)) if broken else cells


def _hours(hours: float | None, style: str, say: Words) -> Html | str:
    if hours is None:
        return "–"
    if hours <= 0:
        return "0"
    return Html(f'<span class="{style}">{safe(say.hours(hours))}</span>')
