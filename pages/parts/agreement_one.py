"""One agreement: the steps open to the reader, offer beside offer, evidence and history."""

from __future__ import annotations

import streamlit as st

from kpi.agreements import Negotiation
from kpi.words import Words
from pages.parts import (
    address,
    agreement_actions,
    agreement_evidence,
    agreement_offer,
    agreement_print,
    agreement_steps,
    negotiator,
)
from pages.parts import agreement_words as told
from pages.parts.address import View
from pages.parts.markup import Html, link_name, opening, safe
from pages.parts.negotiator import Negotiator
from pages.parts.panel import panel


def show(found: Negotiation, view: View, say: Words) -> None:
    """Show one agreement."""
    back = address.href("agreements", view)
    link = link_name(found.link, view, say, with_service=False).text
    where = (
        f'<a href="{safe(back)}">{safe(say("Agreements"))}</a> · {link} · {safe(found.agreement)}'
    )
    title, lead = agreement_offer.title(found, say), agreement_offer.lead(found, say)
    panel(opening(Html(where), title, lead), key="opening")
    me: Negotiator = negotiator.ask([found.link.supplier, found.link.customer], say)
    agreement_actions.show(found, me, say)
    left, right = st.columns([7, 5], gap="large")
    with left:
        panel(agreement_offer.side_by_side(found, say), key="terms")
    with right:
        version = found.offer or told.current(found)
        if st.query_params.get("do") not in ("counter", "propose"):
            panel(agreement_evidence.beside(found.link, version.terms, say), key="evidence")
    panel(agreement_steps.history(found, say), key="history")
    agreement_print.offer(found, say)
