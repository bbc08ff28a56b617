"""Targets of KPIs that the company defined: written as their unit is, and named while undefined."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpi.agreements import (
    Link,
    Signer,
    Terms,
    TermsError,
    negotiations,
    parse_target,
    propose_new,
    target_units,
)
from kpi.intake import ingest
from kpi.intake.formats.agreements import BUILT_IN, OTHER_KPIS, RATING_KPIS, SHARE_KPIS
from kpi.measures import KPIS, unknown_kpis
from kpi.measures.defined import read_definitions, save_definitions, withdraw_kpi
from tests.book import Book

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KPI = """[[kpi]]
id = "{id}"
name = {{en = "One\\nunit = 'x'", es = "Uno"}}
question = {{en = "How many?", es = "¿Cuántos?"}}
dimension = "quality"
better = "higher"
"""
LIGHT = KPI.format(id="light") + (
    'measure = "share"\ngood = [{column = "weight", comparison = "less than", value = 5}]\n'
)
MEAN = 'measure = "mean"\ncolumn = "weight"\nunit = "{unit}"\n'
WEIGHT = KPI.format(id="weight") + MEAN.format(unit="number")
MOOD = KPI.format(id="mood") + MEAN.format(unit="rating")


@pytest.fixture
def defined(book: Book) -> Book:
    with book.store.write() as cursor:
        for text in (LIGHT, WEIGHT, MOOD):
            save_definitions(cursor, read_definitions(text), who="Ana", now=datetime(2026, 3, 1))
    return book


def test_intake_knows_every_built_in_kpi_by_the_unit_of_its_target() -> None:
    units = {kpi.id: kpi.unit for kpi in KPIS.values()}
    assert set(SHARE_KPIS) == {kpi for kpi, unit in units.items() if unit == "share"}
    assert set(RATING_KPIS) == {kpi for kpi, unit in units.items() if unit == "rating"}
    assert sorted(BUILT_IN) == sorted(units)
    assert not set(OTHER_KPIS) & {*SHARE_KPIS, *RATING_KPIS}


def test_the_store_tells_the_unit_of_standing_definitions(defined: Book) -> None:
    with defined.store.write() as cursor:
        withdraw_kpi(cursor, "weight", who="Ana", now=datetime(2026, 3, 2))
    rows = defined.cursor().execute("FROM defined_kpis ORDER BY kpi").fetchall()
    assert rows == [("light", "share"), ("mood", "rating")]


@pytest.mark.parametrize(
    ("kpi", "cell", "target"),
    [
        ("light", "95 %", 0.95),
        ("light", "95%", 0.95),
        ("light", '"0,95"', 0.95),
        ("light", "95", None),
        ("mood", "4.5", 4.5),
        ("mood", "7", None),
        ("weight", "95", 95.0),
        ("nobody_knows", "95", 95.0),
    ],
)
def test_a_target_in_a_file_is_read_by_the_unit_of_its_kpi(
    defined: Book, tmp_path: Path, kpi: str, cell: str, target: float | None
) -> None:
    report = ingest(defined.store, agreements(tmp_path, f"{kpi},{cell}"), now=NOW)
    stored = defined.cursor().execute("SELECT target FROM agreements").fetchall()
    assert stored == ([] if target is None else [(target,)])
    reasons = [fault.reason for fault in report.rejected]
    assert reasons == (["target"] if target is None else [])


def test_a_report_names_the_kpis_that_nobody_defined(defined: Book, tmp_path: Path) -> None:
    file = agreements(tmp_path, "light,0.9", "weihgt,5", "on_time_rate,0.9", "mod,4", ",")
    tried = ingest(defined.store, file, now=NOW, dry_run=True)
    made = ingest(defined.store, file, now=NOW)
    for report in (tried, made):
        (told,) = [one for one in report.warnings if one.code == "unknown_kpi"]
        assert told.message.values == {"n": 2, "kpis": "“mod”, “weihgt”"}
    assert unknown_kpis(defined.cursor()) == ("mod", "weihgt")


def test_a_report_of_known_kpis_says_nothing(defined: Book, tmp_path: Path) -> None:
    report = ingest(defined.store, agreements(tmp_path, "light,0.9"), now=NOW)
    assert "unknown_kpi" not in [one.code for one in report.warnings]


def test_a_typed_target_is_read_by_the_unit_of_its_kpi(defined: Book) -> None:
    units = target_units(defined.cursor())
    assert parse_target("light", "95 %", units) == 0.95
    assert parse_target("weight", "95", units) == 95.0
    with pytest.raises(TermsError, match="no share"):
        parse_target("light", "95", units)
    with pytest.raises(TermsError, match="no rating"):
        parse_target("mood", "7", units)


def test_an_offer_that_no_share_can_keep_is_not_written(defined: Book) -> None:
    signer = Signer("supplier", "Ana", NOW, "")
    with pytest.raises(TermsError, match="no share"):
        propose_new(defined.store, Link("A", "B", ""), Terms.of({"light": 95.0}), signer)
    assert negotiations(defined.cursor()) == ()
    made = propose_new(defined.store, Link("A", "B", ""), Terms.of({"light": 0.95}), signer)
    assert made.versions[-1].terms.target("light") == 0.95


def agreements(folder: Path, *rows: str) -> Path:
    """Write a file of one agreement, each row with its KPI and target."""
    file = folder / "agreements.csv"
    head = "agreement,version,supplier,customer,status,valid_from,lead_time_hours,kpi,target\n"
    body = "".join(f"A-1,1,Compras,Almacén,proposed,2026-03-01,24,{row}\n" for row in rows)
    file.write_text(head + body, encoding="utf-8")
    return file
