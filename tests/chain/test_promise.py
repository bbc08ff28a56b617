"""Which cases kept the promise outside: every branch of the rule, one case each."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kpi.chain import balance, promise_by_week, window_cases
from kpi.chain.promise import Counts, judge_promise, moved_by_mix
from kpi.measures import Week, Window

from .conftest import LATER, MONDAY, Company, hour


def told(company: Company, as_of: datetime = LATER) -> tuple[int, int, int, int]:
    """Return kept, counted, unknown and unfinished cases of the week."""
    promise = company.balance(as_of).promise
    return promise.kept, promise.cases, promise.unknown, promise.unfinished


KEPT, BROKEN, UNKNOWN, NOT_DUE, NOT_COUNTED = (
    (1, 1, 0, 0),
    (0, 1, 0, 0),
    (0, 0, 1, 0),
    (0, 0, 0, 1),
    (0, 0, 0, 0),
)


@pytest.fixture
def company(company: Company) -> Company:
    company.customer("X", 0.9)
    return company


def test_ends_on_time_keep_the_promise(company: Company) -> None:
    company.hand("A>B", 0, 5, 9)  # late inside, not outside
    company.hand("B>X", 9, 20, 20)
    assert told(company) == KEPT


def test_one_late_end_of_two_breaks_it(company: Company) -> None:
    company.hand("B>X", 0, 20, 20)
    company.hand("C>X", 0, 20, 21)
    assert told(company) == BROKEN


def test_an_end_without_a_due_does_not_hinder_the_other(company: Company) -> None:
    company.hand("B>X", 0, 20, 20)
    company.hand("C>X", 0, None, 90)
    assert told(company) == KEPT


@pytest.mark.parametrize("cells", [{"returned_at": 30}, {"accepted": False}])
def test_a_returned_end_breaks_it(company: Company, cells: dict[str, object]) -> None:
    company.hand("B>X", 0, 20, 20, **cells)
    assert told(company) == BROKEN


def test_a_handoff_to_a_colleague_is_no_end_once_the_case_went_outside(company: Company) -> None:
    company.hand("B>X", 0, 20, 20)
    company.hand("B>C", 0, 21, 40)
    assert told(company) == KEPT


def test_without_an_external_customer_the_last_handoff_is_the_end(company: Company) -> None:
    company.hand("A>B", 0, 5, 9)
    company.hand("B>C", 9, 20, 20)
    promise = company.balance().promise
    assert (promise.kept, promise.cases) == (1, 1)
    stand_in = next(c for c in promise.customers if c.cases)
    assert (stand_in.customer, stand_in.external, stand_in.verdict) == ("C", False, "no target")


def test_the_case_due_outweighs_the_dues_of_the_ends(company: Company) -> None:
    company.hand("B>X", 0, 20, 30, case_due_at=40)
    assert told(company) == KEPT


def test_a_given_close_after_the_case_due_breaks_it(company: Company) -> None:
    company.hand("B>X", 0, 20, 20, case_due_at=40, case_closed_at=41)
    assert told(company) == BROKEN


def test_the_latest_of_differing_case_dues_counts(company: Company) -> None:
    company.hand("A>B", 0, None, 10, case_due_at=15)
    company.hand("B>X", 10, None, 20, case_due_at=25)
    assert told(company) == KEPT


def test_a_declared_outcome_outweighs_the_dates(company: Company) -> None:
    company.hand("B>X", 0, 20, 30, case_due_at=25, case_kept=True)
    assert told(company) == KEPT


def test_a_declared_outcome_waits_for_the_end_of_the_case(company: Company) -> None:
    company.hand("B>X", 0, 20, None, case_kept=True)
    assert told(company, hour(30)) == BROKEN


def test_where_nothing_tells_the_case_is_unknown_and_not_counted(company: Company) -> None:
    company.hand("A>B", 0, 5, 9)
    company.hand("B>X", 9, None, 20)
    assert told(company) == UNKNOWN


def test_an_unfinished_case_is_broken_only_past_its_due(company: Company) -> None:
    company.hand("B>X", 0, 20, None)
    assert told(company, hour(20)) == NOT_DUE
    assert told(company, hour(20.5)) == BROKEN


def test_a_given_close_finishes_a_case_with_a_forgotten_handoff(company: Company) -> None:
    company.hand("A>C", 0, None, None)
    company.hand("B>X", 0, 20, 20, case_due_at=30, case_closed_at=25)
    assert told(company) == KEPT


def test_an_open_case_without_a_due_is_named_and_not_counted(company: Company) -> None:
    company.hand("A>B", 0, None, 12)
    company.hand("B>X", 24, None, None)
    balance = company.balance(hour(72))
    assert told(company, hour(72)) == NOT_COUNTED
    # Its first request was at 0, three days before.
    assert (balance.open_without_due, balance.oldest_open_days) == (1, 3)


def test_a_case_belongs_to_the_week_of_its_due_not_of_its_delivery(company: Company) -> None:
    company.hand("B>X", 0, 20, 200)
    assert told(company) == BROKEN
    weeks = promise_by_week(
        company.cursor, first=Week.of(MONDAY), last=Week.of(hour(168)), as_of=LATER
    )
    assert [(w.kept, w.cases) for w in weeks] == [(0, 1), (0, 0)]


def test_the_weeks_of_a_window_add_up_to_it_and_so_do_the_cases_behind_it(
    company: Company,
) -> None:
    for number in range(12):
        asked = 60.0 * number
        company.hand("B>X", asked, asked + 9, asked + number, case_id=f"c{number:02}")
    window = Window(Week.of(hour(504)), 4)
    found = balance(company.cursor, window=window, as_of=LATER).promise
    weeks = promise_by_week(
        company.cursor, first=Week.of(MONDAY), last=Week.of(hour(504)), as_of=LATER
    )
    cases = window_cases(company.cursor, window=window, as_of=LATER)
    # Number 10 and 11 are late; dues lie from hour 9 to 669, four weeks are 672.
    assert (found.kept, found.cases) == (10, 12)
    assert (sum(w.kept for w in weeks), sum(w.cases for w in weeks)) == (10, 12)
    assert (int(cases["kept"].sum()), len(cases)) == (10, 12)


def test_cases_that_never_left_the_company_are_told_apart(company: Company) -> None:
    company.hand("A>B", 0, 20, 30)
    company.hand("B>X", 0, 20, 20, case_id="c2")
    promise = company.balance().promise
    assert (promise.kept, promise.cases) == (1, 2)
    assert (promise.external_kept, promise.external_cases) == (1, 1)


def test_without_a_due_a_case_belongs_to_the_week_of_its_close(company: Company) -> None:
    company.hand("B>X", 0, None, 20, case_closed_at=200, case_kept=True)
    weeks = promise_by_week(
        company.cursor, first=Week.of(MONDAY), last=Week.of(hour(168)), as_of=LATER
    )
    assert [(w.kept, w.cases) for w in weeks] == [(0, 0), (1, 1)]


def test_a_week_not_over_or_without_data_yet_is_incomplete(company: Company) -> None:
    company.hand("B>X", 170, 180, 175)
    first, third = Week.of(MONDAY), Week.of(MONDAY + timedelta(weeks=2))
    late = promise_by_week(company.cursor, first=first, last=third, as_of=LATER)
    assert [w.complete for w in late] == [True, True, False]
    midweek = promise_by_week(company.cursor, first=first, last=third, as_of=hour(200))
    assert [w.complete for w in midweek] == [True, False, False]


def test_a_case_belongs_to_the_customer_of_its_last_end(company: Company) -> None:
    company.customer("Y", 0.8)
    company.hand("B>Y", 0, 20, 20)
    company.hand("B>X", 0, 20, 21)
    promise = company.balance().promise
    assert {c.customer: c.cases for c in promise.customers} == {"X": 1, "Y": 0}


def test_outside_is_the_worst_customer_and_the_target_is_weighted_by_cases() -> None:
    counts = (Counts("X", True, 95, 100), Counts("Y", True, 30, 50), Counts("Z", True, 1, 9))
    promise = judge_promise(counts, {"X": 0.9, "Y": 0.9, "Z": None})
    verdicts = {c.customer: c.verdict for c in promise.customers}
    # Y: P(at most 30 of 50 at 90 %) is about 1e-8.
    assert verdicts == {"X": "kept", "Y": "broken", "Z": "no target"}
    assert promise.verdict == "broken"
    assert promise.target == pytest.approx(0.9)
    unequal = judge_promise(counts, {"X": 0.9, "Y": 0.6, "Z": None})
    # (0.9 × 100 + 0.6 × 50) / 150
    assert unequal.target == pytest.approx(0.8)


def test_the_customers_are_one_family_of_tests() -> None:
    # 83 of 100 at 90 %: p = 0.0206 (scipy.stats.binom.cdf(83, 100, 0.9)), alone under 5 %.
    one = Counts("A", True, 83, 100)
    fine = tuple(Counts(name, True, 95, 100) for name in "BCDE")
    targets: dict[str, float | None] = dict.fromkeys("ABCDE", 0.9)
    alone = judge_promise((one,), targets)
    among = judge_promise((one, *fine), targets)
    assert [p.customers[0].verdict for p in (alone, among)] == ["broken", "at risk"]


def test_a_customer_with_a_target_and_no_case_has_no_data() -> None:
    promise = judge_promise((), {"X": 0.9, "Y": None})
    assert [(c.customer, c.verdict) for c in promise.customers] == [("X", "no data")]
    assert (promise.verdict, promise.target, promise.rate) == ("no data", 0.9, None)


def test_the_same_customers_in_the_same_proportions_are_no_mix_effect() -> None:
    before = (Counts("A", True, 90, 100), Counts("B", True, 5, 10))
    better = (Counts("A", True, 95, 100), Counts("B", True, 6, 10))
    assert not moved_by_mix(better, before)
