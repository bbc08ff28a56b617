"""Chain: who hands work to whom, drawn from the first supplier to the customer outside."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kpi.chain import Balance, findings
from kpi.chain.pairs import Pair, foremost_pairs, pairs_of, parties_of
from kpi.words import Words
from pages.parts import (
    answers,
    empty,
    link_table,
    mending,
    notes,
    session,
    stamp,
    stop_impact,
    structure,
    yields,
)
from pages.parts.address import View, href
from pages.parts.chain_component import chain_view
from pages.parts.chain_picture import MOST_WHOLE, picture
from pages.parts.markup import Html, heading, opening, safe
from pages.parts.panel import panel

MOST_NEAR = 26
EVERY = ""


def show(view: View) -> None:
    """Show the chain of the window."""
    say = session.words()
    if session.is_empty():
        empty.first_steps(say)
        return
    now = answers.balance_of(view.window)
    title = say.render(findings.chain_title(now))
    panel(
        opening(stamp.where(view, say), title, say.render(findings.promise_line(now))),
        key="opening",
    )
    pairs = pairs_of(effect for effect in now.all_links if effect.handoffs)
    if not pairs:
        st.info(say("No handoff in this window. Choose another week above."))
        return
    service, party = _filters(pairs, say)
    chosen = _chosen(pairs, service, party)
    _draw(chosen, pairs, view, say, title=title, filters=(service, party))
    mending.show(now, view, say)
    _details(chosen, now, view, say)
    structure.show(view, say)
    stop_impact.show(view, say)
    yields.show(view, say)
    panel(
        stamp.stamp(say, _filter_note(service, party, say), *notes.of_balance(now, say)),
        key="stamp",
    )


def _filters(pairs: Sequence[Pair], say: Words) -> tuple[str, str]:
    """Offer the filters; they live in the address and narrow only what is shown."""
    services = sorted({effect.link.service for pair in pairs for effect in pair.effects} - {EVERY})
    parties = sorted(parties_of(pairs))
    left, right, _ = st.columns([3, 3, 6])
    with left:
        party = _filter("party", say("Around a party"), parties, say("The whole chain"), say)
    with right:
        if not services:
            return EVERY, party
        service = _filter("service", say("Service"), services, say("Every service"), say)
    return service, party


def _filter(name: str, label: str, options: list[str], every: str, say: Words) -> str:
    asked = st.query_params.get(name, EVERY)
    key = f"{name} filter"
    st.session_state[key] = asked if asked in options else EVERY

    def picked() -> None:
        chosen = st.session_state[key]
        if chosen == EVERY:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = chosen

    found: str = st.selectbox(
        label,
        [EVERY, *options],
        key=key,
        format_func=lambda option: every if option == EVERY else say.party(option),
        on_change=picked,
    )
    return found


def _chosen(pairs: Sequence[Pair], service: str, party: str) -> tuple[Pair, ...]:
    """Return the pairs to draw: filtered, and no more than a reader can take in."""
    shown = [
        Pair(pair.supplier, pair.customer, kept)
        for pair in pairs
        if (
            kept := tuple(
                effect for effect in pair.effects if service in (EVERY, effect.link.service)
            )
        )
    ]
    if party != EVERY:
        near = {party} | {
            end
            for pair in shown
            if party in (pair.supplier, pair.customer)
            for end in (pair.supplier, pair.customer)
        }
        shown = [pair for pair in shown if {pair.supplier, pair.customer} <= near]
        touching = [pair for pair in shown if party in (pair.supplier, pair.customer)]
        return tuple(touching) if len(near) > MOST_NEAR else tuple(shown)
    if len(parties_of(shown)) > MOST_WHOLE:
        return foremost_pairs(shown, MOST_NEAR)
    return tuple(shown)


def _draw(
    chosen: Sequence[Pair],
    pairs: Sequence[Pair],
    view: View,
    say: Words,
    *,
    title: str,
    filters: tuple[str, str],
) -> None:
    note = say("width = handoffs · colour and shape = verdict · % = part of the broken promises")
    everyone, drawn_parties = len(parties_of(pairs)), len(parties_of(chosen))
    if drawn_parties < everyone and filters == (EVERY, EVERY):
        note = say(
            "{shown} of {all} parties, the busiest · {note}",
            shown=drawn_parties,
            all=everyone,
            note=note,
        )
    panel(f'<p class="note">{safe(note)}</p>', key="chain note")
    drawn = session.remembered(
        "chain",
        lambda: picture(chosen, say, title=title, width=1312),
        view.window,
        session.moment(),
        say.language,
        filters,
    )
    picked = chain_view(drawn, key="chain", selected=st.query_params.get("picked"))
    if picked is not None and picked != st.query_params.get("picked", ""):
        if picked:
            st.query_params["picked"] = picked
        else:
            st.query_params.pop("picked", None)
        st.rerun()


def _details(chosen: Sequence[Pair], now: Balance, view: View, say: Words) -> None:
    """Show what was picked, else every link drawn: the way in for keyboards and readers."""
    picked = st.query_params.get("picked", "")
    party = picked.removeprefix("party:") if picked.startswith("party:") else None
    if party is not None:
        pairs = [pair for pair in chosen if party in (pair.supplier, pair.customer)]
        title = say("{party}: what it receives and what it owes", party=say.party(party))
        around = href("chain", view, party=party)
        way = f'<a href="{safe(around)}">{safe(say("draw only its surroundings"))}</a>'
        title_html = Html(f"{safe(title)} · {way}")
    elif picked:
        pairs = [pair for pair in chosen if f"link:{pair.id}" == picked]
        title_html = Html(safe(say("The link you picked")))
    else:
        pairs, title_html = list(chosen), Html(safe(say("Every link drawn above")))
    effects = [effect for pair in pairs for effect in pair.effects]
    panel(heading(title_html) + link_table.links(effects, now, view, say), key="details")


def _filter_note(service: str, party: str, say: Words) -> str:
    told = [say.party(found) for found in (party, service) if found != EVERY]
    return say("shown only: {filters}", filters=", ".join(told)) if told else ""
