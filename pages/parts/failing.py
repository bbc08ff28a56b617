"""The ranking of the links that break the promise outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from kpi.chain import Balance, LinkEffect
from kpi.words import Words
from pages.parts import indicator, session
from pages.parts.address import View
from pages.parts.markup import Column, Html, bar, heading, link_name, mark, style_of, table

MOST_SHOWN = 5
WORST = ("broken", "at risk")


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
        Column(say("In charge")),
    )
    body = table(columns, rows, rule_after=len(failing) - 1 if failing and at_risk else -1)
    return heading(_title(now, say), _basis(now, say)) + body + _rest(now, say)


def _title(now: Balance, say: Words) -> str:
    if now.failing:
        return say.plural("{n} link is failing", "{n} links are failing", len(now.failing))
    return say.plural("{n} link is at risk", "{n} links are at risk", len(now.at_risk))


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
    name = Html(mark(effect.verdict).text + link_name(effect.link, view, say).text)
    if effect.late_by_inheritance and effect.broken_share == 0:
        part: Html | str = Html(
            f'<span class="muted">{escape(say("none: late by inheritance"))}</span>'
        )
    else:
        number = f'<b class="num {style}">{say.percent(effect.broken_share, 0)}</b>'
        held = say.plural("{n} case held open", "{n} cases held open", effect.cases_held)
        below = f'<span class="sub">{held}</span>' if effect.cases_held else ""
        part = Html(number + bar(effect.broken_share, style, whole=whole).text + below)
    gain = say("{points} points", points=say.points(effect.effect)) if effect.effect else "–"
    return (
        name,
        part,
        gain,
        _verdicts(effect, say),
        whose_delay(effect, say),
        owners.get(effect.link.supplier, "–"),
    )


def _verdicts(effect: LinkEffect, say: Words) -> Html:
    lines = [
        f"<div>{escape(indicator.against_target(verdict, say))}</div>"
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
    return say(
        "{own} own, {inherited} inherited",
        own=say.percent(effect.own_minutes / late, 0),
        inherited=say.percent(effect.inherited_minutes / late, 0),
    )


def _rest(now: Balance, say: Words) -> str:
    """Say what completes the sum, as parts of the broken promises."""
    broken = now.promise.broken
    if not broken:
        return ""
    scale = now.promise.cases / broken
    parts = [
        (now.within_targets_share, say("links within their targets")),
        (now.not_judged_share, say("links not judged")),
        (now.unexplained_share, say("not explained by any link’s own delay")),
    ]
    told = [
        f"{say.percent(share * scale, 0)} {what}" for share, what in parts if share * scale >= 0.005
    ]
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
