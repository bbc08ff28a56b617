"""Who answers for a broken case: its fair share by the Shapley value, by all sets of links (§8)."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import factorial

from .flow import Link
from .oracle import NOTHING, Case, delays, outcome, saved_by


def contributing_links(case: Case) -> tuple[Link, ...]:
    """Links of the case with own delay or a return: the players of its fair share."""
    return tuple(
        sorted({h.link for h in case.handoffs if h.returned or delays(case, h)[2] > NOTHING})
    )


def fair_shares(case: Case) -> dict[Link, Fraction]:
    """Share of one case that each link answers for.

    Shapley value of "the case is kept" over its contributing links; a held case whole, in equal
    parts, to the links of its open handoffs with own delay, or of all its open ones if none has
    any.
    """
    if outcome(case) == "held":
        late = {h.link for h in case.handoffs if h.open and delays(case, h)[2] > NOTHING}
        holders = late or {h.link for h in case.handoffs if h.open}
        return {link: Fraction(1, len(holders)) for link in holders}
    players = contributing_links(case)
    saved = {
        frozenset(chosen): saved_by(case, frozenset(chosen))
        for size in range(len(players) + 1)
        for chosen in combinations(players, size)
    }
    return {link: _shapley(players, saved, link) for link in players}


def _shapley(players: tuple[Link, ...], saved: dict[frozenset[Link], bool], link: Link) -> Fraction:
    """Sum what the link adds to the sets it may join, weighted by their share of orders."""
    total = Fraction(0)
    for before, already in saved.items():
        if link not in before:
            others = len(players) - 1 - len(before)
            weight = Fraction(factorial(len(before)) * factorial(others), factorial(len(players)))
            total += weight * (saved[before | {link}] - already)
    return total
