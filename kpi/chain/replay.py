"""Replay broken cases as if some of their links had kept their own promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEVER = np.iinfo(np.int64).max  # stands for "no due": nothing is later than it
ALWAYS = np.iinfo(np.int64).min
NONE = -1  # no such position or slot

BY_CASE_DUE, BY_ENDS, BY_DECLARED = 0, 1, 2


@dataclass(frozen=True)
class CaseRows:
    """Handoffs of broken, finished cases, sorted by case and position. One array per column.

    Times are microseconds. ``pred`` and ``same_customer`` (the handoff before to the same customer)
    are positions in the case, or `NONE`.
    """

    case: Ints
    link: Ints
    pred: Ints
    same_customer: Ints
    requested: Ints
    start: Ints
    delivered: Ints
    due: Ints
    own: Ints
    returned: Bools
    is_end: Bools

    def __len__(self) -> int:
        return len(self.case)


@dataclass(frozen=True)
class CaseFacts:
    """What judges each of those cases: one array per column, in the order of ``CaseRows.case``.

    ``evidence`` is `BY_CASE_DUE`, `BY_ENDS` or `BY_DECLARED`; ``close`` moves with ``last_end``,
    the latest delivery among the ends.
    """

    evidence: Ints
    case_due: Ints
    close: Ints
    last_end: Ints


Columns = TypeVar("Columns", CaseRows, CaseFacts)


@dataclass(frozen=True)
class Group:
    """Cases of one length and one number of contributing links: columns are [position, case]."""

    cases: Ints  # index into the facts
    links: Ints  # [case, slot]: the contributing links, ascending
    slot: Ints  # [position, case]: which contributing link, or `NONE`
    rows: CaseRows  # its arrays are [position, case]
    facts: CaseFacts

    def part(self, cases: slice | Ints) -> Group:
        """Return some of the cases."""
        return Group(
            self.cases[cases],
            self.links[cases],
            self.slot[:, cases],
            _take(self.rows, (slice(None), cases)),
            _take(self.facts, cases),
        )


def grouped(rows: CaseRows, facts: CaseFacts, among: Ints | None = None) -> Iterator[Group]:
    """Yield the cases that some repair changes, grouped by contributing links and length.

    A link contributes to a case if one of its handoffs there has own delay or was returned; if
    ``among`` names links, only these do.
    """
    if len(rows) == 0:
        return
    first = np.flatnonzero(np.diff(rows.case, prepend=NONE))
    length = np.diff(np.append(first, len(rows)))
    of_case = np.repeat(np.arange(len(first)), length)
    stride = int(rows.link.max()) + 1
    key = of_case * stride + rows.link
    missed = (rows.own > 0) | rows.returned
    contributing = np.unique(key[missed if among is None else missed & np.isin(rows.link, among)])
    slots = np.bincount(contributing // stride, minlength=len(first))
    first_slot = np.cumsum(slots) - slots
    found = np.minimum(np.searchsorted(contributing, key), max(len(contributing) - 1, 0))
    if len(contributing) == 0:
        return
    slot = np.where(contributing[found] == key, found - first_slot[of_case], NONE)
    for kind in np.unique(np.stack([slots, length], axis=1)[slots > 0], axis=0):
        cases = np.flatnonzero((slots == kind[0]) & (length == kind[1]))
        index = first[cases] + np.arange(kind[1])[:, None]
        links = contributing[first_slot[cases][:, None] + np.arange(kind[0])] % stride
        yield Group(cases, links, slot[index], _take(rows, index), _take(facts, cases))


def replay(group: Group, repaired: Bools, taken: Bools | None = None) -> Bools:
    """Return whether each case is kept under each coalition of repaired links.

    Parameters
    ----------
    group : Group
        c cases of n handoffs.
    repaired : array of bool, [coalition, slot] or [case, coalition, slot]
        Which contributing links keep their own promises.
    taken : array of bool, optional
        Of the same shape: of which links nothing is returned, where that is not the same.

    Returns
    -------
    array of bool, [case, coalition]
        By the evidence that can be replayed: the due of the case, else the dues of its ends, else
        that no handoff is late or returned.

    Notes
    -----
    Cost: O(n · cases · coalitions) in time and memory.
    """
    rows, cases = group.rows, np.arange(len(group.cases))
    coalitions = repaired.shape[-2]
    column = _with_none(repaired)
    column_taken = column if taken is None else _with_none(taken)
    shape = (len(rows.case), len(cases), coalitions)
    new, latest = np.empty(shape, np.int64), np.empty(shape, np.int64)
    late, back, end_late, end_back = (np.zeros(shape[1:], bool) for _ in range(4))
    last_end = np.full(shape[1:], ALWAYS)
    for p in range(shape[0]):
        slot = group.slot[p]
        fixed = _of_slot(column, slot, cases)
        kept = fixed if taken is None else _of_slot(column_taken, slot, cases)
        begin, shift = _begin(rows, p, new, latest, cases)
        duration = (rows.delivered[p] - rows.start[p])[:, None]
        new[p] = np.maximum(begin, begin + duration - rows.own[p][:, None] * fixed)
        same = rows.same_customer[p]
        latest[p] = new[p]
        again = same != NONE
        latest[p, again] = np.maximum(new[p, again], latest[same[again], cases[again]])
        is_late = new[p] > rows.due[p][:, None] + shift
        is_back = rows.returned[p][:, None] & ~kept
        is_end = rows.is_end[p][:, None]
        late |= is_late
        back |= is_back
        end_late |= is_late & is_end
        end_back |= is_back & is_end
        last_end = np.where(is_end, np.maximum(last_end, new[p]), last_end)
    facts = group.facts
    closed = last_end + (facts.close - facts.last_end)[:, None]
    in_time = closed <= facts.case_due[:, None]
    evidence = facts.evidence[:, None]
    return np.where(
        evidence == BY_CASE_DUE,
        in_time & ~end_back,
        np.where(evidence == BY_ENDS, ~end_late & ~end_back, ~late & ~back),
    )


def _with_none(repaired: Bools) -> Bools:
    """Add a last slot that is never repaired: `NONE` points there."""
    return np.concatenate([repaired, np.zeros((*repaired.shape[:-1], 1), bool)], axis=-1)


def _of_slot(column: Bools, slot: Ints, cases: Ints) -> Bools:
    of_slot: Bools = column[:, slot].T if column.ndim == 2 else column[cases, :, slot]
    return of_slot


def _begin(rows: CaseRows, p: int, new: Ints, latest: Ints, cases: Ints) -> tuple[Ints, Ints]:
    """Return when each handoff at position p starts in the replay, and how far its due moves.

    Requested only after its pred was delivered, it keeps that wait and its allowance: request and
    due move with the pred. Otherwise it starts at its request or, if later, once its supplier has
    all that had been delivered to it by the old start. These are all the earlier handoffs to the
    supplier, since the old start is the delivery of the last of them.
    """
    pred, requested = rows.pred[p], rows.requested[p]
    begin = np.repeat(requested[:, None], new.shape[2], axis=1)
    shift = np.zeros_like(begin)
    has = np.flatnonzero(pred != NONE)
    if len(has) == 0:
        return begin, shift
    old = rows.delivered[pred[has], has]
    follows = requested[has] >= old
    after, waits = has[follows], has[~follows]
    shift[after] = new[pred[after], cases[after]] - old[follows][:, None]
    begin[after] += shift[after]
    begin[waits] = np.maximum(begin[waits], latest[pred[waits], cases[waits]])
    return begin, shift


def _take(columns: Columns, index: Ints | slice | tuple[slice, slice | Ints]) -> Columns:
    return type(columns)(**{f.name: getattr(columns, f.name)[index] for f in fields(columns)})
