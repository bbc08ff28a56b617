"""What every set of repaired links makes of the broken cases, asked again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from kpi.chain.replay import Bools, Group, Ints, replay

Floats = NDArray[np.float64]

CELLS = 2_000_000  # handoffs or cases × sets at once: bounds the memory


@dataclass(frozen=True)
class Table:
    """Cases with m contributing links each, for which every set of repairs was replayed.

    Parameters
    ----------
    case : array of int
        Index into the cases.
    links : array of int, [case, slot]
        The contributing links, ascending.
    saved : array of bool, [case, 2^m]
        Whether the set of repaired slots that the bits of the column name keeps the case.
    times : array of int, [case]
        For how many cases each stands.
    """

    case: Ints
    links: Ints
    saved: Bools
    times: Ints

    def part(self, cases: Ints) -> Table:
        """Return some of the cases."""
        return Table(self.case[cases], self.links[cases], self.saved[cases], self.times[cases])

    def merged(self) -> Table:
        """Return one case for all that have the same links and the same answers."""
        answers = np.packbits(self.saved, axis=1)
        alike = np.concatenate([self.links, answers], axis=1)
        _, first, which = np.unique(alike, axis=0, return_index=True, return_inverse=True)
        times = np.bincount(which.ravel(), self.times, len(first)).astype(np.int64)
        return Table(self.case[first], self.links[first], self.saved[first], times)

    def saved_by(self, sets: Bools) -> Ints:
        """Return how many of its cases each set of repaired links saves."""
        bits = 1 << np.arange(self.links.shape[1])
        column = sets[:, self.links] @ bits
        return self.saved[np.arange(len(self.case)), column] @ self.times


@dataclass(frozen=True)
class Saveable:
    """The broken cases that repairing everything keeps; other repairs are asked here.

    Parameters
    ----------
    tables : tuple of Table
        Cases whose every set was replayed.
    wide : tuple of Group
        Cases with too many contributing links for that; replayed whenever they are asked.
    """

    tables: tuple[Table, ...] = ()
    wide: tuple[Group, ...] = ()

    def __len__(self) -> int:
        """Return how many cases there are."""
        return sum(int(t.times.sum()) for t in self.tables) + sum(len(g.cases) for g in self.wide)

    def only(self, chosen: Bools) -> Saveable:
        """Return the cases that are chosen by their index."""
        tables = [t.part(np.flatnonzero(chosen[t.case])) for t in self.tables]
        wide = [g.part(np.flatnonzero(chosen[g.cases])) for g in self.wide]
        return Saveable(
            tuple(t for t in tables if len(t.case)), tuple(g for g in wide if len(g.cases))
        )

    def merged(self) -> Saveable:
        """Return the same cases for sums: one stands for all that are alike."""
        return Saveable(tuple(table.merged() for table in self.tables), self.wide)

    def contributing(self) -> Ints:
        """Return the numbers of the links that contribute to some case, ascending."""
        parts = [t.links.ravel() for t in self.tables] + [g.links.ravel() for g in self.wide]
        return np.unique(np.concatenate([np.empty(0, np.int64), *parts]))

    def groups(self, size: int, of: Ints) -> Ints:
        """Return the groups of so many links that contribute to one case: [group, member].

        Parameters
        ----------
        of : array of int
            The links that may be members, by number.
        """
        members = {int(link) for link in of}
        rows = [t.links for t in self.tables] + [g.links for g in self.wide]
        found = {
            group
            for links in rows
            for case in np.unique(links, axis=0)
            for group in combinations([int(link) for link in case if int(link) in members], size)
        }
        return np.array(sorted(found), np.int64).reshape(-1, size)

    def saved_by(self, sets: Bools) -> Ints:
        """Return how many cases each set of repaired links saves.

        Parameters
        ----------
        sets : array of bool, [set, link]
            By number of the link.
        """
        largest = max(
            [len(t.case) * t.links.shape[1] for t in self.tables]
            + [g.slot.size for g in self.wide],
            default=1,
        )
        at_once = max(1, CELLS // largest)
        parts = [sets[start : start + at_once] for start in range(0, len(sets), at_once)]
        return np.concatenate([np.empty(0, np.int64), *map(self._saved_by, parts)])

    def _saved_by(self, sets: Bools) -> Ints:
        total = np.zeros(len(sets), np.int64)
        for table in self.tables:
            total += table.saved_by(sets)
        for group in self.wide:
            repaired = np.moveaxis(sets[:, group.links], 0, 1)
            total += replay(group, repaired).sum(axis=0)
        return total


def in_parts(group: Group, coalitions: int) -> Iterator[Group]:
    """Yield the group in parts that fit in memory."""
    at_once = max(1, CELLS // (len(group.slot) * coalitions))
    for start in range(0, len(group.cases), at_once):
        yield group.part(slice(start, start + at_once))
