"""Settings → calendars: what is shown of a calendar, and what saving it stores."""

from __future__ import annotations

import pandas as pd
import pytest

from kpi.words import words_for
from pages.parts.calendar_editor import _lines
from pages.parts.settings_calendars import _strip, _written


@pytest.mark.parametrize(("language", "closed"), [("en", "closed"), ("es", "cerrado")])
def test_hours_are_written_as_a_clock_shows_them(language: str, closed: str) -> None:
    say = words_for(language)
    assert _written(((540, 840), (1320, 1800)), say) == "09:00–14:00, 22:00–06:00"
    assert _written((), say) == closed


def test_a_shift_over_midnight_ends_its_strip_at_the_edge() -> None:
    # 480 units for 24 hours: twenty an hour.
    assert 'x="440" y="1" width="40"' in _strip(((1320, 1800),)).text


def test_a_date_that_was_taken_out_goes_by_its_weekday_again_and_a_weekday_is_closed() -> None:
    before = [
        ("monday", "09:00", "18:00", ""),
        ("2026-12-24", "", "", ""),
        ("friday", "09:00", "14:00", ""),
    ]
    rows = pd.DataFrame(
        [("monday", "08:00", "17:00", None), (" ", None, None, None)],
        columns=["day", "opens", "closes", "note"],
    )
    lines = _lines("Oficina", before, rows, ("", "MX", ""), words_for("en"))
    assert [line[:4] for line in lines] == [
        ("Oficina", "monday", "08:00", "17:00"),
        ("Oficina", "2026-12-24", "usual", ""),
        ("Oficina", "friday", "", ""),
    ]
    assert {line[5] for line in lines} == {"MX"}
