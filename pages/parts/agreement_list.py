"""Every agreement: what it is, since when, and whether it is due for renewal."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from kpi.agreements import Negotiation
from kpi.words import Words
from kpi.words.countries import plain
from pages.parts import agreement_words as told
from pages.parts import session
from pages.parts.address import View
from pages.parts.markup import Column, Html, heading, table
from pages.parts.panel import panel
from pages.parts.ready import tell

MOST_ROWS, SEEN = 200, 25
FEW = 12  # more are looked for by name
EVERY, RENEWAL = "", "renewal"


def show(found: Sequence[Negotiation], party: str, view: View, say: Words) -> None:
    """Show the agreements that the filter keeps, the oldest first."""
    if party:
        found = [one for one in found if one.side_of(party)]
    with st.container(horizontal=True, vertical_alignment="center"):
        words = _searched(say) if len(found) > FEW else ""
        state = _filter(found, say)

    def listed() -> str:
        kept = [one for one in found if _keeps(one, state) and _holds(one, words, say)]
        return _listed(kept, party, view, say)

    panel(listed, key="agreements", of=(told.wall(),))


def _listed(found: Sequence[Negotiation], party: str, view: View, say: Words) -> str:
    kept = sorted(found, key=lambda one: (-(told.age_days(one) or -1), told.in_turn(one)))
    columns = (
        Column(say("Agreement")),
        Column(say("Status")),
        Column(say("What it asks for")),
        Column(say("In force since")),
        Column(say("Age")),
    )
    title = say.plural("{n} agreement", "{n} agreements", len(kept))
    note = say("age as of the data; a target older than a year is due for renewal")
    rest = len(kept) - MOST_ROWS
    cut = ""
    if rest > 0:
        more = say.plural("{n} more is not listed", "{n} more are not listed", rest)
        cut = f'<p class="note">{escape(more)}</p>'
    rows = [_row(one, party, view, say) for one in kept[:MOST_ROWS]]
    folded = len(rows) - SEEN
    others = say.plural("{n} more agreement", "{n} more agreements", folded) if folded > 0 else ""
    return heading(title, note) + table(columns, rows, folded=(SEEN, others)) + cut


def _searched(say: Words) -> str:
    """Offer to look for a party, a service or an agreement; the words live in the address."""
    asked = st.query_params.get("find", "")
    tell("agreements found", asked)

    def written() -> None:
        text = st.session_state["agreements found"].strip()
        if text:
            st.query_params["find"] = text
        else:
            st.query_params.pop("find", None)

    st.text_input(
        say("Search"),
        key="agreements found",
        on_change=written,
        placeholder=say("Party, service or agreement"),
        label_visibility="collapsed",
        width=260,
    )
    return asked


def _holds(found: Negotiation, words: str, say: Words) -> bool:
    text = plain(f"{told.pair(found, say)} {found.agreement}")
    return all(word in text for word in plain(words).split())


def _filter(found: Sequence[Negotiation], say: Words) -> str:
    """Offer the states that there are; the choice lives in the address."""

    def states() -> tuple[str, ...]:
        here = {one.state(told.wall()) for one in found}
        if any(told.renewal_due(one) for one in found):
            here.add(RENEWAL)
        return (EVERY, *(state for state in (*told.STATES, RENEWAL) if state in here))

    offered = session.drawn("states of agreements", states, told.wall())
    asked = st.query_params.get("state", EVERY)
    tell("agreement state", asked if asked in offered else EVERY)

    def name(state: str) -> str:
        if state == EVERY:
            return say("all")
        return say("due for renewal") if state == RENEWAL else say(told.STATES[state])

    def picked() -> None:
        chosen = st.session_state["agreement state"]
        if chosen == EVERY:
            st.query_params.pop("state", None)
        else:
            st.query_params["state"] = chosen

    kept: str | None = st.segmented_control(
        say("Status"),
        offered,
        key="agreement state",
        format_func=name,
        on_change=picked,
        required=True,
        label_visibility="collapsed",
    )
    return kept or EVERY


def _keeps(found: Negotiation, state: str) -> bool:
    if state == RENEWAL:
        return told.renewal_due(found)
    return state == EVERY or found.state(told.wall()) == state


def _row(found: Negotiation, party: str, view: View, say: Words) -> tuple[object, ...]:
    here = escape(told.place(found, view, **({"as": party} if party else {})))
    version = told.current(found)
    numbered = say("version {n}", n=str(version.number))
    days = told.age_days(found)
    age = "–" if days is None else told.days(days, say)
    due = f'<span class="sub">{escape(say("due for renewal"))}</span>'
    return (
        Html(
            f'<a href="{here}">{escape(told.pair(found, say))}</a>'
            f'<span class="sub">{escape(found.agreement)} · {escape(numbered)}</span>'
        ),
        told.state(found, say),
        told.asks(version.terms, say),
        "–" if days is None or version.starts is None else say.date(version.starts.date()),
        Html(escape(age) + (due if told.renewal_due(found) else "")),
    )
