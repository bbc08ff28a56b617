"""The inbox: files dropped by hand and files handed over by the command line."""

from __future__ import annotations

import gzip
import importlib
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kpi.intake import ingest, list_loads
from kpi.intake.inbox import Request, answer_in, inbox_of, is_taken, leave, take_in
from kpi.store import Store, open_store
from tests.intake.workbooks import text as cell
from tests.intake.workbooks import write_workbook

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


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def take(store: Store, inbox: Path, language: str = "en") -> None:
    """Look into the inbox until whatever lies there has been taken."""
    seen = take_in(store, inbox, now=NOW, seen={}, language=language)
    assert take_in(store, inbox, now=later(5), seen=seen, language=language) == {}


def note_in(folder: Path) -> str:
    (note,) = folder.glob("*.txt")
    return note.read_text(encoding="utf-8-sig")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_dropped_file_is_loaded_once_it_has_not_changed_for_a_while(inbox: Path) -> None:
    dropped = inbox / "march.csv"
    with open_store(":memory:") as store:
        dropped.write_text(FILE[:60], encoding="utf-8")
        seen = take_in(store, inbox, now=NOW, seen={})
        dropped.write_text(FILE, encoding="utf-8")
        seen = take_in(store, inbox, now=later(5), seen=seen)
        seen = take_in(store, inbox, now=later(7), seen=seen)
        assert (handoffs(store), list(seen)) == (0, [dropped])
        assert take_in(store, inbox, now=later(9), seen=seen, language="en") == {}
        assert handoffs(store) == 1
    assert names_in(inbox) == ["loaded"]
    assert names_in(inbox / "loaded") == [
        "2026-11-02 1500 march.csv",
        "2026-11-02 1500 march.csv - note.txt",
        "2026-11-02 1500 march.csv - report.json",
    ]
    assert (inbox / "loaded" / "2026-11-02 1500 march.csv").read_text(encoding="utf-8") == FILE
    assert "1 records: 1 new" in note_in(inbox / "loaded")


@pytest.mark.parametrize("name", [".march.csv", "~$march.xlsx", "march.csv.part", "a.CRDOWNLOAD"])
def test_a_file_that_is_still_being_copied_is_left_alone(inbox: Path, name: str) -> None:
    (inbox / name).write_text(FILE, encoding="utf-8")
    with open_store(":memory:") as store:
        take(store, inbox)
        assert handoffs(store) == 0
    assert names_in(inbox) == [name]


def test_a_dropped_file_that_is_no_export_is_kept_with_the_reason(inbox: Path) -> None:
    (inbox / "notes.csv").write_text("nothing here", encoding="utf-8")
    with open_store(":memory:") as store:
        take(store, inbox, "es")
        assert handoffs(store) == 0
    assert names_in(inbox) == ["rechazados"]
    assert "no se cargó; no cambió nada" in note_in(inbox / "rechazados")


def test_what_is_inside_a_zip_a_gzip_and_a_workbook_is_loaded(inbox: Path) -> None:
    with zipfile.ZipFile(inbox / "two.zip", "w") as archive:
        archive.writestr("a.csv", FILE)
        archive.writestr("b.csv", FILE.replace("H1", "H2"))
    (inbox / "three.csv.gz").write_bytes(gzip.compress(FILE.replace("H1", "H3").encode()))
    rows = [[cell(v) for v in line.split(",")] for line in FILE.replace("H1", "H4").splitlines()]
    write_workbook(inbox / "four.xlsx", {"S": rows})
    with open_store(":memory:") as store:
        take(store, inbox)
        assert handoffs(store) == 4
        assert not any((store.scratch).iterdir())
    assert len(list((inbox / "loaded").glob("*note.txt"))) == 3


def test_a_bomb_is_refused(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("kpi.intake.unpack"), "FREE", 1000)
    (inbox / "bomb.csv.gz").write_bytes(gzip.compress(bytes(10_000_000)))
    with open_store(":memory:") as store:
        take(store, inbox)
    assert "grows too large" in note_in(inbox / "refused")


