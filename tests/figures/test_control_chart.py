"""A control chart shows what is usual, what is not, and what cannot be told."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from kpi.figures import PALETTES, ControlPoint, Note, TargetStep, control_chart, control_text
from kpi.words import words_for

EN = words_for("en")
MONDAY = date(2026, 3, 16)


def weeks(*values: float | None, **cells: object) -> list[ControlPoint]:
    first = MONDAY - timedelta(weeks=len(values) - 1)
    return [
        ControlPoint(first + timedelta(weeks=k), v, 40 if v is not None else 0, **cells)  # type: ignore[arg-type]
        for k, v in enumerate(values)
    ]


JUDGED = [
    *weeks(0.9, 0.92, 0.91, low=0.8)[:2],
    ControlPoint(MONDAY, 0.6, 40, low=0.8, stands_out="concern"),
]


def traces(figure: object) -> dict[str, object]:
    return {trace.name: trace for trace in figure.data if trace.name}  # type: ignore[attr-defined]


@pytest.mark.parametrize("theme", PALETTES)
def test_a_special_cause_borrows_the_verdicts_shape_and_colour(theme: str) -> None:
    figure = control_chart(JUDGED, [], EN, theme, unit="share", mean=0.88)  # type: ignore[arg-type]
    palette = PALETTES[theme]  # type: ignore[index]
    mark = traces(figure)["concern"]
    assert (mark.marker.symbol, mark.marker.color) == ("triangle-up", palette.broken)  # type: ignore[attr-defined]
    chunks = json.dumps(figure.to_plotly_json(), default=list).split('"#')[1:]
    assert {"#" + chunk.split('"')[0] for chunk in chunks} <= {*vars(palette).values()}


def test_a_side_without_limit_ends_where_shares_end() -> None:
    figure = control_chart(JUDGED, [], EN, unit="share", mean=0.88)
    band = traces(figure)
    assert band["low"].y[1:-1] == (0.8, 0.8, 0.8)  # type: ignore[attr-defined]
    assert set(band["high"].y) == {min(1.0, figure.layout.yaxis.range[1])}  # type: ignore[attr-defined]


def test_without_a_usual_level_there_is_no_band_and_no_mean() -> None:
    assert traces(control_chart(JUDGED, [], EN, unit="share")).keys() == {"concern"}


def test_the_labels_say_last_value_usual_level_target_and_since_when() -> None:
    figure = control_chart(
        JUDGED,
        [TargetStep(date(2026, 1, 5), 0.95)],
        EN,
        unit="share",
        mean=0.88,
        notes=[Note(MONDAY, "second <b>shift</b>")],
    )
    words = [annotation.text for annotation in figure.layout.annotations]
    assert {"<b>60.0%</b>", "usual 88.0%", "target 95%<br>since Jan 5, 2026"} <= set(words)
    assert "wk 12: second &lt;b&gt;shift&lt;/b&gt;" in words


def test_weeks_before_a_change_and_the_running_one_are_told_apart() -> None:
    points = [
        *weeks(0.9, 0.9, 0.9, 0.9, part="before")[:2],
        *weeks(0.8, 0.8),
        ControlPoint(MONDAY + timedelta(weeks=1), 0.5, 3, part="running"),
    ]
    figure = control_chart(points, [], EN, unit="share")
    assert traces(figure)["before"].y == (0.9, 0.9)  # type: ignore[attr-defined]
    assert "week not over" in [annotation.text for annotation in figure.layout.annotations]


def test_a_chart_without_any_value_says_so() -> None:
    figure = control_chart(weeks(None, None), [], EN, unit="share")
    assert [a.text for a in figure.layout.annotations] == ["No week has a value yet."]
    assert control_text(weeks(None), EN, unit="share", mean=None) == "No week has a value yet."


def test_a_chart_is_told_in_words_for_those_who_do_not_see_it() -> None:
    told = control_text(JUDGED, EN, unit="share", mean=0.88)
    assert told == (
        "wk 12 · Mar 16–22, 2026: 60.0%. Usual: 88.0%. "
        "Out of the ordinary, for the worse: wk 12 · Mar 16–22, 2026."
    )
