"""Choose a place for every text, so that none covers another and few cover what is drawn."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from kpi.chain.layout.candidates import Places
from kpi.chain.layout.ink import Floats
from kpi.chain.layout.model import Box

ROUNDS = 3  # after the first, every text may move once more, knowing the others
FREE = 60.0  # what covering anything costs at all: what is cheaper covers nothing
OVER_TEXT = 500.0  # for every text covered
# Two names side by side read as one with less than so many pixels between them; and what it costs.
BETWEEN, CLOSE = 9.0, 15.0
MOST_PLACES = 36  # of each text, the cheapest


@dataclass(frozen=True)
class Text:
    """One text to be placed: its places, the cheapest first.

    Attributes
    ----------
    tails : tuple of (Box or None)
        What the line that leads to each place takes, where there is one; empty if there is none.
    costs : tuple of float
        What each place costs by what is drawn there, other texts aside.
    airy : tuple of Box
        The places with the air that another text beside them should leave.
    reach : Box
        The rectangle round all of those.
    free : int
        How many cover nothing that is drawn.
    order : tuple of int
        Which of the places found each one is.
    """

    boxes: tuple[Box, ...]
    airy: tuple[Box, ...]
    tails: tuple[Box | None, ...]
    costs: tuple[float, ...]
    reach: Box
    free: int
    found: Places
    order: tuple[int, ...]

    @classmethod
    def of(cls, found: Places, costs: Floats) -> Text:
        """Sort places by their cost."""
        order = np.argsort(costs, kind="stable")[:MOST_PLACES]
        boxes, least = found.boxes[order], costs[order].tolist()
        airy = boxes + np.array((-BETWEEN, 0.0, 2 * BETWEEN, 0.0))
        x, y = airy[:, :2].min(axis=0).tolist()
        right, bottom = (airy[:, :2] + airy[:, 2:]).max(axis=0).tolist()
        tails = found.tails[order] if found.tails.any() else np.zeros((0, 4))
        return cls(
            tails=tuple(Box(*tail) if tail[3] else None for tail in tails.tolist()),
            boxes=tuple(map(Box._make, boxes.tolist())),
            airy=tuple(map(Box._make, airy.tolist())),
            costs=tuple(least),
            reach=Box(x, y, right - x, bottom - y),
            free=bisect_left(least, FREE),
            found=found,
            order=tuple(order.tolist()),
        )

    def meets(self, place: int, other: Box) -> bool:
        """Say whether the text, or the line that leads to it, covers a box."""
        if self.boxes[place].overlaps(other):
            return True
        tail = self.tails[place] if self.tails else None
        return tail is not None and tail.overlaps(other)

    def nearness(self, place: int, other: Box) -> float:
        """Return what it costs that another text stands there."""
        if self.meets(place, other):
            return OVER_TEXT
        return CLOSE if self.airy[place].overlaps(other) else 0.0

    def lines(self, place: int) -> tuple[str, ...]:
        """Return how the text is written at one of its places."""
        return self.found.writings[self.found.written[self.order[place]]]


def settle(texts: Sequence[Text], fixed: Sequence[Box]) -> tuple[list[int], float]:
    """Return the place of every text, by its position among the places, and what they cost in sum.

    Parameters
    ----------
    texts : sequence of Text
        Of equally scarce places the first goes first.
    fixed : sequence of Box
        Texts that stand already.
    """
    state = _State(texts, fixed)
    scarce = sorted(range(len(texts)), key=lambda i: (texts[i].free, i))
    for _ in range(ROUNDS):
        before = list(state.chosen)
        for i in scarce:
            state.chosen[i] = state.cheapest(i)[0]
        for i in scarce:
            state.free(i)
        if state.chosen == before:
            break
    return state.chosen, sum(state.cost(i, state.chosen[i]) for i in range(len(texts)))


class _State:
    """Where the texts stand for now; -1 for one that stands nowhere yet."""

    def __init__(self, texts: Sequence[Text], fixed: Sequence[Box]) -> None:
        self.texts = texts
        self.chosen = [-1] * len(texts)
        reaches = [text.reach for text in texts]
        self._near = [
            [j for j, other in enumerate(reaches) if j != i and reach.overlaps(other)]
            for i, reach in enumerate(reaches)
        ]
        self._fixed = [[box for box in fixed if reach.overlaps(box)] for reach in reaches]

    def cost(self, i: int, place: int) -> float:
        """Return what a place costs, the other texts where they are."""
        mine = self.texts[i]
        found = mine.costs[place] + sum(mine.nearness(place, other) for other in self._fixed[i])
        for j in self._near[i]:
            at = self.chosen[j]
            if at >= 0:
                other = self.texts[j]
                near = mine.nearness(place, other.boxes[at])
                tail = other.tails[at] if other.tails and near < OVER_TEXT else None
                found += OVER_TEXT if tail and tail.overlaps(mine.boxes[place]) else near
        return found

    def cheapest(self, i: int) -> tuple[int, float]:
        """Return the cheapest place of a text and its cost, the others where they are."""
        best, least = 0, inf
        for place, bare in enumerate(self.texts[i].costs):
            if bare >= least:
                break
            cost = self.cost(i, place)
            if cost < least:
                best, least = place, cost
        return best, least

    def free(self, i: int) -> None:
        """Move a text that covers something to a free place, if who stands there has another."""
        now = self.cost(i, self.chosen[i])
        if now < FREE:
            return
        start = self.chosen[i]
        for place, bare in enumerate(self.texts[i].costs):
            if bare >= FREE:
                break
            if any(self.texts[i].meets(place, other) for other in self._fixed[i]):
                continue
            standing = list(self._covered(i, place))
            before = [self.chosen[j] for j in standing]
            was = now + sum(self.cost(j, at) for j, at in zip(standing, before, strict=True))
            self.chosen[i] = place
            for j in standing:
                self.chosen[j] = self.cheapest(j)[0]
            together = self.cost(i, place) + sum(self.cost(j, self.chosen[j]) for j in standing)
            if together < was - 1e-9:
                return
            self.chosen[i] = start
            for j, at in zip(standing, before, strict=True):
                self.chosen[j] = at

    def _covered(self, i: int, place: int) -> Iterable[int]:
        for j in self._near[i]:
            at = self.chosen[j]
            if at < 0:
                continue
            mine, other = self.texts[i], self.texts[j]
            tail = other.tails[at] if other.tails else None
            if mine.meets(place, other.boxes[at]) or (tail and tail.overlaps(mine.boxes[place])):
                yield j
