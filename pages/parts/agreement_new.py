"""A new proposal for any link."""

from __future__ import annotations

import streamlit as st

from kpi.agreements import Link, Signer, Terms, propose_new
from kpi.words import UserError, Words
from pages.parts import address, agreement_drafts, agreement_form, answers, negotiator, session
from pages.parts import agreement_words as told
from pages.parts.address import View
from pages.parts.markup import opening
from pages.parts.negotiator import Negotiator
from pages.parts.panel import go, panel


def show(parties: list[str], view: View, say: Words) -> None:
    """Show the form of a new agreement: the link, then its terms with the evidence beside."""
    where = " · ".join(p for p in (session.settings().company, say("Agreements")) if p)
    lead = say("History stands beside what you ask for. The other side signs, or counters.")
    panel(opening(where, say("Propose an agreement"), lead), key="new opening")
    me = negotiator.ask(parties, say)
    link = _link(me, say)
    if link is None:
        return
    plain = Terms.of({"on_time_rate": 0.95}, valid_from=told.wall().date())
    base = agreement_drafts.terms_from_history(link) or plain
    offer = agreement_form.fill(link, base, say, key=f"new {link}")
    side = "supplier" if me.party == link.supplier else "customer"
    speaks = me.party in (link.supplier, link.customer)
    with st.container(horizontal=True):
        send = st.button(say("Send the proposal"), type="primary")
        if st.button(say("Leave it")):
            go(address.href("agreements", view, **({"as": me.party} if me.party else {})))
    if not speaks or not me.who:
        lacking = say("Say above for which side of the link you speak, and your name.")
        (st.warning if send else st.caption)(lacking)
    elif send and offer.terms is not None:
        signer = Signer(side, me.who, session.now_utc(), offer.reason)  # type: ignore[arg-type]
        try:
            made = propose_new(session.store(), link, offer.terms, signer)
        except UserError as fault:
            st.error(say.render(fault.message))
            return
        go(told.place(made, view, **{"as": me.party}))


def _link(me: Negotiator, say: Words) -> Link | None:
    """Ask which link; those of the reader's party first."""
    asked = address.asked_link()
    known = {*answers.known_links(), *([asked] if asked else [])}
    offered = sorted(known, key=lambda one: (me.party not in one[:2], one))
    st.session_state["new link"] = asked if asked in known else None

    def picked() -> None:
        chosen: Link | None = st.session_state["new link"]
        for name in ("supplier", "customer", "service"):
            st.query_params.pop(name, None)
        if chosen is not None:
            for name, value in address.link_params(chosen).items():
                st.query_params[name] = value

    found: Link | None = st.selectbox(
        say("Link"),
        offered,
        index=None,
        key="new link",
        format_func=lambda one: (
            Link(say.party(one.supplier), say.party(one.customer), one.service).name
        ),
        placeholder=say("Find a link by party or service"),
        on_change=picked,
    )
    return found
