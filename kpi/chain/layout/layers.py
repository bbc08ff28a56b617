"""Give every node a column: longest path, pinned nodes last, slack tightened."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def assign_layers(
    count: int, arcs: Sequence[tuple[int, int]], last: Collection[int] = ()
) -> list[int]:
    """Return the column of each node, from 0, with every arc pointing right.

    Parameters
    ----------
    count : int
        Number of nodes, named 0 to ``count - 1``.
    arcs : sequence of (int, int)
        Source and target of an acyclic graph; arcs between pinned nodes are ignored.
    last : collection of int
        Nodes pinned to a last column of their own.

    Examples
    --------
    The lone supplier 1 moves beside its customer instead of waiting at the left edge:

    >>> assign_layers(4, [(0, 2), (2, 3), (1, 3)])
    [0, 1, 1, 2]
    >>> assign_layers(3, [(0, 1)], last=[1])
    [0, 1, 0]
    """
    pinned = set(last)
    before: list[list[int]] = [[] for _ in range(count)]
    after: list[list[int]] = [[] for _ in range(count)]
    for source, target in sorted(set(arcs)):
        if source not in pinned:
            before[target].append(source)
            after[source].append(target)
    sequence = _topological(before, after)
    layer = [0] * count
    for node in sequence:
        layer[node] = max((layer[b] + 1 for b in before[node]), default=0)
    inner = [layer[node] for node in range(count) if node not in pinned]
    end = max(inner, default=-1) + 1
    for node in pinned:
        layer[node] = end
    _tighten(layer, before, after, pinned)
    _spread_isolated(layer, before, after, pinned)
    used = {value: column for column, value in enumerate(sorted(set(layer)))}
    return [used[value] for value in layer]


def _topological(before: list[list[int]], after: list[list[int]]) -> list[int]:
    waiting = [len(b) for b in before]
    sequence = [node for node, n in enumerate(waiting) if not n]
    for node in sequence:  # grows while it is walked
        for target in after[node]:
            waiting[target] -= 1
            if not waiting[target]:
                sequence.append(target)
    return sequence


def _tighten(
    layer: list[int], before: list[list[int]], after: list[list[int]], pinned: set[int]
) -> None:
    """Move groups of nodes to the side where most of their arcs are, until no group gains.

    A node takes along those that stand in its way. Each move shortens the arcs in total, so it
    ends.
    """
    moved = True
    while moved:
        moved = False
        for node in range(len(layer)):
            for ahead, behind, step in ((after, before, 1), (before, after, -1)):
                group = _pushed(node, layer, ahead, step)
                gain = sum(len(ahead[n]) - len(behind[n]) for n in group)
                if gain <= 0 or group & pinned:
                    continue
                free = min(
                    step * (layer[other] - layer[n]) - 1
                    for n in group
                    for other in ahead[n]
                    if other not in group
                )
                for n in group:
                    layer[n] += step * free
                moved = True


def _pushed(node: int, layer: list[int], ahead: list[list[int]], step: int) -> set[int]:
    """Return the node and all that have to move with it, one column on."""
    group, queue = {node}, [node]
    for member in queue:  # grows while it is walked
        for other in ahead[member]:
            if other not in group and layer[other] == layer[member] + step:
                group.add(other)
                queue.append(other)
    return group


def _spread_isolated(
    layer: list[int], before: list[list[int]], after: list[list[int]], pinned: set[int]
) -> None:
    """Put nodes without arcs where there is most room, not all into the first column."""
    alone = [n for n in range(len(layer)) if not (before[n] or after[n] or n in pinned)]
    columns = sorted({layer[n] for n in range(len(layer)) if n not in pinned})
    filled = dict.fromkeys(columns, 0)
    for node, column in enumerate(layer):
        if column in filled and node not in alone:
            filled[column] += 1
    for node in alone:
        layer[node] = min(columns, key=lambda column: (filled[column], column))
        filled[layer[node]] += 1
