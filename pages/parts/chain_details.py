"""What was picked in the chain, else every link drawn: the way in for keyboards and readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from kpi.chain import Balance
from kpi.chain.pairs import LOUD, Pair
from kpi.words import Words
from pages.parts import link_table
from pages.parts.address import View, href, kept
from pages.parts.chain_drawing import Drawn
from pages.parts.markup import Html, heading, safe
from pages.parts.panel import panel


def is_picked() -> bool:
    """Tell whether a party or a link is picked."""
    return bool(st.query_params.get("picked"))


def show(drawn: Drawn, pairs: Sequence[Pair], now: Balance, view: View, say: Words) -> None:
    """Show the links of what is picked; of everything drawn if nothing is."""
    panel(lambda: _told(drawn, pairs, now, view, say), key="details")


def _told(drawn: Drawn, pairs: Sequence[Pair], now: Balance, view: View, say: Words) -> str:
    picked = st.query_params.get("picked", "")
    if picked.startswith("party:"):
        found, title = _of_party(picked.removeprefix("party:"), drawn, pairs, view, say)
    elif picked:
        ends = picked.removeprefix("link:").split("\u241f")
        found = [
            pair for pair in pairs if ends in (_ends(pair, drawn), [pair.supplier, pair.customer])
        ]
        title = Html(safe(say("The link you picked")))
    else:
        found, title = _every(drawn, say)
    effects = [effect for pair in found for effect in pair.effects]
    note = _how_many(len(effects), now, say) if len(effects) < len(now.all_links) else ""
    return heading(title, note) + link_table.links(effects, now, view, say)


def _how_many(shown: int, now: Balance, say: Words) -> str:
    """Tell how many of the links are shown, and of how many nothing could be: they had no work."""
    told = say("{n} of the {links} links of this window", n=shown, links=len(now.all_links))
    idle = sum(not effect.handoffs for effect in now.all_links)
    if not idle:
        return told
    why = say.plural(
        "on {n} nothing was requested or due in it, and it is not drawn",
        "on {n} nothing was requested or due in it, and they are not drawn",
        idle,
    )
    return f"{told} · {why}"


def _every(drawn: Drawn, say: Words) -> tuple[Iterable[Pair], Html]:
    loud = [pair for pair in drawn.inside if pair.verdict in LOUD]
    if not drawn.inside:
        return drawn.pairs, Html(safe(say("Every link drawn above")))
    title = say.plural(
        "Every link drawn above, and {n} failing one inside a department",
        "Every link drawn above, and {n} failing ones inside a department",
        len(loud),
    )
    return [*drawn.pairs, *loud], Html(safe(title))


def _of_party(
    party: str, drawn: Drawn, pairs: Sequence[Pair], view: View, say: Words
) -> tuple[Iterable[Pair], Html]:
    grouping = drawn.grouping
    members = {party} if grouping is None else grouping.members(party)
    found = [pair for pair in pairs if {pair.supplier, pair.customer} & members]
    if grouping is not None and party in grouping.departments:
        department = grouping.departments[party]
        title = say("{department}: what its parties receive and owe", department=department)
        way = href("chain", view, open=department, **kept("service"))
        words = say("draw them one by one")
    else:
        title = say("{party}: what it receives and what it owes", party=say.party(party))
        way, words = href("chain", view, party=party), say("draw only its surroundings")
    return found, Html(f'{safe(title)} · <a href="{safe(way)}">{safe(words)}</a>')


def _ends(pair: Pair, drawn: Drawn) -> list[str]:
    if drawn.grouping is None:
        return [pair.supplier, pair.customer]
    return [drawn.grouping.group(pair.supplier), drawn.grouping.group(pair.customer)]
