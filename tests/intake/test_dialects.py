"""The same facts written in ten ways are loaded once; damaged bytes end in a load or a refusal."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.intake import LoadReport, ingest, undo
from kpi.store import Store, open_store
from kpi.words import words_for
from tests.intake.conftest import snapshot
from tests.intake.reads import NOW

ENGLISH = (
    "handoff_id", "case_id", "supplier", "customer", "service", "requested_at", "promised_at",
    "delivered_at", "accepted", "rating", "paused_hours", "nota",
)  # fmt: skip
SPANISH = (
    "Id entrega", "Caso", "Proveedor", "Cliente", "Servicio", "Fecha de solicitud",
    "Fecha promesa", "Entregado", "Aceptado", "Calificación", "Horas en pausa", "nota",
)  # fmt: skip
# The day above 12 in every column of times is the evidence for its order.
TELLING = datetime(2026, 1, 31, 10, 30)


@dataclass(frozen=True)
class Handoff:
    """One fact, before it is written."""

    supplier: str
    customer: str
    service: str
    requested: datetime
    promised: timedelta | None
    delivered: timedelta | None
    accepted: bool | None
    rating: int | None
    paused: int | None
    note: str


@dataclass(frozen=True)
class Dialect:
    """One way to write facts."""

    header: Sequence[str] = ENGLISH
    delimiter: str = ","
    encoding: str = "utf-8"
    end: str = "\n"
    quoting: int = csv.QUOTE_MINIMAL
    time: str = "%Y-%m-%d %H:%M:%S"
    yes: tuple[str, str] = ("yes", "no")
    decimal: str = "."
    before: str = ""
    after: str = ""
    order: Callable[[list[list[str]]], list[list[str]]] = list


DIALECTS = (
    Dialect(),
    Dialect(
        SPANISH, ";", "cp1252", "\r\n", time="%d/%m/%Y %H:%M:%S", yes=("Sí", "No"), decimal=","
    ),
    Dialect(delimiter="\t", encoding="utf-16", end="\r\n", time="%m/%d/%Y %I:%M:%S %p"),
    Dialect(delimiter="|", encoding="utf-8-sig", time="%Y%m%dT%H%M%S"),
    Dialect(quoting=csv.QUOTE_ALL, end="\r", time="%d.%m.%Y %H:%M:%S", decimal=","),
    Dialect(SPANISH, encoding="utf-8-sig", time="%Y/%m/%d %H:%M:%S", yes=("VERDADERO", "FALSO")),
    Dialect(delimiter=";", before="sep=;\r\n", end="\r\n", time="%d-%m-%Y %H:%M:%S", decimal=","),
    Dialect(before="Reporte semanal\n\n", after="Total,9,,,,,,,,,,\n", yes=("1", "0")),
    Dialect(time="%Y-%m-%dT%H:%M:%SZ", order=lambda rows: rows[::-1]),
    Dialect(
        SPANISH, "\t", "utf-16-be", time="%d %b %Y %H:%M:%S",
        order=lambda rows: rows[1:] + rows[:1],
    ),
)  # fmt: skip


def written(handoffs: Sequence[Handoff], dialect: Dialect) -> bytes:
    """Write facts in a dialect."""

    def moment(at: datetime | None) -> str:
        return "" if at is None else at.strftime(dialect.time)

    def yes(value: bool | None) -> str:
        return "" if value is None else dialect.yes[0 if value else 1]

    rows = []
    for n, one in enumerate(handoffs):
        times = [one.requested + step if step is not None else None
                 for step in (timedelta(0), one.promised, one.delivered)]  # fmt: skip
        paused = "" if one.paused is None else f"{one.paused / 4}".replace(".", dialect.decimal)
        rating = "" if one.rating is None else str(one.rating)
        names = [f"H{n:03}", f"C{n // 2}", one.supplier, one.customer, one.service]
        rows.append([*names, *map(moment, times), yes(one.accepted), rating, paused, one.note])
    out = io.StringIO()
    out.write(dialect.before)
    pen = csv.writer(
        out, delimiter=dialect.delimiter, quoting=dialect.quoting, lineterminator=dialect.end
    )
    pen.writerows([dialect.header, *dialect.order(rows)])
    out.write(dialect.after)
    return out.getvalue().encode(dialect.encoding)


# Letters of Windows-1252, every delimiter and both quotes.
TEXTS = st.text("abcñÁ 0,;|\"'-€#=", min_size=1, max_size=12).map(
    lambda text: "x" + text.strip() + "x"
)
HOURS = st.timedeltas(timedelta(0), timedelta(days=40)).map(
    lambda step: timedelta(seconds=step // timedelta(seconds=1))
)
HANDOFFS = st.builds(
    Handoff,
    TEXTS,
    TEXTS,
    st.one_of(st.just(""), TEXTS),
    st.integers(0, 60 * 60 * 24 * 400).map(lambda s: datetime(2024, 3, 1) + timedelta(seconds=s)),
    st.none() | HOURS,
    st.none() | HOURS,
    st.none() | st.booleans(),
    st.none() | st.integers(1, 5),
    # Quarters: with three decimals a comma could separate thousands.
    st.none() | st.integers(0, 80),
    st.one_of(st.just(""), TEXTS),
)
FIRST = Handoff(
    "Ventas", "Compras", "", TELLING, timedelta(0), timedelta(0), True, 5, 2, "línea\nsegunda"
)


def load(store: Store, folder: Path, content: bytes) -> LoadReport:
    """Load a file that holds the content."""
    path = folder / "file.csv"
    path.write_bytes(content)
    return ingest(store, path, now=NOW)


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(HANDOFFS, max_size=12))
def test_the_same_facts_in_ten_dialects_load_once(tmp_path: Path, drawn: list[Handoff]) -> None:
    facts = [FIRST, *drawn]
    with open_store(":memory:") as store:
        first, *others = [load(store, tmp_path, written(facts, dialect)) for dialect in DIALECTS]
        shown = snapshot(store)["stated_handoffs"]
    assert (first.outcome, first.new, first.records) == ("loaded", len(facts), len(facts))
    assert [(r.unchanged, r.rejected, r.conflicts) for r in others] == [(len(facts), (), ())] * 9
    for one, row in zip(facts, sorted(shown, key=lambda row: str(row["handoff_id"])), strict=True):
        expected = (one.supplier, one.customer, one.service, one.requested, one.accepted)
        names = ("supplier", "customer", "service", "requested_at", "accepted")
        assert tuple(row[name] for name in names) == expected
        assert row["paused_hours"] == (None if one.paused is None else one.paused / 4)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """Return a store that every example leaves empty."""
    with open_store(":memory:") as opened:
        yield opened


SEEDS = [
    written([FIRST, FIRST, FIRST], dialect) for dialect in DIALECTS
] + [
    b"case_id,timestamp,team,activity\nK1,2026-03-01 10:00,Ventas,alta\nK1,2026-03-02,?,x\n",
    b"Acuerdo;Version;Proveedor;Cliente;Meta;Estatus\nA;1;V;C;95 %;vigente\n",
    b"party,external,promise_target\nVentas,no,\nCliente,yes,95%\n",
    b"date,text,scope\n2026-03-02,Huelga,\n",
]  # fmt: skip
# Bytes that mean something to some reader of the file.
SHARP = b"\x00\r\n\t\",;|'=#\\\xff\xfe\xef\xbb\xbf\x1a\x80\xc3/-:.0129 aPM"
EDITS = st.tuples(
    st.sampled_from(("set", "insert", "delete", "double", "cut")),
    st.integers(0, 10_000),
    st.one_of(st.binary(min_size=1, max_size=4), st.sampled_from([bytes([b]) for b in set(SHARP)])),
)


def damaged(content: bytes, edits: Sequence[tuple[str, int, bytes]]) -> bytes:
    """Change a file as disks, programs and hands do."""
    for how, place, piece in edits:
        at = place % (len(content) + 1)
        if how == "set":
            content = content[:at] + piece + content[at + len(piece) :]
        elif how == "insert":
            content = content[:at] + piece + content[at:]
        elif how == "delete":
            content = content[:at] + content[at + len(piece) ** 3 :]
        elif how == "double":
            content = content[:at] + content[max(0, at - 40) :]
        elif place % 5 == 0:
            content = content[:at]
    return content


@settings(max_examples=70, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SEEDS), st.lists(EDITS, min_size=1, max_size=6))
def test_damaged_bytes_end_in_a_load_or_a_refusal(
    store: Store, tmp_path: Path, seed: bytes, edits: list[tuple[str, int, bytes]]
) -> None:
    report = load(store, tmp_path, damaged(seed, edits))
    spoken = report.as_json(words_for("es"))
    if report.outcome == "refused":
        assert spoken["error"]
        assert (report.records, report.load) == (0, None)
    else:
        assert report.load is not None
        kept_out = report.rejected_records + report.ignored_records + report.conflict_records
        assert report.records == report.accepted + kept_out
        undo(store, report.load, now=NOW)
    assert not any(snapshot(store).values())
