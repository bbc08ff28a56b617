"""A chart for a phone: nothing reaches over its edges, nothing touches. Widths by hand."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from kpi.figures import (
    Note,
    TargetStep,
    TrendPoint,
    kpi_series,
    lead_time_histogram,
    narrowed,
    promise_trend,
)
from kpi.figures.narrow import AXIS, LABELS, WIDTH
from kpi.figures.text import text_width
from kpi.words import words_for

SAY = words_for("en")
FIRST = date(2025, 9, 29)
WEEKS = [TrendPoint(FIRST + timedelta(weeks=k), 0.9, 20) for k in range(24)]


@pytest.mark.parametrize("week", [0, 1, 11, 12, 20, 23])
@pytest.mark.parametrize("text", ["Fair", "a new supplier of fittings, slower", "word " * 30])
def test_a_note_is_seen_whole_wherever_its_week_is_and_cut_only_where_none_could_be(
    week: int, text: str
) -> None:
    notes = [Note(FIRST + timedelta(weeks=week), text)]
    figure = narrowed(kpi_series(WEEKS, [], SAY, unit="share", notes=notes))
    (note,) = (one for one in figure.layout.annotations if one.name == "note")
    low, high = figure.layout.xaxis.range
    plot = WIDTH - AXIS - LABELS
    at = AXIS + plot * (note.x - low) / (high - low) + note.xshift
    wide = text_width(note.text, note.font.size, 400)
    begins = at if note.xanchor == "left" else at - wide
    # The range has some air at its ends: a few pixels.
    assert begins >= -8
    assert begins + wide <= WIDTH + 8
    number = (FIRST + timedelta(weeks=week)).isocalendar().week
    assert note.text.startswith(f"wk {number}: ")
    assert note.text.endswith("…") == (len(text) > 60)


def test_a_note_beside_the_last_label_ends_where_the_plot_does() -> None:
    falling = [TrendPoint(one.week, 1 - number / 60, 20) for number, one in enumerate(WEEKS)]
    days = [FIRST + timedelta(weeks=week) for week in (6, 12, 18)]
    notes = [Note(day, "a new supplier of fittings, slower") for day in days]
    figure = narrowed(promise_trend(falling, None, SAY, notes=notes))
    # The count below the lowest value, which is the last, hangs beside the uppermost note alone.
    low, high = figure.layout.xaxis.range
    *_, last = (one for one in figure.layout.annotations if one.name == "note")
    assert last.xanchor == "right"
    end = (last.x - low) / (high - low) + last.xshift / (WIDTH - AXIS - figure.layout.margin.r)
    assert end <= 1.001


@pytest.mark.parametrize("target", [0.9, 0.905, 0.95])
def test_labels_at_the_end_do_not_touch(target: float) -> None:
    figure = narrowed(kpi_series(WEEKS, [TargetStep(FIRST, target)], SAY, unit="share"))
    ends = [one for one in figure.layout.annotations if one.name == "end"]
    low, high = figure.layout.yaxis.range
    room = figure.layout.height - 60
    spans = []
    for one in ends:
        middle = room * (high - one.y) / (high - low) - one.yshift
        half = one.font.size * (1 + one.text.count("<br>")) / 2
        spans.append((middle - half, middle + half))
    assert len(spans) == 2
    assert all(above[1] <= below[0] for above, below in pairwise(sorted(spans)))
    assert "since" not in "".join(one.text for one in ends)


def test_ticks_are_few_and_upright_and_the_wide_figure_stays_as_it_was() -> None:
    wide = lead_time_histogram([5, 20, 30, 60, 90, 110], SAY)
    before = wide.to_plotly_json()
    narrow = narrowed(wide)
    assert wide.to_plotly_json() == before
    assert len(narrow.layout.xaxis.tickvals) <= 4
    assert narrow.layout.xaxis.tickvals[-1] == wide.layout.xaxis.tickvals[-1]
    assert narrow.layout.xaxis.tickangle == 0