def test_a_file_that_asks_is_left_with_what_to_do_and_read_once_it_was_answered(
    inbox: Path, tmp_path: Path
) -> None:
    asking = FILE.replace("2026-03-02", "02/03/2026")
    (inbox / "march.csv").write_text(asking, encoding="utf-8")
    answered = tmp_path / "answered.csv"
    answered.write_text(asking, encoding="utf-8")
    with open_store(":memory:") as store:
        take(store, inbox)
        assert handoffs(store) == 0
        note = note_in(inbox / "to be answered")
        assert "02/03/2026 is Mar 2, 2026" in note
        assert "open the Data page, drop this file there" in note
        ingest(store, answered, now=NOW, mapping={"dayfirst": True})
        (inbox / "april.csv").write_text(asking.replace("H1", "H9"), encoding="utf-8")
        take(store, inbox)
        assert handoffs(store) == 2
    assert names_in(inbox) == ["loaded", "to be answered"]


def test_what_was_kept_out_lies_beside_the_note_to_be_mended(inbox: Path) -> None:
    (inbox / "march.csv").write_text(FILE + "H2,C1,A,B,soon\n", encoding="utf-8")
    with open_store(":memory:") as store:
        take(store, inbox)
        (kept_out,) = (inbox / "loaded").glob("*kept out 1.csv")
        mended = kept_out.read_text(encoding="utf-8-sig").replace("soon", "2026-03-04")
        (inbox / "mended.csv").write_text(mended, encoding="utf-8")
        take(store, inbox)
        assert handoffs(store) == 2


def test_two_files_of_one_name_and_minute_are_both_kept(inbox: Path) -> None:
    with open_store(":memory:") as store:
        for number in (1, 2):
            (inbox / "march.csv").write_text(FILE.replace("H1", f"H{number}"), encoding="utf-8")
            take(store, inbox)
    kept = [path for path in (inbox / "loaded").iterdir() if path.suffix == ".csv"]
    assert sorted(path.name for path in kept) == [
        "2026-11-02 1500 march (2).csv",
        "2026-11-02 1500 march.csv",
    ]


@pytest.mark.parametrize("committed", [True, False])
def test_a_request_whose_owner_ended_over_it_is_answered_by_the_next_and_loaded_once(
    inbox: Path, tmp_path: Path, committed: bool
) -> None:
    source = tmp_path / "mine.csv"
    source.write_text(FILE, encoding="utf-8")
    request = Request("mine.csv", "ana", "en")
    folder = leave(inbox, source, request, name="t1")
    (folder / "taken").write_text(NOW.isoformat(), encoding="utf-8")
    with open_store(":memory:") as store:
        if committed:
            ingest(store, source, now=later(1), name="mine.csv", who="ana")
        take_in(store, inbox, now=later(9), seen={})
        answer = answer_in(folder)
        assert answer is not None
        assert (answer["load"], answer["new"]) == (1, 1)
        assert [entry.load for entry in list_loads(store.cursor())] == [1]


def test_an_answer_that_nobody_reads_is_removed(inbox: Path, tmp_path: Path) -> None:
    source = tmp_path / "mine.csv"
    source.write_text(FILE, encoding="utf-8")
    leave(inbox, source, Request("mine.csv", "ana", "en"), name="t1")
    with open_store(":memory:") as store:
        take_in(store, inbox, now=NOW, seen={})
        assert names_in(inbox) == ["t1"]
        take_in(store, inbox, now=datetime.now(UTC) + timedelta(hours=2), seen={})
    assert names_in(inbox) == []


def test_a_file_handed_over_is_loaded_as_asked_and_answered(inbox: Path, tmp_path: Path) -> None:
    source = tmp_path / "mine.csv"
    source.write_text(FILE.replace("supplier", "de quien"), encoding="utf-8")
    mapping = {"columns": {"supplier": "de quien"}}
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
