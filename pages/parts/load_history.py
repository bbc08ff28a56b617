"""The history of loads, each of which can be undone."""

from __future__ import annotations

import streamlit as st

from kpi.intake import LoadEntry, list_loads, undo
from kpi.words import N_, Words
from pages.parts import load_report, session
from pages.parts.agreement_words import ACTIONS
from pages.parts.markup import Column, Html, heading, safe, table
from pages.parts.panel import panel

MOST_SHOWN = 30
_STEPS = {**ACTIONS, "opened": N_("opened"), "done": N_("done"), "dropped": N_("dropped")}


def show(say: Words) -> None:
    """Show the loads, the latest first, and offer to undo one."""
    loads = session.remembered("loads", lambda: list_loads(session.store().cursor()))
    if not loads:
        return
    note = say("undoing takes back exactly what a load asserted; the log keeps it")
    panel(lambda: heading(say("Loads so far"), note) + _table(loads[:MOST_SHOWN], say), key="loads")
    standing = [entry for entry in loads if entry.undone_at is None]
    if not standing:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            say("Undo a load"),
            standing,
            index=None,
            format_func=lambda entry: f"{entry.load} · {_named(entry, say)}",
            placeholder=say("Choose a load"),
            key="load to undo",
            width=420,
        )
        if st.button(say("Undo"), disabled=chosen is None) and chosen is not None:
            undo(session.store(), chosen.load, now=session.now_utc())
            st.session_state.pop("load reports", None)
            st.toast(say("Load {load} was undone.", load=str(chosen.load)))
            st.rerun()


def _table(loads: tuple[LoadEntry, ...], say: Words) -> str:
    columns = (
        Column(say("File")),
        Column(say("Load")),
        Column(say("Loaded")),
        Column(say("Records"), numeric=True),
        Column(say("New"), numeric=True),
        Column(say("Updated"), numeric=True),
        Column(say("Unchanged"), numeric=True),
        Column(say("Kept out"), numeric=True),
        Column(say("State")),
    )
    return table(columns, [_row(entry, say) for entry in loads])


def _named(entry: LoadEntry, say: Words) -> str:
    """Return the file's name; of a step taken on a page, what was done to what."""
    what, _, step = entry.file_name.rpartition(" · ")
    if not entry.in_app or step not in _STEPS:
        return entry.file_name
    return f"{what} · {say(_STEPS[step])}"


def _row(entry: LoadEntry, say: Words) -> tuple[object, ...]:
    kind = say(load_report.KINDS[entry.kind]) if entry.kind in load_report.KINDS else entry.kind
    kept_out = entry.conflict_records + entry.rejected_records + entry.ignored_records
    by = f" · {entry.who}" if entry.who else ""
    file = Html(f'{safe(_named(entry, say))}<span class="sub">{safe(kind)}{safe(by)}</span>')
    state = (
        say("standing")
        if entry.undone_at is None
        else say("undone {day}", day=session.wall(entry.undone_at).date())
    )
    return (
        file,
        str(entry.load),
        Html(f'<span class="nowrap">{say.instant(session.wall(entry.loaded_at))}</span>'),
        say.number(entry.records),
        say.number(entry.new),
        say.number(entry.updated),
        say.number(entry.unchanged),
        say.number(kept_out),
        state,
    )
