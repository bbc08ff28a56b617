"""Ratings, percentiles and counts: values that are not shares."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from kpi.verdicts.intervals import percentile_interval, poisson_interval, poisson_p
from kpi.verdicts.ratings import GRADES, IMAGINED, rating_interval, rating_p


def one_rating_p(counts: list[int], target: float) -> float:
    return float(rating_p(np.array([counts], float), np.array([target]))[0])


def test_the_chance_of_a_low_mean_is_that_of_all_possible_ratings_counted_one_by_one() -> None:
    # Three ratings 3, 4, 5 against 4.4: all 125 triples of the tilted distribution, summed.
    counts, target = np.array([0, 0, 1, 1, 1]), 4.4
    tilts = np.linspace(0, 5, 500_001)
    weights = (counts + IMAGINED) * np.exp(tilts[:, None] * GRADES)
    means = (weights @ GRADES) / weights.sum(axis=1)
    chances = weights[np.argmin(abs(means - target))]
    chances = chances / chances.sum()
    expected = sum(
        np.prod([chances[g] for g in triple])
        for triple in itertools.product(range(5), repeat=3)
        if sum(triple) + 3 <= 12
    )
    assert one_rating_p(counts.tolist(), target) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("counts", "target", "expected"),
    [
        ([0, 0, 0, 0, 9], 5.0, 1.0),  # every rating is as agreed
        ([0, 0, 0, 1, 9], 5.0, 0.0),  # impossible if all should be 5
        ([9, 0, 0, 0, 0], 1.0, 1.0),  # nothing was asked
    ],
)
def test_targets_at_the_ends_of_the_scale(
    counts: list[int], target: float, expected: float
) -> None:
    assert one_rating_p(counts, target) == expected


def test_equal_ratings_say_no_more_than_coins_between_the_nearest_grades() -> None:
    # Five 4s against 4.5: about what five coins between 4 and 5 say, 1/32; a plain bootstrap of
    # equal values would say 0. Against 4.2 they are five times the likelier of two, 0.8 ** 5.
    assert one_rating_p([0, 0, 0, 5, 0], 4.5) == pytest.approx(1 / 32, abs=0.002)
    assert one_rating_p([0, 0, 0, 5, 0], 4.2) == pytest.approx(0.8**5, abs=0.1)


def test_ratings_of_different_sizes_are_judged_as_if_alone() -> None:
    counts = np.array([[1, 0, 2, 3, 4], [10, 20, 30, 40, 50], [0, 1, 0, 0, 6]], float)
    together = rating_p(counts, np.array([4.2, 3.9, 4.4]))
    alone = [one_rating_p(c.tolist(), t) for c, t in zip(counts, (4.2, 3.9, 4.4), strict=True)]
    np.testing.assert_allclose(together, alone)


@pytest.mark.parametrize("n", [5, 20, 100])
@pytest.mark.parametrize(
    "chances", [(0.02, 0.03, 0.1, 0.4, 0.45), (0.1, 0.05, 0.05, 0.2, 0.6), (0, 0, 0.1, 0.7, 0.2)]
)
def test_a_link_exactly_on_target_is_rarely_called_unlikely(
    n: int, chances: tuple[float, ...]
) -> None:
    # 4,000 samples from known grades: p ≤ 5 % in about 5 %, allowing for a small sample's error.
    samples = np.random.default_rng(7).multinomial(n, chances, size=4000).astype(float)
    p = rating_p(samples, np.full(4000, np.dot(chances, GRADES)))
    assert (p <= 0.05).mean() < 0.075


def test_the_interval_of_a_mean_is_that_of_a_bootstrap() -> None:
    counts = np.array([[2, 3, 5, 20, 30]], float)
    rng = np.random.default_rng(11)
    chances = (counts[0] + IMAGINED) / (counts.sum() + 1)
    means = rng.multinomial(60, chances, size=40_000) @ GRADES / 60
    low, high = rating_interval(counts)
    assert (low[0], high[0]) == pytest.approx(np.quantile(means, [0.025, 0.975]), abs=0.02)


def test_the_interval_of_a_percentile_has_the_chance_it_claims() -> None:
    # Ranks 6 and 15 of 20: P(6 ≤ Bin(20, ½) ≤ 14) = 95.9 %, Conover (1999), table A3.
    low, high = percentile_interval([np.arange(1.0, 21.0)], 0.5)
    assert (low[0], high[0]) == (6.0, 15.0)
    assert stats.binom.cdf(14, 20, 0.5) - stats.binom.cdf(5, 20, 0.5) == pytest.approx(
        0.9586, abs=1e-4
    )


def test_few_values_do_not_bound_a_percentile() -> None:
    low, high = percentile_interval([np.array([1.0, 2.0, 3.0, 4.0, 5.0]), np.array([])], 0.9)
    assert low[0] == 3.0  # P(Bin(5, 0.9) ≤ 2) = 0.9 % is under 2.5 %, ≤ 3 is 8.1 %
    assert np.isnan([high[0], low[1], high[1]]).all()


def test_the_chance_of_a_count_is_poissons() -> None:
    counts, targets = np.arange(0.0, 30.0), np.full(30, 4.5)
    expected = stats.poisson.sf(counts - 1, 4.5)
    np.testing.assert_allclose(poisson_p(counts, targets), expected, rtol=1e-9)


def test_a_target_of_none_overdue_is_broken_by_one() -> None:
    assert poisson_p(np.array([0.0, 1.0]), np.array([0.0, 0.0])).tolist() == [1.0, 0.0]


def test_the_interval_of_a_count_is_garwoods() -> None:
    # Garwood (1936): 0 gives 0 to 3.69, 5 gives 1.62 to 11.67.
    low, high = poisson_interval(np.array([0.0, 5.0]))
    assert [*low, *high] == pytest.approx([0, 1.623, 3.689, 11.668], abs=1e-3)
