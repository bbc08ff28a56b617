"""A coarse raster of what is already drawn, to find room for labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kpi.chain.layout.model import Box, Point

Cells = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
CELL = 3.0  # pixels; a label stays about this far from what it avoids


class InkGrid:
    """Ink by cell: the heavier a cell, the worse it is to cover.

    Examples
    --------
    >>> grid = InkGrid(100, 100)
    >>> grid.add_box(Box(0, 0, 30, 30), 2.0)
    >>> grid.under(Box(50, 50, 9, 9)), grid.under(Box(6, 6, 2, 2)) > 0
    (0.0, True)
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        shape = (int(height / CELL) + 2, int(width / CELL) + 2)
        self._cells: npt.NDArray[np.float64] = np.zeros(shape)

    def line(self, points: Sequence[Point], thickness: float) -> Cells:
        """Return the cells that a line of that thickness passes, each once."""
        fine = _densify(np.array(points))
        across = np.arange(-thickness / 2, thickness / 2 + 1e-9, max(1.0, min(CELL, thickness)))
        y = (fine[:, 1][:, None] + across[None, :]).ravel()
        x = np.repeat(fine[:, 0], len(across))
        rows = np.clip((y / CELL).astype(np.int64), 0, self._cells.shape[0] - 1)
        columns = np.clip((x / CELL).astype(np.int64), 0, self._cells.shape[1] - 1)
        # A mask of the cells in between says which there are, faster than sorting all that are met.
        met = rows * self._cells.shape[1] + columns
        first = int(met.min())
        mask = np.zeros(int(met.max()) - first + 1, bool)
        mask[met - first] = True
        found = np.flatnonzero(mask) + first
        return found // self._cells.shape[1], found % self._cells.shape[1]

    def add_cells(self, cells: Cells, weight: float) -> None:
        """Ink those cells; a negative weight takes it off again."""
        self._cells[cells] += weight

    def add_box(self, box: Box, weight: float) -> None:
        """Ink a rectangle; a negative weight takes it off again."""
        self._cells[self._window(box)] += weight

    def under(self, box: Box) -> float:
        """Return the ink that a label there would cover, per cell summed."""
        return float(self._cells[self._window(box)].sum())

    def holds(self, box: Box) -> bool:
        """Say whether the rectangle lies on the canvas."""
        return (
            box.x >= 1
            and box.y >= 1
            and box.x + box.width <= self.width - 1
            and box.y + box.height <= self.height - 1
        )

    def _window(self, box: Box) -> tuple[slice, slice]:
        x, y = max(0.0, box.x), max(0.0, box.y)
        right, bottom = max(x, box.x + box.width), max(y, box.y + box.height)
        return (
            slice(int(y / CELL), int(bottom / CELL) + 1),
            slice(int(x / CELL), int(right / CELL) + 1),
        )


def _densify(line: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Fill in points until neighbours lie within one cell."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    at = np.concatenate([[0.0], np.cumsum(steps)])
    wanted = np.arange(0.0, at[-1] + 1e-9, CELL / 1.5)
    return np.column_stack([np.interp(wanted, at, line[:, 0]), np.interp(wanted, at, line[:, 1])])
