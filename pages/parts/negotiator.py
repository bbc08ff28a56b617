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
    known: str = st.session_state.get("negotiator", "")
    typed: list[str] = []

    def asks() -> None:
        left, right = st.columns(2)
        with left:
            _party(party, parties, say)
        with right:
            typed.append(_name(known, say))

    if known:
        asks()
    else:
        # Sent again, nobody has typed a name.
        ready("negotiator", asks)
    who = typed[-1].strip() if typed else ""
    st.session_state["negotiator"] = who
    return Negotiator(party, who)


def _party(party: str, parties: list[str], say: Words) -> None:
    def picked() -> None:
        chosen = st.session_state["speaks for"]
        if chosen == ANYONE:
            st.query_params.pop("as", None)
        else:
            st.query_params["as"] = chosen

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


def _name(known: str, say: Words) -> str:
    # A widget's own state goes when its page does; the name is to outlive that.
    if known:
        st.session_state.setdefault("my name", known)
    return st.text_input(
        say("My name"),
        key="my name",
        placeholder=say("It is written beside every step you take"),
    )
