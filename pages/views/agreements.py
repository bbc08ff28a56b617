"""Agreements: who owes whom an answer, and what both sides negotiate with history on the table."""

from __future__ import annotations

import streamlit as st

from kpi.agreements import Negotiation, UnknownAgreementError, negotiation
from kpi.words import Words
from pages.parts import (
    address,
    agreement_drafts,
    agreement_files,
    agreement_inbox,
    agreement_list,
    agreement_new,
    agreement_one,
    answers,
    empty,
    negotiator,
    session,
    stamp,
    undefined_kpis,
    unjudged,
)
from pages.parts import agreement_words as told
from pages.parts.address import View
from pages.parts.markup import opening
from pages.parts.panel import go, panel
from pages.parts.ready import ready


def show(view: View) -> None:
    """Show the inbox and the list, or one agreement, or a new one, or drafts."""
    say = session.words()
    found = told.all_negotiations()
    if session.is_empty() and not found:
        empty.first_steps(say)
        return
    asked = _asked(say)
    if asked is not None:
        agreement_one.show(asked, view, say)
    elif st.query_params.get("do") == "new":
        agreement_new.show(_parties(found), view, say)
    elif st.query_params.get("do") == "drafts":
        agreement_drafts.show(_parties(found), view, say)
    else:
        _all(found, view, say)
    panel(lambda: stamp.stamp(say), key="stamp")


def _asked(say: Words) -> Negotiation | None:
    name = st.query_params.get("agreement")
    if not name:
        return None
    try:
        return negotiation(session.store().cursor(), name, address.asked_link())
    except UnknownAgreementError as fault:
        st.warning(say.render(fault.message))
        return None


def _all(found: tuple[Negotiation, ...], view: View, say: Words) -> None:
    party = st.query_params.get("as", "")
    where = " · ".join(p for p in (session.settings().company, say("Agreements")) if p)
    title = say("Nothing is agreed yet")
    lead = say("Propose an agreement for a link, or begin with drafts made from its history.")

    def opened() -> str:
        if not found:
            return opening(where, title, lead)
        return opening(
            where, agreement_inbox.title(found, party, say), agreement_inbox.lead(found, say)
        )

    now = told.wall()
    panel(opened, key="opening", of=(now,))
    negotiator.ask(_parties(found), say)
    ready("agreements", lambda: _list(found, party, view, say), now)


def _list(found: tuple[Negotiation, ...], party: str, view: View, say: Words) -> None:
    with st.container(horizontal=True):
        more = {"as": party} if party else {}
        if st.button(say("Propose an agreement"), type="primary", icon=":material/handshake:"):
            go(address.href("agreements", view, do="new", **more))
        if st.button(say("Drafts from history")):
            go(address.href("agreements", view, do="drafts", **more))
    waiting = agreement_inbox.rows(found, party, view, say)
    if waiting:
        panel(waiting, key="inbox")
    undefined_kpis.show(view, say)
    if found:
        agreement_list.show(found, party, view, say)
        agreement_files.show(view, say)
    elif first := unjudged.agree_first(view, say):
        panel(first, key="agree first")


def _parties(found: tuple[Negotiation, ...]) -> list[str]:
    def named() -> list[str]:
        links = {*answers.known_links(), *(one.link for one in found)}
        return sorted({party for link in links for party in (link.supplier, link.customer)})

    return session.remembered("parties that negotiate", named)
