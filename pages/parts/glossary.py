"""What the words of the pages mean, one click away from each of them."""

from __future__ import annotations

import streamlit as st

from kpi.words import N_, Words
from pages.parts.markup import safe
from pages.parts.panel import panel
from pages.parts.ready import ready

TERMS = (
    (
        N_("Party"),
        N_(
            "A person, team or department, or somebody outside: a customer or a supplier of the "
            "company."
        ),
    ),
    (
        N_("Supplier and customer"),
        N_("Whoever gives and whoever receives on a link. Inside a company everyone is both."),
    ),
    (N_("Link"), N_("A supplier and its customer, for one service.")),
    (N_("Handoff"), N_("One piece of work passed from supplier to customer along a link.")),
    (N_("Case"), N_("The order, ticket or request that handoffs belong to.")),
    (
        N_("Agreement"),
        N_("What both sides of a link negotiated, with dates. Nobody’s target is imposed."),
    ),
    (N_("Target"), N_("The number agreed for one indicator in an agreement.")),
    (
        N_("Verdict"),
        N_(
            "What was measured against its target: kept, at risk or broken; without an agreement, "
            "or with too few handoffs to tell a miss from bad luck, it is neither."
        ),
    ),
    (
        N_("Promise"),
        N_("When a handoff is due; of a case, what the customer outside was told."),
    ),
    (
        N_("Own and inherited delay"),
        N_("Lateness that a link caused itself, and lateness that reached it from before."),
    ),
    (
        N_("Balance of the company"),
        N_("Whether the promise to the customer outside holds, and which links decide it."),
    ),
    (
        N_("As-of instant"),
        N_("The moment for which everything is computed: what came later has not happened yet."),
    ),
)


def show(say: Words) -> None:
    """Offer the glossary behind one button of the toolbar."""
    ready("glossary", lambda: _show(say))


def _show(say: Words) -> None:
    # The page's rules show the sign alone; the words are its name for whoever listens.
    with st.popover(say("What the words mean"), icon=":material/help:", key="glossary"):
        panel(_told(say), key="glossary words")


def _told(say: Words) -> str:
    rows = "".join(
        f"<tr><td><strong>{safe(say(term))}</strong></td><td>{safe(say(meaning))}</td></tr>"
        for term, meaning in TERMS
    )
    return (
        f"<h2>{safe(say('What the words mean'))}</h2>"
        f'<div class="scroll cards"><table><tbody>{rows}</tbody></table></div>'
    )
