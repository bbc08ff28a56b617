"""The balance put together: state, groups, ranking, and the sum that must come out."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kpi.chain import STATES
from kpi.chain.effects import late_by_inheritance
from kpi.chain.state import company_state
from kpi.measures import Window

from .conftest import Company, hour


def many(company: Company, chain: str, late: int, of: int, **cells: object) -> None:
    """Add so many cases of one handoff each, some of them late."""
    for number in range(of):
        done = 25 if number < late else 20
        company.hand(chain, 0, 20, done, case_id=f"{chain}-{number}", **cells)


@pytest.fixture
def company(company: Company) -> Company:
    company.customer("X", 0.9)
    return company


@pytest.mark.parametrize(
    ("outside", "links", "state"),
    [
        # One row per row of the table in section 8 of the specification.
        ("broken", ["kept", "broken"], "out of balance"),
        ("at risk", ["at risk", "no data"], "out of balance"),
        ("broken", ["kept", "too few"], "targets don't add up"),
        ("at risk", ["kept"], "targets don't add up"),
        ("broken", ["no target", "too few", "no data"], "out of balance, links not judged"),
        ("broken", [], "out of balance, links not judged"),
        ("kept", ["kept", "broken"], "strained"),
        ("kept", ["at risk", "kept"], "in balance"),
        ("kept", [], "in balance"),
        ("no target", ["broken"], "outside unknown"),
        ("no data", ["kept"], "outside unknown"),
        ("too few", [], "outside unknown"),
    ],
)
def test_the_state_follows_the_table(outside: str, links: list[str], state: str) -> None:
    assert company_state(outside, links) == state
    assert state in STATES


def test_an_empty_store_has_a_balance_that_claims_nothing(company: Company) -> None:
    balance = company.balance()
    assert balance.state == "outside unknown"
    assert (balance.promise.cases, balance.promise.verdict) == (0, "no data")
    assert (balance.all_links, balance.ping_pong, balance.unexplained_share) == ((), (), 0)


def test_failing_links_come_first_then_those_at_risk_then_the_others(company: Company) -> None:
    # At 90 % on time: 30 of 60 kept is broken, 17 of 20 has p = 0.32: kept within chance.
    for chain, late, of in (("A>X", 30, 60), ("B>X", 3, 20), ("C>X", 20, 40), ("D>X", 0, 9)):
        many(company, chain, late, of)
        company.agree(chain, "on_time_rate", 0.9)
    balance = company.balance()
    assert [e.link.supplier for e in balance.failing] == ["A", "C"]
    assert [e.link.supplier for e in balance.all_links[:2]] == ["A", "C"]
    assert balance.state == "out of balance"
    # 53 of 129 cases broke: A 30, C 20, and B 3 within its target.
    assert [e.fair_share for e in balance.failing] == pytest.approx([30 / 129, 20 / 129])
    assert balance.within_targets_share == pytest.approx(3 / 129)
    assert (balance.saveable_cases, balance.ranking_window.weeks) == (53, 1)


def test_the_first_is_first_only_if_it_beats_the_second_in_most_resamples(
    company: Company,
) -> None:
    many(company, "A>X", 41, 80)
    many(company, "B>X", 40, 80)
    many(company, "C>X", 8, 20)
    for chain in ("A>X", "B>X", "C>X"):
        company.agree(chain, "on_time_rate", 0.9)
    balance = company.balance()
    assert [e.link.supplier for e in balance.failing] == ["A", "B", "C"]
    # 41 against 40 is luck, 41 against 8 is not.
    assert [e.tied for e in balance.failing] == [True, True, False]
    assert balance.tied


def test_the_interval_of_a_share_is_that_of_drawing_cases_anew(company: Company) -> None:
    many(company, "A>X", 40, 200)
    link = company.links()["A>X"]
    # 40 of 200: standard error sqrt(0.2 × 0.8 / 200) = 0.0283, so about 0.2 ± 0.055.
    assert link.fair_share == 0.2
    assert (link.fair_low, link.fair_high) == pytest.approx((0.145, 0.255), abs=0.02)
    # Every case that it carries, it saves alone.
    assert (link.effect_low, link.effect_high) == (link.fair_low, link.fair_high)


def test_with_few_saveable_cases_thirteen_weeks_rank(company: Company) -> None:
    company.window = Window(company.window.week.shift(1), 1)
    many(company, "A>X", 60, 60)  # the week before
    for number in range(20):
        company.hand("B>X", 170, 180, 190, case_id=f"now-{number}")
        company.hand("A>X", 170, 180, 180 + number // 18, case_id=f"also-{number}")
    for chain in ("A>X", "B>X"):
        company.agree(chain, "on_time_rate", 0.9)
    balance = company.balance()
    assert (balance.saveable_cases, balance.ranking_window.weeks) == (22, 13)
    # In the week: B 20 of 40, A 2 of 40. In thirteen weeks: B 20 of 100, A 62 of 100.
    by_supplier = {e.link.supplier: e for e in balance.all_links}
    assert (by_supplier["A"].fair_share, by_supplier["B"].fair_share) == (0.05, 0.5)
    assert (by_supplier["A"].ranking_share, by_supplier["B"].ranking_share) == (0.62, 0.2)


def test_all_lights_green_and_the_customer_lost_is_a_state_of_its_own(company: Company) -> None:
    # Everyone delivers in the time agreed; the customer was told less than their sum.
    for number in range(20):
        case = {"case_id": f"c{number}", "case_due_at": 30}
        company.hand("A>B", 0, 20, 20, **case)
        company.hand("B>X", 20, 40, 40, **case)
    company.agree("A>B", "on_time_rate", 0.9)
    company.agree("B>X", "on_time_rate", 0.9)
    balance = company.balance()
    assert balance.state == "targets don't add up"
    assert (balance.unexplained_share, balance.failing) == (1, ())


def test_an_inheriting_link_stays_red_and_carries_no_share(company: Company) -> None:
    for number in range(20):
        company.hand("A>B", 0, 10, 18, case_id=f"c{number}")
        company.hand("B>X", 5, 20, 26, case_id=f"c{number}")
    company.agree("A>B", "on_time_rate", 0.9)
    company.agree("B>X", "on_time_rate", 0.9)
    links = company.links()
    assert links["B>X"].verdict == "broken"
    assert links["B>X"].late_by_inheritance
    assert links["B>X"].fair_share == 0
    assert not links["A>B"].late_by_inheritance
    assert links["A>B"].fair_share == 1


@pytest.mark.parametrize(
    ("verdict", "own", "inherited", "broken_share", "excused"),
    [
        ("broken", 0, 10, 0, True),
        ("at risk", 2, 8, 0.009, True),
        ("kept", 0, 10, 0, False),
        ("broken", 3, 8, 0, False),
        ("broken", 0, 10, 0.01, False),
        ("broken", 0, 0, 0, False),
    ],
)
def test_late_by_inheritance_excuses_only_who_is_mostly_late_by_others(
    verdict: str, own: float, inherited: float, broken_share: float, excused: bool
) -> None:
    assert late_by_inheritance(verdict, own, inherited, broken_share) is excused


def test_links_that_cannot_be_judged_are_counted_by_reason(company: Company) -> None:
    many(company, "A>X", 0, 30)
    many(company, "B>X", 0, 3)
    many(company, "C>X", 0, 30)
    company.agree("A>X", "on_time_rate", 0.9)
    company.agree("B>X", "on_time_rate", 0.9)
    company.agree("E>F", "on_time_rate", 0.9)
    assert company.balance().not_judged == {"too few": 1, "no data": 1, "no target": 1}


def test_the_balance_is_written_as_plain_json(company: Company) -> None:
    many(company, "A>X", 30, 60)
    company.agree("A>X", "on_time_rate", 0.9)
    found = json.loads(json.dumps(company.balance().as_json()))
    assert {"week", "window", "as_of", "state", "promise", "smallest_repair"} <= found.keys()
    assert (found["week"], found["window"], found["as_of"]) == (
        "2026-W10",
        1,
        "2026-05-01T00:00:00",
    )
    assert found["promise"]["customers"][0]["rate"] == found["promise"]["rate"] == 0.5
    assert found["failing_links"] == found["all_links"]
    assert found["failing_links"][0]["verdicts"][0] == {"kpi": "on_time_rate", "verdict": "broken"}
    assert found["smallest_repair"] == [
        {"supplier": "A", "customer": "X", "service": "", "rate_after": 1.0, "cases_saved": 30}
    ]


def test_more_than_ten_links_in_a_case_are_sampled_and_counted(company: Company) -> None:
    # Twelve deliveries in a row, each one hour over; the case may lose two: any ten of twelve.
    for step in range(12):
        customer = "X" if step == 11 else f"p{step + 1:02}"
        company.hand(f"p{step:02}>{customer}", 2 * step, 2 * step + 1, 2 * step + 2, case_due_at=14)
    balance = company.balance()
    assert balance.sampled_cases == 1
    shares = np.array([e.fair_share for e in balance.all_links])
    assert shares.sum() == pytest.approx(1)
    # By symmetry 1/12 each; 512 drawn orders leave a standard error of 0.012.
    assert shares == pytest.approx(np.full(12, 1 / 12), abs=0.05)


def test_the_total_can_move_against_every_customer(company: Company) -> None:
    company.customer("Y", 0.5)
    company.window = Window(company.window.week.shift(1), 1)
    # Last week: X 18 of 20, Y 2 of 10. This week: X 10 of 10, Y 9 of 30.
    for chain, week, kept, of in (
        ("A>X", 0, 18, 20),
        ("A>Y", 0, 2, 10),
        ("A>X", 168, 10, 10),
        ("A>Y", 168, 9, 30),
    ):
        for n in range(of):
            company.hand(
                chain, week, week + 20, week + 20 + (n >= kept), case_id=f"{chain}{week}-{n}"
            )
    assert company.balance(hour(400)).mix_effect
