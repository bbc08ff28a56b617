"""XmR charts against the published behaviour of NHSRplotthedots, with values computed by hand.

The rules are those of the package's version 0.2.2: its source and the tests beside it, the article
"Deviations from Excel defaults", and the issues #143 and #153.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.verdicts.xmr import XMR_RULES, Xmr, xmr

# The series of the article "Deviations from Excel defaults".
ARTICLE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
CALM = [1, -1] * 8  # of the package's test of two in three: mean 0, every moving range 2


def chart(values: list[float]) -> Xmr:
    return xmr(np.array([values], float))


def marks(values: list[float], rule: str) -> list[int]:
    return chart(values).rules[rule][0].tolist()


def test_limits_are_the_mean_and_2_66_mean_moving_ranges() -> None:
    # 14 points 10, 12, 10, …: mean 11, every moving range 2, so 11 ± 5.32.
    found = chart([10, 12] * 7)
    assert (found.mean[0], found.low[0], found.high[0]) == pytest.approx((11, 5.68, 16.32))


def test_moving_ranges_are_screened_once_and_the_point_stays_in_the_mean() -> None:
    # Ranges 1 (15 times), 8, 9: mean 32/17 = 1.88; 3.267 times that is 6.15, so 8 and 9 go, and the
    # mean range is 1. The mean of all 18 points is 35/18 = 1.944.
    found = chart(ARTICLE)
    assert (found.mean[0], found.low[0], found.high[0]) == pytest.approx(
        (35 / 18, 35 / 18 - 2.66, 35 / 18 + 2.66)
    )


def test_a_range_left_after_the_screen_is_not_screened_again() -> None:
    # Ranges 1 (14 times), 5, 5, 40, 40: mean 104/18 = 5.8, so the 40s go; the mean of the rest is
    # 24/16 = 1.5, and 3.267 · 1.5 = 4.9 < 5: a second screen would take the 5s too, and leave 1.
    values = [0, 1] * 4 + [0, 5, 0] + [40, 0] + [1, 0, 1, 0, 1, 0]
    ranges = np.abs(np.diff(values)).tolist()
    assert (ranges.count(1), ranges.count(5), ranges.count(40)) == (14, 2, 2)
    found = chart(values)
    assert found.high[0] - found.mean[0] == pytest.approx(2.66 * 1.5)


def test_only_points_outside_the_limits_are_outside() -> None:
    assert marks(ARTICLE, "point") == [0] * 4 + [1] + [0] * 13


def test_every_point_of_seven_on_one_side_is_marked_and_six_are_not() -> None:
    # The package's own test: six on one side, then one on the other, are none.
    six = [1, -1, 1, -1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1, 1, -1]
    assert np.mean(six) == 0
    assert not any(marks(six, "side"))
    # Eight high ones: "c(0, 0, 0, 0, 0, 0, 1, 1, 0)" end runs; all eight are part of one.
    eight = [-1, 1, -1, *[1] * 8, -1, *[-1] * 6, 0, 1, -1]
    found = marks(eight, "side")
    assert np.mean(eight) == 0
    assert found[3:11] == [1] * 8
    assert found[11:18] == [-1] * 7
    assert not any(found[:3] + found[18:])


def test_a_point_on_the_mean_ends_a_run() -> None:
    values = [1, 1, 1, 0, 1, 1, 1, -1, -1, -1, 0, -1, -1, -1]
    assert np.mean(values) == 0
    assert not any(marks(values, "side"))


@pytest.mark.parametrize(
    ("middle", "expected"),
    [
        ([1, 2, 3, 4, 5, 6, 7], [1] * 7),  # "ptd_seven_point_trend(1:7)"
        ([7, 6, 5, 4, 3, 2, 1], [-1] * 7),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),  # "c(1:3, 3:6)": equal neighbours end it
    ],
)
def test_seven_strictly_rising_or_falling_points_are_a_trend(
    middle: list[float], expected: list[int]
) -> None:
    values = [2, 8, 2, *middle, 2 if expected[0] >= 0 else 8, 2, 8]
    assert marks(values, "trend")[3:10] == expected


def test_six_rising_points_are_no_trend() -> None:
    assert not any(marks([5, 1, 2, 3, 4, 5, 6, 5, 6, 5, 6, 5, 6], "trend"))


def test_the_turning_point_of_two_trends_belongs_to_both_and_is_told_as_the_first() -> None:
    assert marks([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], "trend") == [1] * 7 + [-1] * 6


def test_two_of_three_beyond_two_sigma_on_one_side_are_marked() -> None:
    # 1, −1 nine times, then 5, 1, 5: mean 11/21 = 0.524; ranges 2 (17 times), 6, 4, 4, mean 2.4. So
    # limits 0.524 ± 6.384, near ones ± 4.256: 5 lies between 4.780 and 6.908, and 1 above the mean.
    values = [*[1, -1] * 9, 5, 1, 5]
    assert chart(values).high[0] == pytest.approx(6.908, abs=5e-4)
    assert marks(values, "two of three") == [0] * 18 + [1, 0, 1]


def test_two_near_points_on_opposite_sides_are_common_cause() -> None:
    # The package's test for issue 143: "tail(s, 2)$point_type" are both common cause.
    values = [*CALM[:14], 5.5, -5.5]
    assert not any(marks(values, "two of three")[-2:])
    assert not any(marks(values, "point")[-2:])


def test_a_third_point_across_the_mean_is_no_two_of_three() -> None:
    # abs(sum(relative to mean)) must be 3: all three lie on one side.
    values = [*CALM[:12], 4.5, -1, 4.5, -1, 1, -9 + 1]
    assert not any(marks(values, "two of three")[12:15])


def test_a_point_outside_is_not_one_of_two_near_the_limit() -> None:
    # Issue 153: outside, outside, near: the last is common cause, by the package's logic.
    values = [*CALM, 20, 20, 4.5, *[-c for c in CALM], -44.5]
    found = chart(values)
    high, near = found.high[0], found.mean[0] + (found.high[0] - found.mean[0]) * 2 / 3
    assert [values[16] > high, values[17] > high, near < values[18] < high] == [True] * 3
    assert marks(values, "two of three")[18] == 0


def test_fewer_than_thirteen_points_tell_nothing() -> None:
    found = chart([1, 2] * 6)
    assert np.isnan([found.mean[0], found.low[0], found.high[0]]).all()
    assert not any(found.rules[rule].any() for rule in XMR_RULES)
    assert np.isfinite(chart([1, 2] * 6 + [1]).mean[0])


def test_a_series_that_never_changes_has_its_value_as_limits_and_no_signal() -> None:
    # 4.3 thirteen times: their mean is not 4.3 to the last digit, and nothing is beside it.
    found = chart([4.3] * 13)
    assert (found.low[0], found.high[0]) == pytest.approx((4.3, 4.3))
    assert not any(found.rules[rule].any() for rule in XMR_RULES)


def test_a_week_without_a_value_is_no_point() -> None:
    with_gaps = [1, np.nan, 2, *ARTICLE[2:9], np.nan, np.nan, *ARTICLE[9:]]
    found, whole = chart(with_gaps), chart(ARTICLE)
    assert found.high[0] == whole.high[0]
    for rule in XMR_RULES:
        kept = found.rules[rule][0][np.isfinite(with_gaps)]
        assert kept.tolist() == whole.rules[rule][0].tolist()


@given(
    st.lists(st.integers(0, 9), min_size=13, max_size=26),
    st.sampled_from([0.25, 1.0, 8.0]),
    st.integers(-20, 20),
)
def test_another_unit_changes_no_mark_and_a_mirror_turns_them_round(
    values: list[int], scale: float, shift: int
) -> None:
    plain = chart([float(v) for v in values])
    moved = chart([v * scale + shift for v in values])
    mirrored = chart([-v for v in values])
    for rule in XMR_RULES:
        assert plain.rules[rule].tolist() == moved.rules[rule].tolist()
        assert plain.rules[rule].tolist() == (-mirrored.rules[rule]).tolist()
