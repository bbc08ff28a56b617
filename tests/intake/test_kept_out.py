"""What a load keeps out comes as a file of its own: to be mended in its columns and loaded."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from kpi.intake import LoadReport, examine, ingest
from kpi.store import Store
from tests.intake.conftest import NOW

HEADER = "ID;Caso;Proveedor;Cliente;Solicitado;Entregado;Nota\n"
SOUND = "H1;C1;Compras;Almacén;02/03/2026 08:00;13/03/2026 10:00;x\n"
NO_CUSTOMER = "H2;C1;Compras;;02/03/2026 08:00;03/03/2026 10:00;=1+1\n"
CLASH = 'H1;C1;Compras;Taller;02/03/2026 08:00;03/03/2026 10:00;"dos\nlíneas"\n'
SHORT = "H3;C1;Compras;Almacén\n"
EARLY = 'H4;C1;Com"pras;Almacén;05/03/2026 08:00;02/03/2026 10:00;-5\n'
CONTROL = "H5;C1;Com\x01pras;Almacén;05/03/2026 08:00;06/03/2026 10:00;n\n"
UNCLOSED = 'H6;C1;"Compras;Almacén;05/03/2026 08:00;06/03/2026 10:00;n\n'
FAULTY = NO_CUSTOMER + CLASH + SHORT + EARLY + CONTROL + UNCLOSED


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "kept out.csv"


def loaded(store: Store, folder: Path, text: str | bytes, out: Path, **options: str) -> LoadReport:
    path = folder / "export.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = ingest(store, path, now=NOW, kept_out=out, **options)
    assert report.error is None
    return report


def rows(out: Path) -> list[list[str]]:
    text = out.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_every_record_kept_out_is_there_in_the_original_cells_behind_its_reasons(
    store: Store, tmp_path: Path, out: Path
) -> None:
    report = loaded(store, tmp_path, HEADER + SOUND + FAULTY, out)
    assert (report.accepted, report.rejected_records) == (1, 6)
    header, *kept = rows(out)
    assert header == ["Eslabón: reason (DD/MM)", *HEADER.strip().split(";")]
    assert [cells[1:] for cells in kept] == [
        ["H2", "C1", "Compras", "", "02/03/2026 08:00", "03/03/2026 10:00", "'=1+1"],
        ["H1", "C1", "Compras", "Taller", "02/03/2026 08:00", "03/03/2026 10:00", "dos\nlíneas"],
        ["H3", "C1", "Compras", "Almacén"],
        ["H4", "C1", 'Com"pras', "Almacén", "05/03/2026 08:00", "02/03/2026 10:00", "'-5"],
        ["H5", "C1", "Com\x01pras", "Almacén", "05/03/2026 08:00", "06/03/2026 10:00", "n"],
        [UNCLOSED.strip()],
    ]
    # Physical lines: the fourth record spans lines 4 and 5.
    assert [cells[0].split(":")[0] for cells in kept] == [
        f"Line {line}" for line in (3, 4, 6, 7, 8, 9)
    ]
    assert kept[0][0] == "Line 3: “Cliente” is empty and must be filled."
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_nobody_mended_is_kept_out_again_for_the_same_reasons(
    store: Store, tmp_path: Path, out: Path
) -> None:
    loaded(store, tmp_path, HEADER + SOUND + FAULTY, out)
    first = rows(out)
    again = tmp_path / "again.csv"
    report = ingest(store, out, now=NOW, kept_out=again)
    assert report.error is None
    # The clash within the file is now one with the store.
    assert (report.accepted, report.rejected_records, report.conflict_records) == (0, 5, 1)
    second = rows(again)
    assert second[0] == first[0]
    assert [cells[1:] for cells in second] == [cells[1:] for cells in first]


def test_mended_records_load_without_a_trace_of_the_reasons(
    store: Store, tmp_path: Path, out: Path
) -> None:
    loaded(store, tmp_path, HEADER + SOUND + NO_CUSTOMER, out)
    out.write_bytes(out.read_bytes().replace(b"Compras;;", "Compras;Almacén;".encode()))
    report = ingest(store, out, now=NOW)
    assert (report.error, report.new, report.rejected_records) == (None, 1, 0)
    cursor = store.cursor()
    assert cursor.execute("SELECT name FROM attributes").fetchall() == [("Nota",)]
    stored = cursor.execute(
        "SELECT customer, requested_at::VARCHAR, a1 FROM stated_handoffs WHERE handoff_id = 'H2'"
    ).fetchone()
    assert stored == ("Almacén", "2026-03-02 08:00:00", "=1+1")


def test_the_order_of_day_and_month_comes_back_with_the_few_records(
    store: Store, tmp_path: Path, out: Path
) -> None:
    header = "id,case,supplier,customer,requested,delivered\n"
    sound = "H1,C1,A,B,03/13/2026 08:00,03/14/2026 08:00\n"
    loaded(store, tmp_path, header + sound + "H2,C1,A,,03/02/2026 08:00,03/04/2026 08:00\n", out)
    out.write_bytes(out.read_bytes().replace(b"A,,", b"A,B,"))
    report = ingest(store, out, now=NOW)
    # The whole file told the order; who mends two records is not asked for it again.
    assert (report.error, report.new, report.warnings) == (None, 1, ())
    stored = store.cursor().execute(
        "SELECT requested_at::VARCHAR FROM stated_handoffs WHERE handoff_id = 'H2'"
    )
    assert stored.fetchone() == ("2026-03-02 08:00:00",)


def test_records_in_conflict_with_the_store_say_both_values(
    store: Store, tmp_path: Path, out: Path
) -> None:
    loaded(store, tmp_path, HEADER + SOUND, tmp_path / "none.csv")
    assert not (tmp_path / "none.csv").exists()
    changed = SOUND.replace("Almacén", "Taller")
    report = loaded(store, tmp_path, HEADER + changed, out, language="es")
    assert report.conflict_records == 1
    header, kept = rows(out)
    assert header[0] == "Eslabón: motivo (DD/MM)"
    assert kept == [
        "Línea 2: “Cliente” está guardado como “Almacén”; este archivo dice “Taller”.",
        *changed.strip().split(";"),
    ]


def test_a_damaged_letter_is_not_taken_for_a_letter_the_second_time(
    store: Store, tmp_path: Path, out: Path
) -> None:
    many = "".join(SOUND.replace("H1", f"H{n}") for n in range(10, 20))
    damaged = SOUND.encode().replace("é".encode(), b"\xe9")
    report = loaded(store, tmp_path, (HEADER + many).encode() + damaged, out)
    assert [fault.reason for fault in report.rejected] == ["encoding"]
    again = ingest(store, out, now=NOW)
    assert (again.accepted, [fault.reason for fault in again.rejected]) == (0, ["encoding"])


def test_our_own_column_is_no_column_of_the_file(store: Store, tmp_path: Path, out: Path) -> None:
    loaded(store, tmp_path, HEADER + SOUND + NO_CUSTOMER, out)
    assert examine(store, out).unmapped == ("Nota",)


def test_a_list_of_parties_comes_back_too(store: Store, tmp_path: Path, out: Path) -> None:
    header = "party,department,external,x,y,z\n"
    text = header + "Compras,Planta,no,,,\nTienda,,perhaps,,,\n"
    assert loaded(store, tmp_path, text, out).rejected_records == 1
    out.write_bytes(out.read_bytes().replace(b"perhaps", b"customer"))
    report = ingest(store, out, now=NOW)
    assert (report.error, report.kind, report.new) == (None, "parties", 1)
