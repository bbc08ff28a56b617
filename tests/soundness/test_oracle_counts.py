"""The oracle's counts, tests, derivation and assertions against arithmetic done by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from .flow import AgreementRow, Link, agreed_lead_time
from .oracle_derive import Assertions, Event, derive
from .oracle_verdicts import discoveries, enough, judge, p_value, target_in_force

ZERO = datetime.fromisoformat("2026-01-05T00:00")
AB = Link("A", "B")


def hour(number: float) -> datetime:
    return ZERO + timedelta(hours=number)


def span(number: float) -> timedelta:
    return timedelta(hours=number)


def test_the_binomial_test_is_exact() -> None:
    # P(X ≤ 3 | 5, 0.9) = 1 − 0.9⁵ − 5·0.9⁴·0.1 = 1 − 0.59049 − 0.32805.
    assert p_value(3, 5, 0.9) == pytest.approx(0.08146)
    assert not enough(4, 0.9)
    assert not enough(5, 0.4)  # 0.6⁵ = 0.078: not even five misses would be significant
    assert enough(5, 0.5)  # 0.5⁵ = 0.031


def test_benjamini_hochberg_looks_for_the_largest_rank() -> None:
    # Ranks of 4 at 5 %: 0.0125, 0.025, 0.0375, 0.05. 0.03 is over its own line but under a later
    # one.
    assert discoveries([0.01, 0.03, 0.035, 0.9]) == [True, True, True, False]
    assert discoveries([0.013, 0.026, 0.038, 0.051]) == [False] * 4


def test_verdicts_say_no_target_before_no_data_before_too_few() -> None:
    rows = [
        (0, 0, None),
        (0, 0, 0.9),
        (0, 4, 0.9),
        (10, 10, 0.9),
        (3, 5, 0.9),
        (0, 20, 0.9),
        (17, 20, 0.9),
    ]
    # 3 of 5: 0.081, at risk. 17 of 20: P(X ≤ 17 | 20, 0.9) = 0.323: below, within chance.
    assert [verdict for verdict, _ in judge(rows)] == [
        "no target", "no data", "too few", "kept", "at risk", "broken", "kept",
    ]  # fmt: skip


def test_a_renewal_with_the_same_target_continues_it() -> None:
    kpi, since, then = "on_time_rate", ZERO.date(), hour(72).date()
    first = AgreementRow("a", 1, AB, since, kpi, 0.9, 24.0, None, "accepted", ZERO, hour(30))
    second = AgreementRow("a", 2, AB, then, kpi, 0.9, 12.0, None, "accepted", hour(60), hour(60))
    assert agreed_lead_time((first, second), AB, hour(29)) is None
    assert agreed_lead_time((first, second), AB, hour(30)) == span(24)
    assert agreed_lead_time((first, second), AB, hour(72)) == span(12)
    assert target_in_force((first, second), AB, "on_time_rate", hour(167)) == (second, hour(30))
    raised = replace(second, target=0.95)
    assert target_in_force((first, raised), AB, "on_time_rate", hour(167)) == (raised, hour(72))


def test_each_change_of_party_is_a_handoff_and_the_last_holder_owes_the_case() -> None:
    # A holds from 0, an unknown party at 1 changes nothing, B from 2 (rejects at 3), A again from
    # 4. Resolved at 3 lies before the last holding began, so the close at 9 ends the case.
    events = [
        Event("c", "A", hour(0)), Event("c", "", hour(1)), Event("c", "A", hour(1)),
        Event("c", "B", hour(2)), Event("c", "B", hour(3), "no"),
        Event("c", "A", hour(4), resolved=hour(3), closed=hour(9), kept=True),
    ]  # fmt: skip
    cells = (None, hour(9), True)
    assert derive(events, "Cliente", frozenset({"no"})) == [
        ("A", "B", hour(0), hour(2), hour(3), *cells),
        ("B", "A", hour(2), hour(4), None, *cells),
        ("A", "Cliente", hour(4), hour(9), None, *cells),
    ]


def test_a_conflict_asserts_nothing_and_undo_brings_back_what_stands() -> None:
    hand = Assertions(("promised", "paused_hours"))
    assert hand.ingest(1, [("h", {"promised": "1"}), ("h", {"promised": "1"})]).ignored == 1
    assert hand.ingest(2, [("h", {"promised": "2", "paused_hours": "5"})]).conflicts == 1
    assert hand.ingest(3, [("h", {"paused_hours": "6", "nota": "x"})]).updated == 1
    assert hand.shown() == {"h": {"promised": "1", "paused_hours": "6", "nota": "x"}}
    hand.undo(1)
    assert hand.shown() == {"h": {"paused_hours": "6", "nota": "x"}}
    hand.undo(3)
    hand.undo(2)
    assert hand.shown() == {}
