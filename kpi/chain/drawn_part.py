"""Which part of the chain to draw: a service, a surrounding, the way to a customer, departments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

import duckdb

from kpi.agreements.links import Link
from kpi.chain.cases import choose_cases
from kpi.chain.layout import Link as Line
from kpi.chain.layout import Node, count_columns
from kpi.chain.pairs import External, Pair, Party, pairs_of, parties_of

MOST_PARTIES = 60  # that a reader can take in; product rule, like the columns
MOST_COLUMNS = 14
SMALLEST_GROUP = 2

_TO_CUSTOMER = """
SELECT DISTINCT supplier, customer, service FROM chain_handoffs
WHERE case_number IN (
    SELECT case_number FROM chain_cases
    WHERE chain_cases.customer = $customer AND outcome IN ('kept', 'broken')
      AND belongs_to >= $first AND belongs_to < $last)
"""


@dataclass(frozen=True)
class Grouping:
    """Which parties are drawn as one.

    Parameters
    ----------
    stands_for : mapping
        Every party of a group -> the group's name.
    departments : mapping
        The name of a group -> its department.
    outside : mapping
        The name of a group -> whether its parties are outside.
    """

    stands_for: Mapping[str, str]
    departments: Mapping[str, str]
    outside: Mapping[str, External]

    def known(self) -> dict[str, Party]:
        """Return the groups as parties, for those who draw them."""
        return {
            name: Party(name, self.outside[name], department)
            for name, department in self.departments.items()
        }

    def members(self, group: str) -> frozenset[str]:
        """Return the parties of a group; a party that is in none stands for itself."""
        found = {party for party, name in self.stands_for.items() if name == group}
        return frozenset(found or {group})

    def group(self, party: str) -> str:
        """Return the name under which a party is drawn."""
        return self.stands_for.get(party, party)

    def apply(self, pairs: Iterable[Pair]) -> tuple[Pair, ...]:
        """Return the pairs between groups, and those of parties left alone."""
        gathered: dict[tuple[str, str], list[Pair]] = {}
        for pair in pairs:
            if not self.is_inside(pair):
                ends = self.group(pair.supplier), self.group(pair.customer)
                gathered.setdefault(ends, []).append(pair)
        return tuple(
            Pair(*ends, tuple(effect for pair in found for effect in pair.effects))
            for ends, found in sorted(gathered.items())
        )

    def is_inside(self, pair: Pair) -> bool:
        """Tell whether a pair runs within one group, where it is not drawn."""
        return pair.supplier != pair.customer and self.group(pair.supplier) == self.group(
            pair.customer
        )


def of_service(pairs: Iterable[Pair], service: str) -> tuple[Pair, ...]:
    """Return the pairs that exchange a service, with that service alone."""
    return pairs_of(
        effect for pair in pairs for effect in pair.effects if effect.link.service == service
    )


def of_links(pairs: Iterable[Pair], links: Collection[Link]) -> tuple[Pair, ...]:
    """Return the pairs with some of their links alone."""
    return pairs_of(effect for pair in pairs for effect in pair.effects if effect.link in links)


def around(pairs: Sequence[Pair], party: str, *, most: int) -> tuple[Pair, ...]:
    """Return a party's own pairs, and those among its neighbours while these are few.

    Parameters
    ----------
    most : int
        With more parties than so many, only the pairs of the party itself.
    """
    own = [pair for pair in pairs if party in (pair.supplier, pair.customer)]
    near = parties_of(own)
    if len(near) > most:
        return tuple(own)
    return tuple(pair for pair in pairs if {pair.supplier, pair.customer} <= near)


def links_to_customer(
    cursor: duckdb.DuckDBPyConnection,
    customer: str,
    first: datetime,
    last: datetime,
    *,
    as_of: datetime,
) -> frozenset[Link]:
    """Return the links that an external customer's counted cases of ``[first, last)`` passed.

    Not all that lies upstream in the graph: a team that serves everybody would bring the whole
    company in. Replaces the temp tables of `kpi.chain.cases.choose_cases` on this cursor.
    """
    choose_cases(cursor, first, last, as_of=as_of)
    asked = {"customer": customer, "first": first, "last": last}
    return frozenset(Link(*row) for row in cursor.execute(_TO_CUSTOMER, asked).fetchall())


def too_large(pairs: Sequence[Pair], known: Mapping[str, Party]) -> bool:
    """Tell whether nobody could read the chain drawn whole: over 60 parties or 14 columns."""
    parties = parties_of(pairs)
    if len(parties) > MOST_PARTIES:
        return True
    return _columns(pairs, known) > MOST_COLUMNS


def by_department(
    pairs: Iterable[Pair], known: Mapping[str, Party], *, opened: str = ""
) -> Grouping | None:
    """Group the parties of some pairs by their department.

    Parameters
    ----------
    known : mapping
        Says the department of each party, and who is outside: nobody outside is grouped with
        somebody inside.
    opened : str
        A department whose parties stay alone too.

    Returns
    -------
    Grouping or None
        None where no two parties share a department.
    """
    parties = parties_of(pairs)
    of = {
        party: (known[party].department, known[party].external)
        for party in sorted(parties)
        if party in known and known[party].department
    }
    sizes = Counter(of.values())
    names: dict[tuple[str, External], str] = {}
    for group in sorted(sizes):
        if sizes[group] >= SMALLEST_GROUP:
            names[group] = _name(group[0], sizes[group], parties | set(names.values()))
    if not names:
        return None
    names = {group: name for group, name in names.items() if group[0] != opened}
    return Grouping(
        {party: names[group] for party, group in of.items() if group in names},
        {name: department for (department, _), name in names.items()},
        {name: external for (_, external), name in names.items()},
    )


def _name(department: str, size: int, parties: Collection[str]) -> str:
    """Name a group: the department and its size, otherwise than any party."""
    name = f"{department} ({size})"
    while name in parties:
        name += "*"
    return name


def _columns(pairs: Sequence[Pair], known: Mapping[str, Party]) -> int:
    nodes = [
        Node(name, name, last=name in known and known[name].external == "customer")
        for name in sorted(parties_of(pairs))
    ]
    # As wide as they are drawn, by the root of the volume: the same links are turned round.
    lines = [Line(pair.id, pair.supplier, pair.customer, sqrt(pair.handoffs)) for pair in pairs]
    return count_columns(nodes, lines)
