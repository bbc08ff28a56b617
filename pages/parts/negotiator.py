"""Who negotiates: the party one speaks for, in the address, and one's name, remembered."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from kpi.words import Words
from pages.parts.ready import ready, tell

ANYONE = ""


@dataclass(frozen=True)
class Negotiator:
    """The party that the reader speaks for and their name; either may be empty."""

    party: str
    who: str


def ask(parties: list[str], say: Words) -> Negotiator:
    """Ask for both in one line; there are no accounts, a name typed once is remembered."""
    asked = st.query_params.get("as", ANYONE)
    party = asked if asked in parties else ANYONE

    def picked() -> None:
        chosen = st.session_state["speaks for"]
        if chosen == ANYONE:
            st.query_params.pop("as", None)
        else:
            st.query_params["as"] = chosen

    def speaks() -> None:
        tell("speaks for", party)
        st.selectbox(
            say("I speak for"),
            [ANYONE, *parties],
            key="speaks for",
            format_func=lambda one: (
                say("nobody yet, I am only looking") if one == ANYONE else say.party(one)
            ),
            on_change=picked,
        )

    left, right = st.columns(2)
    with left:
        ready("speaks for", speaks)
    with right:
        # A widget's own state goes when its page does; the name is to outlive that.
        st.session_state.setdefault("my name", st.session_state.get("negotiator", ""))
        who = st.text_input(
            say("My name"),
            key="my name",
            placeholder=say("It is written beside every step you take"),
        )
    st.session_state["negotiator"] = who.strip()
    return Negotiator(party, who.strip())
