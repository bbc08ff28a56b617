"""What is true without any agreement: volumes, holds, waiting, ping-pong, proposals, the graph."""

from __future__ import annotations

import pytest

from kpi.agreements import Link
from kpi.chain import (
    PingPong,
    link_volumes,
    neighbourhood,
    ping_pong,
    propose_first,
    service_graph,
    where_cases_wait,
)

from .conftest import LATER, Company, hour


def test_hold_times_and_open_work_are_counted_per_link(company: Company) -> None:
    company.hand("A>B", 0, None, 4)
    company.hand("A>B", 0, None, 8, case_id="c2", returned_at=9)
    company.hand("A>B", 24, None, None, case_id="c3")
    company.hand("A>B", -200, None, -190, case_id="long ago")
    (volume,) = link_volumes(company.cursor, company.window, hour(72))
    assert (volume.handoffs, volume.delivered, volume.open, volume.returns) == (3, 2, 1, 1)
    # Holds of 4 and 8 hours; and 48 hours open so far.
    assert (volume.median_hold_hours, volume.held_hours, volume.oldest_open_days) == (6, 60, 2)


def test_only_the_hours_inside_the_window_count_as_held(company: Company) -> None:
    company.hand("A>B", -100, None, 10)
    company.hand("A>B", 160, None, 300, case_id="c2")
    (volume,) = link_volumes(company.cursor, company.window, LATER)
    # 10 of the first, and 8 of the second until the week ends at 168.
    assert volume.held_hours == 18


def test_cases_wait_where_most_hours_are_held(company: Company) -> None:
    company.hand("A>B", 0, None, 30)
    company.hand("B>C", 30, None, 40)
    waiting = where_cases_wait(link_volumes(company.cursor, company.window, LATER))
    assert [(w.party, w.held_hours, w.share) for w in waiting] == [("A", 30, 0.75), ("B", 10, 0.25)]


def test_a_pair_that_sends_work_straight_back_is_named_once(company: Company) -> None:
    company.hand("A>B", 0, None, 1)
    company.hand("B>A", 1, None, 2)
    company.hand("A>B", 2, None, 3)
    company.hand("B>C", 3, None, 4)
    company.hand("A>B", 0, None, 1, case_id="c2")
    # A>B back, B>A back, then on to C; with the single one of c2, 2 of 4.
    assert ping_pong(company.cursor, company.window, LATER) == (PingPong("A", "B", 2, 4),)
    assert company.balance().ping_pong == (PingPong("A", "B", 2, 4),)


def test_a_way_back_over_someone_else_is_no_ping_pong(company: Company) -> None:
    company.hand("A>B", 0, None, 1)
    company.hand("B>C", 1, None, 2)
    company.hand("C>A", 2, None, 3)
    assert ping_pong(company.cursor, company.window, LATER) == ()


def test_links_worth_agreeing_are_those_with_volume_times_hold(company: Company) -> None:
    company.customer("X")
    for number in range(10):
        company.hand("A>B", 0, None, 1, case_id=f"often-{number}")
        company.hand("C>X", 0, None, 90, case_id=f"out-{number}")
    for number in range(5):
        company.hand("B>C", 0, None, 30, case_id=f"slow-{number}")
        company.hand("E>C", -302, None, -270, case_id=f"before-{number}")
    company.hand("D>C", 0, None, 99, case_id="agreed")
    company.agree("D>C", "on_time_rate", 0.9)
    company.hand("C>A", 0, None, 160, case_id="once")
    found = propose_first(company.cursor, company.window.week, LATER)
    # 5 × 32, though weeks ago, before 5 × 30 before 10 × 1; a single handoff of 160 hours comes
    # last; D>C has an agreement, X is outside.
    assert [(v.link.name, v.impact_hours) for v in found] == [
        ("E → C", 160),
        ("B → C", 150),
        ("A → B", 10),
        ("C → A", 160),
    ]


def test_one_forgotten_handoff_does_not_lead_the_proposals(company: Company) -> None:
    for number in range(9):
        company.hand("A>B", 0, None, 10, case_id=f"c{number}")
        company.hand("C>D", 0, None, 160 if number == 0 else 5, case_id=f"d{number}")
    found = propose_first(company.cursor, company.window.week, LATER)
    assert [v.link for v in found] == [Link("A", "B"), Link("C", "D")]


def test_the_graph_has_parties_as_nodes_and_one_edge_per_service(company: Company) -> None:
    company.customer("X", 0.9)
    company.hand("A>B", 0, 10, 15)
    company.hand("A>B", 0, 10, 9, service="tela")
    company.hand("B>X", 15, 20, 22)
    company.hand("B>A", 15, 20, 19)
    graph = service_graph(company.cursor, company.window, LATER)
    assert {n: d["external"] for n, d in graph.nodes(data=True)} == {
        "A": "no",
        "B": "no",
        "X": "customer",
    }
    assert sorted(graph.edges(keys=True)) == [
        ("A", "B", ""),
        ("A", "B", "tela"),
        ("B", "A", ""),
        ("B", "X", ""),
    ]
    assert graph["B"]["X"][""]["fair_share"] == 1
    assert graph["A"]["B"]["tela"]["handoffs"] == 1


@pytest.mark.parametrize(
    ("steps", "most", "parties"),
    [(1, 60, "ABC"), (2, 60, "ABCDE"), (2, 4, "ABCE"), (1, 1, "B")],
)
def test_a_neighbourhood_is_the_nearest_and_busiest_around_its_seeds(
    company: Company, steps: int, most: int, parties: str
) -> None:
    for chain, times in (("A>B", 1), ("B>C", 1), ("C>D", 1), ("A>E", 3), ("E>F", 1), ("F>G", 1)):
        for number in range(times):
            company.hand(chain, 0, None, 1, case_id=f"{chain}-{number}")
    graph = service_graph(company.cursor, company.window, LATER)
    around = neighbourhood(graph, ["B", "nobody"], steps=steps, most=most)
    assert "".join(sorted(around)) == parties
