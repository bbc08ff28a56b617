"""Every file of the corpus, from its bytes to the rows of the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kpi.intake import LoadReport, check, ingest, undo
from kpi.intake.formats import REFERENCES
from kpi.store import Store, open_store
from kpi.words import words_for
from tests.intake.corpus import (
    of_actions,
    of_bytes,
    of_calendars,
    of_dialect,
    of_doubts,
    of_exports,
    of_facts,
    of_header,
    of_kinds,
    of_logs,
    of_records,
    of_times_of_day,
    of_two_columns,
    of_values,
)
from tests.intake.corpus.case import Case
from tests.intake.reads import NOW

MODULES = (
    of_actions,
    of_bytes,
    of_calendars,
    of_dialect,
    of_header,
    of_doubts,
    of_records,
    of_values,
    of_exports,
    of_facts,
    of_kinds,
    of_logs,
    of_times_of_day,
    of_two_columns,
)
CASES = {case.name: case for module in MODULES for case in module.CASES}
TABLES = {
    "handoffs": "stated_handoffs",
    "events": "events",
    **{kind: reference.rows for kind, reference in REFERENCES.items()},
}


def stored(store: Store, kind: str) -> dict[tuple[int, int], dict[str, Any]]:
    """Return all rows of a kind: (load, line) -> filled cells, attributes under their own names."""
    cursor = store.cursor()
    names = dict(cursor.execute("SELECT col, name FROM attributes").fetchall())
    rows = cursor.execute(f"FROM {TABLES[kind]}")
    columns = [column[0] for column in rows.description or ()]
    found = {}
    for row in rows.fetchall():
        cells = {c: v for c, v in zip(columns, row, strict=True) if v not in (None, "")}
        place = cells.pop("load"), cells.pop("line")
        assert cells.pop("ordinal", 1) == 1
        found[place] = {names.get(column, column): value for column, value in cells.items()}
    return found


def load(store: Store, folder: Path, content: bytes, **how: Any) -> LoadReport:
    """Load a file that holds the content."""
    path = folder / "file.csv"
    path.write_bytes(content)
    return ingest(store, path, **{"now": NOW, **how})


def told(report: LoadReport, case: Case) -> None:
    """Compare what the report tells with what it must."""
    assert [(r.line, r.column, r.reason) for r in report.rejected] == sorted(case.rejected)
    assert [(i.line, i.reason) for i in report.ignored] == sorted(case.ignored)
    assert [(c.line, c.column) for c in report.conflicts] == sorted(case.conflicts)
    assert {warning.code for warning in report.warnings} == case.warnings
    kept_out = report.rejected_records + report.ignored_records + report.conflict_records
    assert report.records == report.accepted + kept_out
    assert report.rejected_records == len({line for line, _, _ in case.rejected})
    assert report.ignored_records == len(case.ignored)
    assert report.conflict_records == len({line for line, _ in case.conflicts})


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """Return a store that every case leaves empty; a new one for each would double the time."""
    with open_store(":memory:") as opened:
        yield opened


@pytest.mark.parametrize("name", CASES)
def test_a_nasty_file_is_read_as_a_careful_person_would(
    name: str, store: Store, tmp_path: Path
) -> None:
    case = CASES[name]
    reports = [load(store, tmp_path, earlier) for earlier in case.before]
    reports.append(load(store, tmp_path, case.content, **case.how))
    number = {report.load: n for n, report in enumerate(reports, 1)}
    found = stored(store, case.kind)
    for report in reports:
        if report.load is not None:
            undo(store, report.load, now=NOW)
    assert stored(store, case.kind) == {}
    report = reports[-1]
    spoken = [report.as_json(words_for(language)) for language in ("es", "en")]
    if case.refused:
        assert (report.outcome, report.records, report.load) == ("refused", 0, None)
        assert case.refused in spoken[1]["error"]
    else:
        assert (report.outcome, report.kind, spoken[1]["error"]) == ("loaded", case.kind, None)
    assert {(number[at], line): cells for (at, line), cells in found.items()} == case.facts
    told(report, case)


def test_undoing_the_corpus_leaves_a_sound_store(store: Store) -> None:
    assert check(store.cursor()) == ()


def test_the_corpus_is_as_large_as_it_should_be() -> None:
    assert len(CASES) == sum(len(module.CASES) for module in MODULES) >= 250
    assert [case.name for case in CASES.values() if not case.why] == []
