"""Balance: does the promise outside hold, what broke it, and what changed since last week."""

from __future__ import annotations

from html import escape

import streamlit as st

from kpi.chain import Balance, findings
from kpi.chain.model import OUTSIDE_UNKNOWN
from kpi.words import Words
from pages.parts import (
    answers,
    changed,
    charts,
    empty,
    failing,
    notes,
    promise_cases,
    record,
    session,
    stamp,
    unjudged,
)
from pages.parts.address import View
from pages.parts.chain_picture import small_chain
from pages.parts.fold import unfolded
from pages.parts.markup import Html, linked, opening
from pages.parts.panel import panel
from pages.parts.ready import ready

FULL_WIDTH = 1312
_STATE_STYLES = {"in balance": "kept", "strained": "at-risk", "outside unknown": "none"}


def show(view: View) -> None:
    """Show the balance of the window."""
    say = session.words()
    if session.is_empty():
        empty.first_steps(say)
        return
    # What is folded away holds a file: it is drawn for each reader who unfolds it.
    ready("balance", lambda: _above(view, say))
    ready("balance below", lambda: _below(view, say), unfolded())


def _below(view: View, say: Words) -> None:
    now = answers.balance_of(view.window)
    promise_cases.show(now.promise.cases, view, say)
    panel(stamp.stamp(say, *notes.of_balance(now, say)), key="stamp")


def _above(view: View, say: Words) -> None:
    now = answers.balance_of(view.window)
    panel(_opening(now, view, say), key="opening")
    if charts.has_trend(view):
        with st.container(key="pair of pictures"):
            left, right = st.columns([5, 8], gap="large")
        with left:
            charts.promise_trend(view, now, say)
        with right:
            small_chain(now, view, say)
    else:
        small_chain(now, view, say, width=FULL_WIDTH)
    with st.container(key="pair of lists"):
        left, right = st.columns([5, 2], gap="large")
    with left:
        if now.failing or now.at_risk:
            panel(failing.ranking(now, view, say), key="failing")
        else:
            panel(unjudged.volumes(now, view, say), key="volumes")
    with right:
        panel(changed.since_last_week(view, say), key="changes")
        panel(unjudged.between_parties(now, view, say), key="between")


def _opening(now: Balance, view: View, say: Words) -> str:
    sentence = escape(say.render(findings.headline(now)))
    if now.failing:
        sentence = linked(sentence, now.failing[0].link, view, say)
    style = _STATE_STYLES.get(now.state, "broken")
    title = stamp.stated(say.render(findings.state(now)), style, Html(sentence))
    lead = escape(say.render(findings.promise_line(now)))
    if now.state == OUTSIDE_UNKNOWN:
        lead = record.line(now, view, say).text or lead
    return opening(stamp.where(view, say), title, Html(lead))
