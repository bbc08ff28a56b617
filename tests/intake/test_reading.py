"""Whole readings: random files come back exactly, by every path; the real logs; the twins."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.intake import reading, staging
from kpi.intake.reading import RefusedError
from kpi.store import Store, open_store
from tests.intake.reads import Seen, see, see_file
from tests.intake.twins import WRITERS, write_permits, write_servicenow, write_travel
from tests.tries import tries

DATA = Path(__file__).parents[3] / "shared" / "data"
needs_logs = pytest.mark.skipif(not DATA.exists(), reason=f"the real logs are not in {DATA}")

FIELDS = (
    "handoff_id", "case_id", "supplier", "customer", "service", "requested_at", "promised_at",
    "delivered_at", "accepted", "returned_at", "rating", "paused_hours", "case_due_at",
    "case_closed_at", "case_kept",
)  # fmt: skip
SPANISH = (
    "Id de entrega", "Caso", "Proveedor", "Cliente", "Servicio", "Fecha de solicitud",
    "Fecha promesa", "Entregado", "Aceptado", "Devuelto en", "Calificación", "Horas de pausa",
    "Caso vence", "Fecha de cierre", "Promesa cumplida",
)  # fmt: skip

LETTERS = st.characters(codec="cp1252", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"))
# What remains of a name after NFC and trimming; the guard of formula-safe exports is not a name.
NAMES = st.text(LETTERS | st.just(" "), min_size=1, max_size=8).filter(
    lambda text: text == text.strip() and text not in ("", "?") and not text.startswith("'")
)
AT = st.datetimes(datetime(2020, 1, 1), datetime(2025, 12, 31)).map(
    lambda at: at.replace(microsecond=0, second=0)
)


@pytest.fixture(scope="module")
def one_store() -> Iterator[Store]:
    """Return a store for all examples of a property: reading writes nothing to it."""
    with open_store(":memory:") as store:
        yield store


@st.composite
def handoff(draw: st.DrawFn) -> dict[str, Any]:
    requested, delivered, returned = sorted(draw(st.tuples(AT, AT, AT)))
    is_open = draw(st.booleans())
    return {
        "case_id": draw(NAMES),
        "supplier": draw(NAMES),
        "customer": draw(NAMES),
        "service": draw(NAMES | st.just("")),
        "requested_at": requested,
        "promised_at": draw(AT | st.none()),
        "delivered_at": None if is_open else delivered,
        "accepted": draw(st.booleans() | st.none()),
        "returned_at": draw(st.just(returned) | st.none()),
        "rating": draw(st.integers(1, 5) | st.none()),
        "paused_hours": draw(st.integers(0, 999).map(lambda n: n / 4) | st.none()),
        "case_due_at": draw(AT | st.none()),
        "case_closed_at": draw(AT | st.none()),
        "case_kept": draw(st.booleans() | st.none()),
    }


@st.composite
def dialect(draw: st.DrawFn) -> dict[str, Any]:
    spanish = draw(st.booleans())
    return {
        "spanish": spanish,
        "delimiter": draw(st.sampled_from(",;\t|")),
        "end": draw(st.sampled_from(["\n", "\r\n", "\r"])),
        "encoding": draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])),
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        "dates": draw(st.sampled_from(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M",
                                       "%d.%m.%Y %H:%M:%S", "%m/%d/%Y %I:%M %p", "%d-%b-%Y %H:%M",
                                       "%Y%m%d%H%M%S"])),
        "comma": draw(st.booleans()),
        "words": draw(st.sampled_from([("true", "false"), ("Sí", "No"), ("1", "0"), ("x", "n")])),
        "preamble": draw(st.sampled_from(["", "Reporte de la semana\n\n"])),
        "order": draw(st.permutations(range(len(FIELDS)))),
        "padding": draw(st.sampled_from(["", " ", "\u00a0"])),
    }  # fmt: skip


def written(value: Any, how: dict[str, Any]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(how["words"][0 if value else 1])
    if isinstance(value, datetime):
        return value.strftime(how["dates"])
    if isinstance(value, float):
        return str(value).replace(".", "," if how["comma"] else ".")
    return str(value)


def file_of(rows: list[dict[str, Any]], how: dict[str, Any]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=how["delimiter"], lineterminator=how["end"], quoting=how["quoting"]
    )
    out.write(how["preamble"].replace("\n", how["end"]))
    names = SPANISH if how["spanish"] else FIELDS
    writer.writerow([names[at] for at in how["order"]])
    for row in rows:
        cells = [how["padding"] + written(row[FIELDS[at]], how) for at in how["order"]]
        writer.writerow(cells)
    return out.getvalue().encode(how["encoding"])


@tries(30)
@given(st.lists(handoff(), min_size=1, max_size=12), dialect())
def test_random_handoffs_in_a_random_dialect_are_read_back_exactly(
    one_store: Store,
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[dict[str, Any]],
    how: dict[str, Any],
) -> None:
    rows = [{"handoff_id": f"H{n:03d}", **row} for n, row in enumerate(rows)]
    mapping: dict[str, Any] = {"dayfirst": how["dates"][1] != "m"}
    if how["encoding"] == "cp1252":  # random letters make no words that could tell
        mapping["encoding"] = "cp1252"
    seen = see(one_store, tmp_path_factory.mktemp("random"), file_of(rows, how), mapping=mapping)
    first = 2 + how["preamble"].count("\n")
    assert seen.faults == []
    assert seen.staged == dict(enumerate(rows, first))


# Pieces of records, good and bad, that each path has to agree on.
WORDS = (
    "H1", "C1", "Ventas", " Ventas ", "Disen\u0303o", "", "'=1", "'nota'", "true", "Sí", "quizá",
    "5", "4,0", "6", "9", "1.5", "\u00a0x", 'a"b', '"a,b"', '"a""b"', '"a\nb"', '"abierta', '"a"b',
    "\x07", "requested_at", "Total",
)  # fmt: skip
TIMES = (
    "2026-03-01 10:00:00", "2026-03-01 10:00", "2026-03-01", "2026-03-02T11:00:00", "13/02/2026",
    "2026-02-01 10:00:00", "1900-01-01 00:00:00", "9999-12-31", "pronto", "-", "",
)  # fmt: skip
HEADER = "handoff_id,case_id,supplier,customer,requested_at,delivered_at,accepted,rating,nota"


@st.composite
def messy_file(draw: st.DrawFn) -> bytes:
    good = "H{n},C1,Ventas,Compras,2026-03-01 10:00:00,2026-03-02 10:00:00,true,5,x"
    records = [HEADER]
    for number in range(draw(st.integers(1, 40))):
        cells = good.format(n=number).split(",")
        if draw(st.integers(0, 2)) == 0:
            for _ in range(draw(st.integers(1, 3))):
                at = draw(st.integers(0, len(cells) - 1))
                fitting = TIMES if at in (4, 5) else WORDS
                cells[at] = draw(st.sampled_from(fitting) | st.sampled_from(WORDS + TIMES))
        if draw(st.integers(0, 19)) == 0:
            cells = cells[: draw(st.integers(0, 8))]
        records.append(",".join(cells))
    return draw(st.sampled_from(["\n", "\r\n"])).join(records).encode()


def without_path(seen: Seen) -> tuple[Any, ...]:
    warnings = sorted((w.code, str(w.message)) for w in seen.reading.warnings)
    return seen.staged, seen.faults, seen.rejected, seen.ignored, warnings


@tries(24)
@given(messy_file())
def test_every_path_reads_the_same(
    one_store: Store, tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """The file itself or our copy of it, with the first pass or without: one answer."""
    folder = tmp_path_factory.mktemp("paths")
    answers = []
    for plain in (True, False):
        for quick in (True, False):
            with pytest.MonkeyPatch.context() as patch:
                if not plain:
                    patch.setattr(reading, "plain_source", lambda *_: None)
                if not quick:
                    patch.setattr(staging, "quick_sql", lambda *_: None)
                answers.append(without_path(see(one_store, folder, content)))
    assert answers[1:] == answers[:-1]


@tries(40)
@given(st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
def test_any_bytes_after_a_header_end_in_a_reading_or_a_refusal(
    one_store: Store, tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    header = HEADER.encode() + b"\nH1,C1,A,B,2026-03-01 10:00:00,,,,\n"
    with contextlib.suppress(RefusedError):
        seen = see(one_store, tmp_path_factory.mktemp("bytes"), header + content)
        assert seen.reading.records >= 1


@pytest.mark.parametrize("name", WRITERS)
def test_a_twin_of_a_known_log_is_recognised_by_its_header(
    name: str, store: Store, tmp_path: Path
) -> None:
    twin = WRITERS[name](tmp_path / "log.csv")
    seen = see_file(store, tmp_path / "log.csv")
    assert (seen.reading.kind, seen.reading.format) == ("events", name)
    assert seen.reading.records == twin.records
    assert seen.reading.unknown_party_records == twin.unknown
    assert len({row["case_id"] for row in seen.staged.values()}) == twin.cases
    assert seen.codes == []


def test_the_outcome_of_a_case_is_on_its_last_row(store: Store, tmp_path: Path) -> None:
    twin = write_servicenow(tmp_path / "log.csv")
    seen = see_file(store, tmp_path / "log.csv")
    last = {row["case_id"]: row["kept"] for _, row in sorted(seen.staged.items())}
    assert sum(last.values()) == twin.kept


def test_the_planned_end_of_a_permit_is_its_due(store: Store, tmp_path: Path) -> None:
    twin = write_permits(tmp_path / "log.csv")
    rows = see_file(store, tmp_path / "log.csv").staged.values()
    late = {r["case_id"] for r in rows if r["closed_at"] and r["closed_at"] > r["due_at"]}
    assert len(late) == twin.late


def test_empty_is_a_party_unless_the_mapping_says_that_it_is_unknown(
    store: Store, tmp_path: Path
) -> None:
    twin = write_permits(tmp_path / "log.csv", empty_unknown=True)
    mapping = {"unknown_parties": ["EMPTY"]}
    seen = see_file(store, tmp_path / "log.csv", mapping=mapping)
    assert 0 < twin.unknown == seen.reading.unknown_party_records
    assert set(seen.ignored.values()) == {"unknown party"}


def test_a_rejection_is_told_by_its_activity(store: Store, tmp_path: Path) -> None:
    twin = write_travel(tmp_path / "log.csv")
    seen = see_file(store, tmp_path / "log.csv")
    assert sum(bool(rejection) for rejection in seen.column("rejection")) == twin.rejections


def test_the_external_customer_of_a_log_is_named_by_the_mapping(
    store: Store, tmp_path: Path
) -> None:
    write_travel(tmp_path / "log.csv")
    seen = see_file(store, tmp_path / "log.csv", mapping={"end_customer": "Empleados"})
    assert set(seen.column("end_customer")) == {"Empleados"}


def test_a_bad_pattern_is_refused(store: Store, tmp_path: Path) -> None:
    write_travel(tmp_path / "log.csv")
    with pytest.raises(RefusedError, match="regular expression"):
        see_file(store, tmp_path / "log.csv", mapping={"rejection_pattern": "(("})


@needs_logs
@pytest.mark.real_log
@pytest.mark.parametrize(
    ("file", "records", "unknown"),
    # README of the logs; 14,213 rows of ServiceNow have "?" as their group.
    [("servicenow_incident_event_log.csv", 141_712, 14_213),
     ("permit_receipt_phase.csv", 8_577, 0), ("travel_domestic_declarations.csv", 55_628, 0)],
)  # fmt: skip
def test_a_real_log_is_read_as_python_reads_it(
    file: str, records: int, unknown: int, store: Store
) -> None:
    seen = see_file(store, DATA / file)
    assert (seen.reading.records, seen.reading.unknown_party_records) == (records, unknown)
    assert (seen.faults, seen.codes, seen.reading.path) == ([], [], "plain")
    columns = seen.reading.fields
    with (DATA / file).open(encoding="utf-8", newline="") as source:
        for line, cells in enumerate(csv.DictReader(source), 2):
            staged = seen.staged[line]
            assert staged["case_id"] == cells[columns["case_id"]]
            for field in ("happened_at", "opened_at", "due_at", "resolved_at", "closed_at"):
                if field in columns:
                    assert staged[field] == parsed(cells[columns[field]]), (line, field)


def parsed(text: str) -> datetime | None:
    if text in ("", "?"):
        return None
    if "/" in text:
        return datetime.strptime(text, "%d/%m/%Y %H:%M")  # noqa: DTZ007 - as it is written
    return datetime.fromisoformat(text).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
