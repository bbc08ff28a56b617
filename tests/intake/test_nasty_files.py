"""Files as people send them: what is read of each, by physical line, and what is told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kpi.intake.reading import RefusedError
from kpi.store import Store
from tests.intake.reads import see

HEADER = "handoff_id,case_id,supplier,customer,requested_at,delivered_at"
AT = datetime(2026, 3, 1, 10)


def row(number: int, supplier: str = "Ventas", requested: str = "2026-03-01 10:00:00",
        delivered: str = "") -> str:  # fmt: skip
    return f"H{number},C1,{supplier},Compras,{requested},{delivered}"


def lines(*records: str, end: str = "\n") -> str:
    return end.join([HEADER, *records, ""])


# name -> bytes, {line: supplier as stored}, the path that reads it
SOUND: dict[str, tuple[bytes, dict[int, str], str]] = {
    "LF": (lines(row(1), row(2)).encode(), {2: "Ventas", 3: "Ventas"}, "plain"),
    "CRLF": (lines(row(1), row(2), end="\r\n").encode(), {2: "Ventas", 3: "Ventas"}, "plain"),
    "lone CR": (lines(row(1), row(2), end="\r").encode(), {2: "Ventas", 3: "Ventas"}, "normalised"),
    "mixed line ends": (
        (HEADER + "\r\n" + row(1) + "\r" + row(2) + "\n" + row(3)).encode(),
        {2: "Ventas", 3: "Ventas", 4: "Ventas"}, "normalised",
    ),
    "no last line end": (lines(row(1)).rstrip("\n").encode(), {2: "Ventas"}, "plain"),
    "UTF-8 with mark": (lines(row(1, "Diseño")).encode("utf-8-sig"), {2: "Diseño"}, "plain"),
    "UTF-16 with mark": (lines(row(1, "Diseño")).encode("utf-16"), {2: "Diseño"}, "plain"),
    "UTF-16 BE": (lines(row(1, "Diseño")).encode("utf-16-be"), {2: "Diseño"}, "plain"),
    "UTF-16 LE": (lines(row(1, "Diseño")).encode("utf-16-le"), {2: "Diseño"}, "plain"),
    "Windows-1252": (lines(row(1, "Diseño “A”")).encode("cp1252"), {2: "Diseño “A”"}, "plain"),
    "semicolons": (lines(row(1)).replace(",", ";").encode(), {2: "Ventas"}, "plain"),
    "tabs": (lines(row(1)).replace(",", "\t").encode(), {2: "Ventas"}, "plain"),
    "bars": (lines(row(1)).replace(",", "|").encode(), {2: "Ventas"}, "plain"),
    "sep line": (("sep=;\n" + lines(row(1)).replace(",", ";")).encode(), {3: "Ventas"}, "plain"),
    "odd separator":
        (("sep=~\n" + lines(row(1)).replace(",", "~")).encode(), {3: "Ventas"}, "plain"),
    "preamble":
        (("Reporte semanal\n\nÁrea, ventas\n" + lines(row(1))).encode(), {5: "Ventas"}, "plain"),
    "preamble with a stray quote": (
        ('Pedido de "X\n' + lines(row(1), row(2))).encode(), {3: "Ventas", 4: "Ventas"},
         "normalised",
    ),
    "two header rows": ((",,Partes,,Fechas,\n" + lines(row(1))).encode(), {3: "Ventas"}, "plain"),
    "blank lines": (lines(row(1), "", ",,,,,", " , ,,,, ", row(2), "").encode(),
                    {2: "Ventas", 6: "Ventas"}, "normalised"),
    "blank records": (lines(row(1), ",,,,,", row(2)).encode(), {2: "Ventas", 4: "Ventas"}, "plain"),
    "trailing delimiter": ((HEADER + ",\n" + row(1) + ",\n").encode(), {2: "Ventas"}, "plain"),
    "trailing delimiter in the header":
        ((HEADER + ",\n" + row(1) + "\n").encode(), {2: "Ventas"}, "plain"),
    "trailing delimiters in the rows": (lines(row(1) + ",,,").encode(), {2: "Ventas"}, "plain"),
    "quoted cells": (lines(row(1, '"Ventas, sur"'), row(2, '"a ""b"" c"')).encode(),
                     {2: "Ventas, sur", 3: 'a "b" c'}, "normalised"),
    "all quoted": (lines(row(1)).replace(",", '","').replace("\n", '"\n"').removesuffix('"')
                   .join(['"', ""]).encode(), {2: "Ventas"}, "plain"),
    # The same text must be the same fact in a file with other line ends.
    "quoted line break": (lines(row(1, '"Ven\r\ntas"'), row(2)).encode(),
                          {2: "Ven\ntas", 4: "Ventas"}, "normalised"),
    "quoted line break in the first cell": (
        (HEADER.replace("handoff_id",
         "service") + '\n"a\nb",C1,A,B,2026-03-01,\nc,C2,A,B,2026-03-01,\n')
        .encode(), {2: "A", 4: "A"}, "normalised",
    ),
    "spaces around quotes": (lines(row(1, ' "Ventas" ')).encode(), {2: "Ventas"}, "normalised"),
    "quote in a cell": (lines(row(1, '5" tubo')).encode(), {2: '5" tubo'}, "normalised"),
    "quote in a cell, tight": (lines(row(1, 'tubo5"x')).encode(), {2: 'tubo5"x'}, "plain"),
    "outer NBSP": (lines(row(1, "\u00a0Ventas\u2007 ")).encode(), {2: "Ventas"}, "plain"),
    "outer spaces": (lines(row(1, "  Ventas ")).encode(), {2: "Ventas"}, "plain"),
    "outer tabs": (lines(row(1, "\tVentas\t")).encode(), {2: "Ventas"}, "plain"),
    "inner spaces": (lines(row(1, "Ventas  del sur")).encode(), {2: "Ventas  del sur"}, "plain"),
    "NFD": (lines(row(1, "Disen\u0303o")).encode(), {2: "Diseño"}, "plain"),
    "line separator of Unicode":
        (lines(row(1, "Ven\u2028tas")).encode(), {2: "Ven\u2028tas"}, "plain"),
    "hash in front": (lines(row(1)).replace("H1", "#1").encode(), {2: "Ventas"}, "plain"),
    "names that look empty": (lines(row(1, "NA"), row(2, "null"), row(3, "None")).encode(),
                              {2: "NA", 3: "null", 4: "None"}, "plain"),
    "formula": (lines(row(1, "=cmd|' /C calc'!A0")).encode(), {2: "=cmd|' /C calc'!A0"}, "plain"),
    "SQL":
        (lines(row(1, "'; DROP TABLE loads; --")).encode(), {2: "'; DROP TABLE loads; --"},
         "plain"),
    "HTML":
        (lines(row(1, "<script>alert(1)</script>")).encode(), {2: "<script>alert(1)</script>"},
         "plain"),
    "leading zeros": (lines(row(1, "007")).encode(), {2: "007"}, "plain"),
    "header in capitals with spaces": (
        lines(row(1)).replace(HEADER,
         " Handoff ID ,CASE id,Supplier,CUSTOMER,Requested At,x").encode(),
        {2: "Ventas"}, "plain",
    ),
    "header in Spanish": (
        lines(row(1)).replace(HEADER,
         "Id entrega,Caso,Proveedor,Cliente,Fecha de Solicitud,Entregado")
        .encode(), {2: "Ventas"}, "plain",
    ),
    "header with a line break": (
        lines(row(1)).replace("requested_at", '"requested\nat"').encode(), {3: "Ventas"},
         "normalised",
    ),
    "header with remarks": (
        lines(row(1)).replace("requested_at", "Solicitado (aaaa-mm-dd)").encode(), {2: "Ventas"},
         "plain",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_a_readable_file_is_read(name: str, store: Store, tmp_path: Path) -> None:
    content, suppliers, path = SOUND[name]
    seen = see(store, tmp_path, content)
    assert {line: row["supplier"] for line, row in seen.staged.items()} == suppliers
    assert seen.faults == []
    assert seen.ignored == {}
    assert seen.reading.path == path


# name -> bytes, lines that are stored, faults
FAULTY: dict[str, tuple[bytes, list[int], list[tuple[int, str, str]]]] = {
    "too few cells": (lines(row(1), "H9,C1", row(2)).encode(), [2, 4], [(3, "", "width")]),
    "too many cells": (lines(row(1), row(9) + ",x", row(2)).encode(), [2, 4], [(3, "", "width")]),
    "unclosed quote": (lines(row(1), row(9, '"Ventas'), row(2), row(3)).encode(), [2, 4, 5],
                       [(3, "", "quote")]),
    "unclosed quote on the last line": (lines(row(1), row(9, '"Ventas')).encode(), [2],
                                        [(3, "", "quote")]),
    "unclosed quote and a later stray one": (
        lines(row(1), row(9, '"Ventas'), row(2, 'a"b'), row(3)).encode(), [2, 4, 5],
        [(3, "", "quote")],
    ),
    "two unclosed quotes": (lines(row(8, '"a'), row(1), row(9, '"b'), row(2)).encode(), [3, 5],
                            [(2, "", "quote"), (4, "", "quote")]),
    "text after the quote": (lines(row(1), row(9, '"Ven"tas'), row(2)).encode(), [2, 4],
                             [(3, "", "quote")]),
    "NUL": (lines(row(1), row(9, "Ven\0tas"), row(2)).encode(), [2, 4], [(3, "", "control")]),
    "bell": (lines(row(9, "\a"), row(2)).encode(), [3], [(2, "", "control")]),
    "vertical tab": (lines(row(9, "Ven\vtas"), row(2)).encode(), [3], [(2, "", "control")]),
    "control of ISO 8859":
        (lines(row(9, "Ven\u0085tas"), row(2)).encode(), [3], [(2, "", "control")]),
    "one line of another encoding": (
        lines(row(1, "Diseño"), row(2, "Añil")).encode() + row(9, "Diseño").encode("cp1252"),
        [2, 3], [(4, "", "encoding")],
    ),
    "one line of UTF-8 in Windows-1252": (
        lines(row(1, "Diseño"), row(2, "Añil")).encode("cp1252") + row(9, "Diseño").encode(),
        [2, 3], [(4, "", "encoding")],
    ),
    "no such letter in Windows-1252": (
        lines(row(1, "Diseño")).encode("cp1252") + row(9, "Dise").encode() + b"\x81\n", [2],
        [(3, "", "encoding")],
    ),
    "empty required cells": (lines("H1,,,B,,"), [], [
        (2, "case_id", "missing"), (2, "requested_at", "missing"), (2, "supplier", "missing"),
    ]),
    "a record of megabytes":
        (lines(row(9, "V" * 3_000_000), row(2)).encode(), [3], [(2, "", "width")]),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_record_is_rejected_and_its_neighbours_are_not(
    name: str, store: Store, tmp_path: Path
) -> None:
    content, kept, faults = FAULTY[name]
    seen = see(store, tmp_path, content)
    assert sorted(seen.staged) == kept
    assert seen.faults == faults


def test_a_rejected_record_keeps_its_cells_as_they_were(store: Store, tmp_path: Path) -> None:
    seen = see(store, tmp_path, lines("H1,C1, ,B,pronto,"))
    assert seen.rejected == {2: ["H1", "C1", " ", "B", "pronto", ""]}


IGNORED: dict[str, tuple[str, dict[int, str]]] = {
    "repeated header": (lines(row(1), HEADER, row(2)), {3: "header"}),
    "total with all cells": (lines(row(1), "Total,2,,,,"), {3: "footer"}),
    "total with its own cells": (lines(row(1), "", "Total de registros: 2"), {4: "footer"}),
    "several footers": (
        lines(row(1), "TOTAL;2", "Generado el 2026-03-01"),
        {3: "footer", 4: "footer"},
    ),
}


@pytest.mark.parametrize("name", IGNORED)
def test_what_is_no_record_of_the_table_is_ignored_and_counted(
    name: str, store: Store, tmp_path: Path
) -> None:
    content, ignored = IGNORED[name]
    seen = see(store, tmp_path, content)
    assert seen.ignored == ignored
    assert seen.faults == []


def test_a_total_between_records_is_rejected_not_ignored(store: Store, tmp_path: Path) -> None:
    seen = see(store, tmp_path, lines(row(1), "Total,1,,,,", row(2)))
    assert {reason for _, _, reason in seen.faults} == {"missing"}
    assert seen.ignored == {}


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "only blank lines": (b"\n \r\n\t\n", "is empty"),
    "only a mark": (b"\xef\xbb\xbf", "is empty"),
    "xlsx": (b"PK\x03\x04" + bytes(100), "Excel workbook"),
    "xls": (b"\xd0\xcf\x11\xe0" + bytes(100), "old Excel workbook"),
    "gzip": (b"\x1f\x8b\x08" + bytes(100), "compressed"),
    "web page": (b"\n <!DOCTYPE html><table><tr><td>a,b", "web page"),
    "web page in UTF-16": ("<html><table>".encode("utf-16"), "web page"),
    "PDF": (b"%PDF-1.7\n", "not a text file"),
    "binary": (bytes(range(256)) * 40 + bytes(2000), "not a text file"),
    "prose": (b"Estimados todos\nva el reporte\n", "no header"),
    "unknown columns": (b"a,b\n1,2\n", "Hardly any"),
    "no time": (b"supplier,customer\nA,B\n", "No column for requested_at"),
    "same header twice": (
        b"supplier,supplier,customer,requested_at\nA,B,C,2026-03-01\n", "Two columns are called",
    ),
    "unclear order": (lines(row(1, requested="01/02/2026")).encode(), "day or the month first"),
    "both orders": (lines(row(1, requested="13/02/2026"), row(2, requested="02/13/2026")).encode(),
                    "with the month first"),
    "year first or last":
        (lines(row(1, requested="26-03-01"), row(2, requested="26-03-17")).encode(),
                           "begins with the year"),
    "a name and more": (b"name,one,two,three\nx,1,2,3\n", "What the file holds is not clear"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_without_guessing_is_refused(
    name: str, store: Store, tmp_path: Path
) -> None:
    content, said = REFUSED[name]
    with pytest.raises(RefusedError, match=said):
        see(store, tmp_path, content)


def test_a_header_without_records_is_a_file_of_no_records(store: Store, tmp_path: Path) -> None:
    assert see(store, tmp_path, HEADER).reading.records == 0


def test_a_file_without_case_and_id_gets_the_same_ones_in_any_order(
    store: Store, tmp_path: Path
) -> None:
    header = "supplier,customer,requested_at,note"
    records = ["A,B,2026-03-01 10:00,x", "A,B,2026-03-01 10:00,y", "A,C,2026-03-01 10:00,"]
    seen = see(store, tmp_path, "\n".join([header, *records]))
    other = see(store, tmp_path, "\n".join([header, *reversed(records)]))
    assert seen.codes == ["no_case", "no_id"]
    assert seen.column("case_id") == seen.column("handoff_id")
    assert len(set(seen.column("handoff_id"))) == 3
    assert seen.column("handoff_id") == other.column("handoff_id")[::-1]


def test_a_column_that_says_the_opposite_is_turned_round_with_a_warning(
    store: Store, tmp_path: Path
) -> None:
    content = "handoff_id,case_id,supplier,customer,requested_at,Devuelto\n"
    content += "H1,C1,A,B,2026-03-01 10:00,sí\nH2,C1,A,B,2026-03-01 10:00,No\n"
    seen = see(store, tmp_path, content)
    assert seen.column("accepted") == [False, True]
    assert seen.codes == ["inverted"]


def test_columns_that_are_no_field_are_kept_as_text(store: Store, tmp_path: Path) -> None:
    content = "handoff_id,Nota,case_id,supplier,customer,requested_at,,Nota\n"
    content += "H1,007,C1,A,B,2026-03-01 10:00,x, y \n"
    seen = see(store, tmp_path, content)
    assert seen.reading.attributes == {"x1": "Nota", "x2": "#7", "x3": "Nota (2)"}
    assert [seen.staged[2][x] for x in ("x1", "x2", "x3")] == ["007", "x", "y"]


def test_a_second_column_for_a_field_is_an_attribute_and_the_choice_is_told(
    store: Store, tmp_path: Path
) -> None:
    content = "id,case_id,proveedor,supplier,customer,requested_at\nH1,C1,P,S,B,2026-03-01 10:00\n"
    seen = see(store, tmp_path, content)
    assert seen.column("supplier") == ["S"]
    assert seen.reading.attributes == {"x1": "proveedor"}
    assert seen.codes == ["header_guess"]
