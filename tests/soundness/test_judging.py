"""Verdicts on shares against exact arithmetic and a naive Benjamini–Hochberg."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.verdicts import judge_shares

from .oracle_verdicts import judge

NO_TARGET = float("nan")
counts = st.integers(0, 60).flatmap(
    lambda n: st.tuples(
        st.integers(0, n), st.just(n), st.sampled_from([None, 0.5, 0.8, 0.9, 0.95, 1.0])
    )
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(counts, min_size=1, max_size=25))
def test_a_family_of_shares_is_judged_as_by_hand(
    family: list[tuple[int, int, float | None]],
) -> None:
    expected = judge(family)
    judged = judge_shares(
        [good for good, _, _ in family],
        [n for _, n, _ in family],
        [NO_TARGET if t is None else t for _, _, t in family],
    )
    assert judged.verdict.tolist() == [verdict for verdict, _ in expected]
    for found, (_, p) in zip(judged.p_value, expected, strict=True):
        assert found == (
            pytest.approx(p, abs=1e-12) if p is not None else pytest.approx(NO_TARGET, nan_ok=True)
        )
