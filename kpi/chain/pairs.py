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


def parties_known(cursor: duckdb.DuckDBPyConnection) -> dict[str, Party]:
    """Return every party of the store by its name."""
    rows = cursor.execute(
        "SELECT party, external, coalesce(department, ''), coalesce(owner, '') FROM parties"
    ).fetchall()
    return {row[0]: Party(*row) for row in rows}
