"""Files that are little but blank lines."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kpi.intake import RefusedError, ingest, unpack
from kpi.intake.blank_lines import MOST_LINES, refuse_blank
from kpi.intake.scanning import scan
from kpi.store import Store
from kpi.words import words_for
from tests.intake.conftest import NOW

HEADER = b"handoff_id,case_id,supplier,customer,requested_at\n"
ROW = b"H1,C1,Ventas,Compras,2026-03-01 10:00\n"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_a_small_gzip_of_blank_lines_is_refused_before_they_are_gone_through(
    store: Store, tmp_path: Path, end: bytes
) -> None:
    packed = tmp_path / "blank.csv.gz"
    with gzip.open(packed, "wb") as file:
        file.write(HEADER + ROW + end * (2 * MOST_LINES))
    (found,) = unpack(packed, tmp_path, name=packed.name)
    report = ingest(store, found.path, now=NOW, name=packed.name)
    assert report.outcome == "refused"
    error = report.as_json(words_for("en"))["error"]
    assert "are blank: it is damaged, or no table" in error
    assert "blank.csv.gz has 2,000,00" in error


@pytest.mark.parametrize(
    "text",
    [
        HEADER + ROW + b"\n" * 9,  # not more lines than are read of any file
        HEADER + (ROW + b"\n") * 20,  # every other line
        HEADER + b'"H1\n' + b"texto\n" * 50 + b'",C1,Ventas,Compras,2026-03-01\n',  # one long cell
    ],
    ids=["few", "every other", "a long cell"],
)
def test_other_files_with_blank_lines_or_few_cells_are_read(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text)
    found = scan(path, ",")
    most = 12 if found.lines == 11 else 10
    refuse_blank(path, found, "a.csv", most=most)
    assert found.lines > 10


def test_a_limit_of_lines_is_what_refuses(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(HEADER + b"\n" * 1000)
    with pytest.raises(RefusedError, match="are blank"):
        refuse_blank(path, scan(path, ","), "a.csv", most=100)
