"""Actions from the command line, on a store that holds none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kpi.cli import main

SAMPLE = Path(__file__).parents[1] / "intake" / "samples" / "actions.csv"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.duckdb"
    assert run(path, "ingest", str(SAMPLE)).exit_code == 0
    return path


def run(store: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "--lang", "en", *words])


def listed(store: Path, *words: str) -> list[dict[str, object]]:
    found = run(store, "actions", "list", "--format", "json", *words)
    assert found.exit_code == 0, found.output
    return list(json.loads(found.stdout))


def test_the_list_tells_what_a_file_said(store: Path) -> None:
    # AC-1 was done on 2 March, AC-2 is due on 20 March 2026.
    rows = {row["action"]: row for row in listed(store)}
    assert list(rows) == ["AC-2", "AC-1", "AC-3"]
    assert (rows["AC-1"]["status"], rows["AC-1"]["expected"]) == ("done", 0.95)
    assert listed(store, "--link", "Compras>Almacén>herrajes") == [rows["AC-1"]]


def test_as_of_an_instant_the_list_is_what_it_was_then(store: Path) -> None:
    rows = {row["action"]: row for row in listed(store, "--as-of", "2026-03-01")}
    assert rows["AC-1"]["status"] == "open"
    assert [row["action"] for row in listed(store, "--due", "--as-of", "2026-03-20")] == ["AC-2"]
    late = {row["action"]: row["overdue"] for row in listed(store, "--as-of", "2026-03-21")}
    assert late == {"AC-1": False, "AC-2": True, "AC-3": False}


def test_an_action_is_added_and_finished(store: Path) -> None:
    words = ("--owner", "Ana", "--kpi", "on_time_rate", "--expected", "97%", "--rebase")
    made = run(store, "actions", "add", "Compras>Almacén", "Otro turno", *words)
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["action"] == "T-01"
    ended = run(store, "actions", "finish", "T-01", "--drop", "--who", "Ana")
    assert json.loads(ended.stdout)["status"] == "dropped"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("finish", "T-07"), "There is no action “T-07”"),
        (("add", "Compras", "x"), "LINK: “Compras” is not a link"),
        (("add", "Compras>Almacén", "x", "--kpi", "speed"), "speed"),
        (("add", "Compras>Almacén", "x", "--due", "soon"), "--due"),
    ],
)
def test_a_mistake_is_told_and_ends_with_status_2(
    store: Path, words: tuple[str, ...], told: str
) -> None:
    found = run(store, "actions", *words)
    assert found.exit_code == 2
    assert told in found.stderr
