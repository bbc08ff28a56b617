"""The smallest repair: the fewest links to mend until the promise outside reaches its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil, comb

import numpy as np

from kpi.agreements.links import Link
from kpi.chain.coalitions import Saveable
from kpi.chain.replay import Bools, Ints

TRIED = 20_000  # sets of links that are tried one by one before greedy has the last word
ROUNDING = 1e-9  # a target of 0.9 of 10 cases asks for 9, not for 9.000000001


@dataclass(frozen=True)
class RepairStep:
    """One link to mend, after those before it.

    Parameters
    ----------
    saved : int
        Cases that it saves beside those that the steps before save.
    rate_after : float
        The promise kept with this link and all before it mended.
    """

    link: Link
    saved: int
    rate_after: float


@dataclass(frozen=True)
class SmallestRepair:
    """The fewest links whose repair brings the promise outside to its target.

    Parameters
    ----------
    steps : tuple of RepairStep
        The link that saves most first. Empty where the target is kept, or where no repair helps.
    kept, cases : int
        Of the external customers with a target: what the repair starts from.
    target : float
        Theirs, weighted by cases.
    best_rate : float
        The promise kept if every link kept its own promises.
    fewest : bool
        Every smaller set of links was tried and falls short; else the set is a greedy one.
    """

    steps: tuple[RepairStep, ...]
    kept: int
    cases: int
    target: float
    best_rate: float
    fewest: bool

    @property
    def rate(self) -> float:
        """The promise kept before any repair."""
        return self.kept / self.cases

    @property
    def reached(self) -> bool:
        """Whether the target is reached with all steps done."""
        after = self.steps[-1].rate_after if self.steps else self.rate
        return after >= self.target - ROUNDING


def smallest_repair(
    repairs: Saveable, links: Sequence[Link], *, kept: int, cases: int, target: float
) -> SmallestRepair:
    """Find the fewest links whose repair brings the promise to its target.

    Parameters
    ----------
    repairs : Saveable
        The broken cases of the customers that count, and what repairs make of them.
    links : sequence of Link
        By their number in `repairs`.
    kept, cases : int
        Cases kept, and cases counted; at least one.
    target : float
        The share of cases to keep.

    Notes
    -----
    Covering the cases with the fewest links is NP-hard (it holds Set Cover), so the search starts
    greedily: the link that saves most, and where no single link saves anything, the smallest group
    of links that does. What later steps made needless is dropped. Then every smaller set of the
    contributing links is tried, as long as they are no more than 20,000: `SmallestRepair.fewest`
    says whether that was so. Cases that are still open are not replayed: no repair saves them here.
    """
    merged = repairs.merged()
    candidates = merged.contributing()
    needed = min(ceil(target * cases - kept - ROUNDING), len(repairs))
    chosen: Ints = np.empty(0, np.int64)
    fewest = True
    if needed > 0:
        greedy = _greedy(merged, candidates, needed, len(links))
        greedy = _without_the_needless(merged, greedy, needed, len(links))
        chosen, fewest = _fewer(merged, candidates, greedy, needed, len(links))
    return SmallestRepair(
        steps=_steps(merged, chosen, links, kept, cases),
        kept=kept,
        cases=cases,
        target=target,
        best_rate=(kept + len(repairs)) / cases,
        fewest=fewest,
    )


def _sets(members: Ints, count: int) -> Bools:
    """Return sets of links as [set, link], from the numbers of their members as [set, member]."""
    sets = np.zeros((len(members), count), bool)
    np.put_along_axis(sets, members, True, axis=1)
    return sets


def _with_each(chosen: Ints, others: Ints, count: int) -> Bools:
    together = np.concatenate(
        [np.repeat(chosen[None], len(others), axis=0), others.reshape(len(others), -1)], axis=1
    )
    return _sets(together, count)


def _greedy(repairs: Saveable, candidates: Ints, needed: int, count: int) -> Ints:
    """Add the group of links that saves most per link until enough is saved."""
    chosen: Ints = np.empty(0, np.int64)
    saved = 0
    while saved < needed:
        left = np.setdiff1d(candidates, chosen)
        group, saved = _best_group(repairs, chosen, left, saved, count)
        chosen = np.concatenate([chosen, group])
    return chosen


def _best_group(
    repairs: Saveable, chosen: Ints, left: Ints, saved: int, count: int
) -> tuple[Ints, int]:
    """Return the smallest group that saves anything more, of these the one that saves most."""
    for size in range(1, len(left) + 1):
        found = repairs.groups(size, left) if size > 1 else left[:, None]
        if len(found) == 0:
            continue
        after = repairs.saved_by(_with_each(chosen, found, count))
        best = int(after.argmax())
        if after[best] > saved:
            return found[best], int(after[best])
    raise AssertionError("all contributing links together save every saveable case")


def _without_the_needless(repairs: Saveable, chosen: Ints, needed: int, count: int) -> Ints:
    """Drop, from the last to the first, every link without which enough is still saved."""
    for link in chosen[::-1]:
        fewer = chosen[chosen != link]
        if len(fewer) and repairs.saved_by(_sets(fewer[None], count))[0] >= needed:
            chosen = fewer
    return chosen


def _fewer(
    repairs: Saveable, candidates: Ints, greedy: Ints, needed: int, count: int
) -> tuple[Ints, bool]:
    """Try every smaller set, the smallest first; return the best found, and whether all were."""
    tried = 0
    for size in range(1, len(greedy)):
        tried += comb(len(candidates), size)
        if tried > TRIED:
            return greedy, False
        sets = np.array(list(combinations(candidates, size)))
        saved = repairs.saved_by(_sets(sets, count))
        best = int(saved.argmax())
        if saved[best] >= needed:
            return sets[best], True
    return greedy, True


def _steps(
    repairs: Saveable, chosen: Ints, links: Sequence[Link], kept: int, cases: int
) -> tuple[RepairStep, ...]:
    """Put the links in the order of what each adds."""
    steps: list[RepairStep] = []
    done: Ints = np.empty(0, np.int64)
    saved = 0
    left = np.sort(chosen)
    while len(left):
        after = repairs.saved_by(_with_each(done, left, len(links)))
        best = int(after.argmax())
        link, total = int(left[best]), int(after[best])
        steps.append(RepairStep(links[link], total - saved, (kept + total) / cases))
        done, left, saved = np.append(done, link), np.delete(left, best), total
    return tuple(steps)
