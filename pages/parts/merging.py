"""Merge or split parties: what would happen, why it is done, and one click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    told_term,
)
from kpi.words import Words
from pages.parts import session
from pages.parts.markup import Html, safe
from pages.parts.panel import panel
from pages.parts.press import press

# The fields of Settings that ask for a change of names, as they are before anybody wrote in them.
EMPTY: Mapping[str, object] = {
    "names to merge": [],
    "name that stays": None,
    "name to split": None,
    "part of the split": None,
    "split from": None,
    "split to": None,
}


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
    lacking = "" if reason.strip() else say("Say why: whoever reads this later will ask.")
    if press(_label(names, term, say), lacking, key=f"{key} do", type="primary"):
        made = _decide(names, into, term, reason)
        st.toast(
            say("{names} now means {party}. The list of changes in Settings takes it back.",
                names=", ".join(say.party(name) for name in made.names),
                party=_with_days(made, say))
        )  # fmt: skip
        st.session_state["names changed"] = True
        st.rerun()


def begin() -> None:
    """Empty what asked for the last change: call it before the fields are shown."""
    if st.session_state.pop("names changed", False):
        st.session_state.update(EMPTY)


def _label(names: Sequence[str], term: Term, say: Words) -> str:
    if term != EVER:
        return say("Split the party")
    return say("Rename the party") if len(names) == 1 else say("Let them mean one party")


def _with_days(made: NameChange, say: Words) -> str:
    name = say.party(made.party)
    return name if made.term == EVER else f"{name}, {say.render(told_term(made.term))}"


def _decide(names: Sequence[str], into: str, term: Term, reason: str) -> NameChange:
    store, now = session.store(), session.now_utc()
    if term == EVER:
        return merge_parties(store, names, into, who="", reason=reason, now=now)
    return split_party(store, names[0], into, term, who="", reason=reason, now=now)
