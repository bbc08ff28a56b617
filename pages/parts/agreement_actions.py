"""The legal next steps of an agreement, and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from kpi.agreements import (
    Hand,
    Negotiation,
    Signer,
    Terms,
    accept,
    counter,
    decline,
    end,
    legal_steps,
    propose,
    take_step,
    withdraw,
)
from kpi.words import UserError, Words
from pages.parts import agreement_form, session
from pages.parts import agreement_words as told
from pages.parts.negotiator import Negotiator
from pages.parts.press import press

Move = Callable[[Negotiation, Hand], Negotiation]


def show(found: Negotiation, me: Negotiator, say: Words) -> None:
    """Offer the steps that the reader's side may take now; say why there are none."""
    side = found.side_of(me.party) if me.party else ""
    steps = legal_steps(found, side, told.wall())
    if not side:
        st.caption(
            say(
                "Choose above for whom you speak, {supplier} or {customer}, to take a step.",
                supplier=say.party(found.link.supplier),
                customer=say.party(found.link.customer),
            )
        )
        return
    if not me.who:
        st.caption(say("Write your name above: it stands beside every step."))
        return
    with st.container(horizontal=True, key="steps"):
        if "accept" in steps:
            _accept(found, me, say)
        if "counter" in steps:
            _open("counter", say("Make a counter-offer"), say)
        if "decline" in steps:
            with st.popover(say("Decline the offer")):
                st.caption(_declining(found, say))
                _reasoned(found, me, decline, say("Decline it"), say)
        if "withdraw" in steps:
            with st.popover(say("Withdraw the offer")):
                _reasoned(found, me, withdraw, say("Withdraw it"), say)
        if "propose" in steps:
            _open("propose", say("Propose a new version"), say)
        if "end" in steps:
            _end(found, me, say)
    asked = st.query_params.get("do")
    if asked in steps and asked in ("counter", "propose"):
        _write(found, me, asked, say)


def take(found: Negotiation, me: Negotiator, move: Move, reason: str, say: Words) -> None:
    """Take a step, and show the agreement as it stands then, or say what is impossible."""
    signer = Signer(found.side_of(me.party), me.who, session.now_utc(), reason)
    try:
        take_step(session.store(), found.agreement, move, signer, link=found.link)
    except UserError as fault:
        st.error(say.render(fault.message))
        return
    st.query_params.pop("do", None)
    st.rerun()


def _accept(found: Negotiation, me: Negotiator, say: Words) -> None:
    offer = found.offer
    assert offer is not None  # noqa: S101 - accepting is legal only with an offer
    label = say("Sign for {party}", party=say.party(me.party))
    if st.button(label, type="primary", icon=":material/signature:"):
        take(found, me, lambda n, hand: accept(n, hand, seen=offer.terms), "", say)


def _open(step: str, label: str, say: Words) -> None:
    del say
    if st.button(label):
        st.query_params["do"] = step
        st.rerun()


def _declining(found: Negotiation, say: Words) -> str:
    """Say what holds once the offer is declined."""
    if found.running(told.wall()):
        return say("What is agreed today stays as it is.")
    return say("Then nothing comes of this offer. To ask for other terms, make a counter-offer.")


def _reasoned(found: Negotiation, me: Negotiator, move: Move, label: str, say: Words) -> None:
    """Take a step that needs nothing but a reason."""
    reason = st.text_input(say("Why"), key=f"{move.__name__} reason")
    if press(label, _unreasoned(reason, say)):
        take(found, me, move, reason, say)


def _end(found: Negotiation, me: Negotiator, say: Words) -> None:
    # Another one stands there once its end is written: closed.
    with st.popover(say("End the agreement"), key=f"end after {len(found.steps)}"):
        today = told.wall().date()
        day = st.date_input(say("Last day"), today, min_value=today, format="YYYY-MM-DD")
        reason = st.text_input(say("Why"), key="end reason")
        if press(say("End it"), _unreasoned(reason, say)):
            take(found, me, lambda n, hand: end(n, day, hand), reason, say)


def _write(found: Negotiation, me: Negotiator, step: str, say: Words) -> None:
    """Let a counter-offer or a next version be written, with its evidence beside it."""
    version = found.offer or told.current(found)
    base = version.terms
    if step == "propose":
        base = replace(base, valid_from=told.wall().date(), valid_to=None)
    offer = agreement_form.fill(found.link, base, say, key=f"{step} {found.agreement}")
    with st.container(horizontal=True):
        label = say("Send the counter-offer") if step == "counter" else say("Send the proposal")
        send = st.button(label, type="primary")
        if st.button(say("Leave it")):
            st.query_params.pop("do", None)
            st.rerun()
    if send and offer.terms is not None:
        take(found, me, _written(step, offer.terms), offer.reason, say)
    elif not offer.reason.strip():
        st.caption(say("The reason is part of the offer: write it to send."))


def _unreasoned(reason: str, say: Words) -> str:
    return "" if reason.strip() else say("Say why: the other side will read the reason.")


def _written(step: str, terms: Terms) -> Move:
    if step == "counter":
        return lambda n, hand: counter(n, terms, hand)
    return lambda n, hand: propose(n, terms, hand)
