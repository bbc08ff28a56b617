"""What changed in the agreements of a link since last week: their numbers, told once."""

from __future__ import annotations

from kpi.agreements import Link
from kpi.chain.term_changes import LEAD_TIME, Speaking, term_changes
from kpi.measures import KPIS
from kpi.words import words_for

EN = words_for("en")
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
