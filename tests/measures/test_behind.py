"""Every number leads to the very handoffs that it counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from kpi.agreements import Link
from kpi.measures import KPIS, Week, Window, handoffs_behind, window_counts
from tests.book import LINK, Book

MONDAY = datetime.fromisoformat("2026-02-23")
BACK = (LINK[1], LINK[0], LINK[2])
WINDOW = Window(Week.parse("2026-W12"), 4)


def write_busy_link(book: Book, seed: int) -> None:
    """Write 120 handoffs around the window, with an agreement that changes inside it."""
    random = Random(seed)  # noqa: S311 - reproducible test data
    for _ in range(120):
        at = MONDAY + timedelta(hours=random.randint(-400, 700))
        took = random.choice((None, 4, 20, 30, 60, 200))
        delivered = None if took is None else at + timedelta(hours=took)
        returned = random.random() < 0.1 and delivered is not None
        book.handoff(
            at.isoformat(),
            due=random.choice((None, (at + timedelta(hours=40)).isoformat())),
            delivered=delivered and delivered.isoformat(),
            accepted=random.choice((None, True, False)),
            returned_at=(delivered + timedelta(hours=5)).isoformat() if returned else None,
            rating=random.choice((None, 1, 3, 5)),
            paused_hours=random.choice((None, 3.5)),
            case_id=f"c{random.randint(1, 40)}",
            link=random.choice((LINK, LINK, LINK, BACK)),
        )
    for _ in range(30):
        at = MONDAY + timedelta(hours=random.randint(-400, 700))
        book.contact(at, answered_at=random.choice((None, at + timedelta(hours=2))))
    for kpi, first, second in (
        ("on_time_rate", 0.8, 0.9),
        ("lead_time_p50", 24.0, 24.0),
        ("lead_time_p90", 48.0, 36.0),
        ("first_time_right", 0.7, 0.7),
        ("overdue_backlog", 5.0, 4.0),
        ("ping_pong_rate", 0.3, 0.2),
        ("contact_response", 0.7, 0.8),
    ):
        times = {"repair_time_hours": 24.0, "response_hours": 4.0}
        book.agree(kpi, first, lead_time_hours=48.0, **times)
        book.agree(kpi, second, version=2, valid_from="2026-03-05", lead_time_hours=36.0, **times)


@pytest.mark.parametrize("as_of", ["2026-03-23 06:00", "2026-03-19 15:00", "2026-05-01"])
@pytest.mark.parametrize("seed", range(3))
def test_the_handoffs_behind_a_number_are_as_many_and_as_good_as_it_says(
    book: Book, seed: int, as_of: str
) -> None:
    write_busy_link(book, seed)
    cursor, instant = book.cursor(), datetime.fromisoformat(as_of)
    counts = window_counts(cursor, window=WINDOW, as_of=instant)
    counts = counts[counts["supplier"] == LINK[0]]
    assert set(counts["kpi"]) == set(KPIS) - {"renewal"}  # agreements, not handoffs: kpi.verdicts
    for row in counts.itertuples():
        behind = handoffs_behind(
            cursor, link=Link(*LINK), kpi=row.kpi, window=WINDOW, as_of=instant
        )
        assert len(behind) == row.n, row.kpi
        identity = "contact_id" if row.kpi == "contact_response" else "handoff_id"
        assert behind[identity].is_unique
        if row.kpi == "rating_mean":
            assert behind["good"].isna().all()
            assert behind["value"].mean() == pytest.approx(row.value)
        else:
            assert behind["good"].sum() == row.good, row.kpi


def test_those_behind_a_percentile_itself_are_the_delivered_ones(book: Book) -> None:
    write_busy_link(book, 7)
    cursor, instant = book.cursor(), datetime.fromisoformat("2026-03-23 06:00")
    counts = window_counts(cursor, window=WINDOW, as_of=instant)
    counts = counts[counts["supplier"] == LINK[0]].set_index("kpi")
    behind = handoffs_behind(
        cursor,
        link=Link(*LINK),
        kpi="lead_time_p90",
        window=WINDOW,
        as_of=instant,
        measured=True,
    )
    assert behind["value"].quantile(0.9) == pytest.approx(counts.loc["lead_time_p90", "value"])
    # The target of 36 h came into force on 5 March; only what was delivered since then counts.
    assert behind["delivered_at"].min() >= datetime.fromisoformat("2026-03-05")


def test_the_worst_come_first(book: Book) -> None:
    good = book.handoff("2026-03-16", due="2026-03-18", delivered="2026-03-17")
    bad = book.handoff("2026-03-16", due="2026-03-18", delivered="2026-03-19")
    found = handoffs_behind(
        book.cursor(),
        link=Link(*LINK),
        kpi="on_time_rate",
        window=WINDOW,
        as_of=datetime.fromisoformat("2026-03-23"),
    )
    assert found["handoff_id"].tolist() == [bad, good]


def test_another_links_handoffs_are_not_behind_it(book: Book) -> None:
    book.handoff("2026-03-16", due="2026-03-18", link=("Compras", "Almacén", "urgente"))
    found = handoffs_behind(
        book.cursor(),
        link=Link(*LINK),
        kpi="on_time_rate",
        window=WINDOW,
        as_of=datetime.fromisoformat("2026-03-23"),
    )
    assert found.empty


def test_a_promise_older_than_its_request_counts_in_its_own_window(book: Book) -> None:
    # Requested on the Monday after the window, promised for the Friday in it: missed there.
    book.handoff("2026-03-23 09:00", due="2026-03-20 09:00", delivered="2026-03-24")
    counts = window_counts(
        book.cursor(), window=WINDOW, as_of=datetime.fromisoformat("2026-04-01")
    ).set_index("kpi")
    assert (counts.loc["on_time_rate", "n"], counts.loc["on_time_rate", "good"]) == (1, 0)
