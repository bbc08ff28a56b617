"""A chart for a phone: nothing reaches over its edges, nothing touches. Widths by hand."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from kpi.figures import Note, TargetStep, TrendPoint, kpi_series, lead_time_histogram, narrowed
from kpi.figures.narrow import AXIS, LABELS, LETTER, WIDTH
from kpi.words import words_for

SAY = words_for("en")
FIRST = date(2025, 9, 29)
WEEKS = [TrendPoint(FIRST + timedelta(weeks=k), 0.9, 20) for k in range(24)]


def test_words_run_to_the_side_that_has_room_and_are_cut_to_it() -> None:
    long = "a new supplier of fittings, much slower"
    notes = [Note(FIRST + timedelta(weeks=k), long) for k in (1, 20)]
    figure = kpi_series(WEEKS, [], SAY, unit="share", notes=notes)
    early, late = (one for one in narrowed(figure).layout.annotations if one.name == "note")
    assert (early.xanchor, late.xanchor) == ("left", "right")
    low, high = figure.layout.xaxis.range
    plot = WIDTH - AXIS - LABELS
    place = AXIS + plot * (late.x - low) / (high - low)
    assert LETTER * len(late.text) <= place
    assert late.text.endswith("…")


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
