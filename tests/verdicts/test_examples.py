"""Every worked example of the catalogue is run, those that need verdicts too."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest

from kpi.agreements import Link
from kpi.measures import KPIS, Week, Window
from kpi.measures.kpi import Example, ExampleHandoff
from kpi.verdicts import measure_all, rows_behind
from tests.book import LINK, Book

SUPPLIER, CUSTOMER, SERVICE = LINK


def write_example(book: Book, example: Example) -> None:
    """Write what the example tells; the link measured is `LINK`."""
    for handoff in example.handoffs:
        book.handoff(
            handoff.requested_at,
            delivered=handoff.delivered_at,
            promised_at=handoff.promised_at,
            accepted=handoff.accepted,
            returned_at=handoff.returned_at,
            rating=handoff.rating,
            paused_hours=handoff.paused_hours,
            link=_link(handoff),
            **({"case_id": handoff.case_id} if handoff.case_id else {}),
        )
    for contact in example.contacts:
        cells = asdict(contact)
        book.contact(cells.pop("contacted_at"), **cells)
    for agreement in example.agreements:
        signed = agreement.valid_from - timedelta(days=3)
        book.agree(**asdict(agreement), supplier_accepted_at=signed, customer_accepted_at=signed)


def _link(handoff: ExampleHandoff) -> tuple[str, str, str]:
    if handoff.goes_back:
        return CUSTOMER, SUPPLIER, SERVICE
    return (CUSTOMER, "Ventas", SERVICE) if handoff.goes_on else LINK


@pytest.mark.parametrize("kpi", KPIS)
def test_the_worked_example_is_true(kpi: str, book: Book) -> None:
    example = KPIS[kpi].example
    write_example(book, example)
    week = Week.parse(example.week)
    frame = measure_all(
        book.cursor(),
        as_of=example.as_of,
        first=week.start,
        last=week.end,
        links=[Link(*LINK)],
        kpis=[kpi],
    )
    (row,) = frame.itertuples()
    assert row.value == pytest.approx(example.value)
    assert row.n == example.n
    assert frame["good"].tolist() == [example.good] or (
        example.good is None and frame["good"].isna().all()
    )


@pytest.mark.parametrize("kpi", KPIS)
def test_the_rows_behind_the_worked_example_are_those_it_counts(kpi: str, book: Book) -> None:
    example = KPIS[kpi].example
    write_example(book, example)
    behind = rows_behind(
        book.cursor(),
        link=Link(*LINK),
        kpi=kpi,
        window=Window(Week.parse(example.week), 1),
        as_of=example.as_of,
    )
    assert len(behind) == example.n
    assert behind["good"].sum() == (example.good or 0)
