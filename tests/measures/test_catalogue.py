"""Every worked example of the catalogue is run, and the reference shows it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from kpi.measures import KPIS, Week, measure
from kpi.measures.reference import kpi_reference
from tests.book import Book

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("kpi", KPIS)
def test_the_worked_example_is_true(kpi: str, book: Book) -> None:
    example = KPIS[kpi].example
    for handoff in example.handoffs:
        cells = asdict(handoff)
        book.handoff(cells.pop("requested_at"), delivered=cells.pop("delivered_at"), **cells)
    week = Week.parse(example.week)
    frame = measure(book.cursor(), as_of=example.as_of, first=week.start, last=week.end, kpis=[kpi])
    (row,) = frame.itertuples()
    assert row.value == pytest.approx(example.value)
    assert row.n == example.n
    assert frame["good"].tolist() == [example.good] or (
        example.good is None and frame["good"].isna().all()
    )


def test_the_reference_is_up_to_date() -> None:
    assert (DOCS / "kpis.md").read_text(encoding="utf-8") == kpi_reference()


def test_a_lower_target_asks_less_only_where_higher_is_better() -> None:
    assert KPIS["on_time_rate"].asks_less(0.8, than=0.9)
    assert KPIS["lead_time_p90"].asks_less(72, than=48)
    assert not KPIS["lead_time_p90"].asks_less(48, than=48)
