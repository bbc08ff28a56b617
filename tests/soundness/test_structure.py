"""Structure and stops of random companies against taking one thing out at a time."""

from __future__ import annotations

from random import Random

import pytest

from kpi.agreements import Link
from kpi.chain.structure import Ways, cut_cases, stop_impact, structure
from kpi.chain.structure.paths import on_every_way, reached_customers
from kpi.chain.structure.shape import loops
from kpi.store import open_store

from .flow import Link as OracleLink
from .flow import System
from .oracle_structure import Graph, graph_of, knots, needed, passed, reached
from .systems import Company, insert_system, random_system, side_by_side
from .test_balance import as_of, window_of

SEEDS = range(4)
TOGETHER = 3  # companies in one store
SERVICES = Company(services=("", "tela", "hilo"), externals=(1, 2, 2), cases=(3, 9))


def system_of(seed: int) -> System:
    return side_by_side(
        random_system(1000 + TOGETHER * seed + n, SERVICES if n % 2 else Company())
        for n in range(TOGETHER)
    )


def oracle_link(what: str | Link) -> object:
    return tuple(what) if isinstance(what, Link) else what


def tangle(seed: int) -> Graph:
    """Make links between a few parties at random; customers outside may hand something in."""
    rng = Random(seed)  # noqa: S311 - reproducible test data
    parties = [f"p{n}" for n in range(rng.randint(3, 9))]
    links = frozenset(
        OracleLink(rng.choice(parties), rng.choice(parties), rng.choice(("", "tela")))
        for _ in range(rng.randint(2, 18))
    )
    customers = frozenset(rng.sample(parties, rng.randint(1, 3)))
    sources = frozenset(p for p in parties if rng.random() < 0.3)
    return Graph(links, sources, customers, ())


@pytest.mark.parametrize("hundred", range(3))
def test_what_stands_on_every_way_is_what_cuts_somebody_off(hundred: int) -> None:
    told = 0
    for seed in range(100 * hundred, 100 * (hundred + 1)):
        graph = tangle(seed)
        handoffs = {Link(*link): 1 for link in graph.links}
        ways = Ways(handoffs, graph.sources, graph.customers, graph.parties)
        found = on_every_way(ways)
        told += bool(found)
        assert {oracle_link(what): to for what, to in found.items()} == {
            oracle_link(what): to for what, to in needed(graph).items()
        }, seed
        assert reached_customers(ways) == reached(graph), seed
        assert {frozenset(loop.parties) for loop in loops(ways)} == knots(graph), seed
    assert told > 40


@pytest.mark.parametrize("seed", SEEDS)
def test_structure_and_stops_equal_searching_every_way(seed: int) -> None:
    system, window, at = system_of(seed), window_of(seed), as_of(seed)
    graph = graph_of(system, window.start, window.end, at)
    with open_store(":memory:") as store:
        insert_system(store, system)
        cursor = store.cursor()
        found = structure(cursor, window=window, as_of=at)
        assert {oracle_link(k) for k in found.ways.handoffs} == {tuple(k) for k in graph.links}
        assert (found.ways.sources, found.cases) == (graph.sources, len(graph.cases))
        by_search = {oracle_link(what): to for what, to in needed(graph).items()}
        assert {oracle_link(o.what): o.customers for o in found.on_every_way} == by_search
        assert {frozenset(loop.parties) for loop in found.loops} == knots(graph)
        whole = reached(graph)
        for what in sorted(graph.parties)[::9] + sorted(graph.links)[::17]:
            asked = Link(*what) if isinstance(what, tuple) else what
            stopped = stop_impact(cursor, asked, window=window, as_of=at, known=found)
            cases, customers = passed(graph, what)
            cut = cut_cases(cursor, asked, window=window, as_of=at)
            assert set(cut["case_id"]) == cases
            assert (stopped.cut, stopped.unreachable) == (
                len(cases),
                tuple(sorted(whole - reached(graph, what))),
            )
            assert {c.customer: c.cut for c in stopped.customers if c.cut} == customers
