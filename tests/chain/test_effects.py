"""Effect and fair share of each link, computed by hand."""

from __future__ import annotations

import pytest

from .conftest import Company, hour


@pytest.fixture
def company(company: Company) -> Company:
    company.customer("X", 0.9)
    return company


def test_the_link_that_lost_the_time_carries_the_broken_case(company: Company) -> None:
    company.hand("A>B", 0, 10, 15)
    company.hand("B>X", 5, 20, 22)
    # A on time delivers at 10; B takes its 7 hours from there: 17, before 20.
    links = company.links()
    assert {n: (e.effect, e.fair_share) for n, e in links.items()} == {"A>B": (1, 1), "B>X": (0, 0)}
    # Minutes: A 5 h own; B 2 h inherited.
    assert (links["A>B"].own_minutes, links["B>X"].inherited_minutes) == (300, 120)
    assert (links["A>B"].late_share, links["B>X"].late_share) == (1, 0)


def test_a_case_broken_by_two_together_is_saved_by_neither_alone(company: Company) -> None:
    company.hand("A>B", 0, 10, 15)
    # Due 18. Delivered 28: 10 late, of which 5 inherited and 5 own.
    # A repaired: start 10, 13 hours, 23. B repaired: 28 − 5 = 23. Both: 18, on time.
    company.hand("B>X", 5, 18, 28)
    links = company.links()
    assert {n: e.effect for n, e in links.items()} == {"A>B": 0, "B>X": 0}
    assert company.fair_shares() == {"A>B": 0.5, "B>X": 0.5}


def test_where_either_repair_suffices_both_save_it_and_share_it(company: Company) -> None:
    company.hand("A>B", 0, 10, 15)
    # Case due 25. A repaired: 10 + 13 = 23. B repaired: 28 − 5 = 23. Either is enough.
    company.hand("B>X", 5, 18, 28, case_due_at=25)
    links = company.links()
    assert {n: e.effect for n, e in links.items()} == {"A>B": 1, "B>X": 1}
    assert company.fair_shares() == {"A>B": 0.5, "B>X": 0.5}


def test_where_any_two_of_three_suffice_each_carries_a_third(company: Company) -> None:
    company.hand("A>B", 0, 10, 14)  # own 4
    company.hand("B>C", 14, 20, 24)  # own 4, asked for after A: its due moves with A
    company.hand("C>X", 24, 30, 34, case_due_at=26)  # own 4; 34 needs 8 hours less: two of three
    # Any two of three suffice, none alone: symmetric, a third each.
    assert company.fair_shares() == pytest.approx({"A>B": 1 / 3, "B>C": 1 / 3, "C>X": 1 / 3})
    assert all(e.effect == 0 for e in company.links().values())


def test_one_asked_for_after_its_pred_keeps_its_own_allowance(company: Company) -> None:
    company.hand("A>B", 0, 10, 15)
    # Asked at 16 with 4 hours allowed, took 6: earlier work by A would move its due too.
    company.hand("B>X", 16, 20, 22)
    assert company.fair_shares() == {"B>X": 1}


def test_a_repair_cannot_deliver_before_its_start(company: Company) -> None:
    # Promised at 2, asked for at 5: own delay 8 of which 5 were worked.
    company.hand("B>X", 5, 2, 10)
    # Even at once, at 5, it is late: nobody's repair keeps the case.
    balance = company.balance()
    assert (balance.unexplained_share, company.fair_shares()) == (1, {})


def test_a_start_waits_for_every_earlier_delivery_to_its_supplier(company: Company) -> None:
    company.hand("A>B", 0, 5, 12)
    company.hand("D>B", 0, 6, 14)
    # B starts at 14 and works 6. With D repaired it starts at 12, when A delivers, and ends at 18;
    # with A repaired at 14, and ends at 20; with both at 6, and ends at 12.
    company.hand("B>X", 1, 16, 20)
    # B: planned start 6, started 14: 4 late, all inherited.
    assert {n: e.effect for n, e in company.links().items()} == {"A>B": 0, "D>B": 0, "B>X": 0}
    assert company.fair_shares() == {"A>B": 0.5, "D>B": 0.5}


def test_a_return_is_undone_by_repairing_its_link(company: Company) -> None:
    company.hand("B>X", 0, 20, 18, returned_at=30)
    links = company.links()
    assert (links["B>X"].effect, links["B>X"].fair_share, links["B>X"].own_minutes) == (1, 1, 0)


