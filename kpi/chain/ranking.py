"""Put links in order by what they did to the promises outside, and say where the order is luck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kpi.agreements.links import Link
from kpi.chain.effects import Effects, late_by_inheritance
from kpi.chain.model import LinkEffect
from kpi.verdicts import VERDICT_ORDER, Verdict, worst

FIRST_BEATS_SECOND = 0.90  # of the resamples; product rule


@dataclass(frozen=True)
class WindowHandoffs:
    """Handoffs of a link requested or due in the window, and whether all come from event logs."""

    handoffs: int = 0
    derived: bool = False


def describe_links(
    effects: Effects,
    ranking: Effects,
    verdicts: Iterable[Verdict],
    handoffs: Mapping[Link, WindowHandoffs],
) -> tuple[LinkEffect, ...]:
    """Return every link of the window: the failing, those at risk, then the others, each ranked.

    Parameters
    ----------
    effects : Effects
        Of the window.
    ranking : Effects
        Of the window that the links are ranked by; often the same.
    verdicts : iterable of Verdict
        Of the window.
    handoffs : mapping
        Link -> its handoffs in the window.
    """
    by_link: dict[Link, list[Verdict]] = {}
    for verdict in verdicts:
        by_link.setdefault(verdict.link, []).append(verdict)
    counted = {link for i, link in enumerate(effects.links) if effects.handoffs[i]}
    described = [
        _describe(link, effects, ranking, by_link.get(link, []), handoffs.get(link))
        for link in by_link.keys() | counted | handoffs.keys()
    ]
    groups: dict[str, list[LinkEffect]] = {"broken": [], "at risk": [], "": []}
    for effect in described:
        groups.get(effect.verdict, groups[""]).append(effect)
    return tuple(effect for group in groups.values() for effect in _ranked(group, ranking))


def _describe(
    link: Link,
    effects: Effects,
    ranking: Effects,
    verdicts: Sequence[Verdict],
    handoffs: WindowHandoffs | None,
) -> LinkEffect:
    i = effects.number.get(link)
    seen = handoffs or WindowHandoffs()
    judged = tuple(sorted(verdicts, key=lambda v: (VERDICT_ORDER.index(v.verdict), v.kpi)))
    nowhere = LinkEffect(
        link=link,
        verdict=worst([v.verdict for v in judged]),
        verdicts=judged,
        handoffs=seen.handoffs,
        ranking_share=ranking.share_of(link),
        cannot_inherit=seen.derived,
    )
    if i is None or not effects.handoffs[i]:
        return nowhere
    share, own, inherited = (
        float(values[i]) for values in (effects.fair_share, effects.own, effects.inherited)
    )
    (low, high), (effect_low, effect_high) = effects.interval[:, i], effects.effect_interval[:, i]
    broken_share = share * effects.counted / effects.broken if effects.broken else 0.0
    on_time = worst([v.verdict for v in judged if v.kpi == "on_time_rate"])
    return replace(
        nowhere,
        fair_share=share,
        fair_low=float(low),
        fair_high=float(high),
        broken_share=broken_share,
        effect=float(effects.saved[i] / effects.counted),
        effect_low=float(effect_low),
        effect_high=float(effect_high),
        cases_saved=int(effects.saved[i]),
        cases_held=int(effects.held[i]),
        own_minutes=own,
        inherited_minutes=inherited,
        open_minutes=float(effects.open_own[i]),
        late_share=own / float(effects.own.sum()) if own else 0.0,
        late_by_inheritance=late_by_inheritance(on_time, own, inherited, broken_share),
        cannot_inherit=bool(effects.cannot_inherit[i]),
    )


def _ranked(group: list[LinkEffect], ranking: Effects) -> list[LinkEffect]:
    """Order a group by the fair share, and mark those that its first does not clearly beat."""
    ordered = sorted(group, key=lambda e: (-e.ranking_share, -e.fair_share, e.link))
    if len(ordered) < 2:
        return ordered
    first = ranking.resamples_of(ordered[0].link)
    tied = [
        bool(np.mean(first > ranking.resamples_of(other.link)) < FIRST_BEATS_SECOND)
        for other in ordered[1:]
    ]
    return [replace(e, tied=t) for e, t in zip(ordered, [tied[0], *tied], strict=True)]
