"""What an indicator asks and counts, with an example, one click away."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kpi.agreements import Link
from kpi.measures import Kpi
from kpi.verdicts import rows_behind
from kpi.words import N_, Words
from pages.parts import indicator, session
from pages.parts.address import View

DIRECTIONS = {"higher": N_("more is better"), "lower": N_("less is better")}
_FEW = 5


def about(kpi: str, say: Words, *, link: Link | None = None, view: View | None = None) -> None:
    """Offer the indicator's question, formula and worked example behind one button.

    A KPI that the company defined shows the first rows behind it on the link instead of an example.
    """
    entry = indicator.known().get(kpi)
    if entry is None:
        return
    with st.popover(say("What this asks and counts"), icon=":material/help:"):
        st.markdown(f"**{_plain(say(entry.name))}**")
        st.text(say(entry.question))
        st.caption(say("How it is counted"))
        st.text(say(entry.formula))
        st.caption(f"{say(entry.dimension)} · {say(DIRECTIONS[entry.better])}")
        if entry.waits_for:
            st.info(waits(entry, say))
        elif entry.definition is None:
            st.caption(say("An example"))
            st.text(say(entry.example.story))
        elif link is not None and view is not None:
            st.caption(say("An example: the first rows behind it on this link"))
            st.dataframe(_first_rows(kpi, link, view), hide_index=True)


def waits(entry: Kpi, say: Words) -> str:
    """Say which column a defined KPI waits for."""
    return say(
        "No data: no file has brought the column “{column}”.", column=", ".join(entry.waits_for)
    )


def _first_rows(kpi: str, link: Link, view: View) -> pd.DataFrame:
    as_of = session.moment()

    def ask() -> pd.DataFrame:
        rows = rows_behind(
            session.store().cursor(), link=link, kpi=kpi, window=view.window, as_of=as_of
        )
        return rows[["handoff_id", "good", "value"]].head(_FEW)

    return session.remembered("first rows", ask, kpi, link, view.window, as_of)


def _plain(text: str) -> str:
    """Take the marks out of a text that people wrote, so that none of it is markup."""
    return "".join(f"\\{mark}" if mark in "\\`*_{}[]()#+-.!<>|~$:" else mark for mark in text)
