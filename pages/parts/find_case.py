"""Find a case by its id, and the cases worth looking at first."""

from __future__ import annotations

from math import isnan

import pandas as pd
import streamlit as st

from kpi.agreements import Link
from kpi.words import Words
from kpi.words.terms import END_CUSTOMER
from pages.parts import session
from pages.parts.address import View, href
from pages.parts.markup import Column, Html, heading, link_name, safe, table
from pages.parts.panel import go, panel
from pages.parts.ready import tell

MOST_FOUND, MOST_SUGGESTED = 8, 12
_FIND = """
SELECT DISTINCT case_id FROM handoffs WHERE contains(lower(case_id), lower($text))
ORDER BY length(case_id), case_id LIMIT $most
"""
_WAITING = """
SELECT case_id, supplier, customer, service, requested_at,
       epoch($as_of::TIMESTAMP - requested_at) / 3600
FROM handoffs
WHERE requested_at <= $as_of AND (delivered_at IS NULL OR delivered_at > $as_of)
ORDER BY requested_at, case_id, handoff_id LIMIT $most
"""


def show(asked: str, say: Words) -> None:
    """Offer a search; the case that is found goes into the address."""
    tell("case searched", asked)

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


def finding(cases: pd.DataFrame, say: Words) -> str:
    """Say how many of some cases broke their promise, and by how much the worst of them."""
    broken = cases[~cases["kept"]]
    if cases.empty:
        return say("Choose a case to see its handoffs one by one")
    if broken.empty:
        return say.plural(
            "The {n} case of the window kept its promise",
            "All {n} cases of the window kept their promise",
            len(cases),
        )
    found = say.plural(
        "{n} of {counted} cases broke its promise",
        "{n} of {counted} cases broke their promise",
        len(broken),
        counted=len(cases),
    )
    latest = broken["late_hours"].max()
    if isnan(latest) or latest <= 0:
        return found
    return say("{finding}, the worst by {late}", finding=found, late=say.hours(latest))


def suggest(cases: pd.DataFrame, view: View, say: Words) -> None:
    """List the broken cases that missed their due time by most, or that took longest.

    Where no case of the window can be counted: those that wait longest.

    Parameters
    ----------
    cases : DataFrame
        As `kpi.chain.window_cases` returns them.
    """
    told = session.drawn(
        "suggested",
        lambda: _waiting(view, say) if cases.empty else _suggested(cases, view, say),
    )
    if told:
        panel(told, key="suggested")


def _waiting(view: View, say: Words) -> str:
    rows = (
        session.store()
        .cursor()
        .execute(_WAITING, {"as_of": session.moment(), "most": MOST_SUGGESTED})
    )
    waiting = [
        (
            case_name(case, view),
            link_name(Link(*link), view, say),
            say.instant(asked),
            say.hours(hours),
        )
        for case, *link, asked, hours in rows.fetchall()
    ]
    columns = (
        Column(say("Case")),
        Column(say("Waits at")),
        Column(say("Asked")),
        Column(say("Waits"), numeric=True),
    )
    title = say("The cases that wait longest where they are")
    note = say("no case of this window can be counted: none has a due time or an outcome")
    return heading(title, note) + table(columns, waiting) if waiting else ""


def _suggested(cases: pd.DataFrame, view: View, say: Words) -> str:
    broken = cases[~cases["kept"]]
    if broken.empty:
        return ""
    is_timed = bool(broken["late_hours"].notna().any())
    took = (broken["closed"] - broken["first_requested"]).dt.total_seconds() / 3600
    broken = broken.assign(took=took)
    if not is_timed:
        broken = broken.sort_values("took", ascending=False, kind="stable")
    worst = broken.head(MOST_SUGGESTED)
    is_named = bool((worst["customer"] != END_CUSTOMER).any())
    columns = (
        Column(say("Case")),
        *((Column(say("External customer")),) if is_named else ()),
        Column(say("First requested")),
        Column(say("From request to close"), numeric=True),
        *((Column(say("Late"), numeric=True),) if is_timed else ()),
        Column(say("Handoffs"), numeric=True),
    )
    rows = [
        (
            case_name(case, view),
            *((say.party(customer),) if is_named else ()),
            say.instant(requested),
            say("not closed yet") if isnan(hours) else say.hours(hours),
            *((_hours(late, say),) if is_timed else ()),
            say.number(handoffs),
        )
        for case, customer, requested, hours, late, handoffs in zip(
            worst["case_id"], worst["customer"], worst["first_requested"], worst["took"],
            worst["late_hours"], worst["handoffs"], strict=True,
        )
    ]  # fmt: skip
    title = say("The broken promises of the window, the longest overdue first")
    note = say("{n} of {all}", n=len(worst), all=len(broken)) if len(broken) > len(worst) else ""
    if not is_timed:
        title = say("Broken promises of the window, those that took longest first")
        told = say("the cases have no due time: how late they were cannot be told")
        note = " · ".join(part for part in (note, told) if part)
    return heading(title, note) + table(columns, rows)


def _hours(hours: float, say: Words) -> str:
    return "–" if isnan(hours) else say.hours(hours)


def case_name(case_id: str, view: View) -> Html:
    """Name a case and lead to its page."""
    address = safe(href("case", view, case=case_id))
    return Html(f'<a href="{address}">{safe(case_id)}</a>')


def open_picked(cases: list[str], picked: list[int], view: View) -> None:
    """Open the case of the row that was picked in a table."""
    if picked and picked[0] < len(cases):
        go(href("case", view, case=cases[picked[0]]))
