"""The sentences: true in every state, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from kpi.agreements import Link
from kpi.chain import STATES, Balance, LinkEffect, Promise, WeekPromise, findings, trend_findings
from kpi.measures import Week, Window
from kpi.words import words_for

WEEK = Week.parse("2026-W12")
EN, ES = words_for("en"), words_for("es")


def effect(supplier: str, verdict: str = "broken", *, part: float = 0.0) -> LinkEffect:
    """A link that decides a part of the broken promises; its other numbers play no role here."""
    return LinkEffect(
        link=Link(supplier, "Almacén"), verdict=verdict, verdicts=(), handoffs=40,
        fair_share=part / 5, fair_low=0.0, fair_high=0.0, ranking_share=part / 5, broken_share=part,
        effect=0.0, cases_saved=0, cases_held=0, own_minutes=0.0, inherited_minutes=0.0,
        open_minutes=0.0, late_share=0.0, tied=False, late_by_inheritance=False,
        cannot_inherit=False,
    )  # fmt: skip


def balance(state: str, *failing: LinkEffect, **more: object) -> Balance:
    """A company in which 80 of 100 cases kept their promise."""
    promise = Promise(80, 100, 0.95, "broken", 0.0, 0.7, 0.9, 0, 0, ())
    base = Balance(
        window=Window(WEEK), as_of=datetime(2026, 3, 23), state=state, promise=promise,
        failing=failing, at_risk=(), all_links=failing, within_targets_share=0.0,
        not_judged_share=0.0, unexplained_share=0.0, ranking_window=Window(WEEK), tied=False,
        saveable_cases=20, held_cases=0, sampled_cases=0, not_judged={}, open_without_due=0,
        oldest_open_days=None, open_not_due=0, ping_pong=(), mix_effect=False,
        has_events_only=False,
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


NONE, SILENT, LOUD = (), (effect("Compras"),), (effect("Compras", part=0.4),)


# "Strained" means that some link is failing, so it never comes without one.
@pytest.mark.parametrize(
    ("state", "failing"),
    [
        (state, failing)
        for state in STATES
        for failing in (NONE, SILENT, LOUD)
        if (state, failing) != ("strained", NONE)
    ],
)
def test_every_state_has_a_whole_sentence_in_both_languages(
    state: str, failing: tuple[LinkEffect, ...]
) -> None:
    found = balance(state, *failing)
    for say in (EN, ES):
        text = say.render(findings.headline(found))
        assert text.endswith((".", ")"))
        assert "{" not in text
    assert EN.render(findings.headline(found)) != ES.render(findings.headline(found))


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        # 0.43 of the broken promises is 4 of 10; below 2 of 10 a percentage says more.
        (0.43, "Compras → Almacén decides 4 of every 10 broken promises."),
        (
            0.12,
            "Compras → Almacén decides 12% of the broken promises, "
            "more than any other failing link.",
        ),
        (
            0.01,
            "The promise outside is not kept, but the failing links explain almost none of it.",
        ),
    ],
)
def test_the_first_link_carries_the_headline_by_what_it_decides(part: float, sentence: str) -> None:
    found = balance("out of balance", effect("Compras", part=part), effect("Ventas"))
    assert EN.render(findings.headline(found)) == sentence


def test_links_that_cannot_be_told_apart_share_the_headline() -> None:
    found = balance(
        "out of balance", effect("Compras", part=0.3), effect("Calidad", part=0.29), tied=True
    )
    assert EN.render(findings.headline(found)) == (
        "2 failing links together decide 59% of the broken promises; none stands out."
    )


def test_a_company_with_links_at_risk_only_names_none_as_failing() -> None:
    at_risk = (effect("Compras", "at risk", part=0.4),)
    found = balance("out of balance", at_risk=at_risk, all_links=at_risk)
    assert EN.render(findings.headline(found)) == (
        "The promise outside is not kept; 1 link is at risk, none is clearly failing."
    )


def test_two_links_of_many_prove_little_and_the_sentence_says_how_many_are_not_judged() -> None:
    links = tuple(effect(name, "kept") for name in ("Compras", "Corte"))
    unknown = tuple(effect(str(number), "too few") for number in range(230))
    found = balance("targets don't add up", all_links=links + unknown, not_judged={"too few": 230})
    assert EN.render(findings.headline(found)) == (
        "2 judged links keep their targets, and the customer outside still loses; not judged: 230."
    )
    whole = replace(found, all_links=links, not_judged={})
    assert "not judged" not in EN.render(findings.headline(whole))


def test_the_chain_without_a_failing_link_still_names_those_at_risk() -> None:
    at_risk = (effect("Compras", "at risk"),)
    links = (*at_risk, effect("Corte", "kept"))
    found = balance("out of balance", at_risk=at_risk, all_links=links)
    assert EN.render(findings.chain_title(found)) == "1 of 2 links is at risk, none is failing"


def test_the_promise_to_customers_outside_comes_before_internal_requests() -> None:
    from kpi.chain import CustomerPromise

    outside = CustomerPromise("Cliente", 45, 60, 0.95, "broken", 0.0, 0.6, 0.9)
    found = balance("out of balance")
    found = replace(found, promise=replace(found.promise, customers=(outside,)))
    # 45 of 60 is 75 %; with the 40 internal cases it is 80 of 100.
    assert EN.render(findings.promise_line(found)) == (
        "Promise to the customer kept in 45 of 60 cases (75.0%), target 95.0%. "
        "With internal requests, 80 of 100."
    )


def weeks(*kept: int | None, complete: bool = True) -> list[WeekPromise]:
    return [
        WeekPromise(WEEK.shift(n), part or 0, 0 if part is None else 100, 0, 0, complete)
        for n, part in enumerate(kept)
    ]


@pytest.mark.parametrize(
    ("kept", "title"),
    [
        ((90, 80, 70, 60), "The promise has fallen 3 weeks in a row"),
        ((60, 70, 80, 90), "The promise has risen 3 weeks in a row"),
        (
            (60, 90, 80, 70),
            "The promise was kept in 70.0% of this week’s cases, 80.0% the week before",
        ),
        (
            (80, 80, 80, 80),
            "The promise was kept in 80.0% of this week’s cases, 80.0% the week before",
        ),
        ((80,), "The promise outside, week by week"),
        ((None, None), "The promise outside, week by week"),
        # A week without cases ends what can be compared.
        ((80, 90, None), "No case of this week can be counted"),
        (
            (80, None, 90),
            "The promise was kept in 90.0% of this week’s cases; the week before had none",
        ),
        (
            (90, 80, None, 70, 60),
            "The promise was kept in 60.0% of this week’s cases, 70.0% the week before",
        ),
    ],
)
def test_a_trend_is_told_as_a_streak_of_three_or_as_two_weeks(
    kept: tuple[int | None, ...], title: str
) -> None:
    assert EN.render(trend_findings.trend_title(weeks(*kept))) == title


def test_an_incomplete_week_does_not_move_the_trend() -> None:
    told = [*weeks(90, 80), *weeks(10, complete=False)]
    assert EN.render(trend_findings.trend_title(told)).startswith("The promise was kept in 80.0%")


def test_who_leads_in_thirteen_weeks_takes_no_headline_where_another_decides_more() -> None:
    found = balance("out of balance", effect("Compras", part=0.2), effect("Ventas", part=0.3))
    assert EN.render(findings.headline(found)) == (
        "2 failing links together decide 50% of the broken promises; none stands out."
    )


def test_a_failing_link_without_another_is_not_held_against_others() -> None:
    found = balance("out of balance", effect("Compras", part=0.12))
    assert EN.render(findings.headline(found)) == (
        "Compras → Almacén decides 12% of the broken promises."
    )


def test_a_trend_begins_where_cases_begin_to_come() -> None:
    stray = [replace(week, kept=0, cases=2) for week in weeks(0, 0)]
    told = [*weeks(None), *stray, *[replace(w, week=w.week.shift(3)) for w in weeks(90, 80, 85)]]
    assert [cases for _, _, cases in trend_findings.drawn_rates(told)] == [100, 100, 100]
    # Where few cases are the rule, the first of them begins the trend.
    assert len(trend_findings.drawn_rates([*weeks(None), *stray])) == 2
    assert trend_findings.drawn_rates(weeks(None)) == []


def test_only_the_reasons_that_there_are_say_why_links_are_not_judged() -> None:
    found = balance("in balance", not_judged={"no target": 22, "too few": 0})
    line = findings.not_judged_line(found)
    assert line is not None
    assert EN.render(line) == "Not judged: 22 without a target"
    both = findings.not_judged_line(replace(found, not_judged={"no data": 1, "no target": 22}))
    assert both is not None
    assert ES.render(both) == "Sin juzgar: 22 sin meta y 1 sin ninguna entrega"
