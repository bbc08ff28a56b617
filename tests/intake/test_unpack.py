"""Compressed files and workbooks are read as the CSV inside; what would harm is refused."""

from __future__ import annotations

import gzip
import importlib
import zipfile
from pathlib import Path

import pytest

from kpi.intake import RefusedError, Unpacked, ingest, unpack
from kpi.intake.unpack import FREE, MAX_RATIO
from kpi.store import Store
from tests.intake.conftest import NOW
from tests.intake.workbooks import (
    Cells,
    day,
    duration,
    error,
    formula,
    moment,
    number,
    text,
    write_workbook,
    yes,
)

# The package names a function like this module.
limits = importlib.import_module("kpi.intake.unpack")
CSV = "id,case,supplier,customer,requested\nH1,C1,Compras,Almacén,2026-03-02 08:00\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inside").mkdir()
    return tmp_path / "inside"


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def opened(path: Path, folder: Path, sheet: str | None = None) -> tuple[Unpacked, ...]:
    return unpack(path, folder, name=path.name, sheet=sheet)


def refusal(path: Path, folder: Path) -> str:
    with pytest.raises(RefusedError) as refused:
        opened(path, folder)
    return str(refused.value)


def test_a_csv_is_its_own_file(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(CSV, encoding="utf-8")
    assert opened(path, folder) == (Unpacked(path, "a.csv"),)
    assert list(folder.iterdir()) == []


def test_a_gzip_is_loaded_as_the_csv_inside(store: Store, tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(CSV.encode()))
    (inside,) = opened(path, folder)
    report = ingest(store, inside.path, now=NOW, name=inside.name)
    assert (report.error, report.file, report.new) == (None, "a.csv.gz", 1)


def test_each_csv_of_a_zip_is_a_file_of_its_own(tmp_path: Path, folder: Path) -> None:
    members = {
        "a.csv": CSV.encode(),
        "mayo/": b"",
        "mayo/b.csv": CSV.encode("cp1252"),
        "../../evil.csv": b"x",
        "__MACOSX/a.csv": b"x",
        ".DS_Store": b"x",
    }
    found = opened(zipped(tmp_path / "z.zip", members), folder)
    assert [inside.name for inside in found] == [
        "z.zip › a.csv",
        "z.zip › mayo › b.csv",
        "z.zip › .. › .. › evil.csv",
    ]
    assert [inside.path.read_bytes() for inside in found][:2] == [
        CSV.encode(),
        CSV.encode("cp1252"),
    ]
    assert all(inside.path.parent == folder for inside in found)


@pytest.mark.parametrize("name", ["zip", "gz"])
def test_a_bomb_is_refused_before_it_fills_the_disk(
    tmp_path: Path, folder: Path, name: str
) -> None:
    # 300 MB of one letter in some 300 KB: a ratio of 1000, above the 200 that are allowed.
    path = tmp_path / f"bomb.{name}"
    if name == "zip":
        with (
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("a.csv", "w", force_zip64=True) as member,
        ):
            for _ in range(300):
                member.write(b"a" * 1_000_000)
    else:
        with gzip.open(path, "wb") as member:
            for _ in range(300):
                member.write(b"a" * 1_000_000)
    assert "grows too large" in refusal(path, folder)
    written = sum(file.stat().st_size for file in folder.iterdir())
    assert written <= max(FREE, MAX_RATIO * path.stat().st_size)


def test_files_that_are_small_each_make_a_bomb_together(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_UNPACKED", 10_000)
    members = {f"{n}.csv": b"a" * 1000 for n in range(11)}
    assert "grows too large" in refusal(zipped(tmp_path / "z.zip", members), folder)


def test_too_many_files_are_refused(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_FILES", 3)
    members = {f"{n}.csv": b"a" for n in range(4)}
    assert "grows too large" in refusal(zipped(tmp_path / "z.zip", members), folder)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (gzip.compress(CSV.encode(), mtime=0)[:-12], "is damaged"),
        (b"\x1f\x8b" + b"nonsense" * 10, "is damaged"),
        (b"PK\x03\x04" + b"nonsense" * 10, "is damaged"),
        (b"PK\x05\x06" + bytes(18), "holds no files"),
    ],
    ids=["cut short", "no gzip", "no zip", "empty"],
)
def test_a_damaged_archive_is_refused(
    tmp_path: Path, folder: Path, content: bytes, why: str
) -> None:
    path = tmp_path / "x.gz"
    path.write_bytes(content)
    assert why in refusal(path, folder)


def test_a_zip_within_a_zip_stays_refused(store: Store, tmp_path: Path, folder: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.csv": CSV.encode()}).read_bytes()
    (inside,) = opened(zipped(tmp_path / "z.zip", {"inner.zip": inner}), folder)
    report = ingest(store, inside.path, now=NOW, name=inside.name)
    assert report.outcome == "refused"


HEADER: Cells = [text(name) for name in ("id", "case", "supplier", "customer", "requested")]


def test_a_sheet_is_written_as_the_texts_that_it_means(tmp_path: Path, folder: Path) -> None:
    rows: list[Cells] = [
        [text("a,b"), number("0.30000000000000004"), number("12"), number("1E+21")],
        [],
        # 46083 is 2026-03-02; a third of a day is eight hours.
        [day("46083"), moment("46083.333333333336"), moment("46083"), duration("1.5")],
        [yes(), error("#N/A"), formula("2"), None, text('say "x"')],
    ]
    (inside,) = opened(write_workbook(tmp_path / "b.xlsx", {"Uno": rows}), folder)
    assert inside.name == "b.xlsx › Uno"
    assert inside.path.read_text(encoding="utf-8").splitlines() == [
        '"a,b",0.3,12,1000000000000000000000',
        "",
        "2026-03-02,2026-03-02 08:00:00,2026-03-02 00:00:00,36:00:00",
        'TRUE,#N/A,2,,"say ""x"""',
    ]


def test_a_chosen_sheet_is_loaded(store: Store, tmp_path: Path, folder: Path) -> None:
    row: Cells = [text("H1"), text("C1"), text("A"), text("B"), moment("46083.5")]
    path = write_workbook(tmp_path / "b.xlsx", {"Notas": [[text("x")]], "Mayo": [HEADER, row]})
    (inside,) = opened(path, folder, "Mayo")
    report = ingest(store, inside.path, now=NOW, name=inside.name)
    assert (report.error, report.file, report.new) == (None, "b.xlsx › Mayo", 1)
    stored = store.cursor().execute("SELECT requested_at::VARCHAR FROM stated_handoffs").fetchone()
    assert stored == ("2026-03-02 12:00:00",)


@pytest.mark.parametrize("sheet", [None, "Junio"])
def test_the_sheet_of_a_workbook_is_asked_for(
    tmp_path: Path, folder: Path, sheet: str | None
) -> None:
    path = write_workbook(tmp_path / "b.xlsx", {"Notas": [], "Mayo": [HEADER]})
    with pytest.raises(RefusedError) as refused:
        opened(path, folder, sheet)
    question = refused.value.question
    assert question is not None
    assert [(answer.label, answer.mapping) for answer in question.answers] == [
        ("Notas", {"sheet": "Notas"}),
        ("Mayo", {"sheet": "Mayo"}),
    ]


def test_an_error_of_a_spreadsheet_is_rejected_not_emptied(
    store: Store, tmp_path: Path, folder: Path
) -> None:
    row: Cells = [text("H1"), text("C1"), text("A"), text("B"), error("#REF!")]
    (inside,) = opened(write_workbook(tmp_path / "b.xlsx", {"S": [HEADER, row]}), folder)
    report = ingest(store, inside.path, now=NOW, name=inside.name)
    assert [(fault.line, fault.reason) for fault in report.rejected] == [(2, "timestamp")]


def test_line_breaks_in_cells_shift_no_line_and_are_kept(
    store: Store, tmp_path: Path, folder: Path
) -> None:
    header: Cells = [*HEADER[:4], text("requested\nat"), text("Nota")]
    moments = [moment("46083.5"), error("#N/A"), moment("46083.5")]
    rows: list[Cells] = [
        [text(f"H{n}"), text("C1"), text("A"), text("B"), at, text("uno\ndos\r\ntres")]
        for n, at in enumerate(moments)
    ]
    (inside,) = opened(write_workbook(tmp_path / "b.xlsx", {"S": [header, *rows]}), folder)
    kept_out = tmp_path / "kept out.csv"
    report = ingest(store, inside.path, now=NOW, name=inside.name, kept_out=kept_out)
    assert [(fault.line, fault.reason) for fault in report.rejected] == [(3, "timestamp")]
    rows_stored = store.cursor().execute("SELECT line, a1 FROM stated_handoffs ORDER BY line")
    assert rows_stored.fetchall() == [(2, "uno\ndos\ntres"), (4, "uno\ndos\ntres")]
    assert '"uno\ndos\ntres"' in kept_out.read_text(encoding="utf-8-sig")


def test_a_formula_without_its_value_is_not_read_as_empty(tmp_path: Path, folder: Path) -> None:
    path = write_workbook(tmp_path / "b.xlsx", {"S": [HEADER, [formula(None)]]})
    assert "formulas without their values" in refusal(path, folder)


def test_a_workbook_that_would_grow_without_end_is_refused(tmp_path: Path, folder: Path) -> None:
    path = write_workbook(tmp_path / "b.xlsx", {"S": [HEADER]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><sst/>")
    assert "grows too large" in refusal(path, folder)


def test_a_row_beyond_the_last_of_a_sheet_is_refused(tmp_path: Path, folder: Path) -> None:
    path = write_workbook(tmp_path / "b.xlsx", {"S": [HEADER]})
    content = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    with zipfile.ZipFile(path) as book:
        members = {name: book.read(name) for name in book.namelist()}
    members["xl/worksheets/sheet1.xml"] = content.replace(b'r="1"', b'r="999999999999"')
    assert "is damaged" in refusal(zipped(tmp_path / "c.xlsx", members), folder)


def test_a_workbook_cut_short_is_refused(tmp_path: Path, folder: Path) -> None:
    path = write_workbook(tmp_path / "b.xlsx", {"S": [HEADER]})
    with zipfile.ZipFile(path) as book:
        members = {name: book.read(name) for name in book.namelist()}
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        broken = {**members, name: members[name][:60]}
        assert "is damaged" in refusal(zipped(tmp_path / "c.xlsx", broken), folder)
