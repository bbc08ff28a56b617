"""Laws that hold for every company, tried on random ones."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.chain import handoff_delays
from kpi.chain.cases import choose_cases, choose_outcomes
from kpi.chain.effects import Effects, broken_cases, link_effects
from kpi.chain.fair_shares import share_out
from kpi.chain.replay import grouped, replay
from kpi.store import open_store

from .conftest import Company, hour

PARTIES = "ABCX"
AS_OF = hour(60)
Row = tuple[str, float, float | None, float | None, dict[str, object]]


def time_or_none(first: int, last: int) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(first, last)


@st.composite
def handoffs(draw: st.DrawFn) -> Row:
    supplier = draw(st.sampled_from("ABC"))
    customer = draw(st.sampled_from([p for p in PARTIES if p != supplier]))
    asked = draw(st.integers(0, 30))
    done = draw(time_or_none(asked, asked + 30))
    cells: dict[str, object] = {"case_id": draw(st.sampled_from(["c1", "c2", "c3"]))}
    if done is not None and draw(st.integers(0, 5)) == 0:
        cells["returned_at"] = done + 1
    if draw(st.integers(0, 5)) == 0:
        cells["case_due_at"] = draw(st.integers(10, 50))
    if draw(st.integers(0, 7)) == 0:
        cells["case_kept"] = False
    return f"{supplier}>{customer}", asked, draw(time_or_none(0, 50)), done, cells


COMPANIES = st.lists(handoffs(), min_size=1, max_size=14)
LAWS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def shared() -> Iterator[Company]:
    with open_store(":memory:") as store:
        company = Company(store.cursor())
        company.customer("X", 0.9)
        yield company


def fill(company: Company, rows: list[Row], order: list[int] | None = None) -> Effects:
    company.cursor.execute("DELETE FROM stated_handoffs")
    for number in order or range(len(rows)):
        chain, asked, due, done, cells = rows[number]
        company.hand(chain, asked, due, done, **cells, handoff_id=f"h{number:02}")
    choose_cases(company.cursor, hour(0), hour(168), as_of=AS_OF)
    return link_effects(company.cursor, hour(0), hour(168))


@LAWS
@given(rows=COMPANIES)
def test_fair_shares_add_up_to_what_repairing_everything_saves_and_the_held_cases(
    shared: Company, rows: list[Row]
) -> None:
    effects = fill(shared, rows)
    whole = effects.fair_share.sum() * effects.counted
    assert whole == pytest.approx(effects.saveable + effects.held_cases)
    assert effects.saveable + effects.held_cases <= effects.broken
    assert (effects.fair_share >= 0).all()
    assert (effects.saved <= effects.saveable).all()


@LAWS
@given(rows=COMPANIES, seed=st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(shared: Company, rows: list[Row], seed: int) -> None:
    first = fill(shared, rows)
    order = list(range(len(rows)))
    random.Random(seed).shuffle(order)  # noqa: S311 - a reproducible order
    second = fill(shared, rows, order)
    assert first.links == second.links
    for name in ("fair_share", "resampled", "saved", "held", "own", "inherited"):
        assert (getattr(first, name) == getattr(second, name)).all(), name


@LAWS
@given(rows=COMPANIES)
def test_cases_come_to_the_same_with_and_without_putting_their_handoffs_in_order(
    shared: Company, rows: list[Row]
) -> None:
    fill(shared, rows)
    ordered = shared.cursor.execute("FROM chain_cases ORDER BY case_id").fetchall()
    choose_outcomes(shared.cursor, hour(0), hour(168), as_of=AS_OF)
    assert shared.cursor.execute("FROM chain_cases ORDER BY case_id").fetchall() == ordered


@LAWS
@given(rows=COMPANIES)
def test_own_and_inherited_are_the_parts_of_the_delay(shared: Company, rows: list[Row]) -> None:
    fill(shared, rows)
    handoff_delays(shared.cursor, AS_OF)
    query = "SELECT delay_hours, own_hours, inherited_hours FROM handoff_delays"
    known = [row for row in shared.cursor.execute(query).fetchall() if row[0] is not None]
    assert all(own >= 0 and inherited >= 0 for _, own, inherited in known)
    assert all(own + inherited == pytest.approx(delay) for delay, own, inherited in known)


@LAWS
@given(rows=COMPANIES)
def test_drawn_orders_come_near_the_exact_shares(shared: Company, rows: list[Row]) -> None:
    fill(shared, rows)
    cases, facts, _ = broken_cases(shared.cursor, hour(0), hour(168))
    exact, drawn = share_out(cases, facts), share_out(cases, facts, exact_up_to=0)
    assert (exact.sampled, drawn.sampled) == (0, len(exact.saveable))
    assert set(drawn.shares.case) == set(exact.shares.case)
    assert (drawn.shares.alone == exact.shares.alone).all()
    # A share of 512 draws has a standard error of at most 0.022; five of them.
    assert drawn.shares.share == pytest.approx(exact.shares.share, abs=0.11)


@LAWS
@given(rows=COMPANIES)
def test_one_repair_more_never_loses_a_case(shared: Company, rows: list[Row]) -> None:
    # The sampled shares beyond ten links rest on this.
    fill(shared, rows)
    cases, facts, _ = broken_cases(shared.cursor, hour(0), hour(168))
    for group in grouped(cases, facts):
        links = group.links.shape[1]
        masks = np.arange(2**links)
        kept = replay(group, (masks[:, None] >> np.arange(links) & 1).astype(bool))
        for link in range(links):
            assert (kept[:, masks | 1 << link] >= kept[:, masks]).all()
