"""Mend texts that stand on lines: move them, bend the lines round them, or ask others to move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpi.chain.layout.bending import OVER_TEXT, Bending
from kpi.chain.layout.movable import Bools
from kpi.chain.layout.pieces import Floats, Ints

ROUNDS = 4
GAIN = 0.5  # what is not better by that is left as it is
TRIES = 5  # places of other texts that one text tries
MOST_TRIES = 10  # and all of them together
MOST_ASKED = 2  # texts that may have to move for one


def mend(state: Bending) -> None:
    """Move texts that stand on lines, and bend these, while that makes it better.

    Then let those that are left take the place of others, where these find another one.
    """
    texts = range(len(state.texts))
    for _ in range(ROUNDS):
        moved = [_move(state, text) for text in texts if state.unwell(text)]
        if not any(moved):
            break
    left = MOST_TRIES
    for text in texts:
        if left > 0 and state.unwell(text):
            left -= _ask(state, text, min(left, TRIES))


@dataclass(frozen=True)
class Weighed:
    """The places of a text, weighed with the best shapes of the stretches that they meet.

    Attributes
    ----------
    costs : array of shape (k,)
    shapes : array of shape (k, n)
        Of the stretches near.
    covered : array of shape (k, texts)
        Whose place each takes.
    """

    costs: Floats
    shapes: Ints
    covered: Bools


def _weigh(state: Bending, text: int) -> Weighed:
    choice = state.choice(text)
    covered = state.covered(text, choice)
    each = state.weight[text] * choice.hits + state.changes(text, choice.near)
    shape = state.now.shape[choice.near]
    met = choice.hits[:, np.arange(len(shape)), shape]
    costs = choice.costs + OVER_TEXT * covered.sum(axis=1)
    costs += np.where(met, each.min(axis=2), 0.0).sum(axis=1)
    return Weighed(costs, np.where(met, each.argmin(axis=2), shape), covered)


def _move(state: Bending, text: int) -> bool:
    """Give a text its best place, if that is better than where it stands."""
    found = _weigh(state, text)
    best = int(found.costs.argmin())
    return _try(state, text, found, best, asked=[])


def _ask(state: Bending, text: int, tries: int) -> int:
    """Take the place of other texts, if they find other ones; return how many places were tried."""
    found = _weigh(state, text)
    asked = found.covered.sum(axis=1)
    costs = found.costs - OVER_TEXT * asked
    costs[(asked == 0) | (asked > MOST_ASKED)] = np.inf
    for number, place in enumerate(np.argsort(costs, kind="stable")[:tries].tolist()):
        if np.isinf(costs[place]):
            return number
        others = np.flatnonzero(found.covered[place]).tolist()
        if _try(state, text, found, place, asked=others):
            return number + 1
    return tries


def _try(state: Bending, text: int, found: Weighed, place: int, *, asked: list[int]) -> bool:
    """Move a text and bend what it meets, then those that are asked; undo it if nothing is won."""
    before, cost = state.now.copy(), state.cost()
    _put(state, text, found, place)
    for other in asked:
        its = _weigh(state, other)
        _put(state, other, its, int(its.costs.argmin()))
    if state.cost() < cost - GAIN:
        return True
    state.now = before
    return False


def _put(state: Bending, text: int, found: Weighed, place: int) -> None:
    choice, shapes = state.choice(text), found.shapes[place]
    state.put(text, choice, place)
    new = shapes != state.now.shape[choice.near]
    state.bend(choice.near[new], shapes[new])
