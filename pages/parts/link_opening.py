"""What the page of one link says first."""

from __future__ import annotations

from html import escape

import streamlit as st

from kpi.agreements import Link
from kpi.chain import Balance, LinkEffect
from kpi.words import Words
from pages.parts import address, indicator, session, why
from pages.parts.markup import Html, style_of
from pages.parts.ready import tell


def title(effect: LinkEffect, name: str, say: Words) -> object:
    """Say the worst verdict of a link with its numbers, in one sentence."""
    worst = next((v for v in effect.verdicts if v.verdict == effect.verdict), None)
    if worst is None or worst.value is None:
        return say("{link}: {verdict}", link=name, verdict=why.word(effect.verdict, say))
    finding = indicator.against_target(worst, say)
    finding = finding[:1].lower() + finding[1:]
    word = why.word(effect.verdict, say).capitalize()
    return Html(
        f'<span class="{style_of(effect.verdict)}">{escape(word)}.</span> '
        f"{escape(name)}: {escape(finding)}"
    )


def named(link: Link, say: Words) -> str:
    """Name a link in the reader's language."""
    return Link(say.party(link.supplier), say.party(link.customer), link.service).name


def choose(asked: Link, now: Balance, say: Words) -> None:
    """Let another link be chosen; emptied, the address leads back to the list of all."""

    def spoken() -> dict[Link, str]:
        known = sorted({effect.link for effect in now.all_links} | {asked})
        return {link: named(link, say) for link in known}

    def picked() -> None:
        chosen: Link | None = st.session_state["link picked"]
        for part in ("supplier", "customer", "service"):
            st.query_params.pop(part, None)
        if chosen is not None:
            st.query_params.update(address.link_params(chosen))

    names = session.drawn("links to choose", spoken)
    tell("link picked", asked)
    st.selectbox(
        say("Link"),
        list(names),
        index=None,
        key="link picked",
        format_func=lambda link: names.get(link, link.name),
        on_change=picked,
        placeholder=say("Find a link by party or service"),
        label_visibility="collapsed",
        width=420,
    )
