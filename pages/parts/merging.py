"""Merge parties: what would happen, why it is done, and one click."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kpi.intake import NameChangeError, merge_parties, preview_merge, told_preview
from kpi.words import Words
from pages.parts import session
from pages.parts.markup import Html, safe
from pages.parts.panel import panel


def offer(names: Sequence[str], into: str, say: Words, *, key: str) -> None:
    """Show what letting names mean a party would do, and do it when asked, with a reason.

    Parameters
    ----------
    names : sequence of str
        Parties as they are shown.
    into : str
        The name that stays.
    key : str
        Names the widgets on their page.
    """
    try:
        seen = session.remembered(
            "merge",
            lambda: preview_merge(session.store().cursor(), names, into),
            tuple(names),
            into,
        )
    except NameChangeError as problem:
        st.warning(say.render(problem.message))
        return
    lines = "".join(f"<li>{safe(say.render(one))}</li>" for one in told_preview(seen))
    panel(Html(f'<ul class="plain">{lines}</ul>').text, key=f"{key} preview")
    reason = st.text_input(
        say("Why"), key=f"{key} reason", placeholder=say("such as: one team since 2024")
    )
    if st.button(
        say("Let them mean one party"), key=f"{key} do", disabled=not reason.strip(), type="primary"
    ):
        made = merge_parties(
            session.store(), names, into, who="", reason=reason, now=session.now_utc()
        )
        st.toast(
            say("{names} now means {party}. The list of changes in Settings takes it back.",
                names=", ".join(say.party(name) for name in made.names),
                party=say.party(made.party))
        )  # fmt: skip
        st.rerun()
