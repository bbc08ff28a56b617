"""What if a draft had been agreed: it judges from the beginning, on one cursor alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpi.agreements import Draft, DraftError, Link, Terms, judged_by, read_drafts, targets_in_force
from kpi.measures import Week, Window
from kpi.verdicts import Verdict, verdicts
from tests.book import Book

LINK = Link("Compras", "Almacén")
AS_OF = datetime(2026, 3, 23)
WINDOW = Window(Week.parse("2026-W12"))
DRAFT = Draft(LINK, Terms.of({"on_time_rate": 0.9}, lead_time_hours=24))
NOW = datetime(2026, 3, 24, tzinfo=UTC)


def on_time(book: Book, *drafts: Draft) -> Verdict | None:
    cursor = book.cursor()
    with judged_by(cursor, drafts):
        made = verdicts(cursor, window=WINDOW, as_of=AS_OF)
    return next((one for one in made if one.kpi == "on_time_rate"), None)


@pytest.fixture
def slow(book: Book) -> Book:
    """Forty handoffs without any promise, ten of them within a day and thirty within two."""
    for number in range(40):
        hours = 20 if number < 10 else 40
        book.handoff(
            "2026-03-16T09:00", None, f"2026-03-{16 + hours // 24}T{9 + hours % 24 // 4}:00"
        )
    return book


def test_a_draft_gives_due_times_and_verdicts_to_a_log_older_than_any_agreement(slow: Book) -> None:
    # 16 Mar 9:00 + 24 h; ten came on the 16th, thirty on the 17th at 13:00: 10 of 40 on time.
    found = on_time(slow, DRAFT)
    assert found is not None
    assert (found.good, found.n, found.target, found.verdict) == (10, 40, 0.9, "broken")
    assert found.agreement == "draft 1"


def test_without_the_draft_nothing_is_judged_before_nor_after(slow: Book) -> None:
    cursor = slow.cursor()
    before = verdicts(cursor, window=WINDOW, as_of=AS_OF)
    with judged_by(cursor, [DRAFT]):
        assert verdicts(slow.cursor(), window=WINDOW, as_of=AS_OF) == before
        assert verdicts(cursor, window=WINDOW, as_of=AS_OF) != before
    assert verdicts(cursor, window=WINDOW, as_of=AS_OF) == before


def test_a_draft_takes_the_place_of_what_its_own_link_agreed_and_of_no_other(book: Book) -> None:
    book.agree("on_time_rate", 0.5, lead_time_hours=99)
    book.agree("first_time_right", 0.8, link=("Almacén", "Ventas", ""))
    cursor = book.cursor()
    with judged_by(cursor, [DRAFT]):
        found = targets_in_force(cursor, datetime(2025, 1, 1)), targets_in_force(cursor, AS_OF)
    assert [(t.link.supplier, t.target) for t in found[0]] == [("Compras", 0.9)]
    assert [(t.link.supplier, t.target) for t in found[1]] == [("Almacén", 0.8), ("Compras", 0.9)]


def test_drafts_are_read_from_a_file_of_agreements_and_nothing_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "draft.csv"
    path.write_text(
        "acuerdo,versión,proveedor,cliente,indicador,meta,plazo,estado\n"
        "A,1,Compras,Almacén,on_time_rate,80%,24,countered\n"
        "A,2,Compras,Almacén,on_time_rate,90%,24,proposed\n",
        encoding="utf-8",
    )
    assert read_drafts(path, now=NOW) == (DRAFT,)


def test_a_draft_with_a_rejected_record_is_refused_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "draft.csv"
    path.write_text(
        "agreement,version,supplier,customer,kpi,target,status\n"
        "A,1,Compras,Almacén,on_time_rate,95,proposed\n",
        encoding="utf-8",
    )
    with pytest.raises(DraftError, match=r"draft\.csv, line 2"):
        read_drafts(path, now=NOW)
