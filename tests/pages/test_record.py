"""What the Balance page says of the record, where nobody was promised anything."""

from __future__ import annotations

import pytest

from kpi.chain import WeekPromise
from kpi.measures import Week
from kpi.words import words_for
from pages.parts import record

WEEK = Week.parse("2026-W12")
WEEKS = (
    WeekPromise(WEEK, kept=3, cases=5, unknown=0, unfinished=0, complete=True),
    WeekPromise(WEEK.shift(1), kept=3, cases=3, unknown=1, unfinished=0, complete=True),
)


@pytest.mark.parametrize(
    ("large", "language", "told"),
    [
        (False, "en", "Over the whole record: kept in 6 of 8 cases (75.0%)."),
        (True, "en", "Over 2 weeks: kept in 6 of 8 cases (75.0%)."),
        (True, "es", "En 2 semanas: cumplida en 6 de 8 casos (75.0\N{NO-BREAK SPACE}%)."),
    ],
)
def test_of_a_large_store_only_the_weeks_of_the_trend_are_told(
    monkeypatch: pytest.MonkeyPatch, large: bool, language: str, told: str
) -> None:
    monkeypatch.setattr(record, "_is_large", lambda: large)
    assert record._told(WEEKS, words_for(language)) == told
