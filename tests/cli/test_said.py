"""Every question of a file is answered by one option, and the refusal says which."""

from __future__ import annotations

import csv
import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kpi.cli import main
from kpi.cli.said import option_for
from tests.intake.workbooks import text as cell
from tests.intake.workbooks import write_workbook

HEADER = "id,case,supplier,customer,requested"
# Name -> the file, and which answer is given to each question in turn.
ASKED: dict[str, tuple[str, list[int]]] = {
    "order of day and month": (f"{HEADER}\nH1,C1,A,B,05/03/2026\n", [0]),
    "both orders in one column": (
        f"{HEADER}\nH1,C1,A,B,25/03/2026\nH2,C2,A,B,03/25/2026\n",
        [1],
    ),
    "year of two digits": (f"{HEADER}\nH1,C1,A,B,24-03-25\nH2,C2,A,B,25-03-24\n", [1]),
    "missing column": ("id,case,supplier,whom,requested\nH1,C1,A,B,2026-03-05\n", [0]),
    "doubled column": (
        "id,case,supplier,supplier,customer,requested\nH1,C1,A,X,B,2026-03-05\n",
        [1],
    ),
    "what a header says": (f"{HEADER},Delivery date\nH1,C1,A,B,2026-03-05,2026-03-06\n", [1]),
    "kind, then each column": ("q,w,e\nuno,dos,2026-03-05\n", [0, 0, 0, 0]),
    "line of the header": ("1,2,3,4,5\nq,w,e,r,t\nuno,dos,2026-03-05,u,v\n", [1, 0, 0, 0, 0]),
    "who holds the case": (
        "documentkey,tablename,fieldname,oldvalue,newvalue,user,sys_created_on\n"
        "a1,incident,assignment_group,,G1,ana,2026-03-01 09:00:00\n"
        "a1,incident,assigned_to,,U1,ana,2026-03-01 09:00:00\n",
        [1],
    ),
    "separator": ("q,w;e,r;t,y\nuno,dos;tres,seis;y,o\nocho,diez;mil,cien;i,u\n", [1]),
}  # fmt: skip


def ingest(store: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "--lang", "en", "ingest", *words])


def first(result: Result) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(result.stdout)[0]
    return report


@pytest.mark.parametrize("name", ASKED)
def test_a_question_is_answered_by_the_option_that_the_refusal_names(
    name: str, tmp_path: Path
) -> None:
    content, picks = ASKED[name]
    path, store = tmp_path / "a.csv", tmp_path / "store.duckdb"
    path.write_text(content, encoding="utf-8")
    options: list[str] = []
    asked = []
    for pick in picks:
        report = first(ingest(store, str(path), *options, "--json"))
        assert report["question"] is not None, report
        asked.append(report["question"]["ask"])
        option = option_for(report["question"]["answers"][pick]["mapping"])
        assert option in ingest(store, str(path), *options).stderr
        options += shlex.split(option)
    report = first(ingest(store, str(path), *options, "--json"))
    assert len(set(asked)) == len(picks), "the same question was asked twice"
    # Letters are no facts: of the separator it is enough that it is not asked again.
    if name == "separator":
        assert report["question"]["ask"] not in asked
    else:
        assert (report["outcome"], report["accepted"] > 0) == ("loaded", True), report


def test_the_sheet_of_a_workbook_is_one_option(tmp_path: Path) -> None:
    rows = [
        [cell(name) for name in HEADER.split(",")],
        [cell(name) for name in ("H1", "C1", "A", "B", "2026-03-05")],
    ]
    path = write_workbook(tmp_path / "b.xlsx", {"Notas": [], "Mayo": rows})
    store = tmp_path / "store.duckdb"
    option = option_for(
        first(ingest(store, str(path), "--json"))["question"]["answers"][1]["mapping"]
    )
    assert option == "--sheet Mayo"
    assert first(ingest(store, str(path), *shlex.split(option), "--json"))["new"] == 1


@pytest.mark.parametrize(("way", "stored"), [("same", "yes"), ("opposite", "no")])
def test_the_polarity_of_a_column_is_one_option(tmp_path: Path, way: str, stored: str) -> None:
    path, store = tmp_path / "a.csv", tmp_path / "store.duckdb"
    path.write_text(f"{HEADER},Devuelto\nH1,C1,A,B,2026-03-05 10:00,Sí\n", encoding="utf-8")
    guessed = first(ingest(store, str(path), "--json"))
    assert [warning["code"] for warning in guessed["warnings"]] == ["inverted"]
    again = tmp_path / "again.duckdb"
    said = first(ingest(again, str(path), "--polarity", f"accepted={way}", "--json"))
    assert said["warnings"] == []
    shown = CliRunner().invoke(main, ["--store", str(again), "export", "handoffs"]).stdout
    header, row = csv.reader(shown.splitlines())
    assert row[header.index("accepted")] == stored


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--column", "promised_at"), ("--dates", "year first"), ("--dates", "Fecha=first"),
        ("--polarity", "accepted=no"), ("--delimiter", "dot dot"),
    ],
)  # fmt: skip
def test_an_option_that_cannot_be_read_says_how_to_write_it(
    tmp_path: Path, option: str, value: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}\n", encoding="utf-8")
    result = ingest(tmp_path / "store.duckdb", str(path), option, value)
    assert result.exit_code == 2
    assert f"{option}: “{value}” cannot be read. Write it as {option}" in result.stderr
