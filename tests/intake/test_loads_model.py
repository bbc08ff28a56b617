"""Random loads and undos against a naive model of assertions: a dictionary per standing load."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.intake import check, undo
from kpi.store import Store, open_store
from tests.intake.conftest import NOW, Row, load_rows, snapshot

STEADY = ("supplier", "service", "promised_at", "rating")
RUNNING = ("paused_hours", "case_kept", "Nota")
CELLS = STEADY + RUNNING

handoff = st.fixed_dictionaries(
    {
        "handoff_id": st.sampled_from(["H1", "H2", "H3"]),
        "supplier": st.sampled_from(["Compras", "Compras", "Ventas"]),
        "service": st.sampled_from(["", "herrajes", "madera"]),
        "promised_at": st.sampled_from([None, datetime(2026, 3, 3), datetime(2026, 3, 4)]),
        "rating": st.sampled_from([None, 4, 5]),
        "paused_hours": st.sampled_from([None, 0.0, 2.5]),
        "case_kept": st.sampled_from([None, True, False]),
        "Nota": st.sampled_from([None, "a", "b"]),
    }
)
files = st.lists(handoff, max_size=4)
# A step loads a file (replacing conflicts or not), or undoes one of the loads that stand.
steps = st.lists(
    st.one_of(st.tuples(files, st.booleans()), st.integers(min_value=0, max_value=9)), max_size=7
)


class Model:
    """What product.md §4 promises, without any thought of speed."""

    def __init__(self) -> None:
        self.asserted: dict[int, dict[str, Row]] = {}
        self.loads = 0

    def shown(self) -> dict[str, Row]:
        rows: dict[str, Row] = {}
        for load in sorted(self.asserted):
            for key, said in self.asserted[load].items():
                row = rows.setdefault(key, dict.fromkeys(CELLS))
                row.update({cell: value for cell, value in said.items() if value not in (None, "")})
        return rows

    def load(self, rows: Sequence[Row], *, replace: bool) -> dict[str, int]:
        self.loads += 1
        before, mine, first = self.shown(), {}, {}
        counts = dict.fromkeys(("new", "updated", "unchanged", "conflict", "copy", "differs"), 0)
        for row in rows:
            key = row["handoff_id"]
            if key in first:
                counts["copy" if row == first[key] else "differs"] += 1
                continue
            first[key] = row
            group = self._group(before.get(key), row)
            if group == "conflict" and replace:
                group = "updated"
            counts[group] += 1
            if group != "conflict":
                mine[key] = {cell: row[cell] for cell in CELLS}
        self.asserted[self.loads] = mine
        return counts

    @staticmethod
    def _group(stored: Row | None, row: Row) -> str:
        if stored is None:
            return "new"
        said = {cell: row[cell] for cell in CELLS if row[cell] not in (None, "")}
        differing = [cell for cell in said if stored[cell] != said[cell]]
        if any(cell in STEADY and stored[cell] is not None for cell in differing):
            return "conflict"
        return "updated" if differing else "unchanged"


def shown(store: Store) -> dict[str, Row]:
    columns = dict(store.cursor().execute("SELECT name, col FROM attributes").fetchall())
    note = columns.get("Nota", "NULL")
    rows = (
        store.cursor()
        .execute(
            "SELECT handoff_id, supplier, nullif(service, ''), promised_at, rating, paused_hours,"
            f" case_kept, {note} FROM stated_handoffs"
        )
        .fetchall()
    )
    return {row[0]: dict(zip(CELLS, row[1:], strict=True)) for row in rows}


@settings(max_examples=25, deadline=None)
@given(steps)
def test_any_sequence_of_loads_and_undos_shows_what_the_model_shows(steps: list[Any]) -> None:
    model = Model()
    with open_store(":memory:") as store:
        for step in steps:
            if isinstance(step, int):
                if model.asserted:
                    load = sorted(model.asserted)[step % len(model.asserted)]
                    undo(store, load, now=NOW)
                    del model.asserted[load]
            else:
                rows, replace = step
                told = model.load(rows, replace=replace)
                report = load_rows(
                    store, "handoffs", rows, attributes=["Nota"], replace_conflicts=replace
                )
                assert report.load == model.loads
                assert told == {
                    "new": report.new,
                    "updated": report.updated,
                    "unchanged": report.unchanged,
                    "conflict": report.conflict_records,
                    "copy": report.ignored_records,
                    "differs": report.rejected_records,
                }
            assert shown(store) == model.shown()
        assert check(store.cursor()) == ()


event = st.fixed_dictionaries(
    {
        "case_id": st.sampled_from(["C1", "C2"]),
        "happened_at": st.sampled_from([datetime(2026, 3, 2, hour) for hour in (8, 9, 10)]),
        "party": st.sampled_from(["A", "B", "C", ""]),
        "activity": st.sampled_from(["", "rechaza"]),
        "rejection": st.sampled_from([None, True, False]),
        "due_at": st.sampled_from([None, datetime(2026, 3, 5)]),
        "resolved_at": st.sampled_from([None, datetime(2026, 3, 2, 9), datetime(2026, 3, 4)]),
        "closed_at": st.sampled_from([None, datetime(2026, 3, 6)]),
        "kept": st.sampled_from([None, True, False]),
    }
)
party = st.fixed_dictionaries(
    {"party": st.sampled_from(["A", "B"]), "owner": st.sampled_from([None, "Ana", "Luis"])}
)
agreement = st.fixed_dictionaries(
    {
        "agreement": st.sampled_from(["A-1", "A-2"]),
        "kpi": st.sampled_from(["", "on_time_rate"]),
        "target": st.sampled_from([None, 0.9, 0.95]),
    }
)
annotation = st.fixed_dictionaries(
    {"day": st.just(datetime(2026, 3, 2).date()), "text": st.sampled_from(["a", "b"])}
)
contact = st.fixed_dictionaries(
    {
        "contact_id": st.sampled_from(["K-1", "K-2"]),
        "answered_at": st.sampled_from([None, datetime(2026, 3, 2, 10)]),
    }
)
action = st.fixed_dictionaries(
    {"action": st.sampled_from(["AC-1", "AC-2"]), "status": st.sampled_from(["open", "dropped"])}
)
service = st.fixed_dictionaries(
    {"service": st.sampled_from(["a", "b"]), "standard": st.sampled_from([None, True, False])}
)
calendar_day = st.fixed_dictionaries(
    {
        "day": st.sampled_from(["monday", "2026-05-01"]),
        "opens": st.sampled_from(["", "09:00"]),
        "closes": st.sampled_from(["10:00", "18:00"]),
        "zone": st.sampled_from([None, "UTC", "Europe/Madrid"]),
    }
)
any_file = st.one_of(
    st.tuples(st.just("handoffs"), files),
    st.tuples(st.just("events"), st.lists(event, max_size=6)),
    st.tuples(st.just("parties"), st.lists(party, max_size=3)),
    st.tuples(st.just("agreements"), st.lists(agreement, max_size=3)),
    st.tuples(st.just("annotations"), st.lists(annotation, max_size=3)),
    st.tuples(st.just("contacts"), st.lists(contact, max_size=3)),
    st.tuples(st.just("services"), st.lists(service, max_size=3)),
    st.tuples(st.just("actions"), st.lists(action, max_size=3)),
    st.tuples(st.just("calendars"), st.lists(calendar_day, max_size=3)),
)


def load_file(store: Store, kind: str, rows: list[Row]) -> int:
    attributes = ["Nota"] if kind == "handoffs" else []
    load = load_rows(store, kind, rows, attributes=attributes).load
    assert load is not None
    return load


@settings(max_examples=20, deadline=None)
@given(st.lists(any_file, max_size=3), any_file)
def test_undo_after_load_is_the_identity_for_every_table(
    before: list[tuple[str, list[Row]]], last: tuple[str, list[Row]]
) -> None:
    with open_store(":memory:") as store:
        for kind, rows in before:
            load_file(store, kind, rows)
        as_it_was = snapshot(store)
        undo(store, load_file(store, *last), now=NOW)
        assert snapshot(store) == as_it_was
        assert check(store.cursor()) == ()


@settings(max_examples=15, deadline=None)
@given(st.lists(any_file, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_undoing_every_load_in_any_order_leaves_an_empty_store(
    loads: list[tuple[str, list[Row]]], order: Any
) -> None:
    with open_store(":memory:") as store:
        empty = snapshot(store)
        numbers = [load_file(store, kind, rows) for kind, rows in loads]
        order.shuffle(numbers)
        for number in numbers:
            undo(store, number, now=NOW)
            assert check(store.cursor()) == ()
        assert snapshot(store) == empty


def without_load(rows: list[Row]) -> list[Row]:
    kept = [{k: v for k, v in row.items() if k not in ("load", "line")} for row in rows]
    return sorted(kept, key=repr)


@settings(max_examples=15, deadline=None)
@given(st.lists(event, max_size=8), st.integers(min_value=0, max_value=8))
def test_loading_the_first_part_of_a_log_and_then_the_whole_equals_loading_the_whole(
    rows: list[Row], part: int
) -> None:
    with open_store(":memory:") as whole, open_store(":memory:") as grown:
        load_file(whole, "events", rows)
        load_file(grown, "events", rows[:part])
        load_file(grown, "events", rows)
        assert without_load(snapshot(grown)["handoffs"]) == without_load(
            snapshot(whole)["handoffs"]
        )
        assert without_load(snapshot(grown)["events"]) == without_load(snapshot(whole)["events"])


@settings(max_examples=10, deadline=None)
@given(st.lists(handoff, max_size=5, unique_by=lambda row: row["handoff_id"]), st.data())
def test_the_order_of_rows_in_a_handoff_file_does_not_matter(rows: list[Row], data: Any) -> None:
    shuffled = data.draw(st.permutations(rows))
    with open_store(":memory:") as one, open_store(":memory:") as other:
        load_file(one, "handoffs", rows)
        load_file(other, "handoffs", shuffled)
        assert without_load(snapshot(one)["handoffs"]) == without_load(snapshot(other)["handoffs"])


@settings(max_examples=10, deadline=None)
@given(any_file)
def test_the_same_file_twice_is_all_unchanged(file: tuple[str, list[Row]]) -> None:
    with open_store(":memory:") as store:
        first = load_rows(store, *file)
        again = load_rows(store, *file)
        assert (again.new, again.updated, again.conflict_records) == (0, 0, 0)
        assert again.unchanged == first.new
