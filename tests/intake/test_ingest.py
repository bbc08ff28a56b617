"""From a file to facts: one transaction per file, trials that leave nothing, exports and back."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import pytest

from kpi.intake import KINDS, check, export_table, ingest, list_loads, undo
from kpi.intake.formats import REFERENCES
from kpi.store import Store, open_store
from kpi.words import words_for
from kpi.words.terms import END_CUSTOMER
from tests.intake.conftest import NOW, Load, snapshot

SAMPLES = Path(__file__).parent / "samples"
FILES = {kind: (SAMPLES / f"{kind}.csv").read_text(encoding="utf-8") for kind in KINDS}
EVENT_MAPPING = {"end_customer": "Tiendas", "rejection_activities": ["rechaza"]}


def write(folder: Path, kind: str, text: str | None = None) -> Path:
    path = folder / f"{kind}.csv"
    path.write_text(FILES[kind] if text is None else text, encoding="utf-8")
    return path


def options(kind: str) -> dict[str, Any]:
    return {"now": NOW, "mapping": EVENT_MAPPING if kind == "events" else None}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_recognised_and_loaded(store: Store, tmp_path: Path, kind: str) -> None:
    report = ingest(store, write(tmp_path, kind), **options(kind), who="Ana")
    assert (report.error, report.outcome, report.kind) == (None, "loaded", kind)
    assert report.accepted == FILES[kind].count("\n") - 1 - (kind == "events")
    (entry,) = list_loads(store.cursor())
    assert (entry.file_name, entry.who) == (f"{kind}.csv", "Ana")
    assert entry.sha256 == hashlib.sha256(FILES[kind].encode()).hexdigest()
    assert entry.bytes == len(FILES[kind].encode())
    assert check(store.cursor()) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_trial_reports_the_same_and_leaves_nothing(
    store: Store, tmp_path: Path, kind: str
) -> None:
    before, revision = snapshot(store), store.revision()
    path = write(tmp_path, kind)
    trial = ingest(store, path, **options(kind), dry_run=True)
    assert (snapshot(store), store.revision()) == (before, revision)
    assert list_loads(store.cursor()) == ()
    report = ingest(store, path, **options(kind))
    assert trial.load is None
    assert vars(trial) | {"load": report.load} == vars(report)


def test_a_trial_says_what_would_be_replaced_and_the_load_what_was(
    store: Store, tmp_path: Path
) -> None:
    header = "handoff_id,case_id,supplier,customer,requested_at,delivered_at\n"
    row = "H1,C1,A,B,2026-03-02 09:00,{}\n"
    path = tmp_path / "h.csv"
    path.write_text(header + row.format("2026-03-02 10:00"), encoding="utf-8")
    ingest(store, path, now=NOW)
    path.write_text(header + row.format("2026-03-02 11:00"), encoding="utf-8")

    def told(*, dry_run: bool) -> list[str]:
        report = ingest(store, path, now=NOW, replace_conflicts=True, dry_run=dry_run)
        return [words_for("en").render(w.message) for w in report.warnings if w.code == "replaced"]

    assert told(dry_run=True) == ["1 record would replace what is stored, as you chose."]
    assert told(dry_run=False) == ["1 record replaced what was stored, as you chose."]


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"PK\x03\x04 not a csv", b"one,two\n1,2\n"]
)
def test_a_refused_file_changes_nothing_and_says_why(
    store: Store, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    revision = store.revision()
    report = ingest(store, path, now=NOW)
    assert (report.outcome, report.load, report.records) == ("refused", None, 0)
    assert report.error is not None
    assert store.revision() == revision
    assert list_loads(store.cursor()) == ()


def test_a_file_that_is_not_there_is_refused(store: Store, tmp_path: Path) -> None:
    report = ingest(store, tmp_path / "none.csv", now=NOW)
    assert report.outcome == "refused"
    assert "none.csv cannot be opened" in str(report.error)


def test_progress_rises_from_nothing_to_all(store: Store, tmp_path: Path) -> None:
    told: list[float] = []
    ingest(store, write(tmp_path, "handoffs"), now=NOW, progress=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


_SHOWN = [reference.shown for reference in REFERENCES.values()]


def facts(store: Store) -> dict[str, Any]:
    """Return what the store knows, without where it knows it from."""
    known = snapshot(store)
    columns = dict(store.cursor().execute("SELECT col, name FROM attributes").fetchall())
    return {
        table: sorted(
            (
                {columns.get(k, k): v for k, v in row.items() if k not in ("load", "line")}
                for row in known[table]
            ),
            key=repr,
        )
        for table in ("stated_handoffs", "handoffs", "events", "parties", *_SHOWN)
    }


@pytest.mark.parametrize("safe", [False, True], ids=["verbatim", "safe"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_export_loads_back_as_the_same_facts(
    store: Store, tmp_path: Path, kind: str, safe: bool
) -> None:
    ingest(store, write(tmp_path, kind), **options(kind))
    path = tmp_path / "exported.csv"
    export_table(store.cursor(), kind, path, safe=safe)
    with open_store(":memory:") as other:
        report = ingest(other, path, now=NOW, kind=kind)
        assert (report.error, report.rejected) == (None, ())
        assert facts(other) == facts(store)
    again = ingest(store, path, now=NOW, kind=kind)
    assert (again.new, again.updated, again.conflict_records) == (0, 0, 0)


# Names that look like something else, as they may stand in a store (outer white space never does).
NASTY = (
    "=1+1", "+52 55", "-", "@home", "#1", "NA", "null", "None", "007", "1e5", "2026-03-02", "yes",
    'a "b" c', "a,b;c|d", "two\nlines", "tab\there", "'quoted'", "''=1", "Ñandú", "日本", "🪑",
    "<b>x</b>", "sep=,", "Total", "\\", "{x}", "%s", "DROP TABLE loads;", "handoff_id",
)  # fmt: skip


@pytest.mark.parametrize("safe", [False, True], ids=["verbatim", "safe"])
def test_names_that_look_like_something_else_survive_an_export(
    store: Store, load: Load, tmp_path: Path, safe: bool
) -> None:
    rows = [
        {"handoff_id": f"H{n}{name}", "supplier": name, "customer": "Ventas", "Nota": name}
        for n, name in enumerate(NASTY)
    ]
    load("handoffs", *rows, attributes=["Nota"])
    path = tmp_path / "exported.csv"
    export_table(store.cursor(), "handoffs", path, safe=safe)
    with open_store(":memory:") as other:
        report = ingest(other, path, now=NOW)
        assert (report.error, report.rejected, report.ignored) == (None, (), ())
        assert facts(other) == facts(store)


def test_the_handoffs_of_an_event_log_leave_the_app_as_handoffs(
    store: Store, tmp_path: Path
) -> None:
    ingest(store, write(tmp_path, "events"), **options("events"))
    path = tmp_path / "exported.csv"
    export_table(store.cursor(), "handoffs", path)
    shown = "SELECT * EXCLUDE (load, line, derived) FROM handoffs ORDER BY handoff_id"
    derived = store.cursor().execute(shown).fetchall()
    report = ingest(store, path, now=NOW)
    assert report.new == len(derived) == 3
    assert store.cursor().execute(shown).fetchall() == derived
    undo(store, 2, now=NOW)
    assert store.cursor().execute(shown).fetchall() == derived
    assert check(store.cursor()) == ()


def test_the_external_customer_of_exported_handoffs_stays_external(
    store: Store, tmp_path: Path
) -> None:
    ingest(store, write(tmp_path, "events"), now=NOW)  # no mapping names the customer
    path = tmp_path / "exported.csv"
    export_table(store.cursor(), "handoffs", path)
    with open_store(":memory:") as other:
        ingest(other, path, now=NOW)
        external = "SELECT party FROM parties WHERE external = 'customer'"
        assert other.cursor().execute(external).fetchall() == [(END_CUSTOMER,)]


def test_rejected_records_are_listed_with_line_column_and_reason(
    store: Store, tmp_path: Path
) -> None:
    lines = FILES["handoffs"].splitlines()
    bad = [lines[1].replace("007", "009").replace(",4,", ",11,"), lines[1].replace(",4,", ",5,")]
    report = ingest(store, write(tmp_path, "handoffs", "\n".join([*lines, *bad])), now=NOW)
    assert (report.records, report.new, report.rejected_records) == (4, 2, 2)
    assert [(fault.line, fault.column, fault.reason) for fault in report.rejected] == [
        (4, "rating", "rating"),
        (5, "handoff_id", "conflict"),
    ]


def test_conflicting_cells_are_named_as_in_the_file(store: Store, tmp_path: Path) -> None:
    ingest(store, write(tmp_path, "handoffs"), now=NOW)
    spanish = {"handoff_id": "id_entrega", "rating": "Calificación"}
    rows = list(csv.reader(FILES["handoffs"].splitlines()))[:2]
    rows[0] = [spanish.get(name, name) for name in rows[0]]
    rows[1][9] = "5"
    text = "\n".join(",".join(row) for row in rows)
    report = ingest(store, write(tmp_path, "handoffs", text), now=NOW, kind="handoffs")
    assert [(cell.column, cell.stored, cell.value) for cell in report.conflicts] == [
        ("Calificación", "4", "5")
    ]
