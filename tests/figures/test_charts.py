"""Charts say what they are given, in the reader's words, and nothing is left to plotly's own."""

from __future__ import annotations

import json
from datetime import date, timedelta

import plotly.graph_objects as go
import pytest

from kpi.figures import (
    PALETTES,
    Delay,
    Note,
    TargetStep,
    TrendPoint,
    kpi_series,
    lead_time_histogram,
    lead_time_text,
    own_inherited_bar,
    own_inherited_text,
    promise_trend,
    trend_text,
)
from kpi.figures.axes import TEXT_SIZE, bounds, value_ticks, week_ticks
from kpi.figures.lead_time import lead_time_bins
from kpi.figures.text import text_width
from kpi.words import words_for

EN, ES = words_for("en"), words_for("es")
MONDAY = date(2026, 3, 16)  # 2026-W12


def weeks(*values: float | None, n: int = 40) -> list[TrendPoint]:
    """So many weeks up to 2026-W12."""
    first = MONDAY - timedelta(weeks=len(values) - 1)
    return [
        TrendPoint(first + timedelta(weeks=k), value, 0 if value is None else n)
        for k, value in enumerate(values)
    ]


def words_of(figure: go.Figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


def all_figures(theme: str) -> list[go.Figure]:
    points = weeks(0.9, None, 0.8)
    note = Note(MONDAY, "segundo turno")
    return [
        promise_trend(points, 0.95, ES, theme, verdict="broken", notes=[note]),  # type: ignore[arg-type]
        kpi_series(weeks(30, 40), [], ES, theme, unit="hours"),  # type: ignore[arg-type]
        lead_time_histogram([1.0, 2.0, 30.0], ES, theme, agreed=24),  # type: ignore[arg-type]
        own_inherited_bar([Delay("Compras → Almacén", 9, 1)], ES, theme),  # type: ignore[arg-type]
        promise_trend([], None, ES, theme),  # type: ignore[arg-type]
        lead_time_histogram([], ES, theme),  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize("theme", PALETTES)
def test_every_colour_of_a_chart_is_of_its_palette(theme: str) -> None:
    palette = PALETTES[theme]  # type: ignore[index]
    allowed = {*vars(palette).values()}
    for figure in all_figures(theme):
        used = set()
        for chunk in json.dumps(figure.to_plotly_json(), default=list).split('"#')[1:]:
            used.add("#" + chunk.split('"')[0])
        assert used <= allowed


def test_no_axis_lets_plotly_write_a_month_or_a_number() -> None:
    for figure in all_figures("light"):
        for axis in (figure.layout.xaxis, figure.layout.yaxis):
            assert axis.visible is False or axis.ticktext is not None
        assert not figure.layout.title.text


def test_the_last_week_is_labelled_with_its_value_and_the_target_with_its_own() -> None:
    figure = promise_trend(weeks(0.9, 0.85, 0.814), 0.95, EN, verdict="broken")
    assert "<b>81.4%</b>" in words_of(figure)
    assert "target 95%" in words_of(figure)
    last = figure.data[-1]
    assert (last.marker.symbol, last.marker.color) == ("triangle-up", PALETTES["light"].broken)


def test_a_week_without_cases_is_a_gap_and_few_cases_are_hollow() -> None:
    points = [*weeks(0.9, None, 0.8), TrendPoint(MONDAY + timedelta(weeks=1), 0.5, 4)]
    line = promise_trend(points, None, EN).data[0]
    assert line.y == (0.9, None, 0.8, 0.5)
    assert line.connectgaps is False
    hollow = [colour == PALETTES["light"].background for colour in line.marker.color]
    assert hollow == [False, True, False, True]


def test_the_hover_says_week_value_and_count() -> None:
    line = promise_trend(weeks(0.9, n=1200), 0.95, EN).data[0]
    assert line.hovertext == (f"{EN.week(MONDAY)}<br>90.0% · 1,200 cases",)


def test_a_target_that_was_raised_is_a_step_and_says_since_when() -> None:
    steps = [TargetStep(date(2025, 1, 1), 0.85), TargetStep(date(2026, 3, 2), 0.92)]
    figure = kpi_series(weeks(0.9, 0.9, 0.9, 0.9), steps, EN, unit="share")
    target = figure.data[0]
    assert target.y == (0.85, 0.85, 0.92, 0.92)
    assert target.x[1] == target.x[2] == date(2026, 3, 2).toordinal()
    assert "target 92%<br>since Mar 2, 2026" in words_of(figure)


def test_a_target_that_ended_is_not_labelled_as_if_it_held() -> None:
    steps = [TargetStep(date(2025, 1, 1), 0.85), TargetStep(date(2026, 3, 9), None)]
    figure = kpi_series(weeks(0.9, 0.9, 0.9), steps, EN, unit="share")
    assert not [text for text in words_of(figure) if "target" in text]


def test_two_labels_at_the_end_do_not_cover_each_other() -> None:
    figure = promise_trend(weeks(0.5, 0.95), 0.95, EN)
    value, target = (
        next(a for a in figure.layout.annotations if word in a.text) for word in ("<b>", "target")
    )
    assert abs(value.yshift - target.yshift) >= 20


def test_a_note_outside_the_weeks_shown_is_left_out_and_markup_in_it_is_text() -> None:
    notes = [Note(date(2020, 1, 1), "old"), Note(MONDAY, "<b>bold</b>")]
    figure = promise_trend(weeks(0.9, 0.9), None, EN, notes=notes)
    assert not [words for words in words_of(figure) if words.endswith(": old")]
    week = MONDAY.isocalendar().week
    assert f"wk {week}: &lt;b&gt;bold&lt;/b&gt;" in words_of(figure)


def test_a_trend_without_any_value_says_so() -> None:
    figure = promise_trend(weeks(None, None), 0.9, EN)
    assert words_of(figure) == ["No week has a value yet."]
    assert trend_text(weeks(None), [], EN, unit="share") == "No week has a value yet."


def test_a_trend_is_told_in_words_for_those_who_do_not_see_it() -> None:
    target = [TargetStep(date(2025, 1, 1), 0.95)]
    told = trend_text(weeks(0.9, None, 0.8), target, EN, unit="share")
    assert told.endswith("80.0% in the last week, between 80.0% and 90.0%. Target: 95%.")


def test_at_most_six_weeks_are_named_and_always_the_last() -> None:
    for count in (1, 5, 26, 60, 200):
        mondays = [point.week for point in weeks(*[0.9] * count)]
        places, words = week_ticks(mondays, EN)
        assert len(words) <= 6
        assert places[-1] == MONDAY.toordinal()
        assert words[-1].startswith("wk 12")


def test_values_lie_within_the_axis_and_shares_end_at_one_hundred() -> None:
    low, high = bounds([0.2, 1.0], floor_at=0.0, top=1.0)
    assert low >= 0
    assert 1.0 <= high < 1.05
    assert value_ticks(0, 100) == [0, 50, 100]


def test_lead_times_are_counted_once_each_and_the_slowest_in_the_last_bar() -> None:
    # 98 % of them took up to 6 h, so the bars end there and the last also holds the 900 h.
    bins = lead_time_bins([1.0] * 100 + [6.0, 6.0, 900.0])
    assert sum(bins.counts) == 103
    assert (bins.counts[-1], bins.longer) == (3, 1)


@pytest.mark.parametrize("hours", [[506.4], [1.0, 1.0, 506.4], [1.0, 2.0, 3.0]])
def test_words_near_the_right_end_are_not_cut_off(hours: list[float]) -> None:
    figure = lead_time_histogram(hours, ES)
    end = figure.layout.xaxis.range[1]
    for one in figure.layout.annotations:
        # The column of a desk's page leaves the plot 320 pixels or more.
        room = 320 * (1 - one.x / end) + figure.layout.margin.r
        assert room > one.xshift + text_width(one.text, TEXT_SIZE)


def test_bars_beyond_the_agreed_time_are_darker() -> None:
    figure = lead_time_histogram([1.0, 30.0], EN, agreed=24)
    colours = figure.data[0].marker.color
    assert (colours[0], colours[-1]) == (PALETTES["light"].line, PALETTES["light"].head)
    assert "agreed 24 h" in words_of(figure)


def test_the_words_of_a_distribution_are_its_quantiles() -> None:
    told = lead_time_text([1.0, 2.0, 3.0, 4.0, 5.0], EN, agreed=4)
    assert told == (
        "Half of the handoffs took up to 3 h, 9 in 10 up to 4.6 h. 80.0% within the agreed 4 h."
    )
    assert lead_time_text([], EN) == "No delivered handoffs in this period."


def test_own_and_inherited_delay_fill_the_bar() -> None:
    figure = own_inherited_bar([Delay("a", 92, 8), Delay("b", 0, 0)], EN)
    assert figure.data[0].x == (0.92, 0.0)
    assert figure.data[1].x == pytest.approx((0.08, 0.0))
    assert words_of(figure) == ["<b>a</b> · 92% own, 8% inherited", "<b>b</b> · no delay"]


def test_whose_delay_it_was_is_told_in_words() -> None:
    assert own_inherited_text([Delay("", 1, 1)], EN) == "50% own, 50% inherited"
