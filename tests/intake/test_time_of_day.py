"""A date and its time of day in two columns: every way into the store gives the same moment."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from kpi.intake import direct, ingest, mapping_of_toml, mapping_toml, staging
from kpi.intake.examine import examine
from kpi.store import Store
from tests.intake.reads import NOW, see

HEADER = "handoff_id,case_id,supplier,customer,Fecha creación,Hora creación,Nota"
# A fast reader takes some of them, a careful one the others; minutes of one digit are both's.
CLOCKS = (
    "09:05:00",
    "14:30:05",
    "",
    "24:00:00",
    "25:00:00",
    "9:5:00",
    "2:30 p. m.",
    "x",
    "09:5:00",
)


def content(odd: tuple[str, ...] = CLOCKS, *, usual: int = 60) -> str:
    """Write a file whose first records are usual, the others as given."""
    clocks = ["14:30:05"] * usual + list(odd)
    rows = (f"H{n},C1,Ventas,Compras,13/03/2026,{clock}," for n, clock in enumerate(clocks))
    return "\n".join([HEADER, *rows]) + "\n"


def test_with_the_first_pass_and_without_the_moments_are_the_same(
    store: Store, tmp_path: Path
) -> None:
    answers = []
    for quick in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            if not quick:
                patch.setattr(staging, "quick_sql", lambda *_: None)
            seen = see(store, tmp_path, content())
        answers.append((seen.staged, seen.faults, seen.codes))
    assert answers[0] == answers[1]
    # By hand: of nine odd cells 25:00:00 and x are no times of day.
    assert [line for line, *_ in answers[0][1]] == [66, 69]
    assert answers[0][2] == ["date_only"]


def test_straight_into_the_store_the_moments_are_the_same(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(content(), encoding="utf-8")
    answers: list[Any] = []
    for fewest in (1, 1 << 40):
        monkeypatch.setattr(direct, "FEWEST", fewest)
        report = ingest(store, path, now=NOW, dry_run=True)
        answers.append((report.new, report.rejected, report.warnings, report.times_of_day))
    assert answers[0] == answers[1]
    assert answers[0][0] == 67


def test_it_is_one_field_of_two_columns_and_travels_in_a_mapping(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(content(()), encoding="utf-8")
    seen = examine(store, path, now=NOW)
    assert seen.times_of_day == {"requested_at": "Hora creación"}
    assert seen.mapping["requested_at"] == "Fecha creación"
    assert seen.unmapped == ("Nota",)
    assert seen.date_formats["Fecha creación"].format == "DD/MM/YYYY + hh:mm:ss"
    said = {"times_of_day": {"Fecha creación": "Hora creación"}}
    assert mapping_of_toml(mapping_toml(said).encode(), name="m").said() == said


def test_what_is_kept_out_comes_back_in_both_columns_and_is_rejected_again(
    store: Store, tmp_path: Path
) -> None:
    path, out = tmp_path / "file.csv", tmp_path / "out.csv"
    path.write_text(content(("25:99",)), encoding="utf-8")
    ingest(store, path, now=NOW, kept_out=out)
    [header, record] = csv.reader(out.read_text(encoding="utf-8-sig").splitlines())
    assert header[5:7] == ["Fecha creación", "Hora creación"]
    assert record[5:7] == ["13/03/2026", "25:99"]
    again = ingest(store, out, now=NOW)
    assert [(fault.column, fault.reason) for fault in again.rejected] == [
        ("Hora creación", "timestamp")
    ]
