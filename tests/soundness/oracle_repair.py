"""The smallest repair and the what-if, read naively from the text: every case, every set (§8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product

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


def expected_saved(case: Case, mended: dict[Link, tuple[float, float]]) -> float:
    """Chance that the case is kept, in quarters: each link draws one of four equal fates for it.

    With the first n of them it mends its own delays, with the first m its returns, where n and m
    are its two shares in quarters.
    """
    links = [link for link in contributing_links(case) if link in mended]
    fates = list(product(range(4), repeat=len(links)))
    total = 0
    for fate in fates:
        late = {link for link, n in zip(links, fate, strict=True) if n < 4 * mended[link][0]}
        back = {link for link, n in zip(links, fate, strict=True) if n < 4 * mended[link][1]}
        total += saved_by(case, frozenset(late), frozenset(back))
    return total / len(fates)
