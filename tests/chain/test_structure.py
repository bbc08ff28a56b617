"""How tiny companies hang together, and what a stop cuts, by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kpi.agreements import Link
from kpi.chain import PingPong
from kpi.chain.structure import (
    Bridge,
    CustomerCut,
    Loop,
    SameService,
    StopError,
    StopImpact,
    Structure,
    Supplier,
    cut_cases,
    stop_impact,
    stop_services_line,
    stop_title,
    structure,
    structure_title,
)
from kpi.words import Message, words_for

from .conftest import LATER, Company


def shape(company: Company) -> Structure:
    return structure(company.cursor, window=company.window, as_of=LATER)


def stop(company: Company, what: str | Link) -> StopImpact:
    return stop_impact(company.cursor, what, window=company.window, as_of=LATER)


def spoken(message: Message | None) -> str:
    assert message is not None
    return words_for("en").render(message)


@pytest.fixture
def company(company: Company) -> Company:
    """Two ways from A to B, one from B to X; Y is supplied by C alone."""
    company.customer("X")
    company.customer("Y")
    company.hand("A>D", 0, 10, 9)
    company.hand("D>B", 10, 20, 19)
    company.hand("B>X", 20, 30, 29)
    company.hand("A>E", 0, 10, 9, case_id="c2")
    company.hand("E>B", 10, 20, 19, case_id="c2")
    company.hand("B>X", 20, 30, 29, case_id="c2")
    company.hand("A>C", 0, 10, 9, case_id="c3")
    company.hand("C>Y", 10, 20, 19, case_id="c3")
    return company


def test_what_stands_on_every_way_is_named_with_its_customers(company: Company) -> None:
    found = shape(company)
    assert [(one.what, one.customers, one.cases) for one in found.on_every_way] == [
        ("A", ("X", "Y"), 3),
        ("B", ("X",), 2),
        ("C", ("Y",), 1),
        (Link("A", "C"), ("Y",), 1),
        (Link("B", "X"), ("X",), 2),
        (Link("C", "Y"), ("Y",), 1),
    ]
    assert "3 parties stand on every way" in spoken(structure_title(found))


def test_a_second_beginning_is_a_way_of_its_own(company: Company) -> None:
    company.hand("Z>B", 0, 10, 9, case_id="c4")
    company.hand("B>X", 10, 20, 19, case_id="c4")
    # Work of Z comes to B without A.
    assert next(o.customers for o in shape(company).on_every_way if o.what == "A") == ("Y",)


def test_two_services_of_a_pair_are_two_links(company: Company) -> None:
    company.hand("C>Y", 10, 20, 19, case_id="c3", service="tela")
    assert Link("C", "Y") not in {one.what for one in shape(company).on_every_way}


def test_no_way_leads_on_through_a_customer(company: Company) -> None:
    # X orders from C for itself: that is a new beginning, not the way of what X received.
    company.hand("X>C", 0, 10, 9, case_id="c4")
    company.hand("C>Y", 10, 20, 19, case_id="c4")
    found = shape(company)
    assert next(o.customers for o in found.on_every_way if o.what == "A") == ("X",)
    assert found.loops == ()
    assert stop(company, "B").unreachable == ("X",)


def test_a_loop_is_told_by_its_busiest_link(company: Company) -> None:
    company.hand("B>D", 20, 30, 29, case_id="c5")
    company.hand("B>A", 20, 30, 29, case_id="c6")
    company.hand("B>A", 20, 30, 29, case_id="c7")
    # A, B, D, E are one knot; B → A is its busiest link.
    loop = Loop(("A", "B", "D", "E"), ("B", "A", "D", "B"), 7)
    assert shape(company).loops == (loop,)


def test_a_bridge_joins_two_parts_and_no_single_party(company: Company) -> None:
    # A–C, C–Y and B–X are bridges; only A–C has two parties on either side.
    assert shape(company).bridges == (Bridge("A", "C", ("C", "Y")),)


def test_a_pair_that_sends_straight_back_is_part_of_the_structure(company: Company) -> None:
    company.hand("A>B", 0, None, 1, case_id="c4")
    company.hand("B>A", 1, None, 2, case_id="c4")
    assert shape(company).ping_pong == (PingPong("A", "B", 1, 2),)


def test_the_same_service_from_several_is_told_by_customer_first(company: Company) -> None:
    for chain, times in (("A>B", 1), ("C>B", 2), ("D>E", 1)):
        for n in range(times):
            company.hand(chain, 0, 10, 9, case_id=f"{chain}{n}", service="tela")
    ours, theirs = Supplier("C", 2), Supplier("A", 1)
    assert shape(company).same_service == (
        SameService("tela", "B", (ours, theirs)),
        SameService("tela", None, (ours, theirs, Supplier("D", 1))),
    )


def test_who_leads_nowhere_and_who_gives_nothing_is_named(company: Company) -> None:
    company.hand("B>F", 0, 10, 9, case_id="c4")
    company.hand("G>H", -500, None, -490, case_id="long ago")
    found = shape(company)
    assert (found.leading_nowhere, found.isolated) == (("F",), ("G", "H"))


def test_without_cases_work_begins_where_more_is_given_than_received(company: Company) -> None:
    company.cursor.execute("UPDATE stated_handoffs SET case_id = handoff_id")
    found = shape(company)
    assert (found.without_cases, found.ways.sources) == (True, {"A"})


def test_a_stop_cuts_the_cases_that_passed_there(company: Company) -> None:
    found = stop(company, "D")
    assert (found.cases, found.cut, found.unreachable) == (3, 1, ())
    assert [(c.customer, c.cases, c.cut, c.share, c.reached) for c in found.customers] == [
        ("X", 2, 1, 0.5, True),
        ("Y", 1, 0, 0.0, True),
    ]
    cut = cut_cases(company.cursor, "D", window=company.window, as_of=LATER)
    assert cut[["case_id", "handoffs_there"]].to_dict("records") == [
        {"case_id": "c1", "handoffs_there": 2}
    ]
    assert "can still be reached another way" in spoken(stop_title(found))


def test_a_stop_of_the_only_way_cuts_the_customer_off(company: Company) -> None:
    assert stop(company, "A").unreachable == ("X", "Y")
    found = stop(company, Link("B", "X"))
    assert (found.cut, found.unreachable) == (2, ("X",))
    assert "nothing reaches X any more; 2 of 3 cases" in spoken(stop_title(found))


def test_who_gives_the_same_service_to_the_same_customers_comes_first(company: Company) -> None:
    for chain, times in (("A>B", 1), ("C>B", 2), ("D>E", 3)):
        for n in range(times):
            company.hand(chain, 0, 10, 9, case_id=f"{chain}{n}", service="tela")
    company.hand("A>B", 0, 10, 9, case_id="hilo", service="hilo")
    found = {service.service: service for service in stop(company, "A").services}
    assert (found["tela"].same_customers, found["tela"].others) == (
        (Supplier("C", 2),),
        (Supplier("D", 3),),
    )
    assert [found[name].replaceable for name in ("tela", "hilo", "")] == [True, False, False]
    line = spoken(stop_services_line(stop(company, "A")))
    assert line == "Nobody else gives 1 of its 2 services: hilo."


def test_handoffs_without_a_service_do_not_tell_who_gives_the_same(company: Company) -> None:
    assert "name no service" in spoken(stop_services_line(stop(company, "D")))


def test_what_gives_nothing_cannot_stop(company: Company) -> None:
    with pytest.raises(StopError, match="“Nadie” gives and receives nothing in this window"):
        stop(company, "Nadie")


def test_an_empty_window_has_no_structure(new_company: object) -> None:
    assert callable(new_company)
    empty = new_company()
    found = shape(empty)
    assert (found.on_every_way, found.loops, found.cases, found.without_cases) == ((), (), 0, False)
    assert spoken(structure_title(found)) == "In this window no way leads to a customer outside."


def test_a_customer_that_stops_is_not_said_to_be_reached_by_nothing(company: Company) -> None:
    found = stop(company, "X")
    assert found.unreachable == ("X",)
    assert spoken(stop_title(found)) == "If X stops, 2 of 3 cases of this window (67%) are cut."


def test_a_customer_that_nothing_reached_before_is_not_said_to_be_reached(company: Company) -> None:
    # Z's only case comes from a circle that nothing enters; D is not on any way to it.
    found = stop(company, "D")
    unreached = replace(found, customers=(*found.customers, CustomerCut("Z", 1, 0, reached=False)))
    assert "another way" not in spoken(stop_title(unreached))


def test_where_no_case_belongs_to_the_window_work_begins_where_its_open_cases_did(
    new_company: Callable[[], Company],
) -> None:
    """As in a log without dues and ends: every case is open, and A receives what B sends back."""
    company = new_company()
    company.customer("X")
    for case in ("c1", "c2"):
        company.hand("A>B", 0, None, 9, case_id=case)
        company.hand("B>A", 9, None, 12, case_id=case)
        company.hand("A>B", 12, None, 19, case_id=case)
        company.hand("B>X", 19, None, None, case_id=case)
    found = shape(company)
    assert (found.cases, found.ways.sources) == (0, {"A"})
    assert (
        spoken(structure_title(found))
        == "2 parties stand on every way to some customer outside: A and B."
    )
    assert spoken(stop_title(stop(company, "B"))).startswith(
        "If B stops, nothing reaches X any more; no case"
    )
    assert spoken(stop_title(stop(company, "X"))).startswith("No case belongs to this window")
