"""What changed on links since last week: verdicts, and links that come and go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from kpi.agreements import Link
from kpi.chain import Balance, LinkEffect, Promise
from kpi.chain.change import Change
from kpi.chain.link_changes import presence_changes, verdict_changes
from kpi.measures import KPIS, Week, Window
from kpi.verdicts import Verdict, worst
from kpi.words import words_for

NOW = Window(Week.parse("2026-W12"))
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


def company(window: Window, *links: LinkEffect) -> Balance:
    """Return a balance of such links, of which nothing else matters here."""
    promise = Promise(80, 100, 0.95, "broken", 0.0, 0.7, 0.9, 0, 0, ())
    return Balance(
        window=window, as_of=datetime(2026, 3, 23), state="out of balance", promise=promise,
        failing=(), at_risk=(), all_links=links, within_targets_share=0.0, not_judged_share=0.0,
        unexplained_share=0.0, ranking_window=window, tied=False, saveable_cases=20, held_cases=0,
        sampled_cases=0, not_judged={}, open_without_due=0, oldest_open_days=None, open_not_due=0,
        ping_pong=(), mix_effect=False, has_events_only=False,
    )  # fmt: skip


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


def test_a_broken_kpi_that_nobody_can_judge_any_more_is_not_called_eased() -> None:
    change = one_change(
        {"on_time_rate": "broken", "first_time_right": "kept"},
        {"on_time_rate": "too few", "first_time_right": "at risk"},
    )
    assert change is not None
    assert (change.kind, change.kpis) == ("at_risk", ("first_time_right",))
    assert "is now at risk: Right first time" in EN.render(change.message)


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
