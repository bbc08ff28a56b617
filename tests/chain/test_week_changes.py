"""What changed since last week: found whole, told once, the most important first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kpi.agreements import Link
from kpi.chain import (
    Balance,
    LinkEffect,
    Promise,
    WeekChanges,
    balance,
    promise_by_week,
    week_changes,
)
from kpi.chain.change import Change
from kpi.chain.link_changes import presence_changes, verdict_changes
from kpi.chain.promise_move import PromiseMove, Tally
from kpi.chain.term_changes import LEAD_TIME, Speaking, term_changes
from kpi.chain.week_changes import ordered
from kpi.measures import KPIS, Week, Window
from kpi.verdicts import Verdict, worst
from kpi.words import Message, words_for
from tests.chain.conftest import Company, hour

WEEK = Week.parse("2026-W12")
NOW = Window(WEEK)
EN, ES = words_for("en"), words_for("es")


def effect(supplier: str, handoffs: int = 40, part: float = 0.0, **verdicts: str) -> LinkEffect:
    """Return a link to the store, with its KPIs' verdicts; 7 of 10 good where one is judged."""
    link = Link(supplier, "Almacén")
    judged = tuple(
        Verdict(link, kpi, NOW, verdict, value=0.7, n=10, good=7, target=0.95)
        for kpi, verdict in verdicts.items()
    )
    overall = worst([verdict.verdict for verdict in judged])
    return LinkEffect(link, overall, judged, handoffs, broken_share=part)


def company(window: Window, *links: LinkEffect, **more: object) -> Balance:
    """Return a balance of such links, of which nothing else matters here."""
    promise = Promise(80, 100, 0.95, "broken", 0.0, 0.7, 0.9, 0, 0, ())
    made = Balance(
        window=window, as_of=datetime(2026, 3, 23), state="out of balance", promise=promise,
        failing=(), at_risk=(), all_links=links, within_targets_share=0.0, not_judged_share=0.0,
        unexplained_share=0.0, ranking_window=window, tied=False, saveable_cases=20, held_cases=0,
        sampled_cases=0, not_judged={}, open_without_due=0, oldest_open_days=None, open_not_due=0,
        ping_pong=(), mix_effect=False, has_events_only=False,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def one_change(was: dict[str, str], now: dict[str, str]) -> Change | None:
    """Return what is told of a link whose KPIs had, and have, such verdicts."""
    found = list(
        verdict_changes(
            company(NOW, effect("A", **now)), company(NOW.previous, effect("A", **was)), KPIS
        )
    )
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        ("kept", "broken", "broke"),
        ("too few", "broken", "broke"),
        ("at risk", "broken", "broke"),
        ("kept", "at risk", "at_risk"),
        ("broken", "at risk", "at_risk"),
        ("broken", "kept", "recovered"),
        ("at risk", "kept", "recovered"),
        ("broken", "too few", "no_longer_judged"),
        ("kept", "no data", "no_longer_judged"),
        ("kept", "no target", "no_longer_judged"),
        ("no target", "kept", "newly_judged"),
        ("too few", "kept", "newly_judged"),
        ("kept", "kept", None),
        ("broken", "broken", None),
        ("too few", "no data", None),
        ("no data", "no target", None),
    ],
)
def test_a_link_changes_where_its_verdict_does(was: str, now: str, kind: str | None) -> None:
    change = one_change({"on_time_rate": was}, {"on_time_rate": now})
    assert (change and change.kind) == kind
    if change is not None:
        assert (change.before, change.after, change.kpis) == (was, now, ("on_time_rate",))
        for say in (EN, ES):
            told = say.render(change.message)
            assert told.startswith("A → Almacén ")
            assert "{" not in told
        assert EN.render(change.message) != ES.render(change.message)


def test_a_broken_link_says_which_promise_it_breaks() -> None:
    change = one_change({"on_time_rate": "kept"}, {"on_time_rate": "broken"})
    assert change is not None
    told = EN.render(change.message)
    assert told == "A → Almacén is now broken: On time 70%, target 95%"


