"""Which part of the chain is drawn, and in which arrangement."""

from __future__ import annotations

from itertools import pairwise

from kpi.agreements import Link
from kpi.chain import LinkEffect
from kpi.chain.drawn_part import (
    around,
    by_department,
    links_to_customer,
    of_links,
    of_service,
    too_large,
)
from kpi.chain.drawn_weeks import effects_together
from kpi.chain.pairs import Pair, Party, foremost_pairs, pairs_of, parties_of, without_the_thinnest
from tests.chain.conftest import Company, hour


def effect(ends: str, service: str = "", handoffs: int = 10, verdict: str = "kept") -> LinkEffect:
    supplier, customer = ends.split(">")
    return LinkEffect(Link(supplier, customer, service), verdict, (), handoffs)


def chain(*ends: str) -> tuple[Pair, ...]:
    return pairs_of(effect(pair) for pair in ends)


def named(pairs: tuple[Pair, ...]) -> list[str]:
    return [f"{pair.supplier}>{pair.customer}" for pair in pairs]


def test_a_service_leaves_only_its_own_links_of_a_pair() -> None:
    pairs = pairs_of([effect("A>B", "x"), effect("A>B", "y", verdict="broken"), effect("B>C", "y")])
    [only] = of_service(pairs, "x")
    assert (only.handoffs, only.verdict) == (10, "kept")
    assert named(of_links(pairs, [Link("B", "C", "y")])) == ["B>C"]


def test_around_a_party_stand_its_neighbours_and_what_they_exchange() -> None:
    pairs = chain("A>B", "B>C", "A>C", "C>D")
    assert named(around(pairs, "B", most=3)) == ["A>B", "A>C", "B>C"]
    assert named(around(pairs, "B", most=2)) == ["A>B", "B>C"]


KNOWN = {
    "A1": Party("A1", department="A"), "A2": Party("A2", department="A"),
    "B1": Party("B1", department="B"), "B2": Party("B2", department="B"),
    "S": Party("S", department="Solo"), "X": Party("X", "customer", "A"),
}  # fmt: skip


def test_the_parties_of_a_department_are_drawn_as_one_apart_from_those_outside() -> None:
    pairs = chain("A1>A2", "A1>B1", "A2>B2", "B1>X", "S>A1", "S>S")
    grouping = by_department(pairs, KNOWN)
    assert grouping is not None
    grouped = grouping.apply(pairs)
    assert named(grouped) == ["A (2)>B (2)", "B (2)>X", "S>A (2)", "S>S"]
    assert [pair.handoffs for pair in grouped] == [20, 10, 10, 10]
    assert [pair.id for pair in pairs if grouping.is_inside(pair)] == ["A1\u241fA2"]
    assert grouping.members("A (2)") == {"A1", "A2"}
    assert grouping.members("S") == {"S"}
    assert grouping.known()["A (2)"] == Party("A (2)", "no", "A")


def test_customers_outside_of_one_kind_are_one_customer_outside() -> None:
    known = {**KNOWN, "Y": Party("Y", "customer", "A")}
    grouping = by_department(chain("A1>X", "A2>Y"), known)
    assert grouping is not None
    assert named(grouping.apply(chain("A1>X", "A2>Y"))) == ["A (2)*>A (2)"]
    assert {party.external for party in grouping.known().values()} == {"no", "customer"}


def test_an_opened_department_is_drawn_party_by_party() -> None:
    grouping = by_department(chain("A1>A2", "A2>B2", "B1>B2"), KNOWN, opened="A")
    assert grouping is not None
    assert named(grouping.apply(chain("A1>A2", "A2>B2"))) == ["A1>A2", "A2>B (2)"]


def test_without_departments_nothing_is_grouped() -> None:
    assert by_department(chain("A1>S", "S>X"), KNOWN) is None
    assert by_department(chain("p>q", "q>r"), KNOWN) is None


def test_a_party_named_like_a_group_is_not_mistaken_for_it() -> None:
    grouping = by_department(chain("A1>A2", "A (2)>A1"), KNOWN)
    assert grouping is not None
    assert grouping.group("A (2)") == "A (2)"
    assert grouping.group("A1") == "A (2)*"


def test_the_part_of_a_large_chain_hangs_together_around_what_fails() -> None:
    """The busiest pair of all, Y>Z, touches nothing that fails."""
    pairs = pairs_of([
        effect("A>B", verdict="broken"), effect("B>C", handoffs=5), effect("C>D", handoffs=9),
        effect("Y>Z", handoffs=99), effect("A>E", handoffs=4),
    ])  # fmt: skip
    assert named(foremost_pairs(pairs, 4)) == ["A>B", "C>D", "B>C"]
    assert named(foremost_pairs(pairs, 2)) == ["A>B"]
    assert named(foremost_pairs(pairs, 7)) == ["A>B", "Y>Z", "C>D", "B>C", "A>E"]
    quiet = pairs_of([effect("A>B", handoffs=2), effect("B>C", handoffs=3), effect("Y>Z")])
    assert named(foremost_pairs(quiet, 2)) == ["Y>Z"]


def test_the_thinnest_links_are_left_out_and_no_failing_one() -> None:
    pairs = pairs_of([
        effect("A>B", handoffs=1, verdict="broken"), effect("B>C", handoffs=5),
        effect("A>C", handoffs=9),
    ])  # fmt: skip
    assert named(without_the_thinnest(pairs, per_party=2 / 3)) == ["A>B", "A>C"]
    assert named(without_the_thinnest(pairs, per_party=0)) == ["A>B"]
    assert without_the_thinnest(pairs, per_party=1) == pairs


def test_over_sixty_parties_or_fourteen_columns_are_too_many() -> None:
    star = chain(*(f"p{i:02}>hub" for i in range(59)))
    assert not too_large(star, {})
    assert too_large((*star, *chain("p60>hub")), {})
    line = [f"p{i:02}" for i in range(15)]
    row = chain(*(f"{a}>{b}" for a, b in pairwise(line)))
    assert too_large(row, {})
    assert not too_large(row[1:], {})


def test_the_chain_to_a_customer_is_what_its_cases_passed(company: Company) -> None:
    """The tailor serves everybody, but no case of the shop passed it."""
    company.customer("Shop")
    company.customer("Home")
    company.hand("A>B", 0, 9, 1, case_id="s")
    company.hand("B>Shop", 1, 9, 2, case_id="s")
    company.hand("Tailor>B", 0, 9, 1, case_id="h")
    company.hand("B>Home", 1, 9, 2, case_id="h")
    found = links_to_customer(company.cursor, "Shop", hour(0), hour(168), as_of=hour(400))
    assert found == {Link("A", "B"), Link("B", "Shop")}


def test_one_arrangement_holds_every_link_of_thirteen_weeks(company: Company) -> None:
    week = 168.0
    company.hand("A>B", 1, 9, 2, case_id="now")
    company.hand("A>B", -12 * week, -12 * week + 9, -12 * week + 2, case_id="quarter")
    company.hand("Old>B", -12 * week, -12 * week + 9, -12 * week + 2, case_id="old")
    company.hand("Older>B", -13 * week, -13 * week + 9, -13 * week + 2, case_id="older")
    found = effects_together(company.cursor, last=company.balance(), as_of=hour(1000))
    assert [(e.link.supplier, e.handoffs) for e in found] == [("A", 2), ("Old", 1)]
    assert parties_of(pairs_of(found)) == {"A", "B", "Old"}
