"""The steps of the layout, each on examples small enough to check by hand."""

from __future__ import annotations

import random
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.chain.layout.crossings import count_crossings
from kpi.chain.layout.curves import along, shaped_curve
from kpi.chain.layout.cycles import backward_links
from kpi.chain.layout.heights import Gaps, Room, isotonic, needed_height, place_heights
from kpi.chain.layout.ink import Ink
from kpi.chain.layout.layers import assign_layers
from kpi.chain.layout.model import Box, Point
from kpi.chain.layout.ordering import order_layers
from kpi.chain.layout.skeleton import build_skeleton

arcs = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(1, 9)), max_size=20)


@given(arcs, st.sets(st.integers(0, 7), max_size=2))
def test_what_is_left_after_turning_links_round_has_no_cycle(
    links: list[tuple[int, int, float]], last: set[int]
) -> None:
    turned = backward_links(8, links, last)
    ahead = {
        (b, a) if i in turned else (a, b)
        for i, (a, b, _) in enumerate(links)
        if a != b and not {a, b} <= last
    }
    left = set(range(8))
    while left:  # take away what nothing points at, until nothing is left
        free = {n for n in left if not any(b == n and a in left for a, b in ahead)}
        assert free, f"a cycle is left among {left}"
        left -= free


def test_only_cycles_are_touched() -> None:
    assert backward_links(4, [(3, 2, 1), (2, 1, 1), (1, 0, 1)], last=()) == frozenset()


@given(arcs)
def test_every_arc_points_at_least_one_column_to_the_right(
    links: list[tuple[int, int, float]],
) -> None:
    ahead = [(min(a, b), max(a, b)) for a, b, _ in links if a != b]
    layer = assign_layers(8, ahead)
    assert all(layer[b] > layer[a] for a, b in ahead)
    assert sorted(set(layer)) == list(range(max(layer) + 1))


def test_slack_is_tightened_for_whole_groups() -> None:
    # 5 → 6 hangs on 4 alone; both move right together although 6 alone could not.
    layer = assign_layers(7, [(0, 1), (1, 2), (2, 3), (3, 4), (5, 6), (6, 4)])
    assert layer == [0, 1, 2, 3, 4, 2, 3]


def test_parties_without_links_fill_the_emptiest_columns() -> None:
    layer = assign_layers(6, [(0, 2), (1, 2), (2, 3)])
    assert sorted(layer[4:]) == [1, 2]


@pytest.mark.parametrize("seed", range(8))
def test_small_chains_reach_the_fewest_crossings_there_are(seed: int) -> None:
    # Brute force over all orders of two columns of four and three: the true minimum.
    chance = random.Random(seed)  # noqa: S311 - examples, no secrets
    pairs = [(a, b) for a in range(4) for b in range(4, 7) if chance.random() < 0.6]
    skeleton = build_skeleton([0] * 4 + [1] * 3, [(a, b, 1.0) for a, b in pairs])
    fewest = min(
        count_crossings([list(left), list(right)], skeleton.right)
        for left in permutations(range(4))
        for right in permutations(range(4, 7))
    )
    assert order_layers(skeleton)[1] == fewest


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0.1, 5)), min_size=1, max_size=12))
def test_isotonic_values_never_fall_and_keep_the_weighted_mean(
    pairs: list[tuple[float, float]],
) -> None:
    values, weights = [p[0] for p in pairs], [p[1] for p in pairs]
    solved = isotonic(values, weights)
    assert all(a <= b + 1e-9 for a, b in pairwise(solved))
    mean = sum(v * w for v, w in pairs)
    assert sum(v * w for v, w in zip(solved, weights, strict=True)) == pytest.approx(mean, abs=1e-6)


def test_a_chain_of_single_parties_is_a_straight_line() -> None:
    skeleton = build_skeleton([0, 1, 2], [(0, 1, 1.0), (1, 2, 1.0)])
    rooms = [Room(10, 10)] * 3
    ys = place_heights(skeleton.layers, skeleton, rooms, gaps=Gaps(5, 5, 5), height=100)
    assert ys == pytest.approx([50, 50, 50])


def test_neighbours_in_a_column_keep_their_distance_inside_the_height() -> None:
    skeleton = build_skeleton([0, 0, 0, 1], [(0, 3, 1.0), (1, 3, 1.0), (2, 3, 1.0)])
    rooms = [Room(10, 20)] * 4
    gaps = Gaps(5, 5, 5)
    assert needed_height(skeleton.layers, rooms, gaps, skeleton.nodes) == 3 * 30 + 2 * 5
    ys = place_heights(skeleton.layers, skeleton, rooms, gaps=gaps, height=100)
    assert ys[:3] == pytest.approx([10, 45, 80])


def test_a_curve_through_rising_points_never_falls() -> None:
    points = [Point(0, 0), Point(10, 1), Point(20, 30), Point(30, 31)]
    heights = [point.y for point in along(shaped_curve(points))]
    assert heights == sorted(heights)
    assert max(heights) == 31


def test_ink_is_found_where_a_line_runs_and_nowhere_else() -> None:
    line = [Point(0, 50), Point(70, 50), Point(130, 50), Point(200, 50)]
    ink = Ink(Box(0, 0, 200, 100), [line], [2.0], [Box(150, 0, 10, 10)])
    places = [(60, 40, 30, 20), (60, 10, 30, 20), (145, 5, 30, 20), (60, 52, 30, 20)]
    on_line, beside, on_box, just_below = ink.under(np.array(places, float))
    assert on_line == pytest.approx(30, abs=6)  # pixels of line
    assert beside == just_below == 0
    assert on_box > 500


@pytest.mark.parametrize("seed", range(6))
def test_ink_misses_no_line_that_a_text_would_cover(seed: int) -> None:
    """Against looking at every point of random curves, one box after the other."""
    chance = random.Random(seed)  # noqa: S311 - examples, no secrets
    curves, widths = [], []
    for _ in range(4):
        ends = [Point(x, chance.uniform(0, 200)) for x in (0, 100, 100, 200)]
        curves.append(ends)
        widths.append(chance.uniform(1, 8))
    ink = Ink(Box(0, 0, 200, 200), curves, widths)
    boxes = [Box(chance.uniform(0, 140), chance.uniform(0, 180), 55, 18) for _ in range(200)]
    found = ink.under(np.array(boxes))
    for box, covered in zip(boxes, found, strict=True):
        if covered == 0:
            for curve, width in zip(curves, widths, strict=True):
                half = width / 2
                assert not any(
                    box.x - half < at.x < box.x + box.width + half
                    and box.y + 2 - half < at.y < box.y + box.height - 2 + half
                    for at in along(curve, 64)
                )
    assert 20 < sum(found == 0) < 180


def turned_weight(links: list[tuple[int, int, float]]) -> float:
    return sum(links[i][2] for i in backward_links(5, links, last=()))


@pytest.mark.parametrize("seed", range(12))
def test_little_weight_is_turned_round(seed: int) -> None:
    # Brute force over all orders of five nodes; moving single nodes may miss the best by a little.
    chance = random.Random(seed)  # noqa: S311 - examples, no secrets
    links = [
        (a, b, float(chance.randint(1, 9)))
        for a in range(5)
        for b in range(5)
        if a != b and chance.random() < 0.5
    ]
    best = min(
        sum(w for a, b, w in links if order.index(a) > order.index(b))
        for order in permutations(range(5))
    )
    assert turned_weight(links) <= 1.1 * best
