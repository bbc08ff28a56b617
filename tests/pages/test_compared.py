"""A week beside the week before and the one a quarter ago."""

from __future__ import annotations

from datetime import date, timedelta

from kpi.figures import ControlPoint
from kpi.words import words_for
from pages.parts.compared import weeks

LAST = date(2026, 3, 16)  # 2026-W12; 13 weeks earlier is 2025-W51


def points(values: dict[int, float]) -> list[ControlPoint]:
    return [
        ControlPoint(LAST - timedelta(weeks=back), value, 40 + back)
        for back, value in values.items()
    ]


def test_the_same_week_of_a_quarter_ago_is_thirteen_weeks_earlier() -> None:
    said = weeks(points({0: 0.81, 1: 0.85, 12: 0.1, 13: 0.92}), LAST, "share", words_for("en"))
    assert "81.0% (of 40)" in said
    assert "week before: 85.0% (of 41)" in said
    assert "wk 51" in said
    assert said.endswith("92.0% (of 53).")


def test_a_week_without_a_value_is_not_compared_as_zero() -> None:
    said = weeks(points({0: 0.81}), LAST, "share", words_for("en"))
    assert said.count("nothing measured") == 2
