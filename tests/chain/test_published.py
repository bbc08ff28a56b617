"""Published numbers and rules of the fields that the system's mathematics comes from."""

from __future__ import annotations

import numpy as np
import pytest

from kpi.chain.absorbing.markov import OUT, Solved, Transitions, solve

from .conftest import Company


def series(*yields: float) -> Solved:
    """Solve a line of links, one after the other, to a customer outside."""
    n = len(yields)
    return solve(
        Transitions(
            start=np.eye(n)[0],
            ends=np.zeros(n),
            source=np.arange(n),
            target=np.array([*range(1, n), OUT]),
            chance=np.ones(n),
            kept=np.array(yields),
        )
    )


def drunkard(start: int, right: float) -> Solved:
    """Walk between bar (0, where one is lost) and home (4, outside) over the corners 1, 2, 3."""
    return solve(
        Transitions(
            start=np.eye(3)[start],
            ends=np.zeros(3),
            source=np.array([0, 0, 1, 1, 2, 2]),
            target=np.array([OUT, 1, 0, 2, 1, OUT]),
            chance=np.array([1 - right, right] * 3),
            kept=np.array([0.0, 1, 1, 1, 1, 1]),
        )
    )


def test_the_label_process_has_its_published_rolled_throughput_yield() -> None:
    # Minitab, "What are throughput yield (YTP) and rolled throughput yield (YRT)?": three steps of
    # 0.95, 0.84 and 0.88; of 1,000 labels 700 are acceptable.
    assert round(1000 * series(0.95, 0.84, 0.88).arrives, -1) == 700


@pytest.mark.parametrize(
    ("right", "visits", "home"),
    [
        # Grinstead, Snell, Introduction to Probability (2nd ed., 1997), examples 11.13–11.15: N
        # and the chances to be absorbed at home.
        (1 / 2, [[3 / 2, 1, 1 / 2], [1, 2, 1], [1 / 2, 1, 3 / 2]], [1 / 4, 1 / 2, 3 / 4]),
        # The same with two steps in three to the right: exercise 8 of that section.
        (2 / 3, [[1.4, 1.2, 0.8], [0.6, 1.8, 1.2], [0.2, 0.6, 1.4]], [8 / 15, 4 / 5, 14 / 15]),
    ],
)
def test_the_drunkard_walks_as_published(
    right: float, visits: list[list[float]], home: list[float]
) -> None:
    found = [drunkard(start, right) for start in range(3)]
    assert np.array([one.visits for one in found]) == pytest.approx(np.array(visits))
    assert [one.arrives for one in found] == pytest.approx(home)


def test_importance_in_a_series_is_that_of_reliability_theory() -> None:
    # Rausand, Høyland, System Reliability Theory (2nd ed., 2004), ch. 5: in a series Birnbaum's
    # importance of a component is the product of the others' reliabilities, so the least reliable
    # is the most important; improvement potential = importance × (1 − p). Arithmetic by hand.
    found = series(0.98, 0.96)
    assert found.importance == pytest.approx([0.96, 0.98])
    assert found.effect == pytest.approx([0.96 * 0.02, 0.98 * 0.04])


def test_without_loops_importance_is_the_whole_with_it_less_the_whole_without_it() -> None:
    # Birnbaum (1969): h(1, p) − h(0, p).
    perfect, failed = series(0.9, 1.0, 0.7), series(0.9, 0.0, 0.7)
    assert series(0.9, 0.8, 0.7).importance[1] == pytest.approx(perfect.arrives - failed.arrives)


@pytest.mark.parametrize(
    ("late", "buffer", "propagated"), [(30, 0, 30), (30, 10, 20), (30, 30, 0), (30, 45, 0)]
)
def test_reactionary_delay_is_what_the_buffer_does_not_absorb(
    company: Company, late: int, buffer: int, propagated: int
) -> None:
    # Brueckner, Czerny, Gaggero (2022), Transportation Research B 162, 55–71: the inbound's delay
    # beyond the ground buffer propagates. Inbound due at 10; the next takes 5 of the 5 + buffer
    # that it has.
    company.hand("A>B", 0, 10, 10 + late)
    company.hand("B>X", 0, 10 + 5 + buffer, 10 + late + 5)
    own, inherited = company.delays()["h2"]
    assert (own, inherited) == (0, propagated)


def test_a_buffer_absorbs_the_loss_of_its_own_link_first(company: Company) -> None:
    # The same inbound, 30 late against a buffer of 10, and 12 more lost by the next itself. 32 late
    # in all, with a start 30 later than planned: our rule (product's own and inherited delay) calls
    # 30 inherited and 2 own, where the authors above would say 20 and 12.
    company.hand("A>B", 0, 10, 40)
    company.hand("B>X", 0, 25, 40 + 5 + 12)
    assert company.delays()["h2"] == (2, 30)
