"""Negotiations in the store: loads, history, undo, export; and the past, which never moves."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kpi.agreements import (
    Link,
    Negotiation,
    Signer,
    StepError,
    Terms,
    accept,
    counter,
    decline,
    negotiation,
    negotiations,
    propose,
    propose_all,
    propose_new,
    take_step,
    targets_in_force,
    withdraw,
)
from kpi.intake import check, export_table, ingest, last_file_at, list_loads, undo
from kpi.intake.names import merge_parties, undo_change
from kpi.store import Store, open_store
from tests.book import Book

LINK = Link("Compras", "Almacén")
WALL = datetime(2026, 4, 1)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OFFER = Terms.of({"on_time_rate": 0.95}, lead_time_hours=48, valid_from=date(2026, 3, 9))
LESS = Terms.of({"on_time_rate": 0.9}, lead_time_hours=72, valid_from=date(2026, 3, 9))


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:") as opened:
        yield opened


def ana(day: float = 0, reason: str = "why") -> Signer:
    return Signer("supplier", "Ana", NOON + timedelta(days=day), reason)


def luis(day: float = 0, reason: str = "why") -> Signer:
    return Signer("customer", "Luis", NOON + timedelta(days=day), reason)


def offered(store: Store) -> str:
    return propose_new(store, LINK, OFFER, luis()).agreement


def answered(store: Store, name: str, terms: Terms, signer: Signer) -> Negotiation:
    return take_step(store, name, lambda found, hand: counter(found, terms, hand), signer)


def test_what_is_written_is_what_is_read(store: Store) -> None:
    made = propose_new(store, LINK, OFFER, luis())
    (found,) = negotiations(store.cursor())
    assert found.versions == made.versions
    assert [(s.action, s.who, s.load) for s in found.steps] == [("proposed", "Luis", 1)]


def test_a_signed_counter_offer_is_in_force_and_the_offer_is_not(store: Store) -> None:
    name = offered(store)
    answered(store, name, LESS, ana(1))
    take_step(store, name, accept, luis(2))
    (target,) = targets_in_force(store.cursor(), datetime(2026, 3, 9))
    assert (target.target, target.version, target.agreement) == (0.9, 2, name)
    assert targets_in_force(store.cursor(), datetime(2026, 3, 8)) == ()


def test_every_step_is_a_load_by_its_author(store: Store) -> None:
    name = offered(store)
    answered(store, name, LESS, ana(1))
    loads = list_loads(store.cursor())
    assert [(one.kind, one.who, one.file_name) for one in loads] == [
        ("agreements", "Ana", f"{name} · 2 · countered"),
        ("agreements", "Luis", f"{name} · 1 · proposed"),
    ]
    assert [(one.records, one.new, one.updated) for one in loads] == [(2, 1, 1), (1, 1, 0)]
    assert all(one.in_app for one in loads)
    # Nothing of the work came in by it: the pages' freshness is that of files alone.
    assert last_file_at(store.cursor()) is None
    assert check(store.cursor()) == ()


def test_undoing_a_step_takes_it_back_and_the_history_says_so(store: Store) -> None:
    name = offered(store)
    answered(store, name, LESS, ana(1))
    undo(store, 2, now=NOON + timedelta(days=2))
    found = negotiation(store.cursor(), name)
    assert (found.turn, len(found.versions)) == (("supplier",), 1)
    assert found.offer is not None
    assert [step.undone_at is not None for step in found.steps] == [False, True]
    again = answered(store, name, LESS, ana(3))
    assert [version.number for version in again.versions] == [1, 3]


def test_a_refused_step_changes_nothing(store: Store) -> None:
    name = offered(store)
    before = (store.revision(), negotiations(store.cursor()))
    with pytest.raises(StepError):
        take_step(store, name, accept, luis(1))
    assert (store.revision(), negotiations(store.cursor())) == before


def test_many_offers_are_one_load_each_with_a_name_of_its_own(store: Store) -> None:
    other = Link("Almacén", "Ventas")
    made = propose_all(store, [(LINK, OFFER), (other, LESS)], Signer("", "Analyst", NOON))
    assert [one.agreement for one in made] == ["AC-01", "AC-02"]
    assert [one.turn for one in negotiations(store.cursor())] == [("supplier", "customer")] * 2
    (load,) = list_loads(store.cursor())
    assert load.new == 2


def test_one_party_cannot_agree_with_itself(store: Store) -> None:
    with pytest.raises(StepError, match="cannot agree with itself"):
        propose_new(store, Link("Compras", "Compras"), OFFER, luis())


def test_what_was_negotiated_leaves_and_comes_back_as_the_same_agreements(
    store: Store, tmp_path: Path
) -> None:
    name = offered(store)
    answered(store, name, LESS, ana(1))
    take_step(store, name, accept, luis(2))
    text = io.StringIO()
    export_table(store.cursor(), "agreements", text)
    path = tmp_path / "agreements.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    with open_store(":memory:") as elsewhere:
        report = ingest(elsewhere, path, now=NOON)
        assert (report.outcome, report.new, report.warnings) == ("loaded", 2, ())
        (found,) = negotiations(elsewhere.cursor())
    assert found.versions == negotiation(store.cursor(), name).versions
    assert found.steps == ()


@pytest.mark.parametrize("close", [decline, withdraw])
def test_an_offer_that_came_to_nothing_leaves_and_comes_back_as_the_same(
    store: Store, tmp_path: Path, close: Any
) -> None:
    name = offered(store)
    take_step(store, name, close, ana(1) if close is decline else luis(1))
    path = tmp_path / "agreements.csv"
    export_table(store.cursor(), "agreements", path)
    with open_store(":memory:") as elsewhere:
        assert ingest(elsewhere, path, now=NOON).rejected_records == 0
        (found,) = negotiations(elsewhere.cursor())
    assert found.versions == negotiation(store.cursor(), name).versions


def test_the_history_of_a_negotiation_leaves_and_comes_back_with_it(
    store: Store, tmp_path: Path
) -> None:
    name = offered(store)
    answered(store, name, LESS, ana(1, "too short"))
    undo(store, 2, now=NOON + timedelta(days=1, hours=1))
    take_step(store, name, decline, ana(2, "=no"))
    tables = ("agreements", "agreement_steps")
    for table in tables:
        export_table(store.cursor(), table, tmp_path / f"{table}.csv")
    here = negotiation(store.cursor(), name)
    with open_store(":memory:") as elsewhere:
        for table in tables:
            report = ingest(elsewhere, tmp_path / f"{table}.csv", now=NOON)
            assert (report.outcome, report.rejected_records) == ("loaded", 0)
        found = negotiation(elsewhere.cursor(), name)
        assert (found.versions, found.state(WALL)) == (here.versions, "declined")
        assert [replace(one, load=None) for one in found.steps] == [
            replace(one, load=None) for one in here.steps
        ]
        take_step(elsewhere, name, lambda n, h: propose(n, LESS, h), luis(3))
        assert check(elsewhere.cursor()) == ()
        assert [one.action for one in negotiation(elsewhere.cursor(), name).steps] == [
            *("proposed", "countered", "declined", "proposed"),
        ]
    assert ingest(store, tmp_path / "agreement_steps.csv", now=NOON).unchanged == 3
    assert negotiation(store.cursor(), name).steps == here.steps


def test_a_step_whose_load_wrote_nothing_of_its_agreement_is_found(store: Store) -> None:
    offered(store)
    with store.write() as cursor:
        cursor.execute("UPDATE agreement_steps SET load = 7")
    assert len(check(store.cursor())) == 1


def test_taking_a_decline_back_puts_the_offer_on_the_table_again(store: Store) -> None:
    name = offered(store)
    made = take_step(store, name, decline, ana(1, "too dear"))
    assert (made.turn, made.state(datetime(2026, 4, 1))) == ((), "declined")
    undo(store, 2, now=NOON + timedelta(days=2))
    found = negotiation(store.cursor(), name)
    assert (found.turn, found.closed) == (("supplier",), None)
    assert [(s.action, s.reason) for s in found.steps][-1] == ("declined", "too dear")


def test_an_offer_from_a_file_is_answered_in_the_program(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "agreements.csv"
    path.write_text(
        "agreement,version,supplier,customer,kpi,target,valid_from,status,customer_accepted_at\n"
        "OLA-7,1,Compras,Almacén,on_time_rate,95%,2026-03-09,proposed,2026-03-01 10:00\n"
        "OLA-7,1,Compras,Almacén,first_time_right,90%,2026-03-09,proposed,2026-03-01 10:00\n",
        encoding="utf-8",
    )
    assert ingest(store, path, now=NOON).outcome == "loaded"
    take_step(store, "OLA-7", accept, ana(10))
    found = targets_in_force(store.cursor(), datetime(2026, 3, 12, 12))
    assert [(t.kpi, t.target, t.since) for t in found] == [
        ("first_time_right", 0.9, datetime(2026, 3, 12, 12)),
        ("on_time_rate", 0.95, datetime(2026, 3, 12, 12)),
    ]


def test_an_offer_that_a_file_calls_signed_by_both_does_not_reach_back(book: Book) -> None:
    # Proposed with both signatures: nobody called it accepted, so it was never in force.
    book.agree("on_time_rate", 0.9, status="proposed", valid_to="2026-12-31")
    name = negotiations(book.cursor())[0].agreement
    take_step(book.store, name, withdraw, ana())
    assert targets_in_force(book.cursor(), datetime(2026, 2, 1)) == ()


def test_steps_do_not_go_back_when_the_clock_does(store: Store) -> None:
    name = offered(store)
    found = take_step(store, name, accept, ana(-1))
    assert found.versions[0].supplier_accepted_at == datetime(2026, 3, 2, 12)


def test_a_step_under_a_new_name_of_a_party_survives_that_the_name_is_taken_back(
    book: Book,
) -> None:
    book.handoff("2026-03-02T09:00")
    name = offered(book.store)
    change = merge_parties(book.store, ["Compras"], "Abasto", who="x", reason="x", now=NOON)
    take_step(book.store, name, accept, ana(1))
    assert negotiation(book.cursor(), name).link == Link("Abasto", "Almacén")
    undo_change(book.store, change.change, now=NOON)
    found = negotiation(book.cursor(), name)
    assert (found.link, found.versions[0].status) == (LINK, "accepted")
