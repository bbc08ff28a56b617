"""Event logs: what random logs, loads and undos derive, against a naive walk through them."""

from __future__ import annotations

import csv
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from kpi.intake import ingest, undo
from kpi.store import Store, open_store

from .oracle_derive import Derived, Event, EventStore, derive
from .systems import MONDAY

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
COLUMNS = {
    "case_id": "case_id",
    "party": "party",
    "at": "happened_at",
    "activity": "activity",
    "due": "due_at",
    "resolved": "resolved_at",
    "closed": "closed_at",
    "kept": "kept",
}
WRITTEN = {None: "", True: "yes", False: "no"}
MAPPING = {
    "kind": "events",
    "columns": {field: field for field in COLUMNS.values()},
    "end_customer": "Cliente",
    "rejection_activities": ["rejected"],
}


def random_events(rng: Random) -> list[Event]:
    """Make a log with ties, equal events, unknown parties, rejections and cells that come late."""
    events = []
    for case in ("c1", "c2", "c3"):
        clock = MONDAY
        for _ in range(rng.randint(1, 7)):
            party = rng.choice(("A", "A", "B", "B", "C", "", "?"))
            activity = rng.choice(("", "seen", "rejected"))
            cells = {
                cell: clock + timedelta(hours=rng.choice((-6, 0, 3, 12)))
                for cell in ("due", "resolved", "closed")
                if rng.random() < 0.5
            }
            kept = rng.choice((None, True, False))
            events.append(Event(case, party, clock, activity, **cells, kept=kept))
            clock += timedelta(hours=rng.choice((0, 0, 1, 6)))
    return events


def younger(rng: Random, event: Event) -> Event:
    """The event as an earlier export may show it: some case cells still empty or different."""
    if rng.random() < 0.5:
        return event
    later = None if event.resolved is None else event.resolved + timedelta(hours=2)
    return replace(event, resolved=rng.choice((None, later)), kept=rng.choice((None, event.kept)))


def write_csv(path: Path, events: list[Event]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS.values())
        for event in events:
            cells = (getattr(event, name) for name in COLUMNS)
            writer.writerow(WRITTEN.get(cell, str(cell)) for cell in cells)
    return path


def derived(store: Store) -> dict[str, list[Derived]]:
    """The store's derived handoffs, case by case, by id."""
    cursor = store.cursor()
    rows = cursor.execute(
        f"SELECT case_id, {', '.join(Derived._fields)} FROM handoffs ORDER BY case_id, handoff_id"
    ).fetchall()
    cases: dict[str, list[Derived]] = {}
    for case, *cells in rows:
        cases.setdefault(case, []).append(Derived(*cells))
    return cases


def by_hand(events: EventStore) -> dict[str, list[Derived]]:
    cases = {
        case: derive(log, "Cliente", frozenset({"rejected"}))
        for case, log in events.standing().items()
    }
    return dict(sorted((case, handoffs) for case, handoffs in cases.items() if handoffs))


def known_parties(events: list[Event]) -> list[Event]:
    """The same events with the signs for an unknown party read as such."""
    names = [f.name for f in fields(Event) if f.name != "party"]
    return [Event(party=e.party.strip("?"), **{n: getattr(e, n) for n in names}) for e in events]


@pytest.mark.parametrize("seed", range(5))
def test_handoffs_are_derived_as_by_hand_after_every_load_and_undo(
    seed: int, tmp_path: Path
) -> None:
    rng, hand = Random(seed), EventStore()  # noqa: S311 - reproducible test data
    whole = random_events(rng)
    with open_store(":memory:") as store:
        for step in range(5):
            if hand.loads and rng.random() < 0.3:
                gone = rng.choice(sorted(hand.loads))
                undo(store, gone, now=NOW)
                del hand.loads[gone]
            else:
                part = [e for e in whole if rng.random() < rng.choice((0.4, 0.8, 1.0))] or whole
                part = [younger(rng, e) for e in part]
                path = write_csv(tmp_path / f"{step}.csv", part)
                report = ingest(store, path, now=NOW, mapping=MAPPING)
                assert report.load is not None, report.error
                hand.loads[report.load] = known_parties(part)
            assert derived(store) == by_hand(hand), (step, hand.loads)


@pytest.mark.parametrize("seed", range(2))
def test_loading_a_log_twice_or_its_first_half_before_changes_nothing(
    seed: int, tmp_path: Path
) -> None:
    rng = Random(100 + seed)  # noqa: S311
    whole = random_events(rng)
    half = write_csv(tmp_path / "half.csv", whole[: len(whole) // 2])
    path = write_csv(tmp_path / "whole.csv", whole)
    with open_store(":memory:") as store:
        ingest(store, path, now=NOW, mapping=MAPPING)
        at_once = derived(store)
        again = ingest(store, path, now=NOW, mapping=MAPPING)
        assert (again.new, again.updated, derived(store)) == (0, 0, at_once)
    with open_store(":memory:") as store:
        ingest(store, half, now=NOW, mapping=MAPPING)
        ingest(store, path, now=NOW, mapping=MAPPING)
        assert derived(store) == at_once
    assert at_once == by_hand_of(whole)


def by_hand_of(events: list[Event]) -> dict[str, list[Derived]]:
    store = EventStore()
    store.loads[1] = known_parties(events)
    return by_hand(store)
