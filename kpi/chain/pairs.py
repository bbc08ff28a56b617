"""Links between the same two parties, gathered to one line of the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import duckdb

from kpi.chain.model import LinkEffect
from kpi.verdicts import worst

External = Literal["no", "customer", "supplier"]
# Verdicts that call for attention: never left out of a part of the chain.
LOUD = ("broken", "at risk")
LINKS_PER_PARTY = 2


@dataclass(frozen=True)
class Party:
    """A party as the drawing needs it; ``owner`` answers for what it supplies."""

    name: str
    external: External = "no"
    department: str = ""
    owner: str = ""


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
    """Choose the part of a large chain worth drawing: failing links, and the busiest around them.

    Failing links come first, those that decide most before others; then, link by link, the busiest
    that touches what is chosen, so that the part hangs together. Parties are taken until there are
    ``most`` of them; of the links among them the foremost stay.
    """
    ranked = sorted(pairs, key=_foremost)
    chosen: set[str] = set()
    for pair in ranked:
        if pair.verdict in LOUD and len(chosen | {pair.supplier, pair.customer}) <= most:
            chosen |= {pair.supplier, pair.customer}
    while len(chosen) < most:
        ends = [{pair.supplier, pair.customer} for pair in ranked]
        found = next((e for e in ends if len(e & chosen) == 1), None)
        # Nothing touches it any more, or nothing is chosen yet: begin elsewhere.
        found = found or next((e for e in ends if not e & chosen), None)
        if found is None or len(chosen | found) > most:
            break
        chosen |= found
    among = [pair for pair in ranked if {pair.supplier, pair.customer} <= chosen]
    return tuple(among[: most * LINKS_PER_PARTY])


def without_the_thinnest(pairs: Sequence[Pair], *, per_party: float) -> tuple[Pair, ...]:
    """Return so many pairs for each party: all failing ones, then the busiest, sorted by id."""
    most = round(per_party * len(parties_of(pairs)))
    kept = sorted(pairs, key=_foremost)
    kept = [pair for i, pair in enumerate(kept) if i < most or pair.verdict in LOUD]
    return tuple(sorted(kept, key=lambda pair: pair.id))


def _foremost(pair: Pair) -> tuple[bool, float, int, str]:
    quiet = pair.verdict not in LOUD
    # What quiet links decide is spread thin and mostly luck: the busiest of them show the chain.
    return quiet, 0.0 if quiet else -pair.broken_share, -pair.handoffs, pair.id


def parties_known(cursor: duckdb.DuckDBPyConnection) -> dict[str, Party]:
    """Return every party of the store by its name."""
    rows = cursor.execute(
        "SELECT party, external, coalesce(department, ''), coalesce(owner, '') FROM parties"
    ).fetchall()
    return {row[0]: Party(*row) for row in rows}
