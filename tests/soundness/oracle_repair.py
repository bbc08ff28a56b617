"""The smallest repair and the what-if, read naively from the text: every case, every set (§8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from math import prod

from .flow import Link
from .oracle import Case, saved_by
from .oracle_shares import contributing_links


def saved(cases: Iterable[Case], repaired: frozenset[Link]) -> int:
    """Count the broken cases that the repair of these links keeps."""
    return sum(saved_by(case, repaired) for case in cases)


def links_of(cases: Iterable[Case]) -> tuple[Link, ...]:
    """Links that contribute to a case which repairing everything would save."""
    found: set[Link] = set()
    for case in cases:
        links = contributing_links(case)
        if saved_by(case, frozenset(links)):
            found |= set(links)
    return tuple(sorted(found))


def smaller_sets(links: tuple[Link, ...], than: int) -> Iterator[frozenset[Link]]:
    """Every set of fewer links."""
    for size in range(than):
        yield from map(frozenset, combinations(links, size))


def expected_saved(case: Case, mended: dict[Link, float]) -> float:
    """Chance that the case is kept, each link keeping its promises with its own chance."""
    links = contributing_links(case)
    total = 0.0
    for size in range(len(links) + 1):
        for chosen in combinations(links, size):
            chance = prod(
                mended.get(link, 0.0) if link in chosen else 1 - mended.get(link, 0.0)
                for link in links
            )
            total += chance * saved_by(case, frozenset(chosen))
    return total
