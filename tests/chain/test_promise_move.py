"""How the promise to the customer outside moved, in points of the rates that are shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpi.chain.promise_move import PromiseMove, Tally
from kpi.words import Message, words_for

EN = words_for("en")


@pytest.mark.parametrize(
    ("now", "week_ago", "told"),
    [
        (Tally(829, 1000), Tally(851, 1000), "fell 2.2 points in a week, to 82.9%"),
        (Tally(81, 100), Tally(80, 100), "rose 1 point in a week, to 81.0%"),
        # 0.82949 and 0.82951 are read as the same 82.9 and 83.0 that the page shows.
        (Tally(82951, 100000), Tally(82949, 100000), "rose 0.1 points in a week, to 83.0%"),
        (Tally(80, 100), Tally(8, 10), "stays at 80.0%"),
        (Tally(80, 100), Tally(0, 0), "is kept in 80.0%; a week ago none counted"),
        (Tally(0, 0), Tally(8, 10), "No promise to a customer outside can be counted"),
    ],
)
def test_the_promise_moves_in_points_of_the_rates_that_are_shown(
    now: Tally, week_ago: Tally, told: str
) -> None:
    move = PromiseMove(now, week_ago, Tally(0, 0))
    assert told in EN.render(move.message)
    assert move.quarter_message is None


@pytest.mark.parametrize(
    ("week_ago", "told"),
    [
        (Tally(84, 100), "is at 82.0%, 2 points lower than a week ago"),
        (Tally(81, 100), "is at 82.0%, 1 point higher than a week ago"),
        (Tally(82, 100), "stays at 82.0%"),
    ],
)
def test_a_move_over_several_weeks_says_so_beside_what_single_weeks_say(
    week_ago: Tally, told: str
) -> None:
    move = PromiseMove(Tally(82, 100), week_ago, Tally(0, 0), weeks=4)
    assert EN.render(move.message) == f"Over 4 weeks the promise outside {told}"


def test_the_promise_is_held_against_a_quarter_ago_too() -> None:
    move = PromiseMove(Tally(80, 100), Tally(80, 100), Tally(95, 100))
    assert move.points_in_a_quarter == -15.0
    assert move.quarter_message is not None
    assert EN.render(move.quarter_message) == "A quarter ago it was 95.0%, 15 points higher"


def test_a_total_that_moves_against_all_its_parts_is_called_a_change_of_mix() -> None:
    fell = PromiseMove(Tally(60, 100), Tally(80, 100), Tally(0, 0), mix_effect=True)
    assert fell.mix_message is not None
    assert EN.render(fell.mix_message).startswith("Yet each customer’s own rate rose")
    assert replace(fell, mix_effect=False).mix_message is None


def test_a_mix_that_moves_the_total_by_less_than_is_shown_is_told_the_right_way_round() -> None:
    # 80.04 % after 80.01 %: both are written 80.0 %.
    move = PromiseMove(Tally(2001, 2500), Tally(8001, 10000), Tally(0, 0), mix_effect=True)
    assert (move.points, move.mix_message) == (
        0.0,
        Message("Yet each customer’s own rate fell: only the mix of cases changed"),
    )
