"""How work moves between parties, told by volumes alone: no handoff names its case."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from kpi.chain.absorbing.markov import OUT, Floats, Ints, Transitions, solve

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Traffic:
    """The links of a company as arrays.

    Parameters
    ----------
    supplier, customer : array of int, [link]
        Numbers of the parties.
    volume : array of float, [link]
        Handoffs.
    kept : array of float, [link]
        The link's yield: its handoffs on time and not returned, of those that can be judged.
    outside : array of bool, [party]
        External customers.
    """

    supplier: Ints
    customer: Ints
    volume: Floats
    kept: Floats
    outside: Bools

    @property
    def leaves(self) -> Bools:
        """Which links lead to a customer outside."""
        return self.outside[self.customer]


@dataclass(frozen=True)
class Promised:
    """The promise as yields and routing make it.

    Parameters
    ----------
    rate : float
        Of the work that ends where it counts, the share that gets there without a miss.
    effect, importance : array of float, [link]
        As in `Solved`, of that same work.
    passes : array of float, [link]
        How often a piece of work takes the link if nothing misses, of all work that begins.
    """

    rate: float
    effect: Floats
    importance: Floats
    passes: Floats


def promised(traffic: Traffic, *, only_outside: bool) -> Promised | None:
    """Return the promise and each link's effect on it; None where no work ends where it counts.

    Parameters
    ----------
    only_outside : bool
        Only work that reaches customers outside counts; otherwise work counts wherever it ends.

    Notes
    -----
    Work begins at a party by as much as it gives more than it receives, and ends there by as much
    as it receives more than it gives; in between it takes a party's links in proportion to their
    volumes. With these the chain returns the volumes that were counted. An external customer
    receives for good: what it hands in itself is new work. Whether a link misses does not depend
    on the way that the work takes.
    """
    supplier, customer, volume = traffic.supplier, traffic.customer, traffic.volume
    parties = len(traffic.outside)
    leaves = traffic.leaves
    given = np.bincount(supplier, volume, parties)
    received = np.bincount(customer[~leaves], volume[~leaves], parties)
    through = np.maximum(given, received).astype(np.float64)
    begins, stays = through - received, through - given
    total = float(begins.sum())
    # Whatever begins ends: what does not leave stays. Of all of it this part counts.
    counts = float(volume[leaves].sum()) / total if only_outside and total else 1.0
    if not total or not counts:
        return None
    reached = _reached(traffic, begins, leaves)
    taken = reached[supplier] & (volume > 0)
    number = np.cumsum(reached) - 1
    ends = np.zeros(parties) if only_outside else stays / np.maximum(through, 1)
    solved = solve(
        Transitions(
            start=begins[reached] / total,
            ends=ends[reached],
            source=number[supplier[taken]],
            target=np.where(leaves, OUT, number[customer])[taken],
            chance=volume[taken] / through[supplier[taken]],
            kept=traffic.kept[taken],
        )
    )
    return Promised(
        rate=solved.arrives / counts,
        effect=_spread(solved.effect / counts, taken),
        importance=_spread(solved.importance / counts, taken),
        passes=_spread(volume[taken] / total, taken),
    )


def _reached(traffic: Traffic, begins: Floats, leaves: Bools) -> Bools:
    """Return the parties that work can come to; in circles that nothing enters nothing moves."""
    parties = len(begins)
    used = ~leaves & (traffic.volume > 0)
    starts = np.flatnonzero(begins)
    source = np.concatenate([traffic.supplier[used], np.full(len(starts), parties)])
    target = np.concatenate([traffic.customer[used], starts])
    ways = csr_array((np.ones(len(source)), (source, target)), shape=(parties + 1, parties + 1))
    found = np.zeros(parties + 1, bool)
    found[breadth_first_order(ways, parties, return_predecessors=False)] = True
    return found[:parties]


def _spread(values: Floats, taken: Bools) -> Floats:
    whole = np.zeros(len(taken))
    whole[taken] = values
    return whole
