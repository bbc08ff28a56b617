"""A table of links: verdict, indicators, part of the broken promises, whose delay."""

from __future__ import annotations

from collections.abc import Sequence

from kpi.chain import Balance, LinkEffect
from kpi.verdicts import VERDICT_ORDER, Verdict
from kpi.words import Words
from pages.parts import indicator, why
from pages.parts.address import View
from pages.parts.failing import between, whose_delay
from pages.parts.markup import (
    Column,
    Html,
    link_name,
    safe,
    style_of,
    table,
    verdict_badge,
    without_blank,
)

MOST_ROWS = 80
SHOWN = ("on_time_rate", "first_time_right", "lead_time_p90")


def links(effects: Sequence[LinkEffect], now: Balance, view: View, say: Words) -> str:
    """Build the table, the worst first; a long one is cut and says so."""
    ranked = sorted(
        effects,
        key=lambda effect: (
            VERDICT_ORDER.index(effect.verdict),
            -effect.broken_share,
            -effect.handoffs,
        ),
    )
    columns = (
        Column(say("Link")),
        Column(say("Verdict")),
        *(Column(indicator.name(kpi, say), numeric=True) for kpi in SHOWN),
        Column(say("Of the broken promises"), numeric=True),
        Column(say("Whose delay")),
        Column(say("Handoffs"), numeric=True),
    )
    rows = [_row(effect, now, view, say) for effect in ranked[:MOST_ROWS]]
    rest = len(ranked) - len(rows)
    more = ""
    if rest > 0:
        text = say.plural(
            "{n} more link with fewer handoffs is not listed",
            "{n} more links with fewer handoffs are not listed",
            rest,
        )
        more = f'<p class="note">{text}</p>'
    return table(*without_blank(columns, rows)) + more


def share_of_broken(effect: LinkEffect, now: Balance, say: Words) -> str:
    """Write a link's share of the broken promises, a dash where no link can be told to have any.

    An event log without agreements has no late handoffs, nor has a link without any due time;
    “0 %” would call it blameless.
    """
    told = now.promise.broken and any(one.broken_share for one in now.all_links)
    return say.part(effect.broken_share) if told and why.can_be_told(effect) else "–"


def _row(effect: LinkEffect, now: Balance, view: View, say: Words) -> Sequence[object]:
    by_kpi = {verdict.kpi: verdict for verdict in effect.verdicts}
    share, apart = share_of_broken(effect, now, say), between(effect, say)
    return (
        link_name(effect.link, view, say),
        verdict_badge(effect.verdict, say, within_chance=_below(effect)),
        *(_measured(by_kpi.get(kpi), say) for kpi in SHOWN),
        Html(f'{safe(share)}<span class="sub">{safe(apart)}</span>') if apart else share,
        whose_delay(effect, say),
        say.number(effect.handoffs),
    )


def _below(effect: LinkEffect) -> bool:
    return any(verdict.within_chance for verdict in effect.verdicts)


def _measured(verdict: Verdict | None, say: Words) -> Html | str:
    """Write the value, in the colour of its verdict where that is bad, and its target below."""
    if verdict is None or verdict.value is None:
        return "–"
    shown = indicator.value(verdict.kpi, verdict.value, say, verdict.link)
    style = style_of(verdict.verdict) if verdict.verdict in ("broken", "at risk") else ""
    below = ""
    if verdict.target is not None:
        target = say(
            "target {target}",
            target=indicator.value(verdict.kpi, verdict.target, say, verdict.link),
        )
        below = f'<span class="sub">{target}</span>'
    return Html(f'<span class="{style}">{shown}</span>{below}')
