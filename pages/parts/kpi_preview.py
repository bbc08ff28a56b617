"""What a definition gives on the company's own data in the last window."""

from __future__ import annotations

import streamlit as st

from kpi.measures import preview
from kpi.measures.defined import Definition
from kpi.words import Words
from pages.parts import session
from pages.parts.address import View
from pages.parts.kpi_help import waits


def show(definition: Definition, view: View, say: Words, *, key: str) -> None:
    """Show the value per link, how many rows were counted, and the first of them."""
    as_of = session.moment()
    found = session.remembered(
        "kpi preview",
        lambda: preview(session.store().cursor(), definition, window=view.window, as_of=as_of),
        definition,
        view.window,
        as_of,
    )
    if found.kpi.waits_for:
        st.info(waits(found.kpi, say))
        return
    line = say.plural(
        "{n} handoff counted in this window.", "{n} handoffs counted in this window.", found.counted
    )
    if found.unread:
        line += " " + say(
            "{n} of {all} could not be read.", n=found.unread, all=found.counted + found.unread
        )
    st.caption(line)
    st.dataframe(found.links, hide_index=True, key=f"preview {key}", height="content")
    st.caption(say("The first rows behind it"))
    st.dataframe(found.rows, hide_index=True, key=f"rows {key}", height="content")
