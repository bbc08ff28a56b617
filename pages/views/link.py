"""Link: what two parties agreed, whether it is kept, whose delay it is, and its handoffs."""

from __future__ import annotations

import streamlit as st

from kpi.agreements import Link
from kpi.chain import Balance
from kpi.words import Words
from pages.parts import (
    action_panel,
    address,
    agreement_history,
    all_links,
    answers,
    charts,
    control,
    empty,
    handoffs,
    kpi_help,
    link_indicators,
    link_opening,
    session,
    stamp,
    why,
)
from pages.parts.address import View
from pages.parts.markup import opening
from pages.parts.panel import panel


def show(view: View) -> None:
    """Show one link, or the list of links to choose from."""
    say = session.words()
    if session.is_empty():
        empty.first_steps(say)
        return
    now = answers.balance_of(view.window)
    asked = address.asked_link()
    if asked is None:
        all_links.show(now, view, say)
    else:
        _one_link(asked, now, view, say)


def _one_link(link: Link, now: Balance, view: View, say: Words) -> None:
    effect = next((found for found in now.all_links if found.link == link), None)
    name = link_opening.named(link, say)
    if effect is None:
        title = say("{link}: no handoff in this window", link=name)
        lead = say("Choose another week above, or a wider window.")
        panel(opening(stamp.where(view, say), title, lead), key="opening")
        link_opening.choose(link, now, say)
        action_panel.show(link, say)
        agreement_history.show(link, view, say)
        return
    panel(
        lambda: opening(
            stamp.where(view, say),
            link_opening.title(effect, name, say),
            why.effect_line(effect, now, say),
        ),
        key="opening",
    )
    link_opening.choose(link, now, say)
    panel(lambda: link_indicators.verdicts(effect, say), key="indicators")
    kpi = link_indicators.pick(effect, say)
    with st.container(key="pair of charts"):
        left, right = st.columns([7, 5], gap="large")
    with left:
        control.chart(link, kpi, view, say)
        kpi_help.about(kpi, say, link=link, view=view)
    with right:
        charts.lead_times(link, view, say)
        charts.whose_delay(effect, say)
    action_panel.show(link, say)
    handoffs.behind(link, kpi, view, say)
    agreement_history.show(link, view, say)
    panel(lambda: stamp.stamp(say), key="stamp")