def test_the_time_of_rework_stays_in_the_replay(company: Company) -> None:
    # A's faulty work comes back and is done again within its second promise; the end is late.
    company.hand("A>B", 0, 10, 10, returned_at=11)
    company.hand("A>B", 11, 20, 20)
    company.hand("B>X", 20, 25, 26, case_due_at=18)
    # Repairing B saves one hour, 25; repairing A saves nothing: rework is not taken out.
    assert company.fair_shares() == {}
    assert company.balance().unexplained_share == 1


def test_a_given_close_moves_with_the_latest_end(company: Company) -> None:
    # Delivered 5 late, closed 3 hours after that; case due 26. Repaired: 20, closed at 23.
    company.hand("B>X", 0, 20, 25, case_closed_at=28, case_due_at=26)
    assert company.fair_shares() == {"B>X": 1}


def test_a_declared_broken_case_is_saved_when_nothing_late_or_returned_is_left(
    company: Company,
) -> None:
    company.hand("A>B", 0, 10, 12)
    company.hand("B>C", 5, 20, 18, returned_at=19)
    company.hand("C>X", 18, None, 30, case_kept=False)
    # No end has a due: the late A>B and the returned B>C must both be repaired.
    assert {n: e.effect for n, e in company.links().items()} == {"A>B": 0, "B>C": 0, "C>X": 0}
    assert company.fair_shares() == {"A>B": 0.5, "B>C": 0.5}


def test_a_declared_broken_case_with_nothing_late_is_saved_by_nobody(company: Company) -> None:
    company.hand("A>B", 0, 20, 12)
    company.hand("B>X", 12, None, 30, case_kept=False)
    assert company.fair_shares() == {}
    assert company.balance().unexplained_share == 1


def test_a_declared_broken_case_that_its_dates_keep_is_saved_by_nobody(company: Company) -> None:
    company.hand("A>B", 0, 10, 15)
    company.hand("B>X", 15, 30, 29, case_kept=False)
    assert company.balance().unexplained_share == 1
    assert company.fair_shares() == {}


def test_a_held_case_is_charged_to_the_open_handoff_that_is_late_itself(company: Company) -> None:
    company.hand("A>B", 0, 10, None)
    company.hand("B>X", 5, 20, None)
    # As of 30: A is 20 late on its own; B is 10 late, all inherited.
    links = company.links(hour(30))
    assert company.fair_shares(hour(30)) == {"A>B": 1}
    assert (links["A>B"].cases_held, links["B>X"].cases_held) == (1, 0)
    assert (links["A>B"].effect, links["A>B"].open_minutes) == (0, 20 * 60)


def test_a_held_case_is_shared_by_all_open_ones_if_none_is_late_itself(company: Company) -> None:
    company.hand("A>B", 0, None, None)
    company.hand("B>C", 0, None, None)
    company.hand("C>X", 0, 20, 20)
    assert company.fair_shares(hour(30)) == {"A>B": 0.5, "B>C": 0.5}


def test_shares_are_of_the_counted_cases_and_of_the_broken_ones(company: Company) -> None:
    company.hand("B>X", 0, 20, 25)
    for case in ("c2", "c3", "c4"):
        company.hand("B>X", 0, 20, 20, case_id=case)
    company.hand("B>X", 0, None, 20, case_id="unknown")
    link = company.links()["B>X"]
    assert (link.fair_share, link.effect, link.broken_share, link.cases_saved) == (0.25, 0.25, 1, 1)


def test_handoffs_that_go_round_in_a_circle_are_replayed(company: Company) -> None:
    company.hand("A>B", 0, 10, 15)
    company.hand("B>A", 5, 12, 20)
    company.hand("A>X", 8, 14, 25)
    # Own: 5, 3, 3 (see test_delays). The end must save 11: only all three together.
    assert company.fair_shares() == pytest.approx({"A>B": 1 / 3, "B>A": 1 / 3, "A>X": 1 / 3})


def test_event_logs_say_that_inheritance_cannot_be_seen(company: Company) -> None:
    company.cursor.execute(
        "INSERT INTO derived_handoffs (handoff_id, case_id, supplier, customer, service, "
        "requested_at, delivered_at, load, line, stated) "
        "VALUES ('d1', 'c9', 'A', 'X', '', ?, ?, 1, 1, false)",
        [hour(0), hour(5)],
    )
    assert company.balance().has_events_only
    assert company.links()["A>X"].cannot_inherit
    company.hand("A>B", 0, 10, 15)
    assert not company.balance().has_events_only