def test_what_is_kept_by_chance_alone_did_not_recover() -> None:
    below = replace(effect("A", on_time_rate="kept").verdicts[0], within_chance=True)
    now = replace(effect("A", on_time_rate="kept"), verdicts=(below,))
    was = effect("A", on_time_rate="at risk")
    (change,) = verdict_changes(company(NOW, now), company(NOW.previous, was), KPIS)
    told = EN.render(change.message)
    assert told == "A → Almacén is no longer at risk: On time 70%, target 95%; below, within chance"
    assert (change.kind, change.verdict, change.is_below) == ("recovered", "kept", True)


def test_a_second_kpi_that_breaks_is_told_though_the_link_was_broken_before() -> None:
    before = {"on_time_rate": "broken", "first_time_right": "kept"}
    change = one_change(before, {**before, "first_time_right": "broken"})
    assert change is not None
    assert (change.kind, change.kpis) == ("broke", ("first_time_right",))
    assert "one more target: Right first time" in EN.render(change.message)


def test_a_kpi_that_is_kept_does_not_clear_a_broken_one_that_nobody_can_judge_any_more() -> None:
    change = one_change(
        {"on_time_rate": "broken", "first_time_right": "kept"},
        {"on_time_rate": "too few", "first_time_right": "kept"},
    )
    assert change is not None
    assert (change.kind, change.after, change.verdict) == ("no_longer_judged", "too few", "kept")


def presence(was: int | None, now: int | None, *, known: bool) -> list[tuple[str, object, object]]:
    """Return what is told of a link that handed over so often; None where it is not listed."""
    found = presence_changes(
        company(NOW, *([] if now is None else [effect("A", now)])),
        company(NOW.previous, *([] if was is None else [effect("A", was)])),
        [Link("A", "Almacén")] if known else [],
    )
    return [(change.kind, change.before, change.after) for change in found]


def test_links_that_come_and_go_are_told() -> None:
    assert presence(None, 1, known=False) == [("new_link", 0, 1)]
    assert presence(None, 12, known=True) == [("link_is_back", 0, 12)]
    assert presence(12, None, known=True) == [("silent_link", 12, 0)]
    assert presence(12, 0, known=True) == [("silent_link", 12, 0)]
    assert presence(12, 3, known=True) == []


def test_a_link_that_is_rarely_used_is_neither_silent_nor_back() -> None:
    assert presence(4, None, known=True) == []
    assert presence(None, 4, known=True) == []


ON_TIME = (Link("A", "B"), "on_time_rate")
RIGHT = (Link("A", "B"), "first_time_right")
HOURS = (Link("A", "B"), LEAD_TIME)


def test_agreements_change_in_their_numbers_only() -> None:
    was = {ON_TIME: 0.9, HOURS: 48.0, RIGHT: 0.95}
    now = {ON_TIME: 0.92, HOURS: 36.0, RIGHT: 0.95}
    found = list(term_changes(now, was, Speaking(KPIS, working={"A"})))
    assert [(c.kind, c.kpis, c.before, c.after) for c in found] == [
        ("renegotiated", (), 48.0, 36.0),
        ("renegotiated", ("on_time_rate",), 0.9, 0.92),
    ]
    assert [EN.render(c.message) for c in found] == [
        "A → B agreed anew: Lead time from 48 working h to 36 working h",
        "A → B agreed anew: On time from 90% to 92%",
    ]


def test_a_first_agreement_and_its_end_are_told_once_for_all_its_numbers() -> None:
    terms = {HOURS: 48.0, RIGHT: 0.95, ON_TIME: 0.9}
    [first] = term_changes(terms, {}, Speaking(KPIS))
    [over] = term_changes({}, {ON_TIME: 0.9}, Speaking(KPIS))
    assert (first.kind, first.before, first.after) == ("agreed", None, None)
    assert EN.render(first.message) == "A → B now has 3 targets, among them On time 90%"
    assert (over.kind, over.before, over.after) == ("ended", 0.9, None)
    assert EN.render(over.message) == "A → B no longer has a target: On time was 90%"


