"""Drafts from history for links without an agreement: looked at, then sent as proposals."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from kpi.agreements import Draft, Link, Signer, Terms, judged_by, propose_all
from kpi.chain import HistoryDraft, drafts_from_history
from kpi.measures import Window
from kpi.verdicts import verdicts
from kpi.words import UserError, Words
from kpi.words.terms import VERDICTS
from pages.parts import address, negotiator, session
from pages.parts import agreement_words as told
from pages.parts.address import View
from pages.parts.markup import heading, opening
from pages.parts.negotiator import Negotiator
from pages.parts.panel import go, panel


def show(parties: list[str], view: View, say: Words) -> None:
    """Show the drafts in a table to choose from, what they would have said, and the way to send."""
    found = _drafts()
    where = " · ".join(p for p in (session.settings().company, say("Agreements")) if p)
    title = say.plural(
        "{n} link works without an agreement: here is a draft",
        "{n} links work without an agreement: here is a draft for each",
        len(found),
    )
    lead = say(
        "The lead time is what nine of ten handoffs of the last 26 weeks took, rounded up; the "
        "target is the share that this reached. A draft is a place to begin: nobody has signed it."
    )
    if not found:
        title = say("No link without an agreement has enough history for a draft")
        lead = say(
            "A draft needs 20 deliveries in the last 26 weeks. Links to customers outside get "
            "none: what those are promised is set in Settings."
        )
    panel(opening(where, title, lead), key="drafts opening")
    if found:
        me = negotiator.ask(parties, say)
        chosen = _table(found, view, say)
        _send(chosen, me, view, say)
    if st.button(say("Back to the agreements")):
        go(address.href("agreements", view))


def _drafts() -> tuple[HistoryDraft, ...]:
    as_of, today = session.moment(), told.wall().date()
    negotiated = {one.link for one in told.all_negotiations() if one.turn}
    return session.remembered(
        "history drafts",
        lambda: drafts_from_history(
            session.store().cursor(), as_of=as_of, valid_from=today, skip=negotiated
        ),
        as_of,
        today,
    )


def terms_from_history(link: Link) -> Terms | None:
    """Return what history drafts for a link without an agreement, None where it drafts nothing."""
    drafts = _drafts()
    return next((one.draft.terms for one in drafts if one.draft.link == link), None)


def _table(found: Sequence[HistoryDraft], view: View, say: Words) -> list[HistoryDraft]:
    what_if = _verdicts([one.draft for one in found], view.window)
    rows = pd.DataFrame(
        {
            "send": [True] * len(found),
            "link": [_name(one.draft.link, say) for one in found],
            "lead": [told.hours_text(one.draft.terms.lead_time_hours or 0.0, say) for one in found],
            "on_time": [_share(one, "on_time_rate", say) for one in found],
            "right": [_share(one, "first_time_right", say) for one in found],
            "deliveries": [one.deliveries for one in found],
            "usual": [say.hours(one.median_hours) for one in found],
            "verdict": [say(VERDICTS[what_if.get(one.draft.link, "no data")]) for one in found],
        }
    )
    note = say("{week}: judged by the drafts as if they had always held, a what-if",
               week=say.week(view.window.week.monday))  # fmt: skip
    panel(heading(say("Choose what to send"), note), key="drafts heading")
    edited = st.data_editor(
        rows,
        hide_index=True,
        key="drafts",
        height=min(420, 38 + 35 * len(rows)),
        disabled=[column for column in rows.columns if column != "send"],
        column_config={
            "send": st.column_config.CheckboxColumn(say("Send"), width=60),
            "link": st.column_config.TextColumn(say("Link")),
            "lead": st.column_config.TextColumn(say("Lead time")),
            "on_time": st.column_config.TextColumn(say("On time")),
            "right": st.column_config.TextColumn(say("Right first time")),
            "deliveries": st.column_config.NumberColumn(say("Deliveries")),
            "usual": st.column_config.TextColumn(say("Half took up to")),
            "verdict": st.column_config.TextColumn(say("What if: verdict")),
        },
    )
    return [one for one, send in zip(found, edited["send"], strict=True) if send]


def _verdicts(drafts: Sequence[Draft], window: Window) -> dict[Link, str]:
    """Judge the window by the drafts: what they would have said of the punctuality of each link."""
    as_of = session.moment()

    def judged() -> dict[Link, str]:
        cursor = session.store().cursor()
        with judged_by(cursor, drafts):
            made = verdicts(cursor, window=window, as_of=as_of)
        return {one.link: one.verdict for one in made if one.kpi == "on_time_rate"}

    return session.remembered("judged by drafts", judged, tuple(drafts), window, as_of)


def _send(chosen: list[HistoryDraft], me: Negotiator, view: View, say: Words) -> None:
    label = say.plural("Send {n} proposal", "Send {n} proposals", len(chosen))
    send = st.button(label, type="primary", disabled=not chosen)
    if send and me.who:
        signer = Signer("", me.who, session.now_utc(), say("Drafted from history"))
        try:
            offers = [(one.draft.link, one.draft.terms) for one in chosen]
            propose_all(session.store(), offers, signer)
        except UserError as fault:
            st.error(say.render(fault.message))
            return
        go(address.href("agreements", view))
    if not me.who:
        lacking = say("Write your name above: it stands beside every step.")
        (st.warning if send else st.caption)(lacking)


def _name(link: Link, say: Words) -> str:
    return Link(say.party(link.supplier), say.party(link.customer), link.service).name


def _share(found: HistoryDraft, kpi: str, say: Words) -> str:
    return told.target(kpi, found.draft.terms.target(kpi), say)
