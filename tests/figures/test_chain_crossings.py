"""Crossings beside those that graphviz's dot draws for the same companies.

What dot draws was counted once, by ``python -m bench.layout`` with graphviz 2.43.
"""

from __future__ import annotations

import pytest

from bench.layout import Chain, count_crossings, grouped
from kpi.chain.layout import Point, along
from kpi.figures import lay_out_chain
from tests.figures.companies import company

DOT = {"12": [6, 4, 8, 11, 3], "60": [135, 123], "200 grouped": [96, 67, 115]}


def companies(size: str) -> list[Chain]:
    seeds = range(1, 1 + len(DOT[size]))
    if size == "200 grouped":
        return [grouped(company(200, seed, per_party=1.6)) for seed in seeds]
    return [company(int(size), seed) for seed in seeds]


def crossings(chain: Chain) -> int:
    nodes, links = chain
    layout = lay_out_chain(nodes, links)
    return count_crossings(
        {id_: [*along(route.curve), route.tip] for id_, route in layout.routes.items()},
        {link.id: {link.supplier, link.customer} for link in links},
    )


@pytest.mark.parametrize("size", DOT)
def test_no_more_than_a_tenth_above_dot(size: str) -> None:
    assert sum(map(crossings, companies(size))) <= 1.1 * sum(DOT[size])


def test_crossings_are_counted_where_curves_meet_and_not_at_common_parties() -> None:
    """A cross, and a third line that starts where the first one does."""
    lines = {
        "ad": (Point(0, 0), Point(10, 10)),
        "bc": (Point(0, 10), Point(10, 0)),
        "ac": (Point(0, 0), Point(10, 1)),
    }
    ends = {name: set(name) for name in lines}
    assert count_crossings(lines, ends) == 1
