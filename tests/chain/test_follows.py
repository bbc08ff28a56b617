"""What follows what in event logs, counted by hand."""

from __future__ import annotations

from datetime import datetime

from kpi.chain import Follows, directly_follows

from .conftest import LATER, Company, hour


def log(company: Company, case: str, *events: tuple[float, str, str]) -> None:
    for at, party, activity in events:
        company._line += 1
        company.cursor.execute(
            "INSERT INTO events (case_id, happened_at, party, activity, ordinal, end_customer, "
            "load, line) VALUES (?, ?, ?, ?, 1, 'X', 1, ?)",
            [case, hour(at), party, activity, company._line],
        )


def follows(company: Company, as_of: datetime = LATER, **span: datetime) -> list[Follows]:
    return list(directly_follows(company.cursor, as_of=as_of, **span))


def test_steps_follow_in_the_order_of_time_then_of_lines(company: Company) -> None:
    log(company, "c1", (0, "A", "open"), (2, "B", "work"), (2, "B", "close"))
    log(company, "c2", (1, "A", "open"), (5, "B", "close"), (0, "A", "ask"))
    # c1: A→B after 2 h, B→B at once; c2: A→A after 1, A→B after 4.
    assert follows(company) == [
        Follows("A", "B", 2, 3.0, 3.0),
        Follows("A", "A", 1, 1.0, 1.0),
        Follows("B", "B", 1, 0.0, 0.0),
    ]
    by_activity = directly_follows(company.cursor, as_of=LATER, by="activity")
    assert {(f.step, f.next_step): f.mean_hours for f in by_activity} == {
        ("open", "work"): 2,
        ("work", "close"): 0,
        ("ask", "open"): 1,
        ("open", "close"): 4,
    }


def test_the_median_is_not_the_mean(company: Company) -> None:
    for number, wait in enumerate((1, 2, 9)):
        log(company, f"c{number}", (0, "A", ""), (wait, "B", ""))
    assert follows(company) == [Follows("A", "B", 3, 4.0, 2.0)]


def test_an_event_that_names_nobody_is_passed_over(company: Company) -> None:
    log(company, "c1", (0, "A", ""), (1, "", ""), (3, "B", ""))
    assert follows(company) == [Follows("A", "B", 1, 3.0, 3.0)]


def test_what_happens_later_or_outside_the_span_is_not_counted(company: Company) -> None:
    log(company, "c1", (0, "A", ""), (2, "B", ""), (30, "C", ""))
    assert follows(company, hour(10)) == [Follows("A", "B", 1, 2.0, 2.0)]
    assert follows(company, first=hour(10)) == [Follows("B", "C", 1, 28.0, 28.0)]
    assert follows(company, last=hour(2)) == []
