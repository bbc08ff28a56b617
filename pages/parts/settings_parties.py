"""Settings: the parties, their other names, what is said of them, and taking it back."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kpi.intake import EVER, NameChange, list_name_changes, told_term, undo_change
from kpi.words import Words
from kpi.words.countries import plain
from pages.parts import merging, session, splitting, stated_rows
from pages.parts.markup import Column, Html, heading, safe, table
from pages.parts.panel import panel

_PARTIES = """
SELECT p.*, coalesce((SELECT string_agg(DISTINCT name, ' · ' ORDER BY name) FROM standing_names n
                      WHERE n.party = p.party AND n.name <> p.party), '') AS names
FROM parties p ORDER BY party
"""
_CALENDARS = "SELECT DISTINCT calendar FROM calendars ORDER BY calendar"
EDITED = ("department", "owner", "external", "promise_target", "calendar", "country")
MOST_CHANGES = 12


def show(say: Words) -> None:
    """Show the parties; let them be edited, renamed and merged; list what was changed."""
    frame: pd.DataFrame = session.remembered(
        "all parties", lambda: session.store().cursor().execute(_PARTIES).df()
    )
    if frame.empty:
        return
    panel(lambda: _heading(frame, say), key="parties heading")
    _edit(frame, say)
    merging.begin()
    left, right = st.columns(2, gap="large")
    with left:
        _rename(frame, say)
        splitting.show(list(frame["party"]), say)
    with right:
        _history(say)


def _heading(frame: pd.DataFrame, say: Words) -> str:
    renamed = int((frame["names"] != "").sum())
    title = say.plural("{n} party", "{n} parties", len(frame))
    if renamed:
        title = say("{parties}, {renamed} under more than one name", parties=title, renamed=renamed)
    return heading(title, say("Edits are stored as a load of their own: the Data page undoes them"))


def _edit(frame: pd.DataFrame, say: Words) -> None:
    wanted = plain(
        st.text_input(
            say("Search"), key="party search", placeholder=say("Part of a name"), width=320
        )
    )
    found, shown = session.remembered(
        "parties found", lambda: _found(frame, wanted, say), wanted, say.tag
    )
    if found.empty:
        st.info(say("No party is called so."))
        return
    key = f"parties of {wanted}"
    edited = st.data_editor(
        shown,
        hide_index=True,
        key=key,
        disabled=["party", "names"],
        height=min(38 + 35 * len(shown), 420),
        placeholder="",
        column_config=_columns(say),
    )
    # Two tables are compared only where something was written in one of them.
    is_edited = bool(st.session_state[key]["edited_rows"])
    touched = (_plain(edited) != _plain(shown)).any(axis=1) if is_edited else shown.index < 0
    if st.button(say("Save parties"), disabled=not touched.any()):
        back = {word: code for code, word in _kinds(say).items()}
        stated = found.assign(
            **{name: edited[name] for name in EDITED if name != "promise_target"},
            promise_target=edited["promise_target"] / 100,
        ).assign(external=edited["external"].map(back))
        stated_rows.save_parties(stated[touched], say("Settings page: parties"), say)


def _found(frame: pd.DataFrame, wanted: str, say: Words) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the parties whose names hold a text: as they are stored, and as they are shown."""
    found = frame[
        (frame["party"].map(say.party) + " " + frame["names"])
        .map(plain)
        .str.contains(wanted, regex=False)
    ].reset_index(drop=True)
    shown = found[["party", "names", *EDITED]].assign(
        party=found["party"].map(say.party),
        promise_target=found["promise_target"].astype(float) * 100,
        external=found["external"].map(_kinds(say)),
    )
    return found, shown


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the cells with nothing written as ''."""
    return frame.astype(object).where(frame.notna(), "")


def _kinds(say: Words) -> dict[str, str]:
    return {
        "no": say("inside"),
        "customer": say("external customer"),
        "supplier": say("external supplier"),
    }


def _columns(say: Words) -> dict[str, Any]:
    calendars = session.remembered(
        "calendar names", lambda: session.store().cursor().execute(_CALENDARS).fetchall()
    )
    return {
        "party": st.column_config.TextColumn(say("Party"), pinned=True, width=160),
        "names": st.column_config.TextColumn(say("Also written")),
        "department": st.column_config.TextColumn(say("Department")),
        "owner": st.column_config.TextColumn(say("Owner")),
        "external": st.column_config.SelectboxColumn(
            say("Where"), options=list(_kinds(say).values()), required=True
        ),
        "promise_target": st.column_config.NumberColumn(
            say("Promise kept in at least (%)"), min_value=1.0, max_value=99.9, step=0.5
        ),
        "calendar": st.column_config.SelectboxColumn(
            say("Calendar"), options=[name for (name,) in calendars]
        ),
        "country": st.column_config.TextColumn(say("Country"), max_chars=60),
    }


def _rename(frame: pd.DataFrame, say: Words) -> None:
    panel(
        heading(
            say("Rename or merge parties"),
            say("Facts keep the name that they came with; what you see follows, and so do files "
                "yet to come"),
        ),
        key="merge heading",
    )  # fmt: skip
    parties = list(frame["party"])
    names = st.multiselect(
        say("Parties"),
        parties,
        format_func=say.party,
        key="names to merge",
        placeholder=say("Choose one to rename, several to merge"),
        select_all=False,  # else Enter after a few letters merges all that match
        wrap=True,
    )
    into = st.selectbox(
        say("Name that stays"),
        parties,
        index=None,
        format_func=say.party,
        accept_new_options=True,
        key="name that stays",
        placeholder=say("Choose a party or write a new name"),
    )
    if names and into:
        merging.offer(names, into, say, key="merge")


def _history(say: Words) -> None:
    changes = session.remembered(
        "name changes", lambda: list_name_changes(session.store().cursor())
    )
    if not changes:
        return

    def told() -> str:
        columns = (Column(say("Change")), Column(say("What")), Column(say("State")))
        rows = [_row(change, say) for change in changes[:MOST_CHANGES]]
        return heading(say("Changes of names")) + table(columns, rows)

    panel(told, key="name changes")
    standing = [change for change in changes if change.stands]
    if not standing:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            say("Undo a change"),
            standing,
            index=None,
            format_func=lambda change: f"{change.change} · {say.party(change.party)}",
            placeholder=say("Choose a change"),
            key="change to undo",
        )
        if st.button(say("Undo"), key="undo change", disabled=chosen is None) and chosen:
            undo_change(session.store(), chosen.change, now=session.now_utc())
            st.rerun()


def _row(change: NameChange, say: Words) -> tuple[object, ...]:
    names = ", ".join(say.party(name) for name in change.names)
    by = f" · {change.who}" if change.who else ""
    days = "" if change.term == EVER else f", {say.render(told_term(change.term))}"
    what = Html(
        f"{safe(names)} → {safe(say.party(change.party) + days)}"
        f'<span class="sub">{safe(change.reason)}{safe(by)}</span>'
    )
    state = (
        say("since {day}", day=change.made_at.date())
        if change.undone_at is None
        else say("undone {day}", day=change.undone_at.date())
    )
    return str(change.change), what, state
