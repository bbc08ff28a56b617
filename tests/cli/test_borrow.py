"""Commands that read while another process has the store open: from a copy that it lends."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kpi.cli import borrow, main
from kpi.store import open_store
from kpi.store.lend import ask_for_copy, copies_of, copy_in, copy_store, lend
from tests.cli.holding import held

FILE = (
    "handoff_id,case_id,supplier,customer,requested_at,promised_at,delivered_at\n"
    "H1,C1,A,B,2026-03-02 08:00,2026-03-03 08:00,2026-03-04 08:00\n"
)
READING = [
    ("balance", "--week", "2026-W10", "--format", "json"),
    ("verdicts", "--format", "csv"),
    ("measure", "--format", "csv"),
    ("export", "handoffs"),
    ("loads", "--format", "json"),
    ("check",),
    ("structure", "--format", "json"),
    ("stop", "A", "--week", "2026-W10", "--format", "json"),
    ("whatif", "--mend", "A>B", "--week", "2026-W10", "--format", "json"),
    ("follows", "--format", "json"),
    ("parties", "list", "--format", "json"),
    ("parties", "changes", "--format", "json"),
    ("parties", "rename", "A", "C", "--reason", "x", "--preview"),
    ("agreements", "list", "--format", "json"),
    ("agreements", "draft", "--whole", "--format", "json"),
    ("actions", "list", "--format", "json"),
    ("kpis", "list", "--format", "json"),
    ("kpis", "show", "on_time_rate"),
]


def run(store: Path, words: Sequence[str], language: str = "en") -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "--lang", language, *words])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """One handoff, a day late."""
    path, source = tmp_path / "store.duckdb", tmp_path / "march.csv"
    source.write_text(FILE, encoding="utf-8")
    assert run(path, ["ingest", str(source)]).exit_code == 0
    return path


def copies(store: Path) -> list[Path]:
    return list(Path(f"{store}.copies").iterdir())


def test_every_reading_command_says_the_same_while_a_dashboard_has_the_store(store: Path) -> None:
    alone = [run(store, words) for words in READING]
    assert [(answer.exit_code, answer.output) for answer in alone if answer.exit_code] == []
    with held(store, "watching"):
        beside = [run(store, words) for words in READING]
    assert [answer.output for answer in beside] == [answer.output for answer in alone]
    assert copies(store) == []


def test_the_week_is_written_while_a_dashboard_has_the_store(store: Path, tmp_path: Path) -> None:
    alone, beside = tmp_path / "alone.html", tmp_path / "beside.html"
    assert run(store, ["weekly", "--out", str(alone)]).exit_code == 0
    with held(store, "watching"):
        answer = run(store, ["weekly", "--out", str(beside)])
    assert answer.exit_code == 0, answer.output
    assert beside.read_bytes() == alone.read_bytes()


def test_what_writes_is_still_refused(store: Path) -> None:
    with held(store, "watching") as pid:
        answer = run(store, ["undo", "1"])
    assert (answer.exit_code, f"in use by process {pid}" in answer.output) == (2, True)


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "which lent no copy of it to read from"), ("es", "no prestó una copia para leer")],
)
def test_who_holds_the_store_is_named_when_it_lends_nothing(
    store: Path, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    monkeypatch.setattr(borrow, "UNTIL_TAKEN", 0.5)
    with held(store, "only holding") as pid:
        answer = run(store, ["loads"], language)
    assert (answer.exit_code, str(pid) in answer.output) == (2, True)
    assert told in answer.output
    assert copies(store) == []


def test_an_owner_that_ends_over_a_copy_leaves_the_store_itself(store: Path) -> None:
    with held(store, "ending before the load"):
        begun = time.monotonic()
        answer = run(store, ["export", "handoffs"])
        assert time.monotonic() - begun < 60  # of the quarter of an hour that a copy may take
    assert answer.exit_code == 0, answer.output
    assert "H1,C1,A,B" in answer.output
    assert copies(store) == []


def test_a_copy_that_finds_no_room_is_told_with_its_reason(store: Path) -> None:
    with held(store, "without room"):
        answer = run(store, ["loads"])
    assert answer.exit_code == 2
    assert "could not write a copy of it to read from" in answer.output
    assert "No space left on device" in answer.output
    assert copies(store) == []


def test_a_copy_holds_what_was_committed_and_nothing_half_done(store: Path, tmp_path: Path) -> None:
    store.chmod(0o600)
    copy = tmp_path / "it's a copy.duckdb"
    with open_store(store) as opened, opened.write() as pen:
        pen.execute("DELETE FROM stated_handoffs")
        copy_store(opened, copy)
        assert list(opened.scratch.iterdir()) == []
    with open_store(copy) as lent:
        assert lent.cursor().execute("SELECT handoff_id FROM handoffs").fetchall() == [("H1",)]
    assert copy.stat().st_mode == store.stat().st_mode


def test_copies_that_nobody_took_away_are_removed_after_hours(store: Path) -> None:
    now = datetime.now(UTC)
    place = copies_of(str(store))
    assert place is not None
    with open_store(store) as opened:
        folder = ask_for_copy(place)
        lend(opened, place, now=now)
        assert copy_in(folder) == folder / "store.duckdb"
        lend(opened, place, now=now + timedelta(hours=5))
        assert folder.is_dir()
        lend(opened, place, now=now + timedelta(hours=7))
        assert not folder.exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a lock that goes with any handle: POSIX")
def test_lending_keeps_the_store_locked(store: Path, tmp_path: Path) -> None:
    # Closing any handle of a file gives up a process's locks on it: so it must never be opened.
    with held(store, "watching") as pid:
        assert run(store, ["loads"]).exit_code == 0
        assert f"in use by process {pid}" in run(store, ["undo", "1"]).output
