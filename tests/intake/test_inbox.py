"""The inbox: files dropped by hand and files handed over by the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpi.intake.inbox import Request, answer_in, inbox_of, is_taken, leave, take_in
from kpi.store import Store, open_store

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
FILE = "handoff_id,case_id,supplier,customer,requested_at\nH1,C1,Compras,Almacén,2026-03-02 08:00\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def handoffs(store: Store) -> int:
    row = store.cursor().execute("SELECT count(*) FROM handoffs").fetchone()
    assert row is not None
    return int(row[0])


def test_a_dropped_file_is_loaded_once_it_has_stopped_growing(inbox: Path) -> None:
    dropped = inbox / "march.csv"
    with open_store(":memory:") as store:
        dropped.write_text(FILE[:60], encoding="utf-8")
        seen = take_in(store, inbox, now=NOW, seen={})
        dropped.write_text(FILE, encoding="utf-8")
        seen = take_in(store, inbox, now=NOW, seen=seen)
        assert (handoffs(store), list(seen)) == (0, [dropped])
        assert take_in(store, inbox, now=NOW, seen=seen) == {}
        assert handoffs(store) == 1
    (report,) = (inbox / "loaded").glob("*march.csv.report.json")
    assert json.loads(report.read_text(encoding="utf-8"))["new"] == 1
    assert [path.read_text(encoding="utf-8") for path in (inbox / "loaded").glob("*.csv")] == [FILE]


def test_a_dropped_file_that_is_no_export_is_kept_with_the_reason(inbox: Path) -> None:
    (inbox / "notes.csv").write_text("nothing here", encoding="utf-8")
    with open_store(":memory:") as store:
        seen = take_in(store, inbox, now=NOW, seen={})
        take_in(store, inbox, now=NOW, seen=seen)
        assert handoffs(store) == 0
    (report,) = (inbox / "refused").glob("*notes.csv.report.json")
    assert json.loads(report.read_text(encoding="utf-8"))["error"]


def test_a_file_handed_over_is_loaded_as_asked_and_answered(inbox: Path, tmp_path: Path) -> None:
    source = tmp_path / "mine.csv"
    source.write_text(FILE.replace("supplier", "de quien"), encoding="utf-8")
    mapping = tmp_path / "mine.toml"
    mapping.write_text('[columns]\nsupplier = "de quien"\n', encoding="utf-8")
    request = Request("mine.csv", "ana", "es", kind="handoffs")
    folder = leave(inbox, source, request, name="t1", mapping=mapping)
    assert not is_taken(folder)
    with open_store(":memory:") as store:
        take_in(store, inbox, now=NOW, seen={})
        answer = answer_in(folder)
        assert answer is not None
        assert (answer["file"], answer["outcome"], answer["new"]) == ("mine.csv", "loaded", 1)
        take_in(store, inbox, now=NOW, seen={})
        log = store.cursor().execute("SELECT file_name, who FROM loads").fetchall()
        assert log == [("mine.csv", "ana")]


def test_what_is_left_appears_complete_or_not_at_all(inbox: Path, tmp_path: Path) -> None:
    source = tmp_path / "mine.csv"
    source.write_text(FILE, encoding="utf-8")
    hidden = inbox / ".t2"
    hidden.mkdir()
    (hidden / "file").write_text(FILE[:10], encoding="utf-8")
    with open_store(":memory:") as store:
        assert take_in(store, inbox, now=NOW, seen={}) == {}
        assert handoffs(store) == 0


def test_a_store_in_memory_has_no_inbox() -> None:
    assert inbox_of(":memory:") is None
