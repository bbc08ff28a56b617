"""Histories of changes against the same rules in plain Python, a row at a time."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.intake import check, export_table, ingest, undo
from kpi.store import Store, open_store
from kpi.words.terms import END_CUSTOMER, UNKNOWN_PARTY
from tests.intake.conftest import NOW, snapshot
from tests.tries import tries

HEADER = ("Issue key", "Created", "Field", "From", "To", "Date of change")
OPENED = datetime(2026, 3, 1, 8)


class Change(NamedTuple):
    """One row of a history."""

    case: str
    field: str
    before: str
    after: str
    at: datetime


Handoff = tuple[str, str, str, datetime, datetime | None]


def handoffs_of(changes: list[Change], case: str) -> list[Handoff]:
    """Return (case, supplier, customer, requested, delivered) of a case, by the written rules."""
    mine = sorted((c for c in changes if c.case == case), key=lambda change: change.at)
    passes = [c for c in mine if c.field == "assignee"]
    ends = [c for c in mine if c.field == "resolution" and bool(c.before) != bool(c.after)]
    if not passes + ends:
        return []
    held = [(change.after, change.at) for change in passes if change.after]
    if passes and passes[0].before not in ("", passes[0].after):
        held.insert(0, (passes[0].before, OPENED))
    over = ends[-1].at if ends and ends[-1].after else None
    turns = [one for n, one in enumerate(held) if n == 0 or held[n - 1][0] != one[0]]
    if not turns:
        turns = [(UNKNOWN_PARTY, min(change.at for change in passes + ends))]
    found = [(case, a, b, began, then) for (a, began), (b, then) in pairwise(turns)]
    holder, began = turns[-1]
    ended = None if over is None else max(over, began)
    return [*found, (case, holder, END_CUSTOMER, began, ended)]


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Draw whole histories: each change begins from the value that the last one left."""
    changes = []
    for case in ("P-1", "P-2", "P-3"):
        value = {
            "assignee": draw(st.sampled_from(["", "A", "B"])),
            "resolution": "",
            "labels": "",
        }
        at = OPENED
        for _ in range(draw(st.integers(0, 7))):
            at += timedelta(minutes=draw(st.integers(1, 3000)))
            field = draw(st.sampled_from(["assignee", "assignee", "resolution", "labels"]))
            choices = {"assignee": ["", "A", "B", "C"], "resolution": ["", "Done", "Duplicate"]}
            after = draw(st.sampled_from(choices.get(field, ["x", "y"])))
            changes.append(Change(case, field, value[field], after, at))
            value[field] = after
    return draw(st.permutations(changes))


def write(path: Path, changes: list[Change]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(HEADER)
        for case, field, before, after, at in changes:
            out.writerow((case, OPENED, field, before, after, at))
    return path


def derived(store: Store) -> list[Handoff]:
    query = (
        "SELECT case_id, supplier, customer, requested_at, delivered_at FROM handoffs"
        " ORDER BY handoff_id"
    )
    return store.cursor().execute(query).fetchall()


def load(store: Store, path: Path) -> int:
    report = ingest(store, path, now=NOW, mapping={"party_fields": ["assignee"]})
    assert report.error is None
    assert report.load is not None
    return report.load


@tries(15)
@given(histories())
def test_a_history_gives_the_handoffs_that_its_rows_say(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Change]
) -> None:
    path = write(tmp_path_factory.mktemp("history") / "history.csv", changes)
    expected = [one for case in ("P-1", "P-2", "P-3") for one in handoffs_of(changes, case)]
    with open_store(":memory:") as store:
        empty = snapshot(store)
        first = load(store, path)
        assert derived(store) == expected
        again = load(store, path)
        assert derived(store) == expected
        assert check(store.cursor()) == ()
        undo(store, first, now=NOW)
        assert derived(store) == expected
        undo(store, again, now=NOW)
        assert snapshot(store) == empty


@tries(8)
@given(histories(), st.integers(0, 10))
def test_a_history_loaded_first_in_part_and_then_whole_says_what_the_whole_says(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Change], cut: int
) -> None:
    # A history grows at its end: what came in with an earlier export is the older part.
    grown = sorted(changes, key=lambda change: change.at)
    folder = tmp_path_factory.mktemp("history")
    with open_store(":memory:") as whole, open_store(":memory:") as parts:
        load(whole, write(folder / "whole.csv", grown))
        load(parts, write(folder / "part.csv", grown[:cut]))
        load(parts, folder / "whole.csv")
        assert derived(parts) == derived(whole)


def test_a_history_that_is_exported_as_events_says_the_same(tmp_path: Path) -> None:
    changes = [
        Change("P-1", "assignee", "A", "B", OPENED + timedelta(hours=1)),
        Change("P-1", "resolution", "", "Done", OPENED + timedelta(hours=2)),
        Change("P-1", "assignee", "B", "A", OPENED + timedelta(hours=3)),
    ]
    with open_store(":memory:") as store, open_store(":memory:") as other:
        load(store, write(tmp_path / "history.csv", changes))
        export_table(store.cursor(), "events", tmp_path / "events.csv")
        ingest(other, tmp_path / "events.csv", now=NOW)
        assert derived(other) == derived(store)
        # A until the first change, B until it went back, A at the end: done before, so at once.
        assert [(h[1], h[2], h[4]) for h in derived(store)] == [
            ("A", "B", OPENED + timedelta(hours=1)),
            ("B", "A", OPENED + timedelta(hours=3)),
            ("A", END_CUSTOMER, OPENED + timedelta(hours=3)),
        ]
