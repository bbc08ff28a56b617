"""Parties renamed and merged: facts keep their names, views show whom they mean."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kpi.intake import (
    Beside,
    Differing,
    NameChangeError,
    Term,
    check,
    list_name_changes,
    merge_parties,
    most_used,
    preview_merge,
    say_different,
    similar_parties,
    split_party,
    undo_change,
)
from kpi.store import Store
from kpi.words import words_for
from kpi.words.terms import END_CUSTOMER, UNKNOWN_PARTY
from tests.intake.conftest import NOW, Load, snapshot

AT = datetime(2026, 3, 2, 9)


def merge(store: Store, *names: str, into: str) -> int:
    return merge_parties(store, names, into, who="Ana", reason="same team", now=NOW).change


def pairs(store: Store) -> list[Any]:
    rows = store.cursor().execute("SELECT supplier, customer FROM handoffs ORDER BY ALL")
    return rows.fetchall()


def link(handoff: str, supplier: str, customer: str) -> dict[str, Any]:
    return {"handoff_id": handoff, "supplier": supplier, "customer": customer}


@pytest.fixture
def two_names(store: Store, load: Load) -> Store:
    load("handoffs", link("H1", "Almacen", "Taller"), link("H2", "Almacén", "Taller"))
    return store


def test_a_merge_shows_one_party_and_leaves_what_was_loaded(two_names: Store) -> None:
    merge(two_names, "Almacen", into="Almacén")
    assert pairs(two_names) == [("Almacén", "Taller")] * 2
    raw = two_names.cursor().execute("SELECT supplier FROM stated_handoffs ORDER BY 1").fetchall()
    assert raw == [("Almacen",), ("Almacén",)]
    assert check(two_names.cursor()) == ()


def test_the_same_export_stays_unchanged_after_a_merge(two_names: Store, load: Load) -> None:
    merge(two_names, "Almacen", into="Almacén")
    report = load("handoffs", link("H1", "Almacen", "Taller"), link("H3", "Almacen", "Taller"))
    assert (report.unchanged, report.new, report.conflict_records) == (1, 1, 0)
    assert pairs(two_names) == [("Almacén", "Taller")] * 3


def test_a_party_file_stays_unchanged_after_a_merge(store: Store, load: Load) -> None:
    load("parties", {"party": "a", "owner": "Eva"}, {"party": "A", "owner": "Ana"})
    merge(store, "a", into="A")
    assert load("parties", {"party": "a", "owner": "Eva"}).unchanged == 1


def test_undoing_a_merge_shows_every_table_as_before(two_names: Store) -> None:
    before = snapshot(two_names)
    undo_change(two_names, merge(two_names, "Almacen", into="Almacén"), now=NOW)
    assert snapshot(two_names) == before
    (change,) = list_name_changes(two_names.cursor())
    assert (change.names, change.party, change.who) == (("Almacen",), "Almacén", "Ana")
    assert (change.stands, change.undone_at) == (False, NOW)


def test_a_party_can_be_renamed_to_a_new_name_and_that_one_again(two_names: Store) -> None:
    first = merge(two_names, "Taller", into="Taller 1")
    second = merge(two_names, "Taller 1", into="Taller Norte")
    assert pairs(two_names)[0][1] == "Taller Norte"
    undo_change(two_names, first, now=NOW)  # in any order: “Taller” means itself again
    assert pairs(two_names)[0][1] == "Taller"
    undo_change(two_names, second, now=NOW)
    assert pairs(two_names)[0][1] == "Taller"


@pytest.mark.parametrize(
    ("names", "into", "told"),
    [
        (["Nobody"], "Almacén", "There is no party “Nobody”"),
        (["Almacén"], " Almacén ", "what it is called already"),
        (["Almacén"], "  ", "Give the name that stays"),
        (["Almacén"], "two\nlines", "Give the name that stays"),
        (["old"], "Almacén", "“old” stands for “Taller” already"),
        (["Almacén"], "old", "“old” stands for “Taller” already"),
        (["Almacén"], UNKNOWN_PARTY, "nobody is known there"),
    ],
)
def test_a_name_that_cannot_be_given_away_is_told(
    two_names: Store, load: Load, names: list[str], into: str, told: str
) -> None:
    load("handoffs", link("H9", "old", "Almacén"))
    merge(two_names, "old", into="Taller")
    with pytest.raises(NameChangeError, match=told):
        merge(two_names, *names, into=into)
    with pytest.raises(NameChangeError, match=told):
        preview_merge(two_names.cursor(), names, into)
    assert len(list_name_changes(two_names.cursor())) == 1


def test_a_merge_asks_why(two_names: Store) -> None:
    with pytest.raises(NameChangeError, match="Say why"):
        merge_parties(two_names, ["Almacen"], "Almacén", who="Ana", reason=" ", now=NOW)


@pytest.mark.parametrize(("change", "told"), [(7, "no change 7"), (1, "undone already")])
def test_only_a_standing_change_can_be_undone(two_names: Store, change: int, told: str) -> None:
    undo_change(two_names, merge(two_names, "Almacen", into="Almacén"), now=NOW)
    with pytest.raises(NameChangeError, match=told):
        undo_change(two_names, change, now=NOW)


def event(hours: int, party: str) -> dict[str, Any]:
    return {"case_id": "C", "happened_at": AT + timedelta(hours=hours), "party": party}


def test_two_names_in_consecutive_events_hold_the_case_once(store: Store, load: Load) -> None:
    load("events", event(0, "X"), event(1, "a"), event(2, "A"), event(3, "B"))
    before = snapshot(store)
    change = merge(store, "a", into="A")
    rows = store.cursor().execute(
        "SELECT supplier, customer, requested_at, delivered_at FROM handoffs ORDER BY handoff_id"
    )
    hour = timedelta(hours=1)
    # A holds the case from 10:00, when “a” got it, to 12:00.
    assert rows.fetchall() == [
        ("X", "A", AT, AT + hour),
        ("A", "B", AT + hour, AT + 3 * hour),
        ("B", END_CUSTOMER, AT + 3 * hour, None),
    ]
    assert check(store.cursor()) == ()
    undo_change(store, change, now=NOW)
    assert snapshot(store) == before


def test_the_external_customer_of_event_logs_can_be_renamed(store: Store, load: Load) -> None:
    load("events", event(0, "X"))
    merge(store, END_CUSTOMER, into="Cliente")
    assert pairs(store) == [("X", "Cliente")]
    external = "SELECT party FROM parties WHERE external = 'customer'"
    assert store.cursor().execute(external).fetchall() == [("Cliente",)]


def test_a_preview_counts_what_joins_and_what_comes_to_lie_inside(store: Store, load: Load) -> None:
    load(
        "handoffs",
        link("H1", "a", "B") | {"case_id": "C1"},  # a → B and A → B become one link
        link("H2", "A", "B") | {"case_id": "C1"},
        link("H3", "a", "A") | {"case_id": "C2"},  # comes to lie inside; C2 has nothing else
        link("H4", "A", "a") | {"case_id": "C1"},  # inside too, but C1 has others
        link("H5", "B", "Z") | {"case_id": "C3"},  # none of its business
    )
    load(
        "agreements",
        {"agreement": "one", "supplier": "a", "customer": "B"},
        {"agreement": "two", "supplier": "A", "customer": "B"},
        {"agreement": "inner", "supplier": "A", "customer": "a"},
        {"agreement": "else", "supplier": "B", "customer": "Z"},
    )
    seen = preview_merge(store.cursor(), ["a"], "A")
    assert (seen.handoffs, seen.inside, seen.emptied) == (3, 2, 1)
    assert (seen.links_before, seen.links_after) == (4, 1)
    assert (seen.agreements, seen.inside_agreements) == (2, 1)
    assert seen.beside == (Beside("A", "B", "", ("one", "two")),)
    assert len(pairs(store)) == 5
    merge(store, "a", into="A")
    assert pairs(store) == [("A", "B"), ("A", "B"), ("B", "Z")]


def test_a_preview_says_which_attribute_would_hold(store: Store, load: Load) -> None:
    load("parties", {"party": "A", "owner": "Ana", "department": "Norte"})
    load("parties", {"party": "a", "owner": "Eva", "external": "customer", "promise_target": 0.9})
    seen = preview_merge(store.cursor(), ["a"], "A")
    assert seen.differing == (
        Differing("external", "no", (("a", "customer"),)),
        Differing("promise_target", None, (("a", 0.9),)),
        Differing("owner", "Ana", (("a", "Eva"),)),
    )
    # Under a new name the latest row of both speaks.
    seen = preview_merge(store.cursor(), ["a", "A"], "New")
    assert [(one.attribute, one.stays) for one in seen.differing] == [
        ("department", None), ("external", "customer"), ("owner", "Eva"),
    ]  # fmt: skip
    merge(store, "a", "A", into="New")
    row = store.cursor().execute("SELECT party, department, external, owner FROM parties"
                                 " WHERE party = 'New'").fetchall()  # fmt: skip
    assert row == [("New", None, "customer", "Eva")]


def test_the_name_that_most_handoffs_have_is_proposed_to_stay(store: Store, load: Load) -> None:
    load("handoffs", link("H1", "a", "B"), link("H2", "C", "A"), link("H3", "A", "C"))
    assert most_used(store.cursor(), ["a", "A"]) == "A"
    assert most_used(store.cursor(), ["x", "y"]) == "x"
    with pytest.raises(ValueError, match="at least one"):
        most_used(store.cursor(), [])


def test_merged_names_are_not_proposed_again(two_names: Store) -> None:
    assert similar_parties(two_names.cursor()) == (("Almacen", "Almacén"),)
    merge(two_names, "Almacen", into="Almacén")
    assert similar_parties(two_names.cursor()) == ()


def test_names_said_to_be_different_are_not_proposed_again(store: Store, load: Load) -> None:
    load("handoffs", link("H1", "A-1", "A1"), link("H2", "a 1", "B"))
    say_different(store, ["A1", "A-1"], who="Ana", now=NOW)
    # Each still looks like the third.
    assert similar_parties(store.cursor()) == (("A-1", "A1", "a 1"),)
    say_different(store, ["A1", "A-1", "a 1"], who="Ana", now=NOW)
    assert similar_parties(store.cursor()) == ()


def test_an_annotation_of_a_merged_party_is_found_under_its_name(store: Store, load: Load) -> None:
    load("handoffs", link("H1", "a", "B"))
    load("annotations", {"day": date(2026, 3, 2), "text": "t", "scope": "a > B"})
    merge(store, "a", into="A")
    assert store.cursor().execute("SELECT scope FROM annotations").fetchall() == [("A > B",)]


APRIL = date(2026, 4, 1)


def split(
    store: Store, name: str, into: str, *, first: date | None = None, last: date | None = None
) -> int:
    made = split_party(store, name, into, Term(first, last), who="Ana", reason="divided", now=NOW)
    return made.change


def on(at: datetime, handoff: str, supplier: str, customer: str) -> dict[str, Any]:
    return link(handoff, supplier, customer) | {"requested_at": at}


@pytest.fixture
def over_april(store: Store, load: Load) -> Store:
    load(
        "handoffs",
        on(datetime(2026, 3, 31, 23, 59), "H1", "Taller", "Ventas"),
        on(datetime(2026, 4, 1), "H2", "Taller", "Ventas"),
        on(datetime(2026, 5, 1), "H3", "Ventas", "Taller"),
    )
    return store


def test_a_party_is_split_from_the_first_minute_of_a_day(over_april: Store) -> None:
    split(over_april, "Taller", "Norte", first=APRIL)
    shown = over_april.cursor().execute(
        "SELECT supplier, customer FROM handoffs ORDER BY requested_at"
    )
    assert shown.fetchall() == [("Taller", "Ventas"), ("Norte", "Ventas"), ("Ventas", "Norte")]
    assert check(over_april.cursor()) == ()


def test_the_last_day_of_a_split_belongs_to_it(over_april: Store) -> None:
    split(over_april, "Taller", "Anexo", first=APRIL, last=APRIL)
    assert pairs(over_april) == [("Anexo", "Ventas"), ("Taller", "Ventas"), ("Ventas", "Taller")]


def test_undoing_a_split_shows_every_table_as_before(over_april: Store) -> None:
    before = snapshot(over_april)
    undo_change(over_april, split(over_april, "Taller", "Norte", first=APRIL), now=NOW)
    assert snapshot(over_april) == before
    (told,) = list_name_changes(over_april.cursor())
    assert (told.term, told.stands) == (Term(APRIL, None), False)


def test_a_party_is_split_whole_by_two_decisions_and_a_part_merged(over_april: Store) -> None:
    split(over_april, "Taller", "Viejo", last=date(2026, 3, 31))
    split(over_april, "Taller", "Nuevo", first=APRIL)
    merge(over_april, "Nuevo", into="Planta")
    assert pairs(over_april) == [("Planta", "Ventas"), ("Ventas", "Planta"), ("Viejo", "Ventas")]
    parties = over_april.cursor().execute("SELECT party FROM parties ORDER BY 1").fetchall()
    assert parties == [("Planta",), ("Ventas",), ("Viejo",)]


def test_what_is_said_of_the_whole_holds_for_its_part_until_something_is_said_of_it(
    over_april: Store, load: Load
) -> None:
    load("parties", {"party": "Taller", "external": "supplier", "owner": "Ana"})
    split(over_april, "Taller", "Norte", first=APRIL)
    query = "SELECT party, external, owner FROM parties WHERE party <> 'Ventas' ORDER BY 1"
    both = [("Norte", "supplier", "Ana"), ("Taller", "supplier", "Ana")]
    assert over_april.cursor().execute(query).fetchall() == both
    load("parties", {"party": "Norte", "external": "no"})
    assert over_april.cursor().execute(query).fetchall()[0] == ("Norte", "no", None)


def test_a_case_that_a_party_holds_over_its_split_is_passed_on(store: Store, load: Load) -> None:
    load("events", event(0, "X"), event(24, "A"), event(48, "A"), event(72, "B"))
    before = snapshot(store)
    assert pairs(store) == [("A", "B"), ("B", END_CUSTOMER), ("X", "A")]
    change = split(store, "A", "A2", first=date(2026, 3, 4))
    assert pairs(store) == [("A", "A2"), ("A2", "B"), ("B", END_CUSTOMER), ("X", "A")]
    undo_change(store, change, now=NOW)
    assert snapshot(store) == before


def test_an_agreement_is_of_whom_its_name_means_on_its_first_day(
    over_april: Store, load: Load
) -> None:
    both = {"supplier": "Taller", "customer": "Ventas"}
    load(
        "agreements",
        {"agreement": "old", "valid_from": date(2026, 1, 1)} | both,
        {"agreement": "new", "valid_from": APRIL} | both,
    )
    seen = preview_merge(over_april.cursor(), ["Taller"], "Norte", Term(APRIL, None))
    # H2 and H3; “new”; “old” is in force on April 1 and stays.
    assert (seen.handoffs, seen.agreements, seen.staying) == (2, 1, 1)
    assert (seen.links_before, seen.links_after) == (2, 3)
    split(over_april, "Taller", "Norte", first=APRIL)
    found = over_april.cursor().execute("SELECT agreement, supplier FROM agreements ORDER BY 1")
    assert found.fetchall() == [("new", "Norte"), ("old", "Taller")]


@pytest.mark.parametrize(
    ("name", "into", "term", "told"),
    [
        ("Taller", "New", Term(None, None), "Say from which day"),
        ("Taller", "New", Term(APRIL, date(2026, 3, 1)), "is before the first"),
        ("Taller", "New", Term(date(2026, 3, 1), None), "stands for “Norte” already, from Apr 1"),
        ("Ventas", "Taller", Term(APRIL, None), "stands for “Norte” already, from Apr 1"),
    ],
)
def test_days_that_cannot_be_split_are_told(
    over_april: Store, name: str, into: str, term: Term, told: str
) -> None:
    split(over_april, "Taller", "Norte", first=APRIL)
    with pytest.raises(NameChangeError) as problem:
        split_party(over_april, name, into, term, who="Ana", reason="r", now=NOW)
    assert told in words_for("en").render(problem.value.message)
    assert len(list_name_changes(over_april.cursor())) == 1
