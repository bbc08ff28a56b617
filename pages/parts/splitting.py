"""Split a party by dates: from a day on, or until one, its name means another party."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from kpi.intake import NameChangeError, Term
from kpi.intake.name_rules import check_term
from kpi.words import Words
from pages.parts import merging
from pages.parts.markup import heading
from pages.parts.panel import panel

# Handoffs are not older, nor promised much later: what a calendar offers.
EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)


def show(parties: Sequence[str], say: Words) -> None:
    """Ask whom a name means on which days, show what that would do, and do it with a reason."""
    panel(
        heading(
            say("Split a party by dates"),
            say("A team that was divided or handed over: what its name gave or took on those days "
                "is of the other party"),
        ),
        key="split heading",
    )  # fmt: skip
    name = st.selectbox(
        say("Party"), parties, index=None, format_func=say.party, key="name to split",
        placeholder=say("Choose the party to split"),
    )  # fmt: skip
    into = st.selectbox(
        say("Means this party"), parties, index=None, format_func=say.party,
        accept_new_options=True, key="part of the split",
        placeholder=say("Choose a party or write a new name"),
    )  # fmt: skip
    left, right = st.columns(2)
    first = left.date_input(
        say("From this day on"),
        value=None,
        min_value=EARLIEST,
        max_value=LATEST,
        key="split from",
        format="YYYY-MM-DD",
    )
    last = right.date_input(
        say("Until this day"),
        value=None,
        min_value=EARLIEST,
        max_value=LATEST,
        key="split to",
        format="YYYY-MM-DD",
    )
    if not (name and into and (first or last)):
        return
    term = Term(first, last)
    try:
        check_term(term)
    except NameChangeError as problem:
        st.warning(say.render(problem.message))
        return
    merging.offer([name], into, say, key="split", term=term)
