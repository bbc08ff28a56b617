"""Exact tests, one family, and words for them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kpi.verdicts import benjamini_hochberg, judge_shares, wilson_interval
from kpi.verdicts.shares import binomial_p

NAN = float("nan")


def judge_one(good: int, n: int, target: float) -> tuple[str, bool]:
    found = judge_shares([good], [n], [target])
    return str(found.verdict[0]), bool(found.within_chance[0])


@pytest.mark.parametrize(
    ("good", "n", "target", "verdict", "within_chance"),
    [
        # P(X ≤ 3 | 5, 0.9) = 0.0815: not significant, under 20 %.
        (3, 5, 0.9, "at risk", False),
        # P(X ≤ 2 | 5, 0.9) = 0.0086.
        (2, 5, 0.9, "broken", False),
        # P(X ≤ 4 | 5, 0.9) = 0.41: one miss of five is what 90 % looks like.
        (4, 5, 0.9, "kept", True),
        (5, 5, 0.9, "kept", False),
        # Exactly on target is not below it.
        (19, 20, 0.95, "kept", False),
        (0, 4, 0.9, "too few", False),
        # 0.5 ** 4 > 5 %, and four are too few anyway; 0.5 ** 5 = 3.1 % suffices.
        (0, 5, 0.5, "broken", False),
        # Five misses at a target of 40 %: 0.6 ** 5 = 7.8 %, so five cannot break it.
        (0, 5, 0.4, "too few", False),
        (0, 6, 0.4, "broken", False),  # 0.6 ** 6 = 4.7 %
        (0, 0, 0.9, "no data", False),
        (9, 9, NAN, "no target", False),
        (0, 0, NAN, "no target", False),
        # All must be good: one miss is impossible on target.
        (8, 9, 1.0, "broken", False),
        (9, 9, 1.0, "kept", False),
    ],
)
def test_verdicts_by_hand(
    good: int, n: int, target: float, verdict: str, within_chance: bool
) -> None:
    assert judge_one(good, n, target) == (verdict, within_chance)


def test_one_of_many_tests_needs_more_evidence() -> None:
    # P(X ≤ 33 | 40, 0.95) = 0.0034 alone is broken; beside 99 links on target it must be under
    # 1/100 · 5 % = 0.0005, and is at risk.
    assert judge_one(33, 40, 0.95)[0] == "broken"
    crowd = judge_shares([33] + [39] * 99, [40] * 100, 0.95)
    assert crowd.verdict[0] == "at risk"


def test_those_that_cannot_be_judged_are_not_in_the_family() -> None:
    silent = judge_shares([33] + [0] * 99, [40] + [4] * 99, 0.95)
    assert silent.verdict[0] == "broken"
    assert set(silent.verdict[1:]) == {"too few"}
    assert np.isnan(silent.p_value[1:]).all()


SHARES = st.lists(
    st.tuples(st.integers(0, 80), st.integers(0, 80), st.floats(0, 1)).map(
        lambda t: (min(t[0], t[1]), max(t[0], t[1]), t[2])
    ),
    min_size=1,
    max_size=30,
)


@given(SHARES)
def test_the_p_value_is_scipys_binomial_test(shares: list[tuple[int, int, float]]) -> None:
    good, n, target = map(np.array, zip(*shares, strict=True))
    found = binomial_p(good.astype(float), n.astype(float), target)
    expected = [stats.binom.cdf(k, m, t) for k, m, t in shares]
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-300)


@given(SHARES, st.randoms(use_true_random=False))
def test_the_order_of_the_links_does_not_matter(
    shares: list[tuple[int, int, float]], random: object
) -> None:
    order = list(range(len(shares)))
    random.shuffle(order)  # type: ignore[attr-defined]
    straight = judge_shares(*zip(*shares, strict=True))
    shuffled = judge_shares(*zip(*(shares[i] for i in order), strict=True))
    assert straight.verdict[order].tolist() == shuffled.verdict.tolist()


@given(SHARES)
def test_the_interval_holds_the_share_within_0_and_1(
    shares: list[tuple[int, int, float]],
) -> None:
    good, n, _ = (np.array(column, float) for column in zip(*shares, strict=True))
    low, high = wilson_interval(good, n)
    some = n > 0
    share = good[some] / n[some]
    assert (low[some] >= 0).all()
    assert (high[some] <= 1).all()
    assert (low[some] <= share + 1e-12).all()
    assert (share <= high[some] + 1e-12).all()
    assert np.isnan(low[~some]).all()


def test_the_wilson_interval_is_scipys() -> None:
    expected = stats.binomtest(28, 40).proportion_ci(method="wilson")
    low, high = wilson_interval(np.array([28.0]), np.array([40.0]))
    assert (low[0], high[0]) == pytest.approx((expected.low, expected.high))


def test_the_published_family_has_four_discoveries() -> None:
    # Benjamini and Hochberg (1995), section 3.2: fifteen p-values, four rejected at 5 %.
    published = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
    ]  # fmt: skip
    assert benjamini_hochberg(published).tolist() == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1), max_size=40))
def test_discoveries_are_scipys(p_values: list[float]) -> None:
    found = benjamini_hochberg(p_values)
    if not p_values:
        assert found.tolist() == []
        return
    adjusted = stats.false_discovery_control(p_values)
    # Where the adjusted value is 5 % to the last digit, rounding alone decides.
    clear = ~np.isclose(adjusted, 0.05, rtol=1e-9)
    assert found[clear].tolist() == (adjusted <= 0.05)[clear].tolist()
