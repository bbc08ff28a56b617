"""The Link page before a link is chosen: all links × parts of the promise, searched and sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import streamlit as st

from kpi.chain import Balance, LinkEffect, findings
from kpi.verdicts import JUDGED
from kpi.words import Words
from kpi.words.countries import plain
from kpi.words.terms import VERDICTS
from pages.parts import portfolio, session, stamp, stands_out
from pages.parts.address import View
from pages.parts.as_csv import csv_of
from pages.parts.markup import opening
from pages.parts.panel import panel
from pages.parts.ready import ready, tell

NOT_JUDGED = "not judged"


def show(now: Balance, view: View, say: Words) -> None:
    """Show the portfolio: its finding, what narrows it, the table and its file."""
    ready("all links", lambda: _show(now, view, say))


def _show(now: Balance, view: View, say: Words) -> None:
    panel(
        lambda: opening(
            stamp.where(view, say),
            say.render(findings.chain_title(now)),
            say(
                "Every link and every part of the promise, the worst first. "
                "A column’s title sorts; a link’s name opens it."
            ),
        ),
        key="opening",
    )
    shown = _narrowed(now.all_links, view, say)
    sort = st.query_params.get("sort", portfolio.DEFAULT_SORT)
    if not shown:
        st.caption(say("No link fits what you look for."))
    else:
        panel(lambda: portfolio.links(shown, now, view, sort, say), key="links")
        st.download_button(
            say("Download as CSV"),
            lambda: csv_of(portfolio.as_frame(shown, sort, say), say),
            file_name=f"{say('links')}-{view.window.week.label}-{view.window.weeks}.csv",
            mime="text/csv",
            on_click="ignore",
        )
    stands_out.show(shown, view, say)
    panel(lambda: stamp.stamp(say, _said(say)), key="stamp")


def group(effect: LinkEffect) -> str:
    """Return by which word the link is narrowed down: its verdict, or that nobody can judge it."""
    return effect.verdict if effect.verdict in JUDGED else NOT_JUDGED


def narrowed(effects: Sequence[LinkEffect], find: str, only: str, say: Words) -> list[LinkEffect]:
    """Return the links that hold every word looked for, of one group or of all."""
    wanted = plain(find).split()
    return [
        effect
        for effect in effects
        if (not only or group(effect) == only)
        and all(word in _searched(effect, say) for word in wanted)
    ]


def _searched(effect: LinkEffect, say: Words) -> str:
    link = effect.link
    named = (say.party(link.supplier), say.party(link.customer), link.service)
    return plain(" ".join(named))


def _narrowed(effects: Sequence[LinkEffect], view: View, say: Words) -> list[LinkEffect]:
    find, only = st.query_params.get("find", ""), st.query_params.get("only", "")
    counts = Counter(group(effect) for effect in effects)
    names = {key: say(text) for key, text in VERDICTS.items() if key in JUDGED}
    names[NOT_JUDGED] = say("not judged")
    offered = [key for key in names if counts[key]]
    only = only if only in offered else ""

    def asked() -> None:
        with st.container(horizontal=True, vertical_alignment="center", key="narrow"):
            _find(find, say)
            _only(only, offered, lambda key: f"{names[key]} · {say.number(counts[key])}", say)

    ready("narrow", asked)
    return session.remembered(
        "links narrowed",
        lambda: narrowed(effects, find, only, say),
        view.window,
        session.moment(),
        find,
        only,
        say.tag,
    )


def _find(find: str, say: Words) -> None:
    tell("links found", find)

    def asked() -> None:
        _write("find", st.session_state["links found"].strip())

    st.text_input(
        say("Search"),
        key="links found",
        on_change=asked,
        placeholder=say("Party or service"),
        label_visibility="collapsed",
        width=260,
    )


def _only(only: str, offered: list[str], name: Callable[[str], str], say: Words) -> None:
    tell("links only", only or None)

    def asked() -> None:
        _write("only", st.session_state["links only"] or "")

    st.segmented_control(
        say("Verdict"),
        offered,
        key="links only",
        format_func=name,
        on_change=asked,
        label_visibility="collapsed",
    )


def _write(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def _said(say: Words) -> str:
    parts = []
    if find := st.query_params.get("find"):
        parts.append(say("only links with “{words}”", words=find))
    if (only := st.query_params.get("only")) in (*JUDGED, NOT_JUDGED):
        word = say("not judged") if only == NOT_JUDGED else say(VERDICTS[only])
        parts.append(say("only {verdict}", verdict=word))
    return " · ".join(parts)
