"""ISO weeks. 2020 and 2026 have 53 of them (ISO 8601; Python’s own calendar agrees)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.measures import PeriodError, Week, Window


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_every_instant_lies_in_its_week_and_the_label_reads_back(moment: datetime) -> None:
    week = Week.of(moment)
    assert week.start <= moment < week.end
    assert Week.parse(week.label) == week


def test_a_year_of_53_weeks_has_its_last_one() -> None:
    assert Week.parse("2026-W53").monday == date(2026, 12, 28)


@pytest.mark.parametrize(
    "label", ["2025-W53", "2026-W00", "0001-W01", "9999-W52", "2026-12", "", "W12", "2026-W1x"]
)
def test_a_week_that_does_not_exist_is_refused(label: str) -> None:
    with pytest.raises(PeriodError, match="is not known"):
        Week.parse(label)


def test_the_last_complete_week_of_a_monday_midnight_is_the_one_that_just_ended() -> None:
    monday = datetime(2026, 3, 23)
    assert Week.last_complete(monday).label == "2026-W12"
    assert Week.last_complete(monday - timedelta(microseconds=1)).label == "2026-W11"


def test_a_window_of_four_weeks_ends_with_its_week() -> None:
    window = Window(Week.parse("2026-W12"), 4)
    assert (window.start, window.end) == (datetime(2026, 2, 23), datetime(2026, 3, 23))


def test_a_window_of_another_length_is_refused() -> None:
    with pytest.raises(PeriodError, match="1, 4 or 13 weeks, not 5"):
        Window(Week.parse("2026-W12"), 5)
