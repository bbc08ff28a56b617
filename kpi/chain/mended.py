"""What is expected of broken cases where links would have missed less often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb
import numpy as np

from kpi.agreements.links import Link
from kpi.chain.coalitions import Floats, in_parts
from kpi.chain.effects import broken_cases, number_links
from kpi.chain.fair_shares import SEED
from kpi.chain.replay import Group, grouped, replay

SETS = 1024  # sets of mended links that are replayed one by one in a case; beyond, they are drawn
DRAWS = 512


@dataclass(frozen=True)
class Mended:
    """The parts of a link's own misses that it would not have made.

    Each case is good or bad luck for the link as a whole: with one draw for the case, it mends all
    its own delays there with chance ``late``, and all its returns with chance ``returns``. So it
    may be asked for 90 % on time and 95 % right first time, and with both 1 it is repaired.

    Parameters
    ----------
    late, returns : float
        From 0 to 1.
    """

    late: float
    returns: float

    @classmethod
    def every(cls, share: float) -> Mended:
        """Return the same part of the own delays and of the returns, together."""
        return cls(share, share)


def share_to_mend(rate: float, target: float) -> float:
    """Return the share of its misses that a link must mend to raise its rate to a target.

    Examples
    --------
    Of 100 handoffs 80 are kept; for 95, three of every four misses must go.

    >>> round(share_to_mend(0.80, 0.95), 9)
    0.75
    >>> share_to_mend(0.97, 0.95)
    0.0
    """
    if rate >= target:
        return 0.0
    return (target - rate) / (1 - rate)


def expected_saved(
    cursor: duckdb.DuckDBPyConnection,
    first: datetime,
    last: datetime,
    mended: Mapping[Link, Mended],
) -> dict[int, float]:
    """Return the chance that each broken, finished case of ``[first, last)`` would be kept.

    Reads the temp tables of `kpi.chain.cases.choose_cases`, which must cover the span.

    Returns
    -------
    dict
        case_number -> chance; cases without any are left out. Their sum is how many cases more are
        expected to be kept.

    Notes
    -----
    The multilinear extension of the game "the case is kept" (Owen, 1972): links mend independently
    of each other. Exact where ten links or fewer that mend delays and returns alike have a miss in
    a case, or six that do not; beyond, 512 draws with a fixed seed.
    """
    links = number_links(cursor)
    late, returns = np.zeros((2, len(links)))
    for number, link in enumerate(links):
        if link in mended:
            late[number], returns[number] = mended[link].late, mended[link].returns
    rows, facts, cases = broken_cases(cursor, first, last)
    rng = np.random.default_rng(SEED)
    chance = np.zeros(len(cases))
    for group in grouped(rows, facts, among=np.flatnonzero((late > 0) | (returns > 0))):
        chance[group.cases] = _chances(group, late[group.links], returns[group.links], rng)
    found = np.flatnonzero(chance)
    return dict(zip(cases[found].tolist(), chance[found].tolist(), strict=True))


def _chances(group: Group, late: Floats, returns: Floats, rng: np.random.Generator) -> Floats:
    """Return the chance of each case; ``late`` and ``returns`` are [case, slot]."""
    slots = group.links.shape[1]
    # What a slot mends as its draw falls: nothing, the likelier of the two, or both.
    ways = 2 if np.array_equal(late, returns) else 3
    drawn = ways**slots > SETS
    found, start = [], 0
    for part in in_parts(group, DRAWS if drawn else ways**slots):
        of = slice(start, start := start + len(part.cases))
        if drawn:
            draw = rng.random((len(part.cases), DRAWS, slots))
            weight = np.full((1, DRAWS), 1 / DRAWS)
        else:
            draw, weight = _every_draw(late[of], returns[of], ways)
        delays, takings = draw < late[of][:, None], draw < returns[of][:, None]
        nothing = replay(part, np.zeros((1, slots), bool))
        kept = replay(part, delays, takings) & ~nothing
        found.append((kept * weight).sum(axis=1))
    return np.concatenate(found)


def _every_draw(late: Floats, returns: Floats, ways: int) -> tuple[Floats, Floats]:
    """Return one draw for each way that the slots together may go, and how likely it is.

    [case, set, slot] and [case, set].
    """
    slots = late.shape[1]
    way = np.arange(ways**slots)[:, None] // ways ** np.arange(slots) % ways
    low, high = np.minimum(late, returns), np.maximum(late, returns)
    # The two chances cut [0, 1) in stretches: where each begins, and its length.
    begin = np.stack([high, np.zeros_like(low), low])
    length = np.stack([1 - high, low, high - low])
    cases = np.arange(len(late))[:, None, None]
    slot = np.arange(slots)
    draw, chance = begin[way, cases, slot], length[way, cases, slot]
    return draw, chance.prod(axis=2)
