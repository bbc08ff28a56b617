"""No promise of its own is one thing, no due at all another."""

from __future__ import annotations

from datetime import datetime

from kpi.measures import DueMissing, due_missing
from tests.book import Book


def test_an_agreed_lead_time_gives_a_due_where_there_is_no_promise(book: Book) -> None:
    book.agree(lead_time_hours=24)
    book.handoff("2026-03-02")  # of the link with an agreement
    book.handoff("2026-03-02", due="2026-03-03")
    book.handoff("2026-03-02", link=("Ventas", "Compras", ""))  # of one without
    book.handoff("2026-03-09")  # later than as-of
    assert due_missing(book.cursor(), datetime(2026, 3, 5)) == DueMissing(
        handoffs=3, without_promise=2, without_due=1
    )
