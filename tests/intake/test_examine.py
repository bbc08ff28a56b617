"""What the Data page is told of a file before anything is written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kpi.intake.dictionary import dictionary, template
from kpi.intake.examine import examine
from kpi.intake.formats import FIELDS, KINDS
from kpi.store import Store
from kpi.words import words_for
from tests.intake.reads import NOW
from tests.intake.twins import write_servicenow


def test_a_known_log_is_understood(store: Store, tmp_path: Path) -> None:
    twin = write_servicenow(tmp_path / "log.csv")
    seen = examine(store, tmp_path / "log.csv", now=NOW)
    assert (seen.kind, seen.format) == ("events", "servicenow")
    assert (seen.encoding, seen.delimiter) == ("utf-8", ",")
    assert (seen.header_line, seen.records, seen.error) == (1, twin.records, None)
    assert seen.mapping["party"] == "assignment_group"
    assert "caller_id" in seen.unmapped
    assert seen.date_formats["sys_updated_at"].format == "DD/MM/YYYY hh:mm"
    assert len(seen.rows) == 10
    assert seen.rows[0]["case_id"].startswith("INC")


def test_an_attribute_is_shown_under_its_own_name(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "handoffs.csv"
    path.write_text("supplier,customer,requested_at,Nota\nA,B,2026-03-01 10:00,urgente\n")
    assert examine(store, path, now=NOW).rows[0]["Nota"] == "urgente"


def test_a_file_that_would_be_refused_says_why_and_what_it_has(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "handoffs.csv"
    path.write_text("\nAlgo;Proveedor;Cliente\nx;A;B\n", encoding="utf-8")
    seen = examine(store, path, now=NOW)
    assert (seen.kind, seen.header_line, seen.missing) == ("handoffs", 2, ("requested_at",))
    assert seen.columns == ("Algo", "Proveedor", "Cliente")
    assert "requested_at" in words_for("en").render(seen.error or pytest.fail("no error"))
    assert seen.candidates["agreements"] == ("supplier", "customer")


def test_a_file_of_unknown_columns_can_still_be_mapped(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "unknown.csv"
    path.write_text("Informe\nuno|dos|tres\n1|2|3\n4|5|6\n", encoding="utf-8")
    seen = examine(store, path, now=NOW)
    assert (seen.kind, seen.delimiter, seen.header_line) == ("", "|", 2)
    assert seen.columns == ("uno", "dos", "tres")
    assert seen.error is not None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"prose"])
def test_what_is_no_table_has_an_error_and_nothing_else(
    content: bytes, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    seen = examine(store, path, now=NOW)
    assert seen.error is not None
    assert (seen.kind, seen.columns) == ("", ())


def test_a_file_that_is_not_there_has_an_error(store: Store, tmp_path: Path) -> None:
    assert "none.csv" in str(examine(store, tmp_path / "none.csv", now=NOW).error)


def test_examining_leaves_no_file_behind(store: Store, tmp_path: Path) -> None:
    write_servicenow(tmp_path / "log.csv")
    examine(store, tmp_path / "log.csv", now=NOW)
    assert list(store.scratch.iterdir()) == []


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_template_is_recognised_as_its_kind(
    kind: str, language: str, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "template.csv"
    path.write_text(template(kind, language), encoding="utf-8-sig")
    seen = examine(store, path, now=NOW)
    assert (seen.kind, seen.error, seen.unmapped) == (kind, None, ())
    assert tuple(seen.mapping) == KINDS[kind].columns
    assert len(next(csv.reader([template(kind, language)]))) == len(KINDS[kind].columns)


@pytest.mark.parametrize("kind", FIELDS)
def test_the_dictionary_has_every_field(kind: str) -> None:
    entries = dictionary(kind)
    assert [entry.field for entry in entries] == [field.name for field in FIELDS[kind]]
    assert all(words_for("en").render(entry.meaning) for entry in entries)
