"""Link: what two parties agreed, whether it is kept, whose delay it is, and its handoffs."""

from __future__ import annotations

from html import escape

import streamlit as st

from kpi.agreements import Link
from kpi.chain import Balance, LinkEffect
from kpi.verdicts import Verdict
from kpi.words import Words
from pages.parts import (
    address,
    agreement_history,
    all_links,
    answers,
    charts,
    control,
    empty,
    handoffs,
    indicator,
    kpi_help,
    session,
    stamp,
    why,
)
from pages.parts.address import View
from pages.parts.markup import Column, Html, opening, safe, style_of, table, verdict_badge
from pages.parts.panel import go, panel


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
        _choose(asked, now, view, say)
        _one_link(asked, now, view, say)


def _choose(asked: Link, now: Balance, view: View, say: Words) -> None:
    known = sorted({effect.link for effect in now.all_links} | {asked})
    st.session_state["link picked"] = asked

    def name(link: Link) -> str:
        spoken = Link(say.party(link.supplier), say.party(link.customer), link.service)
        return spoken.name

    picked = st.selectbox(
        say("Link"),
        known,
        index=None,
        key="link picked",
        format_func=name,
        placeholder=say("Find a link by party or service"),
        label_visibility="collapsed",
    )
    if picked is not None and picked != asked:
        go(address.href("link", view, **address.link_params(picked)))


def _one_link(link: Link, now: Balance, view: View, say: Words) -> None:
    effect = next((found for found in now.all_links if found.link == link), None)
    name = Link(say.party(link.supplier), say.party(link.customer), link.service).name
    if effect is None:
        title = say("{link}: no handoff in this window", link=name)
        lead = say("Choose another week above, or a wider window.")
        panel(opening(stamp.where(view, say), title, lead), key="opening")
        agreement_history.show(link, view, say)
        return
    panel(
        opening(
            stamp.where(view, say), _title(effect, name, say), why.effect_line(effect, now, say)
        ),
        key="opening",
    )
    panel(_indicators(effect, say), key="indicators")
    kpi = _pick_indicator(effect, say)
    with st.container(key="pair of charts"):
        left, right = st.columns([7, 5], gap="large")
    with left:
        control.chart(link, kpi, view, say)
        kpi_help.about(kpi, say, link=link, view=view)
    with right:
        charts.lead_times(link, view, say)
        charts.whose_delay(effect, say)
    handoffs.behind(link, kpi, view, say)
    agreement_history.show(link, view, say)
    panel(stamp.stamp(say), key="stamp")


def _title(effect: LinkEffect, name: str, say: Words) -> object:
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


def _indicators(effect: LinkEffect, say: Words) -> str:
    columns = (
        Column(say("Indicator")),
        Column(say("Verdict")),
        Column(say("Measured"), numeric=True),
        Column(say("Target"), numeric=True),
        Column(say("Counted"), numeric=True),
        Column(say("Likely between"), numeric=True),
        Column(say("Why")),
    )
    return table(columns, [_indicator(verdict, effect, say) for verdict in effect.verdicts])


def _indicator(verdict: Verdict, effect: LinkEffect, say: Words) -> tuple[object, ...]:
    kpi = verdict.kpi
    likely = "–"
    if verdict.low is not None and verdict.high is not None:
        low, high = (
            indicator.value(kpi, edge, say, verdict.link) for edge in (verdict.low, verdict.high)
        )
        likely = f"{low} – {high}"
    counted = say.number(verdict.n)
    if verdict.good is not None and kpi != "overdue_backlog":
        shown = verdict.n - verdict.good if indicator.shows_the_rest(kpi) else verdict.good
        counted = say("{good} of {n}", good=shown, n=verdict.n)
    name = Html(f'<b class="nowrap">{safe(indicator.name(kpi, say))}</b>')
    badge = verdict_badge(verdict.verdict, say, within_chance=verdict.within_chance)
    target = indicator.value(kpi, verdict.target, say, verdict.link)
    # The verdict already says that nobody agreed on a target: once is enough.
    line = "" if verdict.verdict == "no target" else why.verdict_line(verdict, say)
    inherited = why.inherited_line(effect, say) if kpi == "on_time_rate" else ""
    told = f"{line} {inherited}".strip()
    return (
        name,
        badge,
        indicator.value(kpi, verdict.value, say, verdict.link),
        target,
        counted,
        likely,
        Html(f'<span class="muted why">{safe(told)}</span>') if told else "",
    )


def _pick_indicator(effect: LinkEffect, say: Words) -> str:
    entries = indicator.known()
    known = [verdict.kpi for verdict in effect.verdicts if verdict.kpi in entries]
    offered = sorted(set(known), key=list(entries).index) or list(entries)
    asked = st.query_params.get("kpi", "")
    st.session_state["indicator picked"] = asked if asked in offered else offered[0]

    def picked() -> None:
        st.query_params["kpi"] = st.session_state["indicator picked"]

    found = st.segmented_control(
        say("Indicator"),
        offered,
        key="indicator picked",
        format_func=lambda kpi: indicator.name(kpi, say),
        on_change=picked,
        required=True,
        label_visibility="collapsed",
    )
    return found or offered[0]
