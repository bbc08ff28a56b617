"""One case as a line of handoffs: the numbers of the whole, a sentence for each outcome."""

from __future__ import annotations

import pytest

from kpi.chain import CaseLine, balance, blame_line, case_line, case_title
from kpi.measures import Window
from kpi.words import words_for
from tests.chain.conftest import LATER, WEEK, Company, hour


def _line(company: Company, case: str = "c1") -> CaseLine:
    found = case_line(company.cursor, case, as_of=LATER)
    assert found is not None
    return found


def test_a_case_shows_its_handoffs_in_order_with_own_and_inherited_delay(company: Company) -> None:
    # docs/methods-system.md: parts owed by 10 and given at 15; the next due at 20 and done at 22.
    company.customer("X", 0.9)
    company.hand("Compras>Almacén", 0, 10, 15)
    company.hand("Almacén>X", 5, 20, 22)
    line = _line(company)
    assert [step.handoff_id for step in line.steps] == ["h1", "h2"]
    assert [(s.own_hours, s.inherited_hours) for s in line.steps] == [(5.0, 0.0), (0.0, 2.0)]
    assert [step.start for step in line.steps] == [hour(0), hour(15)]
    assert (line.outcome, line.customer, line.external, line.late_hours) == (
        "broken",
        "X",
        True,
        2.0,
    )
    # Mending Compras delivers 5 h earlier: the case is kept, and nobody else has own delay.
    assert [(s.fair_share, s.saves_alone) for s in line.steps] == [(1.0, True), (0.0, False)]


def test_shares_of_one_case_are_those_of_the_whole(company: Company) -> None:
    company.customer("X", 0.9)
    company.hand("A>B", 0, 5, 10, case_due_at=9)
    company.hand("B>X", 10, 13, 18, case_due_at=9)
    whole = balance(company.cursor, window=Window(WEEK, 1), as_of=LATER)
    shares = {e.link.supplier: e.fair_share for e in whole.all_links}
    assert {s.link.supplier: s.fair_share for s in _line(company).steps} == shares


def test_a_case_that_is_not_there_is_none(company: Company) -> None:
    company.hand("A>B", 0, 5, 10)
    assert case_line(company.cursor, "C-404", as_of=LATER) is None


@pytest.mark.parametrize(
    ("times", "cells", "title", "blame"),
    [
        ((0, 20, 15), {}, "Case c1 was kept, 5 h before its due time.", None),
        ((0, 20, 22), {}, "Case c1 came 2 h late.", "A → X alone would have kept it."),
        ((0, None, 22), {}, "Case c1 is finished; nothing tells whether it was kept.", None),
        ((0, None, None), {}, "Case c1 is open, and nothing says when it is due.", None),
        ((0, None, 22), {"case_kept": True}, "Case c1 was kept.", None),
        (
            (0, None, 22),
            {"case_kept": False},
            "Case c1 was not kept.",
            "No handoff of it had a promise of its own: whose delay it was, nobody knows.",
        ),
        (
            (0, 30, 22),
            {"case_kept": False},
            "Case c1 was not kept.",
            "No link’s own delay explains it.",
        ),
    ],
)
def test_every_outcome_has_its_sentence(
    company: Company,
    times: tuple[float, float | None, float | None],
    cells: dict[str, object],
    title: str,
    blame: str | None,
) -> None:
    company.customer("X", 0.9)
    company.hand("A>X", *times, **cells)
    line, say = _line(company), words_for("en")
    said = blame_line(line)
    assert (say.render(case_title(line)), said and say.render(said)) == (title, blame)


def test_an_open_case_past_its_due_is_late_until_as_of(company: Company) -> None:
    company.customer("X", 0.9)
    company.hand("A>X", 0, 20, None)
    line = case_line(company.cursor, "c1", as_of=hour(44))
    assert line is not None
    assert words_for("en").render(case_title(line)) == (
        "Case c1 is still open, 24 h past its due time."
    )
    assert line.steps[0].delivered == hour(44)
