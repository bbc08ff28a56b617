"""Work that passes from link to link as an absorbing Markov chain; each link's exact effect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, identity
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
OUT = -1  # where a link leads to a customer outside: what arrives there has arrived


@dataclass(frozen=True)
class Transitions:
    """Pieces of work that wander between parties until they end, or a link misses.

    Parameters
    ----------
    start : array of float, [party]
        Chance that a piece of work begins at the party; they add up to 1.
    ends : array of float, [party]
        Chance that work at the party ends there, and that this counts as arrived.
    source, target : array of int, [link]
        Party that gives and party that receives; `OUT` for a customer outside.
    chance : array of float, [link]
        That work at the source takes this link.
    kept : array of float, [link]
        That the link does not miss. A miss ends the piece of work as broken.
    """

    start: Floats
    ends: Floats
    source: Ints
    target: Ints
    chance: Floats
    kept: Floats


@dataclass(frozen=True)
class Solved:
    """What becomes of the work, and what each link decides of it.

    Parameters
    ----------
    arrives : float
        Chance that a piece of work arrives without a miss.
    visits : array of float, [party]
        How often an unbroken piece of work is expected at the party.
    success : array of float, [party]
        Chance that work at the party arrives without a miss.
    effect : array of float, [link]
        By how much `arrives` rises if the link never misses: the improvement potential.
    importance : array of float, [link]
        Derivative of `arrives` by the yield of the link: Birnbaum's importance.
    """

    arrives: float
    visits: Floats
    success: Floats
    effect: Floats
    importance: Floats


def solve(chain: Transitions) -> Solved:
    """Return the chance to arrive and the exact effect of every link, by one factorisation.

    Work that no start reaches must be left out before: the rest ends with certainty.

    Notes
    -----
    With Q the chances to pass unbroken from party to party and N = (I − Q)⁻¹, the visits are
    u = start·N, the success v = N·b, where b is the chance to arrive at the next step. A link from
    i to j that is taken with chance r and yield p, if mended, adds δ = r(1 − p) to one entry of Q,
    which raises the whole by δ·uᵢ·vⱼ / (1 − δ·Nⱼᵢ). Nⱼᵢ is not zero only where j leads back to i:
    inside a strongly connected component, and there N is the inverse of the component's own block.
    Cost: one sparse factorisation, two solves and a dense inverse per component: cubic in the
    parties of the largest loop, linear in the links.

    References
    ----------
    Kemeny, Snell (1960), Finite Markov Chains, ch. III. Sherman, Morrison (1950), Adjustment of an
    inverse matrix corresponding to a change in one element, Ann. Math. Statist. 21, 124–127.
    Birnbaum (1969), On the importance of different components in a multicomponent system.

    Examples
    --------
    A gives to B, B to the customer; B misses one in ten, and A one in five.

    >>> line = Transitions(np.array([1.0, 0.0]), np.zeros(2), np.array([0, 1]), np.array([1, OUT]),
    ...                    np.ones(2), np.array([0.8, 0.9]))
    >>> found = solve(line)
    >>> round(found.arrives, 9), found.effect.round(9).tolist()
    (0.72, [0.18, 0.08])
    """
    parties = len(chain.start)
    unbroken = chain.chance * chain.kept
    inside = chain.target != OUT
    arrive = chain.ends + _sum(chain.source[~inside], unbroken[~inside], parties)
    source, target, passes = chain.source[inside], chain.target[inside], unbroken[inside]
    moves = csc_array((passes, (source, target)), shape=(parties, parties))
    factors = splu(csc_array(identity(parties, format="csc") - moves))
    success: Floats = factors.solve(arrive)
    # The stubs do not know its second argument.
    visits: Floats = factors.solve(chain.start, "T")  # type: ignore[call-overload]
    ahead, back = np.ones(len(inside)), np.zeros(len(inside))
    ahead[inside] = success[target]
    back[inside] = _ways_back(source, target, passes, parties)
    importance = chain.chance * visits[chain.source] * ahead
    missed = chain.chance * (1 - chain.kept)
    return Solved(
        arrives=float(chain.start @ success),
        visits=visits,
        success=success,
        effect=(1 - chain.kept) * importance / (1 - missed * back),
        importance=importance,
    )


def _ways_back(source: Ints, target: Ints, passes: Floats, parties: int) -> Floats:
    """Return N[target, source] of every link: the expected visits at its source from its target.

    Components are those of the links, not of the chances: one that always misses, mended, leads
    back all the same.
    """
    links = csr_array((np.ones(len(source)), (source, target)), shape=(parties, parties))
    _, component = connected_components(links, connection="strong")
    found = np.zeros(len(source))
    looping = np.flatnonzero(component[source] == component[target])
    if not len(looping):
        return found
    sizes = np.bincount(component)
    first = np.cumsum(sizes) - sizes
    place = np.empty(parties, np.int64)  # of a party within its component
    order = np.argsort(component, kind="stable")
    place[order] = np.arange(parties) - first[component[order]]
    for size in np.unique(sizes[component[source[looping]]]):
        # Components of one size are inverted in one go.
        mine = looping[sizes[component[source[looping]]] == size]
        named, number = np.unique(component[source[mine]], return_inverse=True)
        block = np.tile(np.eye(size), (len(named), 1, 1))
        i, j = place[source[mine]], place[target[mine]]
        np.subtract.at(block, (number, i, j), passes[mine])
        found[mine] = np.linalg.inv(block)[number, j, i]
    return found


def _sum(number: Ints, value: Floats, size: int) -> Floats:
    return np.bincount(number, value, minlength=size).astype(np.float64)
