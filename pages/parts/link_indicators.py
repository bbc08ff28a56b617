"""A link's indicators: the verdict of each with its reason, and the one that the charts show."""

from __future__ import annotations

import streamlit as st

from kpi.chain import LinkEffect
from kpi.verdicts import Verdict
from kpi.words import Words
from pages.parts import indicator, why
from pages.parts.markup import Column, Html, safe, table, verdict_badge
from pages.parts.ready import tell

SEEN_WITHOUT_TARGET, WORTH_FOLDING = 3, 2


def verdicts(effect: LinkEffect, say: Words) -> str:
    """Build the table of a link's indicators: verdict, measured, target, counted, and why."""
    columns = (
        Column(say("Indicator")),
        Column(say("Verdict")),
        Column(say("Measured"), numeric=True),
        Column(say("Target"), numeric=True),
        Column(say("Counted"), numeric=True),
        Column(say("Likely between"), numeric=True),
        Column(say("Why")),
    )
    first, rest = _by_weight(effect)
    rows = [_indicator(verdict, effect, say) for verdict in (*first, *rest)]
    if not rest:
        return table(columns, rows)
    more = say.plural(
        "{n} more indicator without a target", "{n} more indicators without a target", len(rest)
    )
    return table(columns, rows, folded=(len(first), more))


def _by_weight(effect: LinkEffect) -> tuple[list[Verdict], list[Verdict]]:
    """Split the indicators into those read first and those that wait behind a click.

    A target is what both sides asked about. Where they agreed on none, the first few that were
    measured are read.
    """
    known = list(indicator.known())
    ranked = sorted(
        effect.verdicts,
        key=lambda v: known.index(v.kpi) if v.kpi in known else len(known),
    )
    agreed = [verdict for verdict in ranked if verdict.verdict != "no target"]
    rest = [verdict for verdict in ranked if verdict.verdict == "no target"]
    if not agreed:
        agreed = [verdict for verdict in rest if verdict.n][:SEEN_WITHOUT_TARGET]
        rest = [verdict for verdict in rest if verdict not in agreed]
    return (agreed, rest) if len(rest) >= WORTH_FOLDING else (agreed + rest, [])


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


def pick(effect: LinkEffect, say: Words) -> str:
    """Let one indicator of a link be chosen; the choice lives in the address."""
    entries = indicator.known()
    known = [verdict.kpi for verdict in effect.verdicts if verdict.kpi in entries]
    offered = sorted(set(known), key=list(entries).index) or list(entries)
    asked = st.query_params.get("kpi", "")
    tell("indicator picked", asked if asked in offered else offered[0])

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
