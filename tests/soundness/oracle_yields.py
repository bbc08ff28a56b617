"""Yields and routing read naively from the text: every link mended is the whole solved anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from .flow import Known, Link, System, known_at


@dataclass(frozen=True)
class Count:
    """Handoffs of a link, and of those that can be judged the missed and the kept."""

    handoffs: int = 0
    missed: int = 0
    kept: int = 0


def belongs(handoff: Known) -> datetime:
    """Where it was due; without a due, delivered; without that, requested."""
    if handoff.due is not None:
        return handoff.due
    return handoff.requested if handoff.open else handoff.delivered


def judged(handoff: Known, as_of: datetime) -> bool | None:
    """True kept, False missed, None where it cannot be told yet."""
    if handoff.returned:
        return False
    if handoff.due is not None:
        if (as_of if handoff.open else handoff.delivered) > handoff.due:
            return False
        return None if handoff.open else True
    return True if not handoff.open and handoff.stated.accepted else None


def counts(system: System, start: datetime, end: datetime, as_of: datetime) -> dict[Link, Count]:
    found: dict[Link, Count] = {}
    for handoff in known_at(system, as_of):
        if not start <= belongs(handoff) < end:
            continue
        so_far, told = found.get(handoff.link, Count()), judged(handoff, as_of)
        found[handoff.link] = Count(
            so_far.handoffs + 1,
            so_far.missed + (told is False),
            so_far.kept + (told is True),
        )
    return found


def arriving(
    found: Mapping[Link, Count], outside: frozenset[str], mended: Link | None = None
) -> float | None:
    """The share of the work that arrives where it counts without a miss, of all that arrives."""
    alike = dict.fromkeys(found, 1.0)
    yields = {
        link: 1.0 if link == mended or not n.missed + n.kept else n.kept / (n.missed + n.kept)
        for link, n in found.items()
    }
    all_work, unbroken = (_arrives(found, outside, each) for each in (alike, yields))
    return unbroken / all_work if all_work > 1e-12 else None


def _arrives(
    found: Mapping[Link, Count], outside: frozenset[str], kept: Mapping[Link, float]
) -> float:
    """Solve x[party] = stays + Σ chance · kept · x[customer] for the work that begins."""
    leaving = any(link.customer in outside for link in found)
    given: dict[str, int] = defaultdict(int)
    received: dict[str, int] = defaultdict(int)
    for link, n in found.items():
        given[link.supplier] += n.handoffs
        if link.customer not in outside:
            received[link.customer] += n.handoffs
    begins = {p: given[p] - received[p] for p in given if given[p] > received[p]}
    parties = sorted(_met(found, outside, set(begins)))
    number = {party: i for i, party in enumerate(parties)}
    matrix, right = np.eye(len(parties)), np.zeros(len(parties))
    for party in parties:
        whole = max(given[party], received[party])
        if not leaving:
            right[number[party]] += (whole - given[party]) / whole
        for link, n in found.items():
            if link.supplier != party:
                continue
            chance = n.handoffs / whole * kept[link]
            if link.customer in outside:
                right[number[party]] += chance
            else:
                matrix[number[party], number[link.customer]] -= chance
    success = np.linalg.solve(matrix, right) if parties else right
    total = sum(begins.values())
    return float(sum(n / total * success[number[p]] for p, n in begins.items())) if total else 0.0


def _met(found: Mapping[Link, Count], outside: frozenset[str], begins: set[str]) -> set[str]:
    """The parties that the work which begins can come to."""
    met = set(begins)
    while True:
        more = {k.customer for k in found if k.supplier in met and k.customer not in outside} - met
        if not more:
            return met
        met |= more
