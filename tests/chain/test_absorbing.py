"""The absorbing chain of yields and routing, against published chains and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from kpi.agreements import Link
from kpi.chain.absorbing import YieldModel, yield_model, yield_title
from kpi.chain.absorbing.markov import OUT, Transitions, solve
from kpi.words import words_for

from .conftest import LATER, Company, hour


def model(company: Company, hours: float | None = None) -> YieldModel:
    as_of = LATER if hours is None else hour(hours)
    return yield_model(company.cursor, window=company.window, as_of=as_of)


def drunkard(start: int) -> Transitions:
    """Corners 1, 2, 3 between the bar (0, a miss) and home (4, outside); each way one in two."""
    half = np.full(6, 0.5)
    kept = np.array([0.0, 1, 1, 1, 1, 1])
    return Transitions(
        start=np.eye(3)[start],
        ends=np.zeros(3),
        source=np.array([0, 0, 1, 1, 2, 2]),
        target=np.array([OUT, 1, 0, 2, 1, OUT]),
        chance=half,
        kept=kept,
    )


def test_the_drunkard_walks_as_published() -> None:
    # Grinstead, Snell, Introduction to Probability (2nd ed., 1997), example 11.13 and its
    # continuation: fundamental matrix N and absorption at home B.
    visits = [solve(drunkard(start)).visits.tolist() for start in range(3)]
    published = [[3 / 2, 1, 1 / 2], [1, 2, 1], [1 / 2, 1, 3 / 2]]
    assert np.array(visits) == pytest.approx(np.array(published))
    assert solve(drunkard(0)).success.tolist() == pytest.approx([1 / 4, 1 / 2, 3 / 4])


def test_a_miss_on_a_way_that_is_walked_twice_weighs_by_every_visit() -> None:
    # From corner 2: the bar is reached with 1/2; were the way there harmless, all would arrive.
    found = solve(drunkard(1))
    assert (found.arrives, found.effect[0]) == pytest.approx((1 / 2, 1 / 2))


def test_yields_of_a_line_multiply(company: Company) -> None:
    company.customer("X")
    for n in range(10):
        company.hand("A>B", 0, 10, 12 if n < 2 else 9, handoff_id=f"a{n}", case_id=f"a{n}")
        company.hand("B>X", 20, 30, 29, handoff_id=f"b{n}", case_id=f"b{n}", returned_at=n or None)
    company.cursor.execute("UPDATE stated_handoffs SET returned_at = NULL WHERE handoff_id <> 'b5'")
    company.cursor.execute(
        "UPDATE stated_handoffs SET returned_at = delivered_at WHERE handoff_id = 'b5'"
    )
    found = model(company)
    # 8 of 10, then 9 of 10: 72 %; with the first mended 90 %, with the second 80 %.
    assert found.rate == pytest.approx(0.72)
    assert {one.link.supplier: one.effect for one in found.links} == pytest.approx(
        {"A": 0.18, "B": 0.08}
    )
    assert (found.outside, found.without_cases) == (True, True)


def test_work_splits_as_the_volumes_say(company: Company) -> None:
    company.customer("X")
    for n in range(4):
        company.hand("A>B" if n else "A>C", 0, 10, 9, case_id=f"a{n}")
    for n in range(3):
        company.hand("B>X", 10, 20, 25, case_id=f"b{n}")
    company.hand("C>X", 10, 20, 19, case_id="c")
    found = model(company)
    # Three of four go by B, which misses all.
    assert found.rate == pytest.approx(0.25)
    assert (found.links[0].link, found.links[0].effect) == (Link("B", "X"), pytest.approx(0.75))
    assert (found.links[0].passes, found.links[0].tied) == (0.75, False)
    assert not found.without_cases


def test_work_that_goes_round_meets_the_same_miss_again(company: Company) -> None:
    company.customer("X")
    for n in range(2):
        company.hand("A>B", 0, 10, 9 if n else 11, case_id=f"a{n}")
    company.hand("B>A", 10, 20, 19, case_id="b")
    company.hand("B>X", 10, 20, 19, case_id="x")
    found = model(company)
    # A receives 1 and gives 2: one piece of work begins there. With yield 1/2 and half of it going
    # back: s = 1/2 (1/2 + 1/2 s), s = 1/3.
    assert found.rate == pytest.approx(1 / 3)
    assert found.links[0].effect == pytest.approx(2 / 3)
    assert found.links[0].passes == 2


def test_what_ends_inside_counts_only_where_nothing_leaves(company: Company) -> None:
    company.hand("A>B", 0, 10, 12)
    company.hand("A>C", 0, 10, 9, case_id="c2")
    found = model(company)
    assert (found.rate, found.outside) == (0.5, False)
    company.customer("C")
    found = model(company)
    assert (found.rate, found.outside) == (1, True)


def test_only_what_can_be_judged_counts_for_the_yield(company: Company) -> None:
    company.customer("X")
    company.hand("A>X", 0, 10, 9)
    company.hand("A>X", 0, 10, None, case_id="late by now")
    company.hand("A>X", 0, 40, None, case_id="not due yet")
    company.hand("A>X", 0, None, 5, case_id="nobody said")
    company.hand("A>X", 0, None, 5, case_id="taken", accepted=True)
    company.hand("A>X", 0, None, 5, case_id="refused", accepted=False)
    (link,) = model(company, 30).links
    assert (link.handoffs, link.counted, link.kept, link.rate) == (6, 4, 2, 0.5)


def test_a_link_of_which_nothing_can_be_judged_never_misses_and_is_named(company: Company) -> None:
    company.customer("X")
    company.hand("A>B", 0, None, 5)
    company.hand("B>X", 5, 10, 9, case_id="c2")
    company.hand("B>X", 5, 10, 12, case_id="c3")
    found = model(company)
    assert (found.rate, found.unjudged) == (0.5, 1)
    assert {one.link.supplier: one.rate for one in found.links} == {"A": None, "B": 0.5}


def test_without_anything_to_judge_there_is_no_rate(company: Company) -> None:
    assert model(company).rate is None
    company.hand("A>B", 0, None, 5)
    found = model(company)
    assert (found.rate, found.low, len(found.links)) == (None, None, 1)
    assert "no handoff of this window can be judged" in words_for("en").render(yield_title(found))


def test_equal_links_are_tied_and_intervals_hold_the_effect(company: Company) -> None:
    company.customer("X")
    for n in range(20):
        for supplier in "AB":
            company.hand(f"{supplier}>X", 0, 10, 12 if n < 5 else 9, case_id=f"{supplier}{n}")
    found = model(company)
    assert [one.tied for one in found.links] == [True, True]
    assert all(one.low < one.effect < one.high for one in found.links)
    # 10 misses of 40: the share kept has a standard error of √(3/16/40) = 6.8 points.
    assert found.low == pytest.approx(0.75 - 1.96 * 0.0685, abs=0.04)
    assert "no single link" in words_for("en").render(yield_title(found))


def test_the_same_record_gives_the_same_intervals(company: Company) -> None:
    for n in range(9):
        company.hand("A>B", 0, 10, 12 if n < 3 else 9, case_id=f"c{n}")
    assert model(company) == model(company)
