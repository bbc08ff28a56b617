"""Find a case by its id, and the cases worth looking at first."""

from __future__ import annotations

from math import isnan

import streamlit as st

from kpi.chain import window_cases
from kpi.words import Words
from pages.parts import session
from pages.parts.address import View, href
from pages.parts.markup import Column, Html, heading, safe, table
from pages.parts.panel import go, panel

MOST_FOUND = 8
_FIND = """
SELECT DISTINCT case_id FROM handoffs WHERE contains(lower(case_id), lower($text))
ORDER BY length(case_id), case_id LIMIT $most
"""


def show(asked: str, say: Words) -> None:
    """Offer a search; the case that is found goes into the address."""
    st.session_state["case searched"] = asked

    def searched() -> None:
        text = st.session_state["case searched"].strip()
        found = matching(text)
        st.query_params["case"] = text if text in found or len(found) != 1 else found[0]

    st.text_input(
        say("Case"),
        key="case searched",
        on_change=searched,
        placeholder=say("Number of an order, ticket or request"),
        label_visibility="collapsed",
        width=360,
    )


def matching(text: str) -> list[str]:
    """Return a few cases whose id holds a text, the shortest first."""
    cursor = session.store().cursor()
    rows = cursor.execute(_FIND, {"text": text, "most": MOST_FOUND}).fetchall()
    return [case for (case,) in rows]


def fitting(asked: str, view: View, say: Words) -> None:
    """List the cases whose number holds what was searched for."""
    rows = [(case_name(case, view),) for case in matching(asked)]
    if rows:
        panel(table((Column(say("Case")),), rows), key="fitting")


def suggest(view: View, say: Words) -> None:
    """List the cases of the window that missed their due time by most."""
    as_of = session.moment()
    cases = session.remembered(
        "window cases",
        lambda: window_cases(session.store().cursor(), window=view.window, as_of=as_of),
        view.window,
        as_of,
    )
    broken = cases[~cases["kept"]]
    late = broken.head(MOST_FOUND)
    if late.empty:
        return
    is_timed = bool(broken["late_hours"].notna().any())
    columns = (
        Column(say("Case")),
        Column(say("External customer")),
        *((Column(say("Late"), numeric=True),) if is_timed else ()),
        Column(say("Handoffs"), numeric=True),
    )
    rows = [
        (
            case_name(case, view),
            say.party(customer),
            *(("–" if isnan(hours) else say.hours(hours),) if is_timed else ()),
            say.number(handoffs),
        )
        for case, customer, hours, handoffs in zip(
            late["case_id"], late["customer"], late["late_hours"], late["handoffs"], strict=True
        )
    ]
    title = say("The broken promises of the window, the latest first")
    note = say("{n} of {all}", n=len(late), all=len(broken)) if len(broken) > len(late) else ""
    if not is_timed:
        title = say("Broken promises of the window")
        told = say("the cases have no due time: how late they were cannot be told")
        note = " · ".join(part for part in (note, told) if part)
    panel(heading(title, note) + table(columns, rows), key="suggested")


def case_name(case_id: str, view: View) -> Html:
    """Name a case and lead to its page."""
    address = safe(href("case", view, case=case_id))
    return Html(f'<a href="{address}">{safe(case_id)}</a>')


def open_picked(cases: list[str], picked: list[int], view: View) -> None:
    """Open the case of the row that was picked in a table."""
    if picked and picked[0] < len(cases):
        go(href("case", view, case=cases[picked[0]]))
