"""Share each broken case out among the links that broke it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from math import comb

import numpy as np

from kpi.chain.coalitions import Floats, Saveable, Table, in_parts
from kpi.chain.replay import Bools, CaseFacts, CaseRows, Group, Ints, grouped, replay

EXACT_UP_TO = 10  # contributing links of a case; product rule
ORDERS = 256  # orders of the links drawn per case beyond that, each also read backwards
SEED = 20  # of every draw here, so that the same store always gives the same figures


@dataclass(frozen=True)
class Shares:
    """What each link carries of each broken case; one entry per case and link.

    Parameters
    ----------
    case : array of int
        Index into the cases.
    link : array of int
        Number of the link.
    share : array of float
        Shapley value of the link in the case, 0 to 1.
    alone : array of bool
        This link's repair alone keeps the case.
    """

    case: Ints
    link: Ints
    share: Floats
    alone: Bools


NOTHING = Shares(
    np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float64), np.empty(0, np.bool_)
)


@dataclass(frozen=True)
class SharedOut:
    """The shares with what they leave open.

    ``saveable`` holds the cases that repairing everything keeps; ``sampled`` counts those of more
    than `EXACT_UP_TO` contributing links, whose shares are drawn.
    """

    shares: Shares
    saveable: Saveable

    @property
    def sampled(self) -> int:
        """How many cases have shares that are drawn."""
        return sum(len(group.cases) for group in self.saveable.wide)


def share_out(rows: CaseRows, facts: CaseFacts, *, exact_up_to: int = EXACT_UP_TO) -> SharedOut:
    """Return the Shapley value of "the case is kept" for every broken case and contributing link.

    A case that the replay keeps without any repair is saved by nobody: it has no share.

    Parameters
    ----------
    rows, facts
        The broken, finished cases.
    exact_up_to : int
        Contributing links up to which all coalitions are replayed; beyond, orders are drawn.

    References
    ----------
    Shapley (1953), A value for n-person games, Contributions to the Theory of Games II, 307-317.

    Notes
    -----
    More repairs never make a case worse, so the drawn orders are searched for the one link whose
    repair turns the case, by halving.
    """
    rng = np.random.default_rng(SEED)
    parts: list[Shares] = []
    tables: list[Table] = []
    wide: list[Group] = []
    for group in grouped(rows, facts):
        links = group.links.shape[1]
        exact = links <= exact_up_to
        for part in in_parts(group, 2**links if exact else 2 * ORDERS):
            if exact:
                share, alone, gain = _exact(part)
                kept = np.flatnonzero(gain[:, -1])
                ones = np.ones(len(kept), np.int64)
                tables.append(Table(part.cases[kept], part.links[kept], gain[kept], ones))
            else:
                share, alone, saved = _sampled(part, rng)
                kept = np.flatnonzero(saved)
                wide.append(part.part(kept))
            parts.append(
                Shares(
                    np.repeat(part.cases[kept], links),
                    part.links[kept].ravel(),
                    share[kept].ravel(),
                    alone[kept].ravel(),
                )
            )
    saveable = Saveable(
        tuple(table for table in tables if len(table.case)),
        tuple(group for group in wide if len(group.cases)),
    )
    return SharedOut(join(parts), saveable)


def join(parts: list[Shares]) -> Shares:
    """Put shares of several sets of cases into one, sorted by case and link."""
    whole = Shares(
        *(
            np.concatenate([getattr(part, f.name) for part in [NOTHING, *parts]])
            for f in fields(Shares)
        )
    )
    order = np.lexsort([whole.link, whole.case])
    return Shares(whole.case[order], whole.link[order], whole.share[order], whole.alone[order])


def _exact(group: Group) -> tuple[Floats, Bools, Bools]:
    """Replay every coalition: [case, slot] shares and saved alone, [case, coalition] saved."""
    coalitions, weights = _all_coalitions(group.links.shape[1])
    kept = replay(group, coalitions)
    gain = kept & ~kept[:, :1]
    # The weights of a link that changes nothing cancel: rounding leaves 0, never -0 or a residue.
    share = np.round(gain @ weights, 12) + 0.0
    return share, gain[:, 1 << np.arange(group.links.shape[1])], gain


def _sampled(group: Group, rng: np.random.Generator) -> tuple[Floats, Bools, Bools]:
    """Likewise from drawn orders: a link's share is how often its repair turns the case."""
    cases, links = group.links.shape
    few = np.concatenate(
        [np.zeros((1, links), bool), np.eye(links, dtype=bool), np.ones((1, links), bool)]
    )
    kept = replay(group, few)
    gain = kept & ~kept[:, :1]
    half = rng.random((cases, ORDERS, links)).argsort(axis=2).argsort(axis=2)
    rank = np.concatenate([half, links - 1 - half], axis=1)
    low, high = np.zeros(rank.shape[:2], np.int64), np.full(rank.shape[:2], links)
    while (high - low).max() > 1:
        middle = (low + high) // 2
        saved = replay(group, rank < middle[:, :, None])
        low, high = np.where(saved, low, middle), np.where(saved, middle, high)
    turns = rank == (high - 1)[:, :, None]
    return turns.mean(axis=1), gain[:, 1:-1], gain[:, -1]


@lru_cache
def _all_coalitions(links: int) -> tuple[Bools, Floats]:
    """Return all 2^m coalitions as [coalition, slot], and the weights that give Shapley values.

    The weight of a coalition S for link j is (|S|−1)!(m−|S|)!/m! if it holds j, else
    −|S|!(m−|S|−1)!/m!.
    """
    coalitions = (np.arange(2**links)[:, None] >> np.arange(links) & 1).astype(bool)
    size = coalitions.sum(axis=1)
    joined = np.array([0.0] + [1 / (links * comb(links - 1, k - 1)) for k in range(1, links + 1)])
    left = np.array([1 / (links * comb(links - 1, k)) for k in range(links)] + [0.0])
    return coalitions, np.where(coalitions, joined[size][:, None], -left[size][:, None])
