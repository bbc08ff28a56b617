"""The actions of one link: list them, state one, end one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape

import streamlit as st

from kpi.agreements import Link, parse_target
from kpi.relations import (
    Action,
    Doer,
    drop_action,
    finish_action,
    new_action,
    open_again,
    proof_line,
)
from kpi.words import N_, UserError, Words
from pages.parts import actions, indicator, session
from pages.parts import agreement_words as told
from pages.parts.markup import Column, Html, heading, table
from pages.parts.panel import panel
from pages.parts.press import press

Step = Callable[[Doer], Action]
EMPTY = {"text": "", "owner": "", "due": None, "kpi": None, "expected": "", "rebase": False}
STATUSES = {"open": N_("open"), "done": N_("done"), "dropped": N_("dropped")}


def show(link: Link, say: Words) -> None:
    """Show what is done about the link, and let it be stated and ended."""
    found = actions.of_link(link)
    panel(lambda: _listed(found, say), key="actions", of=(link,))
    with st.container(horizontal=True, key="action steps"):
        # Another one stands there once a step is taken: closed.
        taken = " ".join(f"{one.action} {one.status}" for one in found)
        with st.popover(say("New action"), key=f"new action after {taken}"):
            _new(link, say)
        if found:
            with st.popover(say("End an action"), key=f"end action after {taken}"):
                _end(found, say)


def _listed(found: tuple[Action, ...], say: Words) -> str:
    rows = table(_columns(say), [_row(one, say) for one in found]) if found else ""
    return f'<a id="actions"></a>{heading(_title(found, say), _note(found, say))}{rows}'


def _title(found: tuple[Action, ...], say: Words) -> str:
    waiting = [one for one in found if one.status == "open"]
    late = sum(one.is_overdue(session.moment()) for one in waiting)
    if late:
        return say.plural("{n} action is overdue", "{n} actions are overdue", late)
    if waiting:
        return say.plural("{n} action is open", "{n} actions are open", len(waiting))
    return say("No action is open") if found else say("Nothing is being done about this link yet")


def _note(found: tuple[Action, ...], say: Words) -> str:
    if found:
        return say("what is done about this link, and whether it shows")
    return say("State what will be done, by whom and until when: the charts will show if it works")


def _columns(say: Words) -> tuple[Column, ...]:
    return (
        Column(say("Action")),
        Column(say("Owner")),
        Column(say("State")),
        Column(say("Should improve")),
        Column(say("Does it show")),
    )


def _row(one: Action, say: Words) -> tuple[object, ...]:
    opened = "" if one.opened_on is None else f" · {say('since {day}', day=one.opened_on)}"
    what = Html(f'{escape(one.text)}<span class="sub">{escape(one.action + opened)}</span>')
    proof = actions.proof_of(one) if one.status == "done" else None
    shown = "" if proof is None else say.render(proof_line(proof))
    if proof is not None and one.rebase:
        shown += " " + say("The charts begin anew with it.")
    aim = "–"
    if one.kpi:
        aim = indicator.name(one.kpi, say)
        if one.expected is not None:
            value = indicator.value(one.kpi, one.expected, say, one.link)
            aim = say("{indicator} to {value}", indicator=aim, value=value)
    return what, one.owner or "–", _state(one, say), aim, _why(shown)


def _why(text: str) -> Html | str:
    return Html(f'<span class="why">{escape(text)}</span>') if text else "–"


def _state(one: Action, say: Words) -> Html:
    if one.status == "open":
        return actions.due(one, say)
    ended = say(STATUSES[one.status])
    if one.done_on is not None:
        ended = f"{ended} · {say.date(one.done_on)}"
    return Html(escape(ended))


def _new(link: Link, say: Words) -> None:
    if st.session_state.pop("action stated", False):
        st.session_state.update({f"action {field}": value for field, value in EMPTY.items()})
    text = st.text_area(say("What will be done"), key="action text", height=80)
    left, right = st.columns(2)
    with left:
        owner = st.text_input(say("Who sees to it"), key="action owner")
    with right:
        due = st.date_input(
            say("Until"), None, min_value=told.wall().date(), key="action due", format="YYYY-MM-DD"
        )
    left, right = st.columns(2)
    with left:
        kpi = st.selectbox(
            say("Indicator that should improve"),
            list(indicator.known()),
            index=None,
            key="action kpi",
            format_func=lambda one: indicator.name(one, say),
            placeholder=say("None"),
        )
    with right:
        expected = st.text_input(
            say("Value expected"), key="action expected", placeholder=say.percent(0.95, 0)
        )
    rebase = st.checkbox(
        say("The work will be another once it is done: the charts begin anew"), key="action rebase"
    )
    who = _who("new", say)
    lacking = _nameless(who, say) if text.strip() else say("Write what will be done.")
    if press(say("State it"), lacking, type="primary"):
        try:
            units = indicator.units()
            value = parse_target(kpi or "", expected, units) if expected.strip() else None
            new_action(
                session.store(), link, text, Doer(who, session.now_utc()), owner=owner,
                due_on=_one(due), kpi=kpi or "", expected=value, rebase=rebase,
            )  # fmt: skip
        except UserError as fault:
            st.error(say.render(indicator.named_in(fault.message, say)))
            return
        st.session_state["action stated"] = True
        st.rerun()


def _end(found: tuple[Action, ...], say: Words) -> None:
    names = {one.action: one.text for one in found}
    chosen = st.selectbox(
        say("Action"),
        list(names),
        key="action to end",
        format_func=lambda one: f"{one} · {names[one]}",
    )
    today = told.wall().date()
    day = st.date_input(say("On"), today, max_value=today, key="ended on", format="YYYY-MM-DD")
    who = _who("end", say)
    lacking = _nameless(who, say)
    ended = next(one for one in found if one.action == chosen).status != "open"
    with st.container(horizontal=True):
        if ended:
            if press(say("It is open after all"), lacking):
                _take(lambda doer: open_again(session.store(), chosen, doer), who, say)
            return
        if press(say("It is done"), lacking, type="primary"):
            _take(lambda doer: finish_action(session.store(), chosen, _day(day), doer), who, say)
        if press(say("It is dropped"), lacking):
            _take(lambda doer: drop_action(session.store(), chosen, _day(day), doer), who, say)


def _take(step: Step, who: str, say: Words) -> None:
    try:
        step(Doer(who, session.now_utc()))
    except UserError as fault:
        st.error(say.render(fault.message))
        return
    st.rerun()


def _who(form: str, say: Words) -> str:
    """Ask for one's name; it is the one that negotiates, remembered."""
    key = f"who {form}"
    # The form may have been drawn, empty, before the name was written in the other one.
    st.session_state[key] = st.session_state.get(key) or st.session_state.get("negotiator", "")
    who: str = st.text_input(
        say("My name"), key=key, placeholder=say("It is written beside every step you take")
    )
    if who.strip():
        st.session_state["negotiator"] = who.strip()
    return who.strip()


def _nameless(who: str, say: Words) -> str:
    return "" if who else say("Write your name: it stands beside every step.")


def _one(found: object) -> date | None:
    return found if isinstance(found, date) else None


def _day(found: object) -> date:
    return found if isinstance(found, date) else told.wall().date()
