"""Texts that may stand somewhere else, and how a drawing stands that may still change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi.chain.layout.candidates import Places
from kpi.chain.layout.pieces import Floats, Ints

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Movable:
    """A text that may stand somewhere else.

    Attributes
    ----------
    offer : Places
        Where.
    at : int
        Which place it has.
    weight : float
        How much worse it is on a line than a name.
    own : int
        The link whose label it is; -1 for a name.
    """

    offer: Places
    at: int
    weight: float = 1.0
    own: int = -1


@dataclass(frozen=True)
class Choice:
    """The best places of a text, and the stretches they meet.

    Attributes
    ----------
    places : array of shape (k,)
        By their number among those offered.
    costs : array of shape (k,)
        What each costs, links and other texts aside.
    boxes, tails : array of shape (k, 4)
    near : array of shape (n,)
        The stretches in reach of any.
    hits : array of shape (k, n, shapes)
        Which of them runs through which place, in each of its shapes.
    """

    places: Ints
    costs: Floats
    boxes: Floats
    tails: Floats
    near: Ints
    hits: Bools


@dataclass
class Standing:
    """The shape of every stretch and the place of every text, and what follows from them."""

    shape: Ints
    at: Ints
    boxes: Floats
    tails: Floats
    costs: Floats
    hit: Bools
    under: Floats
    crossing: Floats

    def copy(self) -> Standing:
        """Return a copy to come back to."""
        return Standing(*(np.copy(part) for part in vars(self).values()))


def overlaps(boxes: Floats, others: Floats) -> Bools:
    """Say which boxes share an area with which others: (boxes, others)."""
    return touching(boxes[:, None, :], others[None, :, :])


def touching(a: Floats, b: Floats) -> Bools:
    """Say which boxes of one array share an area with the same one of another."""
    found: Bools = (
        (a[..., 0] < b[..., 0] + b[..., 2])
        & (b[..., 0] < a[..., 0] + a[..., 2])
        & (a[..., 1] < b[..., 1] + b[..., 3])
        & (b[..., 1] < a[..., 1] + a[..., 3])
    )
    return found
