"""Merge or split parties: what would happen, why it is done, and one click."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kpi.intake import (
    EVER,
    NameChange,
    NameChangeError,
    Term,
    merge_parties,
    preview_merge,
    split_party,
    told_preview,
)
from kpi.words import Words
from pages.parts import session
from pages.parts.markup import Html, safe
from pages.parts.panel import panel


def offer(names: Sequence[str], into: str, say: Words, *, key: str, term: Term = EVER) -> None:
    """Show what letting names mean a party would do, and do it when asked, with a reason.

    Parameters
    ----------
    names : sequence of str
        Parties as they are shown.
    into : str
        The name that stays.
    key : str
        Names the widgets on their page.
    term : Term
        The days for which it holds, where one party is split.
    """
    try:
        seen = session.remembered(
            "merge",
            lambda: preview_merge(session.store().cursor(), names, into, term),
            tuple(names),
            into,
            term,
        )
    except NameChangeError as problem:
        st.warning(say.render(problem.message))
        return
    lines = "".join(f"<li>{safe(say.render(one))}</li>" for one in told_preview(seen))
    panel(Html(f'<ul class="plain">{lines}</ul>').text, key=f"{key} preview")
    reason = st.text_input(
        say("Why"), key=f"{key} reason", placeholder=say("such as: one team since 2024")
    )
    label = say("Let them mean one party") if term == EVER else say("Split the party")
    if st.button(label, key=f"{key} do", disabled=not reason.strip(), type="primary"):
        made = _decide(names, into, term, reason)
        st.toast(
            say("{names} now means {party}. The list of changes in Settings takes it back.",
                names=", ".join(say.party(name) for name in made.names),
                party=say.party(made.party))
        )  # fmt: skip
        st.rerun()


def _decide(names: Sequence[str], into: str, term: Term, reason: str) -> NameChange:
    store, now = session.store(), session.now_utc()
    if term == EVER:
        return merge_parties(store, names, into, who="", reason=reason, now=now)
    return split_party(store, names[0], into, term, who="", reason=reason, now=now)
