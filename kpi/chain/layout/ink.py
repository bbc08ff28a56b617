"""What is already drawn, as sums over a fine raster: how much of it a text would cover."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kpi.chain.layout.model import Box, Point

Floats = npt.NDArray[np.float64]
CELL = 2.0  # pixels
STEPS = 64  # per cubic: closer together than the height of any text
SOLID = 80.0  # per cell: much worse to cover than a stroke
ROUNDING = 1e-3  # less is left of nothing
EDGE = 1.5  # pixels of a text's upper and lower edge that hold no letters
CORNERS = ((-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5), (0.5, 0.5))
_T = np.linspace(0.0, 1.0, STEPS + 1)
_BERNSTEIN = np.stack([(1 - _T) ** 3, 3 * _T * (1 - _T) ** 2, 3 * _T**2 * (1 - _T), _T**3], axis=1)


class Ink:
    """Ink in summed-area form: covered strokes in pixels of their length, for many boxes at once.

    References
    ----------
    F. C. Crow: Summed-area tables for texture mapping. SIGGRAPH (1984).

    Examples
    --------
    >>> line = (Point(0, 50), Point(30, 50), Point(70, 50), Point(100, 50))
    >>> ink = Ink(Box(0, 0, 100, 100), [line], [2.0])
    >>> boxes = np.array([[40.0, 40.0, 20.0, 20.0], [40.0, 10.0, 20.0, 20.0]])
    >>> [round(float(covered) / 10) for covered in ink.under(boxes)]
    [2, 0]
    """

    def __init__(
        self,
        window: Box,
        curves: Sequence[Sequence[Point]],
        widths: Sequence[float],
        solid: Sequence[Box] = (),
    ) -> None:
        """Ink Bézier chains of those stroke widths, and solid boxes, within a window."""
        self._left, self._top = CELL * int(window.x // CELL), CELL * int(window.y // CELL)
        rows, columns = int(window.height / CELL) + 3, int(window.width / CELL) + 3
        cells = np.zeros((rows, columns), np.float32)
        if curves:
            points, lengths = _sampled(curves, widths)
            x = np.clip((points[..., 0] - self._left) / CELL, 0, columns - 1).astype(np.int32)
            y = np.clip((points[..., 1] - self._top) / CELL, 0, rows - 1).astype(np.int32)
            flat = np.bincount((y * columns + x).ravel(), lengths.ravel(), cells.size)
            cells += flat.reshape(cells.shape)
        for box in solid:
            left, right = self._columns(box.x), self._columns(box.x + box.width)
            top, bottom = self._rows(box.y - EDGE), self._rows(box.y + box.height + EDGE)
            cells[top : bottom + 1, left : right + 1] += SOLID
        self._sums = np.zeros((rows + 1, columns + 1))
        np.cumsum(np.cumsum(cells, axis=1), axis=0, out=self._sums[1:, 1:])

    def _columns(self, x: float) -> int:
        return max(0, int((x - self._left) // CELL))

    def _rows(self, y: float) -> int:
        return max(0, int((y - self._top) // CELL))

    def under(self, boxes: Floats) -> Floats:
        """Return what each box covers.

        Parameters
        ----------
        boxes : array of shape (..., 4)
            Left, top, width, height.
        """
        rows, columns = self._sums.shape
        x, y, width, height = np.moveaxis(boxes, -1, 0)
        x, y = (x - self._left) / CELL, (y - self._top + EDGE) / CELL
        left = np.clip(x, 0, columns - 1).astype(np.int32)
        top = np.clip(y, 0, rows - 1).astype(np.int32)
        right = np.clip(x + width / CELL + 1, 0, columns - 1).astype(np.int32)
        bottom = np.clip(y + (height - 2 * EDGE) / CELL + 1, 0, rows - 1).astype(np.int32)
        sums = self._sums
        found = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        return np.where(found > ROUNDING, found, 0.0)


def _sampled(curves: Sequence[Sequence[Point]], widths: Sequence[float]) -> tuple[Floats, Floats]:
    """Return points on both edges of every stroke, and the length that each stands for.

    The corners of a square round each point of the curve: a text, larger than any stroke is wide,
    holds one of them wherever it holds a bit of the square.
    """
    pieces = [curve[i : i + 4] for curve in curves for i in range(0, len(curve) - 3, 3)]
    strokes = np.repeat(widths, [(len(curve) - 1) // 3 for curve in curves])
    centres = np.einsum("tk,pkd->ptd", _BERNSTEIN, np.array(pieces, float))
    steps = np.diff(centres, axis=1, prepend=centres[:, :1])
    lengths = np.hypot(steps[..., 0], steps[..., 1]) / len(CORNERS) + 0.01
    corners = np.array(CORNERS)[:, None, None, :] * strokes[None, :, None, None]
    return centres[None] + corners, np.broadcast_to(lengths, (len(CORNERS), *lengths.shape))
