"""Names that look alike, each group to be merged after a look, or said to be different."""

from __future__ import annotations

import streamlit as st

from kpi.intake import most_used, say_different, similar_parties
from kpi.words import Words
from pages.parts import merging, session
from pages.parts.markup import heading, safe
from pages.parts.panel import panel

MOST_GROUPS = 8


def show(say: Words) -> None:
    """Show the proposals; nothing is merged before someone says why."""
    groups = session.remembered("alike", lambda: similar_parties(session.store().cursor()))
    if not groups:
        return
    title = say.plural(
        "{n} group of names may be the same party",
        "{n} groups of names may be the same party",
        len(groups),
    )
    note = say("They differ in accents, case, punctuation or spaces alone. Nothing was merged.")
    panel(heading(title, note), key="alike heading")
    for names in groups[:MOST_GROUPS]:
        _group(names, say)
    rest = len(groups) - MOST_GROUPS
    if rest > 0:
        st.caption(say.plural("and {n} more group", "and {n} more groups", rest))


def _group(names: tuple[str, ...], say: Words) -> None:
    key = f"alike {names}"
    with st.container(horizontal=True, vertical_alignment="center"):
        panel(f"<p>{safe(' · '.join(f'“{name}”' for name in names))}</p>", key=f"{key} names")
        with st.popover(say("Merge …"), width="content"):
            usual = session.remembered(
                "most used", lambda: most_used(session.store().cursor(), names), names
            )
            into = st.selectbox(
                say("Name that stays"), names, index=names.index(usual), key=f"{key} into"
            )
            given = [name for name in names if name != into]
            merging.offer(given, into, say, key=key)
        if st.button(say("They are different"), key=f"{key} different"):
            say_different(session.store(), names, who="", now=session.now_utc())
            st.rerun()
