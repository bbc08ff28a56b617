"""Write names and labels where they cover nothing, as far as there is room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from kpi.chain.layout.candidates import Candidate, label_candidates, name_candidates
from kpi.chain.layout.curves import along
from kpi.chain.layout.ink import Cells, InkGrid
from kpi.chain.layout.model import Box, Link, Measure, Name, Node, Point, Route, Style

ROUNDS = 3  # after the first, every label may move once more, knowing the others
LINE_INK, SYMBOL_INK, LABEL_INK = 8.0, 50.0, 40.0
LABELLED_LINE_INK = 12.0  # a link with a label is one of the few to be seen


@dataclass(frozen=True)
class Writing:
    """All texts as placed: a name per node, a label by link index, and what they cover in sum."""

    names: tuple[Name, ...]
    labels: Mapping[int, Box]
    cost: float


@dataclass(frozen=True)
class _Task:
    """One text to be placed: where it may stand, the cheapest first, beside its own link and on it.

    ``own`` is that link's ink, if it has one.
    """

    aside: tuple[Candidate, ...]
    on_link: tuple[Candidate, ...] = ()
    own: Cells | None = None

    @classmethod
    def of(cls, found: Iterable[Candidate], grid: InkGrid, own: Cells | None = None) -> _Task:
        """Sort candidates, without those off the canvas if any is on it."""
        proposed = list(found)
        inside = [c for c in proposed if grid.holds(c.box)] or proposed
        inside.sort(key=lambda candidate: candidate.cost)
        return cls(
            tuple(c for c in inside if not c.on_link), tuple(c for c in inside if c.on_link), own
        )


def place_labels(
    nodes: Sequence[Node],
    links: Sequence[Link],
    places: Sequence[Point],
    routes: Sequence[Route],
    *,
    size: tuple[float, float],
    column: float,
    style: Style,
    measure: Measure,
    fixed: Sequence[Name] = (),
) -> Writing:
    """Return the name of every node and the label of every link that asks for one.

    Greedy first, then improved: each text in turn is lifted and put where it now costs least.
    Labels come first, by rank, then the names from left to right.

    Parameters
    ----------
    fixed : sequence of Name, optional
        The names as they stand: none of them moves, only labels are placed.
    """
    grid = InkGrid(*size)
    lines = [along(route.curve) for route in routes]
    cells = [
        grid.line([*line, route.tip], link.width)
        for line, route, link in zip(lines, routes, links, strict=True)
    ]
    for i, link in enumerate(links):
        grid.add_cells(cells[i], _line_ink(link))
    for place in places[: len(nodes)]:
        grid.add_box(_symbol(place, style), SYMBOL_INK)
    tasks: dict[tuple[str, int], _Task] = {}
    labelled = [i for i, link in enumerate(links) if link.label_width]
    for i in sorted(labelled, key=lambda i: (-links[i].rank, i)):
        options = label_candidates(lines[i], links[i].label_width, links[i].width, style)
        tasks["label", i] = _Task.of(options, grid, cells[i])
    if fixed:
        for name in fixed:
            grid.add_box(name.box, LABEL_INK)
    else:
        for i in sorted(range(len(nodes)), key=lambda i: (places[i], i)):
            written = name_candidates(nodes[i].name, places[i], style, measure, column)
            tasks["name", i] = _Task.of(written, grid)
    chosen = _place_all(tasks, grid)
    cost = 0.0
    for key, candidate in chosen.items():
        grid.add_box(candidate.box, -LABEL_INK)
        cost += _cost(candidate, tasks[key].own, grid)
        grid.add_box(candidate.box, LABEL_INK)
    names = tuple(fixed) or tuple(
        Name(chosen["name", i].lines, chosen["name", i].box) for i in range(len(nodes))
    )
    return Writing(names, {i: chosen["label", i].box for i in labelled}, cost)


def _line_ink(link: Link) -> float:
    return LABELLED_LINE_INK if link.label_width else LINE_INK


def _symbol(place: Point, style: Style) -> Box:
    reach = style.radius
    return Box(place.x - reach, place.y - reach, 2 * reach, 2 * reach)


def _place_all(
    tasks: dict[tuple[str, int], _Task], grid: InkGrid
) -> dict[tuple[str, int], Candidate]:
    chosen: dict[tuple[str, int], Candidate] = {}
    for _ in range(ROUNDS):
        moved = False
        for key, task in tasks.items():
            before = chosen.get(key)
            if before is not None:
                grid.add_box(before.box, -LABEL_INK)
            best = _cheapest(task, grid)
            grid.add_box(best.box, LABEL_INK)
            chosen[key] = best
            moved = moved or best != before
        if not moved:
            break
    return chosen


def _cheapest(task: _Task, grid: InkGrid) -> Candidate:
    """Return the candidate that covers least, of equal ones the first.

    Covering costs nothing at best: once a place costs less than what the next would cost bare, the
    rest need not be looked at.
    """
    best, least = task.aside[0] if task.aside else task.on_link[0], inf
    for candidate in task.aside:
        if candidate.cost >= least:
            break
        cost = candidate.cost + grid.under(candidate.box)
        if cost < least:
            best, least = candidate, cost
    if task.own is None or not task.on_link or task.on_link[0].cost >= least:
        return best
    grid.add_cells(task.own, -LABELLED_LINE_INK)  # it does not mind the ink of its own link
    for candidate in task.on_link:
        if candidate.cost >= least:
            break
        cost = candidate.cost + grid.under(candidate.box)
        if cost < least:
            best, least = candidate, cost
    grid.add_cells(task.own, LABELLED_LINE_INK)
    return best


def _cost(candidate: Candidate, own: Cells | None, grid: InkGrid) -> float:
    """Return what a candidate costs where it lies; on its own link it does not mind that ink."""
    if own is None or not candidate.on_link:
        return candidate.cost + grid.under(candidate.box)
    grid.add_cells(own, -LABELLED_LINE_INK)
    cost = candidate.cost + grid.under(candidate.box)
    grid.add_cells(own, LABELLED_LINE_INK)
    return cost
