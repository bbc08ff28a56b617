"""Own and inherited delay, computed by hand. Times are hours after Monday 00:00."""

from __future__ import annotations

from .conftest import Company, hour


def test_a_link_late_only_by_inheritance_has_no_own_delay(company: Company) -> None:
    late = company.hand("A>B", 0, 10, 15)
    # Waits for A until 15, planned at 10: its start slips 5, its delivery only 2.
    heir = company.hand("B>C", 5, 20, 22)
    assert company.delays() == {late: (5, 0), heir: (0, 2)}


def test_what_the_start_slipped_is_inherited_and_the_rest_is_own(company: Company) -> None:
    company.hand("A>B", 0, 10, 15)
    # 10 late in all; the start slipped from 10 to 15.
    mixed = company.hand("B>C", 5, 20, 30)
    assert company.delays()[mixed] == (5, 5)


def test_the_plan_is_to_start_when_asked_if_the_one_before_was_due_earlier(
    company: Company,
) -> None:
    company.hand("A>B", 0, 10, 15)
    # Asked at 12, after the due of the one before: only 12 to 15 is inherited.
    mixed = company.hand("B>C", 12, 20, 30)
    assert company.delays()[mixed] == (7, 3)


def test_one_asked_for_at_the_delivery_of_the_one_before_inherits_nothing(
    company: Company,
) -> None:
    company.hand("A>B", 0, 10, 15)
    own = company.hand("B>C", 15, 20, 22)
    assert company.delays()[own] == (2, 0)


def test_nothing_is_inherited_from_one_without_a_due(company: Company) -> None:
    company.hand("A>B", 0, None, 15)
    own = company.hand("B>C", 5, 10, 22)
    assert company.delays() == {"h1": (None, None), own: (12, 0)}


def test_one_delivered_early_hands_no_delay_on(company: Company) -> None:
    company.hand("A>B", 0, 18, 15)
    own = company.hand("B>C", 5, 20, 22)
    assert company.delays()[own] == (2, 0)


def test_of_several_deliveries_to_the_supplier_the_last_counts(company: Company) -> None:
    company.hand("A>B", 0, 2, 12)
    company.hand("D>B", 0, 14, 15)
    # Started at 15, planned at 14: the 10 hours of A do not reach it.
    mixed = company.hand("B>C", 5, 20, 30)
    assert company.delays()[mixed] == (9, 1)


def test_an_open_handoff_is_as_late_as_it_is_now(company: Company) -> None:
    late = company.hand("A>B", 0, 10, None)
    heir = company.hand("B>C", 5, 20, None)
    # As of hour 30 both are open: A is 20 late; B, planned at 10, could not start before 30.
    assert company.delays(hour(30)) == {late: (20, 0), heir: (0, 10)}


def test_what_happens_after_as_of_has_not_happened(company: Company) -> None:
    late = company.hand("A>B", 0, 10, 15)
    assert company.delays(hour(12)) == {late: (2, 0)}


def test_delay_follows_a_case_that_goes_round_in_a_circle(company: Company) -> None:
    first = company.hand("A>B", 0, 10, 15)
    back = company.hand("B>A", 5, 12, 20)
    again = company.hand("A>B", 8, 14, 25)
    # back: planned at 10, started at 15, 8 late: 5 inherited, 3 own.
    # again: planned at 12 (due of back), started at 20, 11 late: 8 inherited, 3 own.
    assert company.delays() == {first: (5, 0), back: (3, 5), again: (3, 8)}


def test_handoffs_of_another_case_are_no_reason(company: Company) -> None:
    company.hand("A>B", 0, 10, 15)
    own = company.hand("B>C", 5, 20, 22, case_id="c2")
    assert company.delays()[own] == (2, 0)
