"""Parties, agreements and annotations: a later load of a key replaces, undo shows the earlier."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpi.intake import undo
from kpi.store import Store
from tests.intake.conftest import NOW, Load


def owners(store: Store) -> list[Any]:
    return store.cursor().execute("SELECT party, owner FROM parties ORDER BY 1").fetchall()


def test_a_later_load_of_a_party_replaces_it_and_undo_shows_the_earlier(
    store: Store, load: Load
) -> None:
    load("parties", {"party": "A", "owner": "Ana"}, {"party": "B", "owner": "Luis"})
    report = load("parties", {"party": "A", "owner": "Eva"}, {"party": "B", "owner": "Luis"},
                  {"party": "C"})  # fmt: skip
    assert (report.new, report.updated, report.unchanged) == (1, 1, 1)
    assert owners(store) == [("A", "Eva"), ("B", "Luis"), ("C", None)]
    assert undo(store, 2, now=NOW).removed == 1
    assert owners(store) == [("A", "Ana"), ("B", "Luis")]


def test_an_unchanged_row_stays_when_the_other_load_is_undone(store: Store, load: Load) -> None:
    load("parties", {"party": "A", "owner": "Ana"})
    load("parties", {"party": "A", "owner": "Ana"})
    assert undo(store, 1, now=NOW).kept == 1
    assert owners(store) == [("A", "Ana")]


def test_an_emptied_cell_of_a_reference_row_is_emptied(store: Store, load: Load) -> None:
    load("parties", {"party": "A", "owner": "Ana"})
    assert load("parties", {"party": "A"}).updated == 1
    assert owners(store) == [("A", None)]


def test_the_same_key_twice_in_a_file_is_ignored_as_copy_or_rejected(
    store: Store, load: Load
) -> None:
    report = load(
        "parties",
        {"party": "A", "owner": "Ana"},
        {"party": "A", "owner": "Ana"},
        {"party": "A", "owner": "Eva"},
    )
    assert (report.new, report.ignored_records, report.rejected_records) == (1, 1, 1)
    assert [(f.line, f.reason) for f in report.rejected] == [(4, "conflict")]
    assert owners(store) == [("A", "Ana")]


def test_targets_of_one_agreement_version_are_separate_rows(store: Store, load: Load) -> None:
    one = {"agreement": "A-1", "kpi": "on_time_rate", "target": 0.9}
    other = {"agreement": "A-1", "kpi": "first_time_right", "target": 0.95}
    load("agreements", one, other)
    report = load("agreements", one | {"target": 0.92}, other)
    assert (report.updated, report.unchanged) == (1, 1)
    found = store.cursor().execute("SELECT kpi, target FROM agreements ORDER BY kpi").fetchall()
    assert found == [("first_time_right", 0.95), ("on_time_rate", 0.92)]


@pytest.mark.parametrize("scope", ["", "Compras > Almacén"])
def test_an_annotation_is_known_by_all_that_it_says(store: Store, load: Load, scope: str) -> None:
    note = {"day": date(2026, 3, 2), "text": "Huelga", "scope": scope}
    assert load("annotations", note, note).ignored_records == 1
    assert load("annotations", note).unchanged == 1
    assert store.cursor().execute("SELECT text, scope FROM annotations").fetchall() == [
        ("Huelga", scope)
    ]
