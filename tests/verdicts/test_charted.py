"""What a control chart is drawn from: limits and marks of every week, and what luck would give."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpi.agreements import Link
from kpi.measures import Week
from kpi.verdicts import Point, Signal, charted, listed, signal_explanation, signal_title
from kpi.words import words_for

LINK = Link("Compras", "Almacén")
WEEK = Week.parse("2026-W26")
SHARE = Signal(LINK, "on_time_rate", WEEK, "share", (), variation="common cause")


def with_bad(bad: list[int], n: int = 20) -> Signal:
    points = tuple(Point(WEEK.shift(k - len(bad) + 1), 1 - b / n, n, b) for k, b in enumerate(bad))
    return replace(SHARE, points=points)


def marks(signal: Signal) -> list[str | None]:
    return [point.variation for point in charted(signal)]


def test_a_collapse_is_marked_and_the_weeks_before_it_are_not_called_better() -> None:
    found = marks(with_bad([1, 2] * 10 + [9, 10, 9]))
    assert found == ["common cause"] * 20 + ["concern"] * 3


def test_a_week_stands_out_beyond_its_limit_which_is_wider_where_it_counts_few() -> None:
    signal = with_bad([1, 2] * 10 + [9])
    few = signal.points[4]._replace(n=4, bad=0, value=1.0)
    points = charted(replace(signal, points=(*signal.points[:4], few, *signal.points[5:])))
    last = points[-1]
    assert last.low is not None
    assert last.value is not None
    assert last.value < last.low
    # Two good ones of four would not yet stand out; of twenty, eleven bad ones would.
    assert points[4].low is not None
    assert points[4].low < last.low
    assert last.high is None


def test_fewer_than_thirteen_weeks_are_drawn_without_limits_or_marks() -> None:
    points = charted(with_bad([1] * 11 + [20]))
    assert {(p.low, p.high, p.variation) for p in points} == {(None, None, None)}


def test_the_marks_of_a_rating_are_the_published_ones_of_the_whole_screen() -> None:
    values = [4.5, 4.25] * 9 + [4.5, 2.0]
    points = tuple(Point(WEEK.shift(k - 19), v, 4, 0) for k, v in enumerate(values))
    signal = replace(SHARE, kpi="rating_mean", chart="value", points=points)
    assert marks(signal)[-1] == "concern"
    # Mean of the twenty: (10 · 4.5 + 9 · 4.25 + 2) / 20 = 4.2625; one range of 2.5 is screened.
    assert charted(signal)[0].low == pytest.approx(4.2625 - 2.66 * 0.25)


def test_zeros_after_a_single_one_are_no_improvement_and_a_jump_is_a_concern() -> None:
    counts = [0, 1, *[0] * 17, 5]
    points = tuple(Point(WEEK.shift(k - 19), float(v), 9, 0) for k, v in enumerate(counts))
    signal = replace(
        SHARE, kpi="overdue_backlog", chart="value", better="lower", counts=True,
        points=points, low=0.0, high=2.0,
    )  # fmt: skip
    assert marks(signal) == ["common cause"] * 19 + ["concern"]
    assert {(p.low, p.high) for p in charted(signal)} == {(0.0, 2.0)}


def test_only_signals_of_links_that_matter_are_listed_and_counted() -> None:
    other = Link("Otro", "Almacén")
    concern = replace(SHARE, variation="concern", rules=("week",))
    better = replace(SHARE, kpi="first_time_right", variation="improvement", rules=("trend",))
    quiet = replace(SHARE, kpi="lead_time_p90", chart="slower")
    untold = replace(SHARE, kpi="rating_mean", chart="value", variation=None)
    found = listed([better, concern, quiet, untold, replace(concern, link=other)], {LINK})
    assert found.signals == (concern, better)
    # Two shares at 0.8 % and one lead time at 0.9 %.
    assert (found.charts, found.by_chance) == (3, pytest.approx(0.025))


def test_a_signal_says_in_one_line_what_it_is_and_one_click_away_why() -> None:
    say = words_for("en")
    concern = replace(with_bad([1] * 13), variation="concern", rules=("week",))
    assert say.render(signal_title(concern)) == (
        "Too many misses to be luck, and more than this link usually swings"
    )
    assert say.render(signal_explanation(concern)[0]) == (
        "The last week alone stands out from the weeks before."
    )
    few = replace(with_bad([1] * 12), variation=None)
    assert say.render(signal_title(few)) == "Too few weeks to tell what is usual: 12 of 13"
    quiet = replace(with_bad([1] * 13), variation=None)
    assert say.render(signal_title(quiet)) == "No handoff to count in the last complete week"
    always = replace(SHARE, assurance="consistently missed")
    assert say.render(signal_title(always)) == (
        "Nothing new: it misses its target as it always does"
    )


def test_a_bad_week_within_better_ones_is_not_marked_as_better() -> None:
    better = [12, 13, 12, 14, 12, 13, 12, 14, 12, 13, 12, 14, 12, 3, 2, 3, 2]
    plain, dip = marks(with_bad([*better, 2, 2])), marks(with_bad([*better, 19, 2]))
    assert plain[17] == "improvement"
    # Without the rule the three and seven weeks that end with it would mark the dip, too.
    assert dip[17] != "improvement"
    assert dip[16] == "improvement"
