"""The smallest repair and the what-if of companies small enough to work out by hand."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from kpi.agreements import Link
from kpi.chain import Mended, WhatIf, WhatIfError, what_if
from tests.chain.conftest import LATER, Company

AX, BX = Link("A", "X"), Link("B", "X")


def _ask(company: Company, shares: dict[Link, float]) -> WhatIf:
    mended = {link: Mended.every(share) for link, share in shares.items()}
    return what_if(company.cursor, window=company.window, as_of=LATER, mended=mended)


def _kept_and_late(company: Company, chain: str, kept: int, late: int, *, since: int = 0) -> None:
    """Add cases of one handoff each, due after an hour: some in time, some an hour late."""
    for number in range(kept + late):
        done = since + (1 if number < kept else 2)
        company.hand(chain, since, since + 1, done, case_id=f"{chain}{number}")


def test_nothing_is_to_be_mended_where_the_target_is_kept(company: Company) -> None:
    company.customer("X", 0.5)
    _kept_and_late(company, "A>X", 5, 5)
    repair = company.balance().smallest_repair
    assert repair is not None
    assert (repair.steps, repair.reached, repair.rate, repair.best_rate) == ((), True, 0.5, 1.0)


def test_the_link_that_saves_enough_alone_is_the_smallest_repair(company: Company) -> None:
    # 20 cases, 10 kept; 0.9 asks for 18. B saves 8, A saves 2.
    company.customer("X", 0.9)
    _kept_and_late(company, "A>X", 8, 2)
    _kept_and_late(company, "B>X", 2, 8)
    repair = company.balance().smallest_repair
    assert repair is not None
    assert [(step.link, step.saved, step.rate_after) for step in repair.steps] == [(BX, 8, 0.9)]


def test_a_pair_is_found_where_neither_link_alone_saves_anything(company: Company) -> None:
    # Each hands over five hours late, 18 in the end; by 9 they come only with both repairs.
    company.customer("X", 1.0)
    for case in range(4):
        company.hand("A>B", 0, 5, 10, case_id=f"c{case}", case_due_at=9)
        company.hand("B>X", 10, 13, 18, case_id=f"c{case}", case_due_at=9)
    repair = company.balance().smallest_repair
    assert repair is not None
    assert [(step.link, step.saved, step.rate_after) for step in repair.steps] == [
        (Link("A", "B"), 0, 0.0),
        (BX, 4, 1.0),
    ]
    assert (repair.reached, repair.fewest) == (True, True)


def test_a_target_out_of_reach_is_said_and_all_that_helps_is_named(company: Company) -> None:
    # Of four cases one is still open past its due: no repair of the past closes it.
    company.customer("X", 1.0)
    _kept_and_late(company, "A>X", 2, 1)
    company.hand("B>X", 0, 1, None, case_id="held")
    repair = company.balance().smallest_repair
    assert repair is not None
    assert [step.link for step in repair.steps] == [AX]
    assert (repair.best_rate, repair.reached) == (0.75, False)


def test_twelve_links_of_one_case_are_searched_too(company: Company) -> None:
    # Twelve deliveries in a row, each one hour over; the case may lose two: any ten of twelve.
    company.customer("X", 1.0)
    for step in range(12):
        customer = "X" if step == 11 else f"p{step + 1:02}"
        company.hand(f"p{step:02}>{customer}", 2 * step, 2 * step + 1, 2 * step + 2, case_due_at=14)
    repair = company.balance().smallest_repair
    assert repair is not None
    assert (len(repair.steps), repair.reached) == (10, True)


def test_half_of_the_misses_mended_save_half_of_the_cases(company: Company) -> None:
    # A alone breaks 4 of 10 cases; mending half of its misses saves 2 of them.
    company.customer("X", 0.9)
    _kept_and_late(company, "A>X", 6, 4)
    found = _ask(company, {AX: 0.5})
    assert (found.rate, found.rate_after) == (0.6, 0.8)
    assert [(c.customer, c.would_keep) for c in found.customers] == [("X", 8.0)]


def test_where_the_sets_are_too_many_they_are_drawn(company: Company) -> None:
    company.customer("X", 0.9)
    _kept_and_late(company, "A>X", 6, 4)
    with patch("kpi.chain.mended.SETS", 1):
        found = _ask(company, {AX: 0.5})
    # Four cases of 512 draws each: their sum has a standard error of 0.044; five of them.
    assert found.would_keep == pytest.approx(8.0, abs=0.22)
    assert found.would_keep != 8.0


def test_more_on_time_does_not_mend_what_was_returned(company: Company) -> None:
    company.customer("X", 0.9)
    company.hand("A>X", 0, 1, 2, case_id="late")
    company.hand("A>X", 0, 2, 1, returned_at=3, case_id="returned")
    company.hand("A>X", 0, 1, 2, returned_at=3, case_id="both")
    late, returns = Mended(late=1.0, returns=0.0), Mended(late=0.5, returns=0.75)
    asked = [
        what_if(company.cursor, window=company.window, as_of=LATER, mended={AX: parts})
        for parts in (late, returns)
    ]
    # One draw for the case decides both: with 0.5 both are mended, and the late one is.
    assert [found.would_keep for found in asked] == [1.0, 0.5 + 0.75 + 0.5]


def test_two_links_that_must_both_be_mended_save_what_both_mend(company: Company) -> None:
    company.customer("X")
    for case in range(4):
        company.hand("A>B", 0, 5, 10, case_id=f"c{case}", case_due_at=9)
        company.hand("B>X", 10, 13, 18, case_id=f"c{case}", case_due_at=9)
    # Half of A's and half of B's misses: a quarter of the cases has both mended.
    assert _ask(company, {Link("A", "B"): 0.5, BX: 0.5}).rate_after == 0.25


def test_a_link_that_is_not_there_changes_nothing_and_is_named(company: Company) -> None:
    company.customer("X")
    _kept_and_late(company, "A>X", 1, 1)
    found = _ask(company, {Link("Q", "X"): 1.0})
    assert (found.rate_after, found.unknown_links) == (0.5, (Link("Q", "X"),))


def test_more_than_all_misses_cannot_be_mended(company: Company) -> None:
    with pytest.raises(WhatIfError, match="from 0 to 1"):
        _ask(company, {AX: 1.5})
