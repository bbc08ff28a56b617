"""All links side by side: one column for each part of the promise, to sort and to project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf

import pandas as pd

from kpi.chain import Balance, LinkEffect
from kpi.verdicts import VERDICT_ORDER, Verdict
from kpi.words import Words
from pages.parts import address, indicator
from pages.parts.address import View
from pages.parts.link_table import share_of_broken
from pages.parts.markup import Column, Html, link_name, mark, safe, style_of, table, verdict_badge

MOST_ROWS = 60
ONE_LINE = 31  # letters of an indicator and its target for which a column makes room
DEFAULT_SORT = "verdict"


def dimensions(effects: Sequence[LinkEffect]) -> tuple[str, ...]:
    """Return the parts of the promise that some link is measured on, in the catalogue's order."""
    measured = {verdict.kpi for effect in effects for verdict in effect.verdicts}
    return tuple(
        dict.fromkeys(name for kpi, name in indicator.dimensions().items() if kpi in measured)
    )


def speaks_for(effect: LinkEffect, dimension: str) -> Verdict | None:
    """Return the verdict that stands for a part of the promise: its worst, then the first named."""
    order = list(indicator.dimensions())
    ours = [v for v in effect.verdicts if indicator.dimensions().get(v.kpi) == dimension]
    return min(
        ours, key=lambda v: (VERDICT_ORDER.index(v.verdict), order.index(v.kpi)), default=None
    )


def ordered(effects: Sequence[LinkEffect], sort: str) -> list[LinkEffect]:
    """Return the links in the order that the address asks for.

    Parameters
    ----------
    sort : str
        ``link``, ``verdict``, ``share``, ``handoffs`` or a part of the promise; with a minus in
        front the other way round. The worst, the most or the first of the alphabet comes first.
    """
    backwards, name = sort.startswith("-"), sort.removeprefix("-")
    keys: dict[str, Callable[[LinkEffect], tuple[object, ...]]] = {
        "link": lambda effect: tuple(part.casefold() for part in effect.link),
        "share": lambda effect: (-effect.broken_share,),
        "handoffs": lambda effect: (-effect.handoffs,),
        "verdict": _worst_first,
    }
    key = keys.get(name) or (lambda effect: _in_dimension(effect, name))
    return sorted(sorted(effects, key=_worst_first), key=key, reverse=backwards)


def links(effects: Sequence[LinkEffect], now: Balance, view: View, sort: str, say: Words) -> str:
    """Build the table; a long one is cut and says so."""
    parts = dimensions(effects)
    rows = [_row(effect, parts, now, view, say) for effect in ordered(effects, sort)[:MOST_ROWS]]
    more = ""
    if len(effects) > MOST_ROWS:
        more = say.plural(
            "{n} more link is in the file below.",
            "{n} more links are in the file below.",
            len(effects) - MOST_ROWS,
        )
        more = f'<p class="note">{safe(more)}</p>'
    return table(_columns(parts, view, sort, say), rows, order=say("Sort by:")) + more


def as_frame(effects: Sequence[LinkEffect], sort: str, say: Words) -> pd.DataFrame:
    """Return every link × indicator as rows with human titles, in the order of the table."""
    return pd.DataFrame(
        [
            {
                say("Supplier"): say.party(effect.link.supplier),
                say("Customer"): say.party(effect.link.customer),
                say("Service"): effect.link.service,
                say("Indicator"): indicator.name(verdict.kpi, say),
                say("Verdict"): say(verdict.verdict),
                say("Measured"): verdict.value,
                say("Target"): verdict.target,
                say("Counted"): verdict.n,
                say("Kept"): verdict.good,
                say("Of the broken promises"): effect.broken_share,
                say("Handoffs"): effect.handoffs,
            }
            for effect in ordered(effects, sort)
            for verdict in effect.verdicts
        ]
    )


def _worst_first(effect: LinkEffect) -> tuple[object, ...]:
    return (VERDICT_ORDER.index(effect.verdict), -effect.broken_share, -effect.handoffs)


def _in_dimension(effect: LinkEffect, dimension: str) -> tuple[object, ...]:
    """Order by the verdict, then by how far the measurement is from its target."""
    found = speaks_for(effect, dimension)
    if found is None:
        return (len(VERDICT_ORDER), 0.0)
    short = inf
    if found.value is not None and found.target:
        way = 1 if indicator.higher_is_better(found.kpi) else -1
        short = way * (found.value - found.target) / found.target
    return (VERDICT_ORDER.index(found.verdict), short)


def _columns(parts: Sequence[str], view: View, sort: str, say: Words) -> list[Column]:
    titled = [
        ("link", say("Link"), False),
        ("verdict", say("Verdict"), False),
        *((part, _capital(say(part)), False) for part in parts),
        ("share", say("Of the broken promises"), True),
        ("handoffs", say("Handoffs"), True),
    ]
    return [_column(name, title, numeric, view, sort) for name, title, numeric in titled]


def _column(name: str, title: str, numeric: bool, view: View, sort: str) -> Column:
    # A second click turns the order round.
    ways = {name: "ascending", f"-{name}": "descending"}
    more = address.kept("find", "only")
    leads = address.href("link", view, **more, sort=f"-{name}" if sort == name else name)
    return Column(title, numeric, href=leads, sorted=ways.get(sort, ""))


def _row(
    effect: LinkEffect, parts: Sequence[str], now: Balance, view: View, say: Words
) -> Sequence[object]:
    below = any(verdict.within_chance for verdict in effect.verdicts)
    return (
        link_name(effect.link, view, say),
        verdict_badge(effect.verdict, say, within_chance=below),
        *(_cell(speaks_for(effect, part), say) for part in parts),
        share_of_broken(effect, now, say),
        say.number(effect.handoffs),
    )


def _cell(verdict: Verdict | None, say: Words) -> Html | str:
    """Write shape, value and target of the indicator that speaks for a part of the promise."""
    if verdict is None or verdict.value is None:
        return "–"
    name = indicator.name(verdict.kpi, say)
    value = safe(indicator.value(verdict.kpi, verdict.value, say, verdict.link))
    if verdict.target is None:
        note = name  # the ring says that nobody has agreed on a target
    else:
        target = indicator.value(verdict.kpi, verdict.target, say, verdict.link)
        note = say("{indicator}, target {target}", indicator=name, target=target)
    # In the colour of what is wrong; a value that is in order stays in the colour of text.
    style = style_of(verdict.verdict)
    loud = style if verdict.verdict in ("broken", "at risk") else ""
    line = "sub nowrap" if len(note) <= ONE_LINE else "sub"
    shape = mark(verdict.verdict, hollow=verdict.within_chance).text
    return Html(
        f'<span class="nowrap"><span class="{style}">{shape}</span>'
        f'<span class="{loud}">{value}</span></span>'
        f'<span class="{line}">{safe(note)}</span>'
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
