"""Actions: what is known of them at an instant, and how they are stated in the program."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kpi.agreements import Link
from kpi.intake import check, list_loads, merge_parties, undo
from kpi.relations import (
    ActionError,
    Doer,
    UnknownActionError,
    actions,
    drop_action,
    due_soon,
    finish_action,
    new_action,
    open_again,
    overdue,
    rebases,
)
from kpi.store import Settings, write_settings
from tests.book import Book

LINK = Link("Compras", "Almacén", "herrajes")
MONDAY = datetime(2026, 3, 16, 12, tzinfo=UTC)
ANA = Doer("Ana", MONDAY)


def ids(found) -> list[str]:
    return [one.action for one in found]


def state(book: Book, **cells) -> str:
    """Write an action into the table; open since February unless said."""
    usual = {
        **dict(zip(("supplier", "customer", "service"), LINK, strict=True)),
        "text": "Segundo proveedor",
        "opened_on": "2026-02-02",
        "status": "open",
        "kpi": "",
    }
    book._insert("action_rows", usual | cells)
    return cells["action"]


def test_what_is_open_past_its_last_day_is_overdue_and_that_day_still_counts(book: Book) -> None:
    state(book, action="past", due_on="2026-03-15")
    state(book, action="today", due_on="2026-03-16")
    state(book, action="in a week", due_on="2026-03-23")
    state(book, action="later", due_on="2026-03-24")
    state(book, action="whenever")
    state(book, action="done", due_on="2026-03-15", status="done", done_on="2026-03-16")
    at = datetime(2026, 3, 16, 23, 59)
    found = actions(book.cursor(), as_of=at)
    assert ids(overdue(found, at)) == ["past"]
    assert ids(due_soon(found, at)) == ["today", "in a week"]
    assert ids(found) == ["past", "today", "in a week", "later", "whenever", "done"]


def test_what_people_did_later_has_not_happened(book: Book) -> None:
    state(book, action="a", status="done", done_on="2026-03-10", due_on="2026-03-09", rebase=True)
    state(book, action="b", opened_on="2026-03-10")
    state(book, action="c", opened_on=None, status="dropped", done_on="2026-03-10")
    before = actions(book.cursor(), as_of=datetime(2026, 3, 9, 23))
    assert [(one.action, one.status, one.done_on) for one in before] == [
        ("a", "open", None),
        ("c", "open", None),
    ]
    assert rebases(before) == ()
    after = actions(book.cursor(), as_of=datetime(2026, 3, 10))
    assert {one.action: one.status for one in after} == {"a": "done", "b": "open", "c": "dropped"}
    assert [(one.link, one.day, one.kpi) for one in rebases(after)] == [
        (LINK, date(2026, 3, 10), "")
    ]


def test_only_a_finished_action_that_says_so_begins_the_charts_anew(book: Book) -> None:
    state(book, action="open", rebase=True)
    state(book, action="dropped", rebase=True, status="dropped", done_on="2026-03-10")
    state(book, action="done", rebase=False, status="done", done_on="2026-03-10")
    state(book, action="says nothing", status="done", done_on="2026-03-10")
    assert rebases(actions(book.cursor(), as_of=datetime(2026, 3, 16))) == ()


def test_an_action_is_stated_finished_and_opened_again_each_as_a_load(book: Book) -> None:
    made = new_action(
        book.store, LINK, " Segundo proveedor ", ANA, owner="Luis", due_on=date(2026, 3, 20),
        kpi="on_time_rate", expected=0.95, rebase=True,
    )  # fmt: skip
    assert (made.action, made.text, made.opened_on) == (
        "T-01",
        "Segundo proveedor",
        date(2026, 3, 16),
    )
    done = finish_action(book.store, "T-01", date(2026, 3, 16), Doer("Luis", MONDAY))
    assert (done.status, done.done_on, done.owner, done.expected) == (
        "done",
        date(2026, 3, 16),
        "Luis",
        0.95,
    )
    again = open_again(book.store, "T-01", ANA)
    assert again == made
    assert new_action(book.store, LINK, "Otra", ANA).action == "T-02"
    logged = [(load.who, load.file_name, load.kind) for load in list_loads(book.cursor())]
    assert sorted(logged) == [
        ("Ana", "T-01 · opened", "actions"),
        ("Ana", "T-01 · opened", "actions"),
        ("Ana", "T-02 · opened", "actions"),
        ("Luis", "T-01 · done", "actions"),
    ]
    # The latest of T-01 taken back: it is finished again.
    undo(book.store, 3, now=MONDAY)
    (first, *_) = actions(book.cursor(), as_of=datetime(2026, 3, 16), links=[LINK])[::-1]
    assert (first.action, first.status) == ("T-01", "done")
    assert check(book.cursor()) == ()


def test_an_action_keeps_the_names_it_was_stated_with(book: Book) -> None:
    book.handoff("2026-03-02", link=tuple(LINK))
    new_action(book.store, LINK, "Segundo proveedor", ANA)
    merge_parties(book.store, ["Compras"], "Abasto", who="Ana", reason="new name", now=MONDAY)
    done = finish_action(book.store, "T-01", date(2026, 3, 16), ANA)
    assert done.link == Link("Abasto", "Almacén", "herrajes")
    stored = book.cursor().execute("SELECT DISTINCT supplier FROM action_rows").fetchall()
    assert stored == [("Compras",)]


def test_days_are_those_of_the_company(book: Book) -> None:
    with book.store.write() as cursor:
        write_settings(cursor, Settings(zone="Asia/Tokyo"))
    late = Doer("Ana", datetime(2026, 3, 16, 20, tzinfo=UTC))  # 05:00 on the 17th in Tokyo
    assert new_action(book.store, LINK, "Otra", late).opened_on == date(2026, 3, 17)
    assert finish_action(book.store, "T-01", date(2026, 3, 17), late).status == "done"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"text": "  "}, "Write what is to be done."),
        ({"link": Link("Compras", " ")}, "name its supplier and its customer"),
        ({"due_on": date(2026, 3, 15)}, "Mar 15, 2026 is over"),
        ({"expected": 0.95}, "expected of no KPI"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_stored(book: Book, wrong, told) -> None:
    said = {"link": LINK, "text": "Otra"} | wrong
    with pytest.raises(ActionError, match=told):
        new_action(book.store, said.pop("link"), said.pop("text"), ANA, **said)
    assert list_loads(book.cursor()) == ()


def test_an_action_ends_between_the_day_it_was_opened_and_today(book: Book) -> None:
    new_action(book.store, LINK, "Otra", ANA)
    with pytest.raises(ActionError, match=r"Mar 17, 2026 is yet to come"):
        finish_action(book.store, "T-01", date(2026, 3, 17), ANA)
    with pytest.raises(ActionError, match=r"Mar 15, 2026 is before Mar 16, 2026"):
        drop_action(book.store, "T-01", date(2026, 3, 15), ANA)
    with pytest.raises(UnknownActionError, match=r"no action “T-02”"):
        drop_action(book.store, "T-02", date(2026, 3, 16), ANA)
    assert drop_action(book.store, "T-01", date(2026, 3, 16), ANA).status == "dropped"


def test_a_dropped_action_that_opens_on_a_day_to_come_can_be_opened_again(book: Book) -> None:
    state(book, action="AC-1", opened_on="2026-04-06", status="dropped")
    again = open_again(book.store, "AC-1", ANA)
    assert (again.action, again.status, again.opened_on) == ("AC-1", "open", date(2026, 4, 6))
    assert actions(book.cursor(), as_of=datetime(2026, 3, 16)) == ()
