"""What changed since last week: found whole, told once, the most important first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kpi.agreements import Link
from kpi.chain import WeekChanges, balance, promise_by_week, week_changes
from kpi.chain.change import Change, Kind
from kpi.chain.promise_move import Tally
from kpi.chain.week_changes import ordered
from kpi.measures import Week, Window
from kpi.words import Message
from tests.chain.conftest import Company, hour


def change(kind: Kind, supplier: str, weight: float = 0.0, before: str = "kept") -> Change:
    """Return a change of which only the order matters."""
    link = {"supplier": supplier, "customer": "Almacén", "service": ""}
    return Change(kind, **link, kpis=(), before=before, after="broken", verdict="broken",
        weight=weight, message=Message(""))  # fmt: skip


def test_the_worst_comes_first_and_of_the_same_kind_what_decides_most() -> None:
    found = ordered([
        change("new_link", "new"), change("recovered", "mended"), change("broke", "less", 0.1),
        change("no_longer_judged", "was fine"), change("broke", "more", 0.3),
        change("no_longer_judged", "was broken", 0.2, "broken"), change("at_risk", "at risk", 0.1),
    ])  # fmt: skip
    assert [c.supplier for c in found] == [
        "more", "less", "was broken", "at risk", "mended", "was fine", "new",
    ]  # fmt: skip


def test_of_links_that_are_new_the_busiest_comes_first() -> None:
    new = [
        replace(change("new_link", name), before=0, after=handoffs)
        for name, handoffs in (("Corte", 1), ("Ventas", 12), ("Armado", 1))
    ]
    assert [one.supplier for one in ordered(new)] == ["Ventas", "Armado", "Corte"]


def test_what_only_follows_from_another_change_is_not_told_again() -> None:
    found = ordered([
        change("agreed", "A"), change("newly_judged", "A"), change("newly_judged", "B"),
        change("ended", "C"), change("no_longer_judged", "C", before="kept"),
        change("silent_link", "D"), change("no_longer_judged", "D", before="broken"),
    ])  # fmt: skip
    assert [(c.kind, c.supplier) for c in found] == [
        ("ended", "C"), ("agreed", "A"), ("silent_link", "D"), ("newly_judged", "B"),
    ]  # fmt: skip


def found_in(company: Company, week: Week) -> WeekChanges:
    """Return the changes of a week, as of the end of the company's third week."""
    window, as_of = Window(week, 1), hour(3 * 168)
    now = balance(company.cursor, window=window, as_of=as_of)
    before = balance(company.cursor, window=window.previous, as_of=as_of)
    return week_changes(company.cursor, now=now, before=before)


def test_a_company_that_breaks_a_link_in_its_second_week(company: Company) -> None:
    """40 on time, then 40 late: 100 % and then 0 % of 90 %, for the link and for the shop."""
    company.customer("Shop", 0.9)
    company.agree("A>Shop", "on_time_rate", 0.9)
    for i in range(40):
        company.hand("A>Shop", i, i + 2, i + 1, case_id=f"a{i}")
        company.hand("A>Shop", 168 + i, 170 + i, 171 + i, case_id=f"b{i}")
    company.hand("B>A", 169, None, 170, case_id="b1")
    week = Week.of(hour(0))
    found = found_in(company, week.shift(1))
    assert (found.promise.now, found.promise.week_ago) == (Tally(0, 40), Tally(40, 40))
    assert (found.promise.points, found.promise.points_in_a_quarter) == (-100.0, None)
    assert [(c.kind, c.link) for c in found.changes] == [
        ("broke", Link("A", "Shop")), ("new_link", Link("B", "A")),
    ]  # fmt: skip
    assert found.of_kind("new_link") == found.changes[1:]
    # Nothing was loaded for the third week: days without files are no silence.
    assert found_in(company, week.shift(2)).of_kind("silent_link") == ()
    company.hand("C>A", 2 * 168 + 3, None, 2 * 168 + 4, case_id="c")
    [silent] = found_in(company, week.shift(2)).of_kind("silent_link")
    assert (silent.link, silent.before) == (Link("A", "Shop"), 40)


def test_a_quarter_is_thirteen_weeks(company: Company) -> None:
    company.customer("Shop", 0.9)
    quarter = -13 * 168.0
    for i in range(4):
        company.hand("A>Shop", i, i + 2, i + 1, case_id=f"now{i}")
        done = quarter + i + (1 if i else 3)
        company.hand("A>Shop", quarter + i, quarter + i + 2, done, case_id=f"then{i}")
    week, as_of = Week.of(hour(0)), hour(3 * 168)
    assert found_in(company, week).promise.quarter_ago == Tally(3, 4)
    now, before = (
        balance(company.cursor, window=Window(one, 1), as_of=as_of)
        for one in (week, week.shift(-1))
    )
    for weeks in (14, 13):  # with the week of a quarter ago, and without it
        trend = promise_by_week(company.cursor, first=week.shift(1 - weeks), last=week, as_of=as_of)
        found = week_changes(company.cursor, now=now, before=before, weeks=trend)
        assert found.promise.quarter_ago == Tally(3, 4)


def test_balances_of_other_windows_are_refused(company: Company) -> None:
    now = company.balance()
    with pytest.raises(ValueError, match="one week earlier"):
        week_changes(company.cursor, now=now, before=now)
    earlier = replace(now, window=now.window.previous, as_of=now.as_of - timedelta(days=1))
    with pytest.raises(ValueError, match="one week earlier"):
        week_changes(company.cursor, now=now, before=earlier)


def test_no_link_is_silent_before_the_week_is_over(company: Company) -> None:
    for i in range(10):
        company.hand("A>Shop", i, i + 2, i + 1, case_id=f"a{i}")
    company.hand("B>Shop", 168, 170, 169, case_id="b")
    window = Window(Week.of(hour(168)), 1)
    for end, told in ((200, []), (336, ["silent_link"])):
        now, before = (
            balance(company.cursor, window=one, as_of=hour(end))
            for one in (window, window.previous)
        )
        found = week_changes(company.cursor, now=now, before=before)
        assert [change.kind for change in found.of_kind("silent_link")] == told


def test_the_mix_is_that_of_the_customers_whose_rate_is_told(company: Company) -> None:
    # Outside, A and B rise (8 of 16 → 3 of 5; 1 of 4 → 9 of 30), and both together fall (9 of 20 →
    # 12 of 35). T inside falls too, and is no part of it.
    company.customer("A")
    company.customer("B")
    for week, asked in ((0, {"A": (8, 8), "B": (1, 3)}), (1, {"A": (3, 2), "B": (9, 21)})):
        for customer, (kept, late) in asked.items():
            for n in range(kept + late):
                at = 168 * week + n
                case = f"{customer}{week}{n}"
                company.hand(f"S>{customer}", at, at + 2, at + (1 if n < kept else 3), case_id=case)
        company.hand(
            "S>T", 168 * week, 168 * week + 2, 168 * week + 1 + 2 * week, case_id=f"t{week}"
        )
    found = balance(company.cursor, window=Window(Week.of(hour(168)), 1), as_of=hour(3 * 168))
    assert found.mix_effect