def test_a_lead_time_alone_is_agreed_and_ended_too() -> None:
    [first] = term_changes({HOURS: 48.0}, {}, Speaking(KPIS))
    [over] = term_changes({}, {HOURS: 48.0}, Speaking(KPIS))
    assert EN.render(first.message) == "A → B now has a target: Lead time 48 h"
    assert EN.render(over.message) == "A → B no longer has a target: Lead time was 48 h"


def change(kind: str, supplier: str, weight: float = 0.0, before: str = "kept") -> Change:
    """Return a change of which only the order matters."""
    shown = one_change({"on_time_rate": "kept"}, {"on_time_rate": "broken"})
    assert shown is not None
    return replace(shown, kind=kind, supplier=supplier, weight=weight, before=before)  # type: ignore[arg-type]


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


@pytest.mark.parametrize(
    ("now", "week_ago", "told"),
    [
        (Tally(829, 1000), Tally(851, 1000), "fell 2.2 points in a week, to 82.9%"),
        (Tally(81, 100), Tally(80, 100), "rose 1 point in a week, to 81.0%"),
        # 0.82949 and 0.82951 are read as the same 82.9 and 83.0 that the page shows.
        (Tally(82951, 100000), Tally(82949, 100000), "rose 0.1 points in a week, to 83.0%"),
        (Tally(80, 100), Tally(8, 10), "stays at 80.0%"),
        (Tally(80, 100), Tally(0, 0), "is kept in 80.0%; a week ago none counted"),
        (Tally(0, 0), Tally(8, 10), "No promise to a customer outside can be counted"),
    ],
)
def test_the_promise_moves_in_points_of_the_rates_that_are_shown(
    now: Tally, week_ago: Tally, told: str
) -> None:
    move = PromiseMove(now, week_ago, Tally(0, 0))
    assert told in EN.render(move.message)
    assert move.quarter_message is None


@pytest.mark.parametrize(
    ("week_ago", "told"),
    [
        (Tally(84, 100), "is at 82.0%, 2 points lower than a week ago"),
        (Tally(81, 100), "is at 82.0%, 1 point higher than a week ago"),
        (Tally(82, 100), "stays at 82.0%"),
    ],
)
def test_a_move_over_several_weeks_says_so_beside_what_single_weeks_say(
    week_ago: Tally, told: str
) -> None:
    move = PromiseMove(Tally(82, 100), week_ago, Tally(0, 0), weeks=4)
    assert EN.render(move.message) == f"Over 4 weeks the promise outside {told}"


def test_the_promise_is_held_against_a_quarter_ago_too() -> None:
    move = PromiseMove(Tally(80, 100), Tally(80, 100), Tally(95, 100))
    assert move.points_in_a_quarter == -15.0
    assert move.quarter_message is not None
    assert EN.render(move.quarter_message) == "A quarter ago it was 95.0%, 15 points higher"


def test_a_total_that_moves_against_all_its_parts_is_called_a_change_of_mix() -> None:
    fell = PromiseMove(Tally(60, 100), Tally(80, 100), Tally(0, 0), mix_effect=True)
    assert fell.mix_message is not None
    assert EN.render(fell.mix_message).startswith("Yet each customer’s own rate rose")
    assert replace(fell, mix_effect=False).mix_message is None


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


def test_a_broken_kpi_that_nobody_can_judge_any_more_is_not_called_eased() -> None:
    change = one_change(
        {"on_time_rate": "broken", "first_time_right": "kept"},
        {"on_time_rate": "too few", "first_time_right": "at risk"},
    )
    assert change is not None
    assert (change.kind, change.kpis) == ("at_risk", ("first_time_right",))
    assert "is now at risk: Right first time" in EN.render(change.message)


def test_a_mix_that_moves_the_total_by_less_than_is_shown_is_told_the_right_way_round() -> None:
    # 80.04 % after 80.01 %: both are written 80.0 %.
    move = PromiseMove(Tally(2001, 2500), Tally(8001, 10000), Tally(0, 0), mix_effect=True)
    assert (move.points, move.mix_message) == (
        0.0,
        Message("Yet each customer’s own rate fell: only the mix of cases changed"),
    )


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
