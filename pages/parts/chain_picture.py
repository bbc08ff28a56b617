"""The chain drawn from a balance: which parties and links, how wide, what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from kpi.chain import Balance, LinkEffect, findings
from kpi.figures import ChainLink, ChainNode, ChainPicture, draw_chain, stroke_width
from kpi.verdicts import worst
from kpi.words import Words
from pages.parts import session
from pages.parts.address import View, href, link_params
from pages.parts.chain_component import chain_view
from pages.parts.markup import heading
from pages.parts.panel import go, panel

MOST_WHOLE = 60
MOST_SMALL = 20
MOST_SMALL_PART = 11
LINKS_PER_PARTY = 2
LOUD = ("broken", "at risk")
External = Literal["no", "customer", "supplier"]
INSIDE: tuple[External, str] = ("no", "")


@dataclass(frozen=True)
class Pair:
    """All links between two parties in one direction: drawn as one line."""

    supplier: str
    customer: str
    effects: tuple[LinkEffect, ...]

    @property
    def id(self) -> str:
        """Name the pair in the drawing; a click there says ``link:`` and this."""
        return f"{self.supplier}\u241f{self.customer}"

    @property
    def handoffs(self) -> int:
        """Handoffs of all its services."""
        return sum(effect.handoffs for effect in self.effects)

    @property
    def verdict(self) -> str:
        """The worst verdict of its services."""
        return worst([effect.verdict for effect in self.effects])

    @property
    def broken_share(self) -> float:
        """Part of the broken promises that its services decide."""
        return sum(effect.broken_share for effect in self.effects)

    @property
    def foremost(self) -> LinkEffect:
        """The service that a click leads to: the worst, then the one that decides most."""
        return min(
            self.effects,
            key=lambda effect: (
                effect.verdict != self.verdict,
                -effect.broken_share,
                -effect.handoffs,
            ),
        )


def pairs_of(effects: Iterable[LinkEffect]) -> tuple[Pair, ...]:
    """Gather the links between the same two parties."""
    gathered: dict[tuple[str, str], list[LinkEffect]] = {}
    for effect in effects:
        gathered.setdefault((effect.link.supplier, effect.link.customer), []).append(effect)
    return tuple(Pair(*ends, tuple(found)) for ends, found in sorted(gathered.items()))


def parties_of(pairs: Iterable[Pair]) -> set[str]:
    """Return the parties at the ends of some pairs."""
    return {party for pair in pairs for party in (pair.supplier, pair.customer)}


def foremost_pairs(pairs: Sequence[Pair], most: int) -> tuple[Pair, ...]:
    """Choose the part of a large chain worth drawing: failing links first, then the busiest.

    Parties are taken until there are ``most`` of them; of the links among them the busiest stay.
    """
    ranked = sorted(
        pairs, key=lambda p: (p.verdict not in LOUD, -p.broken_share, -p.handoffs, p.id)
    )
    chosen: set[str] = set()
    for pair in ranked:
        if len(chosen | {pair.supplier, pair.customer}) <= most:
            chosen |= {pair.supplier, pair.customer}
    among = [pair for pair in ranked if {pair.supplier, pair.customer} <= chosen]
    return tuple(among[: most * LINKS_PER_PARTY])


def picture(
    pairs: Sequence[Pair], say: Words, *, title: str, width: int, height: int | None = None
) -> ChainPicture:
    """Draw some pairs of links with the parties at their ends."""
    known = _known_parties()
    nodes = [
        ChainNode(
            id=party,
            name=say.party(party),
            external=known.get(party, INSIDE)[0],
            department=known.get(party, INSIDE)[1],
        )
        for party in sorted(parties_of(pairs))
    ]
    most = max((pair.handoffs for pair in pairs), default=1) or 1
    links = [
        ChainLink(
            id=pair.id,
            supplier=pair.supplier,
            customer=pair.customer,
            width=round(stroke_width(pair.handoffs, most), 1),
            verdict=pair.verdict,
            label=_label(pair, say),
            rank=pair.broken_share,
        )
        for pair in pairs
    ]
    return draw_chain(nodes, links, say=say, title=title, width=width, height=height, live=True)


def _label(pair: Pair, say: Words) -> str | None:
    if pair.verdict not in LOUD:
        return None
    if round(pair.broken_share, 2) > 0:
        return say.percent(pair.broken_share, 0)
    inherits = any(effect.late_by_inheritance for effect in pair.effects)
    return say("inherited") if inherits else None


def _known_parties() -> dict[str, tuple[External, str]]:
    return session.remembered(
        "externals",
        lambda: {
            party: (external, department or "")
            for party, external, department in session.store()
            .cursor()
            .execute("SELECT party, external, department FROM parties")
            .fetchall()
        },
    )


def small_chain(now: Balance, view: View, say: Words, *, width: int = 820) -> None:
    """Show the chain in small; a click leads to the link."""
    pairs = pairs_of(effect for effect in now.all_links if effect.handoffs)
    if not pairs:
        return
    everyone = len(parties_of(pairs))
    shown = pairs if everyone <= MOST_SMALL else foremost_pairs(pairs, MOST_SMALL_PART)
    note = say("width = handoffs · colour and shape = verdict · % = part of the broken promises")
    if not now.promise.broken or not (now.failing or now.at_risk):
        note = say("width = handoffs")
    if len(shown) < len(pairs):
        note = say(
            "{shown} of {all} parties, the busiest · {note}",
            shown=len(parties_of(shown)),
            all=everyone,
            note=note,
        )
    title = say.render(findings.chain_title(now))
    panel(heading(title, note), key="chain heading")
    drawn = session.remembered(
        "small chain",
        lambda: picture(shown, say, title=title, width=width, height=330),
        view.window,
        session.moment(),
        say.language,
        width,
    )
    picked = chain_view(drawn, key="small chain", selected=None)
    if picked:
        go(address_of(picked, pairs, view))


def address_of(picked: str, pairs: Sequence[Pair], view: View) -> str:
    """Return where a click on a party or link of the drawing leads."""
    for pair in pairs:
        if f"link:{pair.id}" == picked:
            return href("link", view, **link_params(pair.foremost.link))
    return href("chain", view, party=picked.removeprefix("party:"))
