"""No promise of its own is one thing, no due at all another."""

from __future__ import annotations

from datetime import datetime

from kpi.measures import DueMissing, due_missing, lacking_handoffs
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


def test_the_handoffs_behind_the_counts_say_what_each_lacks(book: Book) -> None:
    book.agree(lead_time_hours=24)
    book.handoff("2026-03-02", handoff_id="agreed")
    book.handoff("2026-03-02", due="2026-03-03", delivered="2026-03-03", handoff_id="mute")
    book.handoff(
        "2026-03-02", due="2026-03-03", delivered="2026-03-03", rating=4, handoff_id="whole"
    )
    book.handoff("2026-03-02", link=("Ventas", "Compras", ""), handoff_id="bare")
    rows = lacking_handoffs(book.cursor(), datetime(2026, 3, 5))
    flags = rows[["handoff_id", "without_promise", "without_due", "unjudged"]]
    # No due first; then by the handoff's id, as all were asked for at once.
    assert flags.values.tolist() == [
        ["bare", True, True, False],
        ["agreed", True, False, False],
        ["mute", False, False, True],
    ]
    assert lacking_handoffs(book.cursor(), datetime(2026, 3, 5), most=1).handoff_id[0] == "bare"
