"""How cells that are no times are read: yes and no, ratings, numbers, shares, choices."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi.store import Store
from tests.intake.reads import Seen, see

REASON = {"accepted": "accepted", "rating": "rating", "paused_hours": "implausible"}


def read_cells(store: Store, folder: Path, field: str, *cells: str) -> Seen:
    text = f"handoff_id;case_id;supplier;customer;requested_at;{field}\n"
    text += "".join(f'H{n};C1;A;B;2026-03-01;"{cell}"\n' for n, cell in enumerate(cells))
    return see(store, folder, text)


YES_NO = {
    True: ["true", "TRUE", "t", "yes", "Y", "1", "sí", "Si", "S", "Verdadero", "x", "aceptado"],
    False: ["false", "F", "no", "N", "0", "Falso", "rechazado", "No conforme"],
    None: ["", "-", "n/a"],
}


@pytest.mark.parametrize(("value", "cell"), [(v, c) for v, cells in YES_NO.items() for c in cells])
def test_yes_and_no_are_read_in_both_languages(
    value: bool | None, cell: str, store: Store, tmp_path: Path
) -> None:
    assert read_cells(store, tmp_path, "accepted", cell).column("accepted") == [value]


def test_an_inverted_column_may_name_the_outcome(store: Store, tmp_path: Path) -> None:
    seen = read_cells(store, tmp_path, "Devuelto", "sí", "no", "devuelto", "aceptado")
    assert seen.column("accepted") == [False, True, False, True]


NUMBERS = [
    ("rating", "5", 5), ("rating", "4.0", 4), ("rating", "3,00", 3), ("rating", "", None),
    ("rating", "n/a", None), ("paused_hours", "1.5", 1.5), ("paused_hours", "1,5", 1.5),
    ("paused_hours", "0,125", 0.125), ("paused_hours", "1.234,5", 1234.5),
    ("paused_hours", "1,234.5", 1234.5), ("paused_hours", "12", 12.0),
    ("paused_hours", "1,2345", 1.2345),
    ("paused_hours", "-", None),
]  # fmt: skip


@pytest.mark.parametrize(("field", "cell", "value"), NUMBERS)
def test_a_number_is_read(
    field: str, cell: str, value: float | None, store: Store, tmp_path: Path
) -> None:
    assert read_cells(store, tmp_path, field, cell).column(field) == [value]


@pytest.mark.parametrize("cells", [("1.5", "1.234"), ("0.125", "1.234"), ("1234.567", "1.234")])
def test_a_column_of_decimal_points_tells_what_a_point_is(
    cells: tuple[str, str], store: Store, tmp_path: Path
) -> None:
    assert read_cells(store, tmp_path, "paused_hours", *cells).column("paused_hours")[1] == 1.234


FAULTS = [
    ("accepted", "quizá"), ("accepted", "2"), ("rating", "0"), ("rating", "6"), ("rating", "4.5"),
    ("rating", "11"), ("rating", "cinco"), ("rating", "5/5"), ("paused_hours", "-1"),
    ("paused_hours", "1,234"), ("paused_hours", "1.234"), ("paused_hours", "1e3"),
    ("paused_hours", "0x10"),
    ("paused_hours", "dos"), ("paused_hours", "inf"), ("paused_hours", "1.2.3"),
    ("paused_hours", "99999999"), ("paused_hours", "#DIV/0!"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "cell"), FAULTS)
def test_a_cell_that_is_none_rejects_its_record(
    field: str, cell: str, store: Store, tmp_path: Path
) -> None:
    assert read_cells(store, tmp_path, field, cell).faults == [(2, field, REASON[field])]


def agreements(*rows: str) -> str:
    header = "agreement;version;supplier;customer;kpi;target;valid_from;valid_to;status\n"
    return header + "".join(f"{row}\n" for row in rows)


TARGETS = [
    ("on_time_rate", "0.95", 0.95), ("on_time_rate", "0,95", 0.95), ("on_time_rate", "95%", 0.95),
    ("on_time_rate", "95 %", 0.95), ("on_time_rate", "97,5 %", 0.975), ("on_time_rate", "1", 1.0),
    ("on_time_rate", "100%", 1.0), ("on_time_rate", "", None), ("lead_time_p90", "72", 72.0),
    ("lead_time_p50", "1,5", 1.5), ("rating_mean", "4,2", 4.2), ("mine", "95%", 0.95),
]  # fmt: skip


@pytest.mark.parametrize(("kpi", "cell", "value"), TARGETS)
def test_a_target_is_read_by_what_its_kpi_measures(
    kpi: str, cell: str, value: float | None, store: Store, tmp_path: Path
) -> None:
    seen = see(store, tmp_path, agreements(f"A1;1;A;B;{kpi};{cell};2026-01-01;;accepted"))
    assert (seen.reading.kind, seen.column("target")) == ("agreements", [value])


@pytest.mark.parametrize(
    ("kpi", "cell"),
    [("on_time_rate", "95"), ("on_time_rate", "1.5"), ("on_time_rate", "150%"),
     ("rating_mean", "6"),
     ("rating_mean", "95%"), ("lead_time_p90", "pronto"), ("on_time_rate", "-0.5")],
)  # fmt: skip
def test_a_target_that_is_none_is_refused(
    kpi: str, cell: str, store: Store, tmp_path: Path
) -> None:
    seen = see(store, tmp_path, agreements(f"A1;1;A;B;{kpi};{cell};2026-01-01;;accepted"))
    assert seen.faults == [(2, "target", "target")]


def test_an_agreement_is_read_with_spanish_words(store: Store, tmp_path: Path) -> None:
    content = "Acuerdo;Versión;Proveedor;Cliente;Indicador;Meta;Válido desde;Válido hasta;Estado\n"
    content += "A1;2;Compras;Almacén;on_time_rate;90 %;01/02/2026;31/12/2027;Aceptado\n"
    seen = see(store, tmp_path, content)
    row = seen.staged[2]
    assert (row["version"], row["target"], row["status"]) == (2, 0.9, "accepted")
    assert (str(row["valid_from"]), str(row["valid_to"])) == ("2026-02-01", "2027-12-31")


AGREEMENT_FAULTS = {
    "A1;1;A;B;;;2026-01-01;;maybe": [(2, "status", "implausible")],
    "A1;0;A;B;;;2026-01-01;;accepted": [(2, "version", "implausible")],
    "A1;1.5;A;B;;;2026-01-01;;accepted": [(2, "version", "implausible")],
    "A1;1;A;B;;;2026-02-01;2026-01-31;accepted": [(2, "valid_to", "order")],
    "A1;1;A;B;;;2026-01-01;;ended": [(2, "valid_to", "missing")],
    ";1;A;B;;;2026-01-01;;": [(2, "agreement", "missing"), (2, "status", "missing")],
}


@pytest.mark.parametrize("row", AGREEMENT_FAULTS)
def test_a_faulty_agreement_is_rejected(row: str, store: Store, tmp_path: Path) -> None:
    assert see(store, tmp_path, agreements(row)).faults == AGREEMENT_FAULTS[row]


def test_an_open_end_may_be_a_placeholder(store: Store, tmp_path: Path) -> None:
    seen = see(store, tmp_path, agreements("A1;1;A;B;;;2026-01-01;9999-12-31;accepted"))
    assert seen.column("valid_to") == [None]
    assert seen.codes == ["placeholder"]


EXTERNAL = {"": "no", "no": "no", "sí": "customer", "yes": "customer", "Cliente": "customer",
            "supplier": "supplier", "proveedor": "supplier"}  # fmt: skip


@pytest.mark.parametrize("cell", EXTERNAL)
def test_a_party_is_outside_as_customer_or_supplier(
    cell: str, store: Store, tmp_path: Path
) -> None:
    seen = see(store, tmp_path, f"party,department,external\nA,D,{cell}\n")
    assert (seen.reading.kind, seen.column("external")) == ("parties", [EXTERNAL[cell]])


def test_a_party_whose_file_has_no_such_column_is_inside(store: Store, tmp_path: Path) -> None:
    seen = see(store, tmp_path, "Parte,Departamento,Meta de la promesa\nA,D,95%\n")
    assert (seen.column("external"), seen.column("promise_target")) == (["no"], [0.95])


def test_an_annotation_has_a_day_and_a_text(store: Store, tmp_path: Path) -> None:
    content = 'fecha,texto,alcance\n2026-03-01,"Paro, de ""ayer""",Compras > Almacén\n,x,\n'
    seen = see(store, tmp_path, content)
    assert seen.column("text") == ['Paro, de "ayer"']
    assert str(seen.column("day")[0]) == "2026-03-01"
    assert seen.faults == [(3, "fecha", "missing")]
