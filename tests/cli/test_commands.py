"""The command line end to end, on the sample company and on small files."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kpi.cli import main
from kpi.cli.reference import REFERENCE, reference
from kpi.store import open_store
from tests.intake.workbooks import text, write_workbook

HEADER = "handoff_id,case_id,supplier,customer,requested_at,promised_at,delivered_at\n"
ONE = "H1,C1,Compras,Almacén,2026-03-02 08:00,2026-03-03 08:00,2026-03-02 20:00\n"
LATE = "H2,C2,Compras,Almacén,2026-03-02 08:00,2026-03-03 08:00,2026-03-04 08:00\n"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.duckdb"


def run(store: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "--lang", "en", *words])


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_ingest_accounts_for_every_record_as_json(store: Path, tmp_path: Path) -> None:
    bad = "H3,C3,Compras,,2026-03-02 08:00,,\n"
    path = written(tmp_path, "a.csv", HEADER + ONE + LATE + bad + ONE)
    answer = run(store, "ingest", path, "--json")
    assert answer.exit_code == 0, answer.output
    (report,) = json.loads(answer.output)
    assert {
        name: report[name]
        for name in ("file", "outcome", "error", "load", "header_line", "records", "accepted",
                     "new", "rejected_records", "ignored_records", "conflict_records")
    } == {
        "file": "a.csv", "outcome": "loaded", "error": None, "load": 1, "header_line": 1,
        "records": 4, "accepted": 2, "new": 2, "rejected_records": 1, "ignored_records": 1,
        "conflict_records": 0,
    }  # fmt: skip
    assert [(fault["line"], fault["column"], fault["reason"]) for fault in report["rejected"]] == [
        (4, "customer", "missing")
    ]
    assert [(record["line"], record["reason"]) for record in report["ignored"]] == [
        (5, "duplicate")
    ]


def test_a_refused_file_ends_with_status_2_and_changes_nothing(store: Path, tmp_path: Path) -> None:
    good = written(tmp_path, "a.csv", HEADER + ONE)
    bad = written(tmp_path, "b.csv", "")
    answer = run(store, "ingest", bad, good, "--json")
    assert answer.exit_code == 2
    refused, loaded = json.loads(answer.output)
    assert (refused["outcome"], loaded["outcome"]) == ("refused", "loaded")
    assert refused["error"]
    assert len(json.loads(run(store, "loads", "--format", "json").output)) == 1


def test_a_file_that_is_not_there_is_refused_by_name(store: Path, tmp_path: Path) -> None:
    answer = run(store, "ingest", str(tmp_path / "nowhere.csv"))
    assert answer.exit_code == 2
    assert "nowhere.csv" in answer.output
    assert "Traceback" not in answer.output


def test_undo_takes_a_load_back_and_an_unknown_one_is_refused(store: Path, tmp_path: Path) -> None:
    run(store, "ingest", written(tmp_path, "a.csv", HEADER + ONE))
    assert run(store, "undo", "1").exit_code == 0
    assert list(csv.reader(io.StringIO(run(store, "export", "handoffs").output)))[1:] == []
    again = run(store, "undo", "1")
    assert (again.exit_code, "Traceback" in again.output) == (2, False)


def test_an_export_loads_back_as_the_same_facts(store: Path, tmp_path: Path) -> None:
    run(store, "ingest", written(tmp_path, "a.csv", HEADER + ONE + LATE))
    for more in ((), ("--safe",)):
        out = tmp_path / f"out{len(more)}.csv"
        assert run(store, "export", "handoffs", "--out", str(out), *more).exit_code == 0
        (report,) = json.loads(run(store, "ingest", str(out), "--json").output)
        assert (report["unchanged"], report["records"]) == (2, 2)


def test_measure_counts_by_hand(store: Path, tmp_path: Path) -> None:
    # Both were due on Tuesday 3 March 2026 (week 10); one of two was delivered by then.
    run(store, "ingest", written(tmp_path, "a.csv", HEADER + ONE + LATE))
    answer = run(
        store, "measure", "--kpi", "on_time_rate", "--link", "Compras>Almacén", "--format", "json"
    )
    assert json.loads(answer.output) == [
        {
            "supplier": "Compras", "customer": "Almacén", "service": "", "kpi": "on_time_rate",
            "period": "2026-W10", "value": 0.5, "n": 2, "good": 1,
        }
    ]  # fmt: skip


def test_before_its_due_a_handoff_is_not_counted(store: Path, tmp_path: Path) -> None:
    run(store, "ingest", written(tmp_path, "a.csv", HEADER + ONE + LATE))
    answer = run(
        store, "--as-of", "2026-03-03T07:00", "measure", "--kpi", "on_time_rate", "--format", "json"
    )
    assert json.loads(answer.output) == []


def test_verdicts_and_balance_have_the_fields_that_other_programs_read(store: Path) -> None:
    assert run(store, "sample").exit_code == 0
    verdicts = json.loads(run(store, "verdicts", "--window", "4", "--format", "json").output)
    assert {
        "supplier", "customer", "service", "kpi", "period", "value", "n", "good", "target",
        "window", "verdict", "p_value", "low", "high", "variation", "assurance", "agreement",
    } <= verdicts[0].keys()  # fmt: skip
    balance = json.loads(run(store, "balance", "--format", "json").output)
    assert {
        "week", "window", "as_of", "state", "promise", "failing_links", "at_risk_links",
        "all_links", "smallest_repair",
    } <= balance.keys()  # fmt: skip
    assert balance["week"] == "2026-W12"
    assert balance["state"] == "out of balance"
    first = balance["failing_links"][0]
    assert (first["supplier"], first["customer"]) == ("Compras", "Almacén")
    assert {
        "service", "verdict", "fair_share", "broken_share", "effect", "cases_saved", "cases_held",
        "own_minutes", "inherited_minutes", "late_share", "verdicts",
    } <= first.keys()  # fmt: skip
    assert set(balance["promise"]) >= {"kept", "cases", "rate", "target", "customers"}
    assert run(store, "check").exit_code == 0


def test_the_sample_is_not_loaded_into_a_store_that_has_data(store: Path, tmp_path: Path) -> None:
    run(store, "ingest", written(tmp_path, "a.csv", HEADER + ONE))
    assert run(store, "sample", "--if-empty").output == ""
    assert len(json.loads(run(store, "loads", "--format", "json").output)) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("balance", "--week", "2026-99"),
        ("balance", "--as-of", "yesterday"),
        ("measure", "--link", "Compras"),
        ("measure", "--kpi", "nonsense"),
        ("export", "nonsense"),
        ("export", "handoffs", "--out", "no such folder/out.csv"),
        ("verdicts", "--week", "0001-W01"),
        ("balance", "--week", "9999-W52"),
        ("balance", "--as-of", "0001-01-01"),
        ("--store", "ducklake:postgresql://x", "loads"),
    ],
)
def test_a_wrong_option_ends_with_status_2_and_a_sentence(
    store: Path, words: tuple[str, ...]
) -> None:
    answer = run(store, *words)
    assert answer.exit_code == 2
    assert answer.output.strip()
    assert "Traceback" not in answer.output


def test_messages_speak_spanish_when_asked(store: Path) -> None:
    open_store(store).close()
    answer = CliRunner().invoke(
        main, ["--store", str(store), "--lang", "es", "balance", "--week", "2026-99"]
    )
    assert "La semana “2026-99” no existe" in answer.output


def test_the_reference_tells_every_command_and_option() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == reference()


def test_what_is_kept_out_is_written_as_a_file_to_mend_and_load(
    store: Path, tmp_path: Path
) -> None:
    bad = "H3,C3,Compras,,2026-03-02 08:00,,\n"
    path, out = written(tmp_path, "a.csv", HEADER + ONE + bad), tmp_path / "kept.csv"
    assert run(store, "ingest", path, "--rejected-out", str(out)).exit_code == 0
    text = out.read_text(encoding="utf-8-sig")
    assert text.splitlines()[1] == "Line 3: “customer” is empty and must be filled.," + bad.strip()
    out.write_text(text.replace("Compras,,", "Compras,Almacén,"), encoding="utf-8")
    (report,) = json.loads(run(store, "ingest", str(out), "--json").output)
    assert (report["new"], report["rejected_records"]) == (1, 0)


def test_what_is_kept_out_never_overwrites_the_file_itself(store: Path, tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", HEADER + ONE)
    for words in ([path, "--rejected-out", path], [path, path, "--rejected-out", path + "2"]):
        answer = run(store, "ingest", *words)
        assert (answer.exit_code, "Traceback" in answer.output) == (2, False)
        assert "--rejected-out" in answer.output
    assert Path(path).read_text(encoding="utf-8") == HEADER + ONE


def test_each_csv_of_a_zip_is_loaded_and_a_damaged_one_is_refused(
    store: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.csv", HEADER + ONE)
        archive.writestr("two.csv", HEADER + LATE)
    (tmp_path / "b.csv.gz").write_bytes(b"\x1f\x8bnonsense")
    answer = run(store, "ingest", str(tmp_path / "a.zip"), str(tmp_path / "b.csv.gz"), "--json")
    assert answer.exit_code == 2
    assert [(r["file"], r["outcome"], r["new"]) for r in json.loads(answer.output)] == [
        ("a.zip › one.csv", "loaded", 1),
        ("a.zip › two.csv", "loaded", 1),
        ("b.csv.gz", "refused", 0),
    ]


def test_a_sheet_of_a_workbook_is_loaded_where_it_is_named(store: Path, tmp_path: Path) -> None:
    rows = [[text(cell) for cell in line.strip().split(",")] for line in (HEADER, ONE)]
    path = str(write_workbook(tmp_path / "b.xlsx", {"Notas": [], "Mayo": rows}))
    asked = run(store, "ingest", path)
    assert (asked.exit_code, "Notas, Mayo" in asked.output) == (2, True)
    (report,) = json.loads(run(store, "ingest", path, "--sheet", "Mayo", "--json").output)
    assert (report["file"], report["new"]) == ("b.xlsx › Mayo", 1)


@pytest.mark.parametrize("command", ["balance", "structure", "verdicts"])
def test_a_language_given_after_the_command_is_that_of_its_errors(
    command: str, tmp_path: Path
) -> None:
    store = str(tmp_path / "s.duckdb")
    open_store(store).close()
    answer = CliRunner().invoke(
        main, ["--lang", "en", command, "--lang", "es", "--store", store, "--week", "2026-99"]
    )
    assert answer.exit_code == 2
    assert "La semana “2026-99” no existe" in answer.output
