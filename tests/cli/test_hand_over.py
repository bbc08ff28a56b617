"""The command line while another process has the store open."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kpi.cli import hand_over, main
from kpi.intake import list_loads
from kpi.store import open_store
from tests.cli.holding import held

FILE = "handoff_id,case_id,supplier,customer,requested_at\nH1,C1,A,B,2026-03-02 08:00\n"


def ingest(store: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "--lang", "en", "ingest", *words])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "march.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_files_are_loaded_by_the_process_that_has_the_store_open(
    tmp_path: Path, source: Path
) -> None:
    store = tmp_path / "store.duckdb"
    with held(store, "watching"):
        answer = ingest(store, str(source), "--json")
    assert answer.exit_code == 0, answer.output
    (report,) = json.loads(answer.output)
    assert (report["file"], report["outcome"], report["new"]) == ("march.csv", "loaded", 1)
    with open_store(store) as opened:
        assert opened.cursor().execute("SELECT handoff_id FROM handoffs").fetchall() == [("H1",)]
    assert list((tmp_path / "store.duckdb.inbox").iterdir()) == []


def test_a_file_refused_there_is_refused_here(tmp_path: Path) -> None:
    store, empty = tmp_path / "store.duckdb", tmp_path / "empty.csv"
    empty.touch()
    with held(store, "watching"):
        answer = ingest(store, str(empty))
    assert answer.exit_code == 2
    assert "empty.csv: refused" in answer.output


def test_who_holds_the_store_is_named_when_nobody_takes_the_file(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over, "UNTIL_TAKEN", 0.5)
    store = tmp_path / "store.duckdb"
    with held(store, "only holding") as pid:
        answer = ingest(store, str(source))
    assert answer.exit_code == 2
    assert f"in use by process {pid}" in answer.output
    assert list((tmp_path / "store.duckdb.inbox").iterdir()) == []


def test_an_owner_that_ends_over_a_file_is_noticed_within_seconds(
    tmp_path: Path, source: Path
) -> None:
    store = tmp_path / "store.duckdb"
    with held(store, "ending before the load"):
        begun = time.monotonic()
        answer = ingest(store, str(source))
        assert time.monotonic() - begun < 60  # of the hour that a load may take
    assert answer.exit_code == 2
    assert "ended before it loaded march.csv. Nothing of it was loaded" in answer.output
    with open_store(store) as opened:
        assert list_loads(opened.cursor()) == ()
    assert list((tmp_path / "store.duckdb.inbox").iterdir()) == []


def test_what_an_owner_loaded_before_it_ended_is_reported(tmp_path: Path, source: Path) -> None:
    store = tmp_path / "store.duckdb"
    with held(store, "ending after the load"):
        answer = ingest(store, str(source), "--json")
    assert answer.exit_code == 0, answer.output
    (report,) = json.loads(answer.stdout)
    assert (report["file"], report["load"], report["new"]) == ("march.csv", 1, 1)
    with open_store(store) as opened:
        assert [entry.load for entry in list_loads(opened.cursor())] == [1]
