"""Case: one order or ticket as a line of handoffs, so that the numbers can be believed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kpi.chain import CaseLine, blame_line, case_line, case_title
from kpi.figures import case_line as draw_case_line
from kpi.figures import case_line_text
from kpi.words import Words
from kpi.words.terms import END_CUSTOMER
from pages.parts import (
    case_steps,
    charts,
    drawn_numbers,
    empty,
    find_case,
    promise_cases,
    session,
    stamp,
)
from pages.parts.address import View
from pages.parts.chart import Chart, chart
from pages.parts.fold import unfolded
from pages.parts.markup import opening
from pages.parts.panel import panel
from pages.parts.ready import ready


def show(view: View) -> None:
    """Show the case that the address names, or a way to find one."""
    say = session.words()
    if session.is_empty():
        empty.first_steps(say)
        return
    asked = st.query_params.get("case", "")
    if not asked:
        ready("cases", lambda: _every(view, say), unfolded())
        return
    as_of = session.moment()
    case: CaseLine | None = session.remembered(
        "case", lambda: case_line(session.store().cursor(), asked, as_of=as_of), asked, as_of
    )
    if case is None:
        title = say("There is no case {case}", case=asked)
        lead = say("Search for another, or open one from the tables of the other pages.")
        panel(opening(session.settings().company, title, lead), key="opening")
        find_case.show(asked, say)
        find_case.fitting(asked, view, say)
        return
    _one(case, view, say)


def _every(view: View, say: Words) -> None:
    cases = promise_cases.of_window(view)
    panel(lambda: _all_told(cases, view, say), key="opening")
    find_case.show("", say)
    find_case.suggest(cases, view, say)
    promise_cases.show(len(cases), view, say)
    panel(lambda: stamp.stamp(say), key="stamp")


def _one(case: CaseLine, view: View, say: Words) -> None:
    blame = blame_line(case)
    lead = say.render(blame) if blame else ""
    where = " · ".join(p for p in (session.settings().company, _customer_line(case, say)) if p)
    panel(opening(where, say.render(case_title(case)), lead), key="opening")
    find_case.show(case.case_id, say)
    chart("case line", lambda: _line(case, say), say, case.case_id)
    panel(lambda: case_steps.steps(case, view, say), key="steps", of=(case.case_id,))
    panel(lambda: stamp.stamp(say), key="stamp")


def _all_told(cases: pd.DataFrame, view: View, say: Words) -> str:
    lead = say(
        "A case is the order, ticket or request that handoffs belong to. Open one to see them one "
        "by one."
    )
    return opening(stamp.where(view, say), find_case.finding(cases, say), lead)


def _line(case: CaseLine, say: Words) -> Chart:
    note = say(
        "bar = from when work could begin to the delivery · no handoff was promised for a time, so "
        "no delay can be seen"
    )
    if any(step.due is not None for step in case.steps):
        note = say(
            "thin line = from the request to what was promised · bar = from when work could "
            "begin to the delivery · its end: inherited delay in a middle tone, own delay in the "
            "strongest"
        )
    count = len(case.steps)
    title = say.plural("{n} handoff", "{n} handoffs", count)
    if count > 1:
        title = say("{handoffs}, in the order in which they were delivered", handoffs=title)
    bars = [case_steps.bar(step, say) for step in case.steps]
    due = case.due if case.external else None
    wide, narrow = (
        draw_case_line(bars, due, say, charts.theme(), narrow=is_narrow)
        for is_narrow in (False, True)
    )
    return Chart(
        title,
        note,
        wide,
        case_line_text(bars, say),
        drawn_numbers.handoffs(bars, say),
        narrow=narrow,
        name=say.render(case_title(case)),
    )


def _customer_line(case: CaseLine, say: Words) -> str:
    if case.customer == END_CUSTOMER:
        return say("for the customer outside")
    customer = say.party(case.customer)
    return (
        say("for the customer {customer}", customer=customer)
        if case.external
        else say("internal request of {customer}", customer=customer)
    )
