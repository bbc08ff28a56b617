"""What is known of a handoff at an instant, and when it is due."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kpi.measures import due_handoffs
from tests.book import Book


def known(book: Book, as_of: str) -> dict[str, Any]:
    cursor = book.cursor()
    due_handoffs(cursor, datetime.fromisoformat(as_of))
    (row,) = cursor.execute("FROM due_handoffs").df().to_dict("records")
    return row


def due(book: Book, as_of: str = "2026-12-31") -> str:
    return str(known(book, as_of)["due"])


def test_the_due_time_is_the_earlier_of_promise_and_agreement(book: Book) -> None:
    book.agree(lead_time_hours=48.0)
    book.handoff("2026-03-02 09:00", due="2026-03-06 09:00")  # stretched past the agreement
    assert due(book) == "2026-03-04 09:00:00"


def test_a_promise_before_the_agreed_time_counts(book: Book) -> None:
    book.agree(lead_time_hours=48.0)
    book.handoff("2026-03-02 09:00", due="2026-03-03 09:00")
    assert due(book) == "2026-03-03 09:00:00"


def test_pauses_move_the_agreed_time_and_not_the_promise(book: Book) -> None:
    book.agree(lead_time_hours=48.0)
    book.handoff("2026-03-02 09:00", due="2026-03-04 12:00", paused_hours=2.5)
    assert str(known(book, "2026-12-31")["agreed_due"]) == "2026-03-04 11:30:00"
    assert due(book) == "2026-03-04 11:30:00"


def test_the_lead_time_in_force_at_the_request_counts(book: Book) -> None:
    book.agree(lead_time_hours=48.0)
    book.agree(lead_time_hours=24.0, version=2, valid_from="2026-03-02")
    book.handoff("2026-03-01 23:59")  # one minute before the second version
    assert due(book) == "2026-03-03 23:59:00"


def test_a_handoff_with_neither_has_no_due_time(book: Book) -> None:
    book.handoff("2026-03-02 09:00", delivered="2026-03-03 09:00")
    assert due(book) == "NaT"


def test_what_happens_after_as_of_has_not_happened(book: Book) -> None:
    book.handoff(
        "2026-03-02 09:00",
        delivered="2026-03-03 09:00",
        accepted=False,
        returned_at="2026-03-05 09:00",
        rating=2,
        case_closed_at="2026-03-06 09:00",
    )
    before = known(book, "2026-03-03 08:59")
    assert before["open"]
    assert [str(before[c]) for c in ("delivered_at", "accepted", "rating")] == [
        "NaT",
        "None",
        "None",
    ]
    # Delivered, but the refusal comes with the return, which is still to come.
    between = known(book, "2026-03-03 09:00")
    assert not between["open"]
    assert [str(between[c]) for c in ("accepted", "returned_at")] == ["None", "NaT"]
    after = known(book, "2026-03-05 09:00")
    assert (str(after["returned_at"]), after["accepted"]) == ("2026-03-05 09:00:00", False)
    assert str(after["case_closed_at"]) == "NaT"


def test_a_handoff_requested_later_is_not_known(book: Book) -> None:
    book.handoff("2026-03-02 09:00")
    cursor = book.cursor()
    due_handoffs(cursor, datetime.fromisoformat("2026-03-02 08:59"))
    assert cursor.execute("SELECT count(*) FROM due_handoffs").fetchone() == (0,)


def test_as_of_with_a_zone_is_refused(book: Book) -> None:
    with pytest.raises(ValueError, match="has a zone"):
        due_handoffs(book.cursor(), datetime(2026, 3, 2, tzinfo=UTC))
