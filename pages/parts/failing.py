"""The ranking of the links that break the promise outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from kpi.chain import Balance, LinkEffect
from kpi.words import Words
from pages.parts import actions, indicator, session
from pages.parts.address import View, href
from pages.parts.markup import Column, Html, bar, heading, link_name, mark, style_of, table

MOST_SHOWN = 5
WORST = ("broken", "at risk")
ALMOST_ALL = 0.995


def ranking(now: Balance, view: View, say: Words) -> str:
    """Build the ranking: failing links, those at risk below a line, and what completes the sum."""
    failing, at_risk = now.failing[:MOST_SHOWN], now.at_risk[:MOST_SHOWN]
    whole = max([effect.broken_share for effect in failing + at_risk] + [0.01])
    owners = _owners()
    rows = [_row(effect, view, say, owners, whole) for effect in failing + at_risk]
    columns = (
        Column(say("Link")),
        Column(say("Of the broken promises")),
        Column(say("Alone it would mend"), numeric=True),
        Column(say("Verdict")),
        Column(say("Whose delay")),
        Column(say("Action")),
    )
    body = table(columns, rows, rule_after=len(failing) - 1 if failing and at_risk else -1)
    left = _left_out(now, view, say)
    return heading(_title(now, say), _basis(now, say)) + body + left + _rest(now, say)


def _left_out(now: Balance, view: View, say: Words) -> str:
    """Lead to the failing links and those at risk that have no row here."""
    failing, at_risk = len(now.failing) - MOST_SHOWN, len(now.at_risk) - MOST_SHOWN
    groups = (
        (failing, "broken", say.plural("{n} more is failing", "{n} more are failing", failing)),
        (at_risk, "at risk", say.plural("{n} more is at risk", "{n} more are at risk", at_risk)),
    )
    told = [
        f'<a href="{escape(href("link", view, only=only))}">{escape(text)}</a>'
        for count, only, text in groups
        if count > 0
    ]
    return f'<p class="note">{" · ".join(told)}</p>' if told else ""


def _title(now: Balance, say: Words) -> str:
    if not now.failing:
        return say.plural("{n} link is at risk", "{n} links are at risk", len(now.at_risk))
    together = sum(effect.broken_share for effect in now.failing)
    return say.plural(
        "The failing link decides {share} of the broken promises",
        "The {n} failing links decide {share} of the broken promises",
        len(now.failing),
        share=say.percent(together, 0),
    )


def _basis(now: Balance, say: Words) -> str:
    weeks = say.plural("window of {n} week", "window of {n} weeks", now.window.weeks)
    if now.ranking_window == now.window:
        return say("ranked by their part of the broken promises · {window}", window=weeks)
    return say(
        "verdicts of the {window}; ranked by 13 weeks, because few broken promises can be "
        "traced in it",
        window=weeks,
    )


def _row(
    effect: LinkEffect, view: View, say: Words, owners: Mapping[str, str], whole: float
) -> Sequence[object]:
    style = style_of(effect.verdict)
    beside = " · ".join(filter(None, (effect.link.service, owners.get(effect.link.supplier))))
    pair = link_name(effect.link, view, say, with_service=False).text
    name = Html(
        f'<span class="nowrap">{mark(effect.verdict).text}{pair}</span>'
        f'<span class="sub indent nowrap">{escape(beside)}</span>'
    )
    if effect.late_by_inheritance and effect.broken_share == 0:
        part: Html | str = Html(
            f'<span class="muted">{escape(say("none: late by inheritance"))}</span>'
        )
    else:
        number = f'<b class="num {style}">{say.part(effect.broken_share)}</b>'
        held = say.plural("{n} case held open", "{n} cases held open", effect.cases_held)
        lines = filter(None, (between(effect, say), held if effect.cases_held else ""))
        below = "".join(f'<span class="sub nowrap">{escape(line)}</span>' for line in lines)
        drawn = bar(effect.broken_share, style, whole=whole).text
        part = Html(f'<span class="nowrap">{number}{drawn}</span>{below}')
    saved = effect.cases_saved
    gain = say.plural("{n} case", "{n} cases", saved) if saved else "–"
    action = actions.cell(effect.link, view, say)
    return (name, part, gain, _verdicts(effect, say), whose_delay(effect, say), action)


def between(effect: LinkEffect, say: Words) -> str:
    """Say between what a link's part of the broken promises lies, and whether its rank is tied."""
    if not effect.fair_share:
        return ""
    scale = effect.broken_share / effect.fair_share
    low, high = (100 * share * scale for share in (effect.fair_low, effect.fair_high))
    # No part that has something is between nothing and nothing.
    told = say("{low} to {high}%", low=say.number(low), high=say.number(max(high, 1)))
    return f"{told} · {say('tied')}" if effect.tied else told


def _verdicts(effect: LinkEffect, say: Words) -> Html:
    lines = [
        f'<div class="against">{escape(indicator.against_target(verdict, say))}</div>'
        for verdict in effect.verdicts
        if verdict.verdict in WORST
    ]
    return Html("".join(lines))


def whose_delay(effect: LinkEffect, say: Words) -> str:
    """Say how much of a link’s lateness it originated and how much it received."""
    late = effect.own_minutes + effect.inherited_minutes
    if not late:
        return "–"
    if effect.cannot_inherit:
        return say("own or inherited: unknown")
    own = effect.own_minutes / late
    if own >= ALMOST_ALL:
        return say("its own")
    if own <= 1 - ALMOST_ALL:
        return say("inherited")
    return say("{own} its own", own=say.percent(own, 0))


def _rest(now: Balance, say: Words) -> str:
    """Say what completes the sum, as parts of the broken promises."""
    broken = now.promise.broken
    if not broken:
        return ""
    scale = now.promise.cases / broken
    parts = [
        (now.within_targets_share, say("from links within their targets")),
        (now.not_judged_share, say("from links not judged")),
        (now.unexplained_share, say("not explained by any link’s own delay")),
    ]
    told = [f"{say.part(share * scale)} {what}" for share, what in parts if share * scale >= 0.005]
    return (
        f'<p class="note">{escape(say("The rest"))}: {escape(" · ".join(told))}</p>' if told else ""
    )


def _owners() -> dict[str, str]:
    return session.remembered(
        "owners",
        lambda: dict(
            session.store()
            .cursor()
            .execute("SELECT party, owner FROM parties WHERE owner IS NOT NULL")
            .fetchall()
        ),
    )
