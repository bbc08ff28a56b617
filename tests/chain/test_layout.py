"""Facts of geometry that hold for every laid-out chain."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.chain.layout import Box, Layout, Link, Node, along, lay_out


def width_of(text: str, size: float) -> float:
    return 0.55 * size * len(text)


def chain(*rows: str, last: str = "") -> tuple[list[Node], list[Link]]:
    """Read links such as ``a>b`` and the names of the pinned parties."""
    ends = [row.split(">") for row in rows]
    names = sorted({end for pair in ends for end in pair} | set(last.split()))
    nodes = [Node(name, name, last=name in last.split()) for name in names]
    return nodes, [Link(f"{a}>{b}", a, b) for a, b in ends]


def draw(nodes: list[Node], links: list[Link], **sizes: float) -> Layout:
    return lay_out(
        nodes, links, measure=width_of, width=sizes.get("width", 900), height=sizes.get("height")
    )


@st.composite
def companies(draw_from: st.DrawFn) -> tuple[list[Node], list[Link]]:
    count = draw_from(st.integers(1, 14))
    customers = draw_from(st.integers(0, 2))
    nodes = [Node(f"p{i:02}", f"Parte {i}", last=i < customers) for i in range(count)]
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    pairs = draw_from(st.lists(ends, max_size=30))
    widths = draw_from(st.lists(st.floats(1, 9), min_size=len(pairs), max_size=len(pairs)))
    labelled = draw_from(st.sets(st.integers(0, 30), max_size=4))
    links = [
        Link(f"l{i}", nodes[a].id, nodes[b].id, width, label_width=50.0 if i in labelled else 0.0)
        for i, ((a, b), width) in enumerate(zip(pairs, widths, strict=True))
    ]
    return nodes, links


def test_links_of_a_chain_without_cycles_run_from_left_to_right() -> None:
    layout = draw(*chain("a>b", "b>c", "a>c", "c>x", last="x"))
    for route in layout.routes.values():
        assert not route.backward
        assert route.heading == 1
        xs = [point.x for point in along(route.curve)]
        assert xs == sorted(xs)


def test_a_cycle_turns_its_lightest_link_round() -> None:
    nodes, links = chain("a>b", "b>c", "c>a")
    heavy = [Link(link.id, link.source, link.target, 8.0) for link in links[:2]]
    layout = draw(nodes, [*heavy, links[2]])
    assert [link for link, route in layout.routes.items() if route.backward] == ["c>a"]
    assert layout.routes["c>a"].heading == -1


def test_customers_stand_last_even_where_they_hand_something_back() -> None:
    layout = draw(*chain("a>b", "b>x", "x>a", "a>y", last="x y"))
    assert layout.layers["x"] == layout.layers["y"] == max(layout.layers.values())
    assert layout.layers["b"] < layout.layers["x"]
    assert layout.routes["x>a"].backward


def test_a_customer_without_links_stands_last_too() -> None:
    layout = draw(*chain("a>b", last="x"))
    assert layout.layers == {"a": 0, "b": 1, "x": 2}


def test_two_crossed_pairs_are_uncrossed() -> None:
    assert draw(*chain("a>d", "b>c")).crossings == 0


def test_the_one_unavoidable_crossing_of_three_and_two_is_counted() -> None:
    # K(2,2) has one crossing however it is drawn in two columns.
    assert draw(*chain("a>c", "a>d", "b>c", "b>d")).crossings == 1


def test_a_party_that_hands_to_itself_gets_a_visible_loop() -> None:
    route = draw(*chain("a>a", "a>b")).routes["a>a"]
    heights = [point.y for point in along(route.curve)]
    assert max(heights) - min(heights) > 10


def test_links_between_the_same_parties_keep_apart() -> None:
    nodes, _ = chain("a>b", "a>c")
    links = [Link("there", "a", "b", 4), Link("also", "a", "b", 4), Link("back", "b", "a", 4)]
    layout = draw(nodes, [*links, Link("c", "a", "c", 4)])
    middles = sorted(along(layout.routes[link.id].curve, 2)[1].y for link in links)
    assert middles[1] - middles[0] > 4
    assert middles[2] - middles[1] > 4


def test_a_company_without_parties_or_links_is_an_empty_picture() -> None:
    empty = draw([], [])
    assert (empty.places, empty.routes, empty.crossings) == ({}, {}, 0)
    alone = draw([Node("a", "Compras")], [])
    assert alone.places["a"].x == 450


def test_a_link_to_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="'b' is not among the nodes"):
        draw([Node("a", "A")], [Link("l", "a", "b")])


def test_ids_have_to_be_unique() -> None:
    with pytest.raises(ValueError, match="node ids"):
        draw([Node("a", "A"), Node("a", "B")], [])
    nodes, links = chain("a>b")
    with pytest.raises(ValueError, match="link ids"):
        draw(nodes, links * 2)


@settings(max_examples=60, deadline=None)
@given(companies(), st.sampled_from([{}, {"height": 200}, {"height": 420, "width": 1180}]))
def test_all_stays_on_the_canvas_and_symbols_apart(
    company: tuple[list[Node], list[Link]], sizes: dict[str, float]
) -> None:
    layout = draw(*company, **sizes)
    radius = layout.style.radius
    symbols = [
        Box(at.x - radius, at.y - radius, 2 * radius, 2 * radius) for at in layout.places.values()
    ]
    assert not any(a.overlaps(b) for a, b in combinations(symbols, 2))
    boxes = [*symbols, *(name.box for name in layout.names.values()), *layout.labels.values()]
    for box in boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= layout.width
        assert box.y + box.height <= layout.height
    for route in layout.routes.values():
        assert all(0 <= point.y <= layout.height for point in along(route.curve))


@settings(max_examples=60, deadline=None)
@given(companies(), st.randoms(use_true_random=False))
def test_the_picture_does_not_depend_on_the_order_of_its_input(
    company: tuple[list[Node], list[Link]], chance: random.Random
) -> None:
    nodes, links = company
    first = draw(nodes, links)
    chance.shuffle(nodes)
    chance.shuffle(links)
    assert draw(nodes, links) == first


@settings(max_examples=60, deadline=None)
@given(companies())
def test_every_link_ends_at_its_parties_whatever_their_columns(
    company: tuple[list[Node], list[Link]],
) -> None:
    nodes, links = company
    layout = draw(nodes, links)
    reach = layout.style.radius + 2
    for link in links:
        route = layout.routes[link.id]
        start, end = layout.places[link.source], layout.places[link.target]
        assert abs(route.curve[0].y - start.y) <= reach
        assert abs(route.curve[0].x - start.x) <= reach
        assert abs(route.tip.x - end.x) <= reach
        assert abs(route.tip.y - end.y) <= reach


def test_the_picture_does_not_depend_on_the_hash_seed() -> None:
    program = (
        "from kpi.chain.layout import Link, Node, lay_out\n"
        "nodes = [Node(f'p{i}', f'Parte {i}', last=i > 8) for i in range(10)]\n"
        "pairs = [(i % 9, (i * 7 + 3) % 10) for i in range(24)]\n"
        "links = [Link(str(i), f'p{a}', f'p{b}', 1 + i % 5) for i, (a, b) in enumerate(pairs)]\n"
        "print(lay_out(nodes, links, measure=lambda t, s: len(t) * s / 2, width=900))\n"
    )
    pictures = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(pictures) == 1
    assert "Layout(" in pictures.pop()
