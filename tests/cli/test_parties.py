"""Renaming and merging from the command line: seen before, done with a reason, taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import HEADER, ONE, run, written

OTHER = "H2,C2,COMPRAS,Almacén,2026-03-02 08:00,2026-03-03 08:00,2026-03-04 08:00\n"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.duckdb"
    run(path, "ingest", written(tmp_path, "a.csv", HEADER + ONE + OTHER))
    return path


def names(store: Path) -> dict[str, list[str] | None]:
    rows = json.loads(run(store, "parties", "list", "--format", "json").output)
    return {row["party"]: row["names"] for row in rows}


def test_a_preview_tells_and_changes_nothing(store: Path) -> None:
    answer = run(store, "parties", "merge", "COMPRAS", "--into", "Compras", "--preview")
    assert "1 handoff comes under “Compras”." in answer.output
    assert "Links of these parties: 2 now, 1 then." in answer.output
    assert set(names(store)) == {"COMPRAS", "Compras", "Almacén"}


def test_a_merge_is_listed_and_undone_by_its_number(store: Path) -> None:
    done = run(store, "parties", "merge", "COMPRAS", "--into", "Compras", "--reason", "same")
    assert done.exit_code == 0, done.output
    assert names(store) == {"Almacén": None, "Compras": ["COMPRAS"]}
    (change,) = json.loads(run(store, "parties", "changes", "--format", "json").output)
    assert (change["change"], change["names"], change["reason"]) == (1, ["COMPRAS"], "same")
    assert run(store, "parties", "undo", "1").exit_code == 0
    assert set(names(store)) == {"COMPRAS", "Compras", "Almacén"}


def test_a_rename_without_a_reason_is_refused_with_status_2(store: Path) -> None:
    answer = run(store, "parties", "rename", "Almacén", "Bodega")
    assert answer.exit_code == 2
    assert "Say why" in answer.output
    assert "Almacén" in names(store)


def test_a_split_is_seen_before_done_with_its_days_and_undone(store: Path) -> None:
    asked = ("parties", "split", "Almacén", "--into", "Almacén 2", "--from", "2026-03-01")
    seen = run(store, *asked, "--preview")
    assert "2 handoffs come under “Almacén 2”." in seen.output
    assert "Almacén 2" not in names(store)
    done = run(store, *asked, "--to", "2026-03-31", "--reason", "divided")
    assert "now means Almacén 2 from Mar 1, 2026 to Mar 31, 2026" in done.output
    assert names(store)["Almacén 2"] == ["Almacén"]
    (change,) = json.loads(run(store, "parties", "changes", "--format", "json").output)
    assert (change["valid_from"], change["valid_to"]) == ("2026-03-01", "2026-03-31")
    assert run(store, "parties", "undo", "1").exit_code == 0
    assert "Almacén 2" not in names(store)


def test_a_split_without_a_day_is_refused(store: Path) -> None:
    answer = run(store, "parties", "split", "Almacén", "--into", "Bodega", "--reason", "r")
    assert answer.exit_code == 2
    assert "Say from which day" in answer.output
