"""The oracle against arithmetic done by hand, so that it is a witness and not a second guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from .flow import Handoff, Link, Party, System
from .oracle import Case, cases_of, delays, outcome, period, pred_of, replay, saved_by
from .oracle_company import company, state
from .oracle_shares import fair_shares

ZERO = datetime.fromisoformat("2026-01-05T00:00")
SHOP = Party("Cliente", "customer")
AB, BC, CX = Link("A", "B"), Link("B", "C"), Link("C", "Cliente")


def hour(number: float) -> datetime:
    return ZERO + timedelta(hours=number)


def span(number: float) -> timedelta:
    return timedelta(hours=number)


def handoff(
    name: str,
    link: Link,
    requested: float,
    delivered: float | None,
    due: float | None = None,
    **cells: object,
) -> Handoff:
    row = Handoff(
        name,
        "c",
        link.supplier,
        link.customer,
        hour(requested),
        link.service,
        promised_at=None if due is None else hour(due),
        delivered_at=None if delivered is None else hour(delivered),
    )
    return replace(row, **cells)  # type: ignore[arg-type]


def case_of(*handoffs: Handoff, as_of: float = 100) -> Case:
    (case,) = cases_of(System(handoffs, (SHOP,)), hour(as_of))
    return case


def test_a_late_start_is_inherited_up_to_the_whole_delay() -> None:
    # a: due 10, delivered 14: 4 h own. b asked at 0, so it waited for a: starts at 14, planned 10.
    # b due 20, delivered 26: delay 6, of which 14 − 10 = 4 inherited and 2 own.
    case = case_of(handoff("a", AB, 0, 14, 10), handoff("b", BC, 0, 26, 20))
    assert [delays(case, h) for h in case.handoffs] == [
        (span(4), span(0), span(4)),
        (span(6), span(4), span(2)),
    ]


def test_a_handoff_asked_for_after_its_pred_was_delivered_inherits_nothing() -> None:
    # b asked at 14, when a was there: start = planned start = 14; delay 26 − 20 = 6, all own.
    case = case_of(handoff("a", AB, 0, 14, 10), handoff("b", BC, 14, 26, 20))
    assert delays(case, case.handoffs[1]) == (span(6), span(0), span(6))


def test_a_pred_without_due_hands_on_no_delay() -> None:
    case = case_of(handoff("a", AB, 0, 14), handoff("b", BC, 0, 26, 20))
    assert delays(case, case.handoffs[1]) == (span(6), span(0), span(6))


def test_an_open_handoff_counts_as_delivered_at_as_of() -> None:
    # as-of 30: a is 30 − 10 = 20 late, own. b waits for it: start 30, planned 10, delay 30 − 25 =
    # 5, inherited min(5, 20) = 5.
    case = case_of(handoff("a", AB, 0, None, 10), handoff("b", BC, 1, None, 25), as_of=30)
    assert [delays(case, h) for h in case.handoffs] == [
        (span(20), span(0), span(20)),
        (span(5), span(5), span(0)),
    ]


def test_the_pred_is_the_last_by_delivery_then_request_then_due_then_id() -> None:
    ties = [
        handoff("z", AB, 0, 10, 9),
        handoff("y", AB, 0, 10),  # no due comes last
        handoff("x", AB, 0, 10, 12),
        handoff("w", AB, 1, 9, 99),  # delivered earlier
    ]
    case = case_of(*ties, handoff("b", BC, 3, 20))
    pred = pred_of(case, case.handoffs[-1])
    assert [h.handoff_id for h in case.handoffs] == ["w", "z", "x", "y", "b"]
    assert pred is not None
    assert pred.handoff_id == "y"


def test_a_case_is_told_by_declared_outcome_then_case_due_then_ends() -> None:
    late_end = handoff("c", CX, 0, 12, 10)
    assert outcome(case_of(late_end)) == "broken"
    assert outcome(case_of(replace(late_end, case_due_at=hour(12)))) == "kept"
    assert (
        outcome(case_of(replace(late_end, case_due_at=hour(12), case_closed_at=hour(13))))
        == "broken"
    )
    assert (
        outcome(case_of(replace(late_end, case_due_at=hour(12), returned_at=hour(13)))) == "broken"
    )
    assert outcome(case_of(replace(late_end, case_due_at=hour(9), case_kept=True))) == "kept"
    assert outcome(case_of(handoff("c", CX, 0, 12))) == "unknown"


def test_an_unfinished_case_is_held_once_past_its_due_and_not_counted_before() -> None:
    waiting = (handoff("a", AB, 0, None), handoff("c", CX, 0, 5, 20, case_kept=True))
    assert outcome(case_of(*waiting, as_of=20)) == "unfinished"
    assert outcome(case_of(*waiting, as_of=21)) == "held"
    closed = (waiting[0], replace(waiting[1], case_closed_at=hour(6)))
    assert outcome(case_of(*closed, as_of=21)) == "kept"


def test_a_case_belongs_to_its_due_else_to_its_close() -> None:
    assert period(case_of(handoff("c", CX, 0, 12, 10))) == hour(10)
    assert period(case_of(handoff("c", CX, 0, 12, 10, case_due_at=hour(11)))) == hour(11)
    assert period(case_of(handoff("c", CX, 0, 12))) == hour(12)


def test_a_repair_moves_a_waiting_successor_but_not_before_its_other_inflows() -> None:
    # a is 8 h late (due 4, delivered 12); d, also to B, was delivered at 9 without due.
    # Asked at 0, b starts at 12 and takes 3. With A→B mended: a at 4, d at 9 minus nothing,
    # so b starts at 9 and is delivered at 12.
    other = Link("D", "B")
    case = case_of(
        handoff("a", AB, 0, 12, 4), handoff("d", other, 0, 9), handoff("b", BC, 0, 15, 12)
    )
    new = replay(case, frozenset({AB}))
    assert [new[name].delivered for name in "adb"] == [hour(4), hour(9), hour(12)]
    assert saved_by(case, frozenset({AB}))


def test_a_handoff_asked_for_later_keeps_its_wait_and_its_allowance() -> None:
    # a is 8 late. b asked 2 after a was delivered (14), took 3, due 15: 2 own. Mending a moves b's
    # request to 6, its due to 7 and its delivery to 9: b is late all the same.
    case = case_of(handoff("a", AB, 0, 12, 4), handoff("b", Link("B", "Cliente"), 14, 17, 15))
    new = replay(case, frozenset({AB}))["b"]
    assert (new.delivered, new.due, new.late) == (hour(9), hour(7), True)
    assert not saved_by(case, frozenset({AB}))


def test_a_handoff_is_never_delivered_before_its_new_start() -> None:
    # Due at −2, before it was asked: 5 h own, although the work took 3.
    case = case_of(handoff("c", CX, 0, 3, -2))
    assert replay(case, frozenset({CX}))["c"].delivered == hour(0)
    assert not saved_by(case, frozenset({CX}))


def test_two_links_that_only_together_save_a_case_share_it_in_halves() -> None:
    # Both ends are late by themselves; both must be mended. Alone each saves nothing: 0 + (1 −
    # 0)/2.
    dx = Link("D", "Cliente")
    case = case_of(handoff("c", CX, 0, 12, 10), handoff("d", dx, 0, 12, 10))
    assert not saved_by(case, frozenset({CX}))
    assert fair_shares(case) == {CX: Fraction(1, 2), dx: Fraction(1, 2)}


def test_where_either_of_two_repairs_suffices_both_save_the_case() -> None:
    # Chain A→B (2 late, own), B→Cliente: starts 6 instead of 4, takes 6, case due 11 against 12.
    # b's own due 9: delay 3, inherited 2, own 1. Mending A→B: 10; mending B→Cliente: 11. Either
    # does.
    bx = Link("B", "Cliente")
    case = case_of(handoff("a", AB, 0, 6, 4), handoff("b", bx, 0, 12, 9, case_due_at=hour(11)))
    assert saved_by(case, frozenset({AB}))
    assert saved_by(case, frozenset({bx}))
    assert fair_shares(case) == {AB: Fraction(1, 2), bx: Fraction(1, 2)}


def test_three_links_share_by_shapley() -> None:
    # The chain of the test above, where either repair suffices, and a second end D→Cliente, 1 late
    # by itself, that must be mended too: kept = D and (a or b). In the 6 orders D decides unless it
    # comes first (4 of 6), and after D the first of a and b does (1 of 6 each).
    bx, dx = Link("B", "Cliente"), Link("D", "Cliente")
    case = case_of(
        handoff("a", AB, 0, 6, 4),
        handoff("b", bx, 0, 12, 9, case_due_at=hour(11)),
        handoff("d", dx, 0, 12, 11),
    )
    assert fair_shares(case) == {dx: Fraction(2, 3), AB: Fraction(1, 6), bx: Fraction(1, 6)}


def test_a_given_close_moves_with_the_last_end() -> None:
    # Delivered 12 (2 own), closed 15, case due 13: mended, the close moves to 13.
    case = case_of(handoff("c", CX, 0, 12, 10, case_due_at=hour(13), case_closed_at=hour(15)))
    assert outcome(case) == "broken"
    assert saved_by(case, frozenset({CX}))


def test_a_case_that_the_replay_keeps_anyway_is_saved_by_nobody() -> None:
    # Declared broken, but closed by its case due: no repair explains it.
    case = case_of(handoff("c", CX, 0, 12, 10, case_due_at=hour(20), case_kept=False))
    assert outcome(case) == "broken"
    assert not saved_by(case, frozenset({CX}))


def test_a_declared_outcome_alone_is_saved_when_no_late_or_returned_handoff_is_left() -> None:
    rows = (handoff("a", AB, 0, 12, 10, case_kept=False), handoff("c", CX, 20, 30))
    assert saved_by(case_of(*rows), frozenset({AB}))
    calm = case_of(handoff("a", AB, 0, 9, 10, case_kept=False), handoff("c", CX, 20, 30))
    assert not saved_by(calm, frozenset({AB}))


def test_a_held_case_is_charged_in_equal_parts_to_the_links_that_hold_it_late() -> None:
    open_late = handoff("a", AB, 0, None, 10)
    open_calm = handoff("b", BC, 0, None)
    end = handoff("c", CX, 0, 5, 6)
    assert fair_shares(case_of(open_late, open_calm, end)) == {AB: Fraction(1)}
    assert fair_shares(case_of(replace(open_late, promised_at=None), open_calm, end)) == {
        AB: Fraction(1, 2),
        BC: Fraction(1, 2),
    }


def test_fair_shares_add_up_to_what_repairing_everything_saves_plus_the_held() -> None:
    rows = (
        handoff("c", CX, 0, 12, 10),
        handoff("d", CX, 0, None, 10, case_id="held"),
        handoff("e", CX, 0, 9, 10, case_id="kept"),
        handoff("f", CX, 0, 12, 10, case_id="declared", case_due_at=hour(15), case_kept=False),
    )
    result = company(System(rows, (SHOP,)), start=ZERO, end=hour(168), as_of=hour(50))
    account = result.links[CX]
    assert result.outcomes == {"c": "broken", "held": "held", "kept": "kept", "declared": "broken"}
    assert (account.fair, account.saved, account.held) == (Fraction(2), 1, 1)
    assert (result.unexplained, result.counted, result.broken) == (1, 4, 3)
    # own: c 2 h, d 50 − 10 = 40 h, f 2 h.
    assert account.own_minutes == pytest.approx(44 * 60)


def test_the_state_follows_the_table() -> None:
    assert state(["kept", "broken"], ["kept", "at risk"]) == "out of balance"
    assert state(["at risk"], ["kept", "too few"]) == "targets don't add up"
    assert state(["broken"], ["no data", "no target"]) == "out of balance, links not judged"
    assert state(["kept", "too few"], ["broken"]) == "strained"
    assert state(["kept"], ["at risk"]) == "in balance"
    assert state(["no target", "too few"], ["broken"]) == "outside unknown"
