"""The stretches of links between neighbouring columns, and the shapes each may take there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kpi.chain.layout.curves import (
    REACH,
    REACH_IN_CHAIN,
    SHAPES,
    STEEP_AT_LEFT,
    STEEP_AT_RIGHT,
    slopes_at,
)
from kpi.chain.layout.model import Point

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
STEPS = 16  # of a stretch, where its height is known


def _basis(left: float, right: float) -> Floats:
    """Return what the four heights of a cubic's points count for at each step of its width."""
    t = np.linspace(0.0, 1.0, 129)
    u = 1 - t
    across = 3 * u * u * t * left + 3 * u * t * t * (1 - right) + t**3
    at = np.interp(np.linspace(0.0, 1.0, STEPS + 1), across, t)
    u = 1 - at
    return np.stack([u**3, 3 * u * u * at, 3 * u * at * at, at**3])


_BASES = np.stack([_basis(*shape) for shape in SHAPES])
_LONE = _basis(REACH, REACH)


@dataclass(frozen=True)
class Pieces:
    """All stretches, from left to right, as arrays with one row each.

    Attributes
    ----------
    link, gap : array of int
        Which link each belongs to, and the column at its left.
    before, after : array of int
        The stretch of the same link to the left and to the right; -1 where there is none.
    left, right : array of shape (n, 2)
        Where each starts and ends.
    slopes : array of shape (n, 2)
        Of the smooth curve at both ends.
    half : array
        Half the width of its stroke.
    heights : array of shape (n, shapes, STEPS + 1)
        How high it runs in every shape.
    """

    link: Ints
    gap: Ints
    before: Ints
    after: Ints
    left: Floats
    right: Floats
    slopes: Floats
    half: Floats
    heights: Floats

    @classmethod
    def of(
        cls, lines: Sequence[Sequence[Point]], columns: Sequence[int], widths: Sequence[float]
    ) -> Pieces:
        """Cut links into stretches.

        Parameters
        ----------
        lines : sequence of sequence of Point
            The points each link runs through, from left to right; none for one within a column.
        columns : sequence of int
            The column each starts in.
        widths : sequence of float
            Of their strokes.
        """
        link: list[int] = []
        gap: list[int] = []
        before: list[int] = []
        after: list[int] = []
        ends, slopes, lone = [], [], []
        for i, (line, column) in enumerate(zip(lines, columns, strict=True)):
            found = slopes_at(line)
            first, last = len(link), len(link) + len(line) - 2
            for k, (a, b) in enumerate(pairwise(line)):
                here = first + k
                link.append(i)
                gap.append(column + k)
                before.append(here - 1 if k else -1)
                after.append(here + 1 if here < last else -1)
                ends.append((a, b))
                slopes.append((found[k], found[k + 1]))
                lone.append(len(line) == 2)
        at = np.array(ends, float).reshape(-1, 2, 2)
        steep = np.array(slopes, float).reshape(-1, 2)
        return cls(
            np.array(link, np.int64),
            np.array(gap, np.int64),
            np.array(before, np.int64),
            np.array(after, np.int64),
            at[:, 0],
            at[:, 1],
            steep,
            np.array(widths, float)[link] / 2 if link else np.zeros(0),
            _heights(at[:, 0], at[:, 1], steep, np.array(lone, bool)),
        )

    def hits(self, boxes: Floats, some: Ints) -> npt.NDArray[np.bool_]:
        """Say which boxes each of some stretches runs through, in each of its shapes.

        A stretch only rises or only falls, so that it stays between its heights at both edges.

        Returns
        -------
        array of shape (boxes, stretches, shapes)
        """
        low, high = self.between(boxes, some)
        mine = self.heights[some]
        rows = np.arange(len(some))
        a, b = mine[rows, :, low], mine[rows, :, high]
        return self._within(boxes, some, np.minimum(a, b), np.maximum(a, b))

    def hits_as(self, boxes: Floats, some: Ints, shape: Ints) -> npt.NDArray[np.bool_]:
        """Say which boxes each of some stretches runs through in one shape: (boxes, stretches)."""
        low, high = self.between(boxes, some)
        mine = self.heights[some, shape]
        rows = np.arange(len(some))
        a, b = mine[rows, low], mine[rows, high]
        both = self._within(boxes, some, np.minimum(a, b)[..., None], np.maximum(a, b)[..., None])
        found: npt.NDArray[np.bool_] = both[..., 0]
        return found

    def between(self, boxes: Floats, some: Ints) -> tuple[Ints, Ints]:
        """Return the steps at the left and the right edge of each box, for each stretch."""
        start, half = self.left[some, 0], self.half[some]
        scale = STEPS / (self.right[some, 0] - start)
        low = np.floor((boxes[:, :1] - half - start) * scale)
        high = np.ceil((boxes[:, :1] + boxes[:, 2:3] + half - start) * scale)
        return (
            np.clip(low, 0, STEPS).astype(np.int64),
            np.clip(high, 0, STEPS).astype(np.int64),
        )

    def _within(
        self, boxes: Floats, some: Ints, lowest: Floats, highest: Floats
    ) -> npt.NDArray[np.bool_]:
        half = self.half[some]
        beside = (boxes[:, :1] - half < self.right[some, 0]) & (
            boxes[:, :1] + boxes[:, 2:3] + half > self.left[some, 0]
        )
        top = (boxes[:, 1:2] - half)[..., None]
        bottom = (boxes[:, 1:2] + boxes[:, 3:4] + half)[..., None]
        found: npt.NDArray[np.bool_] = beside[..., None] & (highest > top) & (lowest < bottom)
        return found


def _heights(left: Floats, right: Floats, slopes: Floats, lone: npt.NDArray[np.bool_]) -> Floats:
    """Return how high every stretch runs in every shape."""
    points = np.empty((len(left), len(SHAPES), 4))
    points[..., :2], points[..., 2:] = left[:, 1, None, None], right[:, 1, None, None]
    reach = REACH_IN_CHAIN * (right[:, 0] - left[:, 0])
    for shape in STEEP_AT_LEFT:
        points[:, shape, 1] += slopes[:, 0] * reach
    for shape in STEEP_AT_RIGHT:
        points[:, shape, 2] -= slopes[:, 1] * reach
    found: Floats = np.einsum("nsk,skm->nsm", points, _BASES)
    found[lone, 0] = points[lone, 0] @ _LONE
    return found
