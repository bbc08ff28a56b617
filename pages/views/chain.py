"""Chain: who hands work to whom, drawn from the first supplier to the customer outside."""

from __future__ import annotations

import streamlit as st

from kpi.chain import findings
from kpi.chain.pairs import pairs_of
from kpi.words import Words
from pages.parts import (
    answers,
    chain_details,
    chain_drawing,
    chain_scope,
    chain_weeks,
    empty,
    mending,
    notes,
    session,
    stamp,
    stop_impact,
    structure,
    yields,
)
from pages.parts.address import View
from pages.parts.chain_picture import known_parties
from pages.parts.fold import unfolded
from pages.parts.markup import opening
from pages.parts.panel import panel
from pages.parts.ready import ready


def show(view: View) -> None:
    """Show the chain of the window."""
    say = session.words()
    if session.is_empty():
        empty.first_steps(say)
        return
    ready("chain", lambda: _show(view, say), unfolded())


def _show(view: View, say: Words) -> None:
    now = answers.balance_of(view.window)
    title = say.render(findings.chain_title(now))
    lead = say.render(findings.promise_line(now))
    panel(opening(stamp.where(view, say), title, lead), key="opening")
    pairs = session.remembered(
        "pairs",
        lambda: pairs_of(effect for effect in now.all_links if effect.handoffs),
        view.window,
        session.moment(),
    )
    if not pairs:
        st.info(say("No handoff in this window. Choose another week above."))
        return
    known, together = known_parties(), chain_weeks.pairs_together(view)
    scope = chain_scope.asked(together, known)
    chain_scope.controls(together, known, scope, say)
    drawn = session.remembered(
        "part drawn",
        lambda: chain_drawing.choose(pairs, together, known, scope, view),
        view.window,
        session.moment(),
        scope,
    )
    chain_drawing.show(drawn, known, scope, view, say, title=title)
    chain_weeks.slider(view, say)
    if chain_details.is_picked():
        chain_details.show(drawn, pairs, now, view, say)
    # What mending or losing a part would mean, and how the whole hangs together.
    mending.show(now, view, say)
    structure.show(view, say)
    stop_impact.show(view, say)
    yields.show(view, say)
    if not chain_details.is_picked():
        # The longest part, and the same facts as on the page of all links: last.
        chain_details.show(drawn, pairs, now, view, say)
    panel(stamp.stamp(say, scope.told(say), *notes.of_balance(now, say)), key="stamp")
