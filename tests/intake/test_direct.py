"""The shortest way into the store gives the same facts and the same report as the usual one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.intake import LoadReport, direct, ingest, list_loads
from kpi.intake.direct import Direct, load_directly
from kpi.store import Store, open_store
from tests.tries import tries

NOW = datetime(2026, 4, 1, tzinfo=UTC)
HEADER = (
    "handoff_id,case_id,supplier,customer,requested_at,promised_at,delivered_at,accepted,rating,k"
)
GOOD = "H{n},C1,Ventas,Compras,2026-03-01 10:00:00,2026-03-02 10:00:00,,true,5,x"
# Ids that need care, cells of all sorts of dirt, and dates without time.
IDS = ("H1", "H2", "'=H1", "=H1", " H1", "H1 ", "", "'H1", "É1", "E\u0301\u0031")
WORDS = ("", "x", "n/a", "true", "Sí", "6", "5.0", "2026-03-05", "NULL", "'x", "Total", " x")
TIMES = ("", "x", "n/a", "2026-03-05", "2026-02-01 10:00:00", "2026-03-09 24:00", "NULL",
         "1900-01-01 00:00:00", "'x")  # fmt: skip
CELLS = tuple(TIMES if name.endswith("_at") else WORDS for name in HEADER.split(","))


@st.composite
def exports(draw: st.DrawFn) -> bytes:
    """Draw a file of some sound and some faulty records, ids repeated."""
    records = [HEADER]
    for number in range(draw(st.integers(1, 40))):
        cells = GOOD.format(n=number).split(",")
        if draw(st.integers(0, 3)) == 0:
            cells[0] = draw(st.sampled_from(IDS))
        if draw(st.integers(0, 2)) == 0:
            at = draw(st.integers(1, len(cells) - 1))
            cells[at] = draw(st.sampled_from(CELLS[at]))
        if draw(st.integers(0, 29)) == 0:
            cells = cells[: draw(st.integers(0, 9))]
        if draw(st.integers(0, 29)) == 0:
            cells = [*cells, draw(st.sampled_from(("", "5")))]
        records.append(",".join(cells))
        if draw(st.integers(0, 5)) == 0:
            records.append(draw(st.sampled_from(records)))
    if draw(st.booleans()):
        records.append("Total,,,,,,,,,")
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return (end.join(records) + draw(st.sampled_from(["", end]))).encode()


def loaded(file: Path, *, fewest: int) -> tuple[LoadReport, list[Any], list[Direct]]:
    """Load into a new store; return the report, the facts, and what went in directly."""
    went: list[Direct] = []

    def watched(*given: Any, **named: Any) -> Any:
        answer = load_directly(*given, **named)
        went.extend([] if answer is None else [answer[2]])
        return answer

    with pytest.MonkeyPatch.context() as patch, open_store(":memory:") as store:
        patch.setattr(direct, "FEWEST", fewest)
        patch.setattr("kpi.intake.reading.load_directly", watched)
        report = ingest(store, file, now=NOW, kind="handoffs")
        facts = store.cursor().execute("FROM stated_handoffs ORDER BY line").fetchall()
    return report, facts, went


def rows_of(store: Store) -> int:
    row = store.cursor().execute("SELECT count(*) FROM stated_handoffs").fetchone()
    assert row is not None
    return int(row[0])


@tries(40)
@given(exports())
def test_the_shortest_way_gives_the_same_facts_and_the_same_report(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.mktemp("ways") / "export.csv"
    file.write_bytes(content)
    usual, facts, none = loaded(file, fewest=10**9)
    report, others, _ = loaded(file, fewest=1)
    assert none == []
    assert others == facts
    warned = [sorted(str(w) for w in one.warnings) for one in (usual, report)]
    assert warned[0] == warned[1]
    assert replace(report, warnings=()) == replace(usual, warnings=())


def test_lines_after_records_that_need_care_keep_their_numbers(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    lines = [HEADER, *(GOOD.format(n=n) for n in range(50))]
    lines[7] = lines[7].replace("true", "perhaps")  # line 8
    lines[20] = lines[19]  # line 21 repeats line 20
    file.write_text("\n".join(lines), encoding="utf-8")
    report, facts, went = loaded(file, fewest=1)
    assert [fault.line for fault in report.rejected] == [8]
    assert [(one.line, one.reason) for one in report.ignored] == [(21, "duplicate")]
    # 50 records, of which one is faulty and one a copy: 48 need no second look.
    assert [one.records for one in went] == [48]
    assert {fact[0]: fact[16] for fact in facts} == {
        f"H{n}": n + 2 for n in range(50) if n not in (6, 19)
    }


def test_cells_without_a_time_are_counted_in_copies_too(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    lines = [HEADER, *(GOOD.format(n=n).replace(" 10:00:00", "") for n in range(50))]
    file.write_text("\n".join([*lines, lines[9]]), encoding="utf-8")
    report, facts, went = loaded(file, fewest=1)
    usual, others, _ = loaded(file, fewest=10**9)
    assert report == usual
    assert facts == others
    assert [one.records for one in went] == [49]  # the copied record was looked at with care


def test_an_id_that_is_repeated_only_once_read_with_care_is_found(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    sound = [GOOD.format(n=n) for n in range(30)]
    sound[3] = sound[3].replace("H3,", "=A,")
    sound[9] = sound[9].replace("H9,", "'=A,").replace("Ventas", "Otra")
    file.write_text("\n".join([HEADER, *sound]), encoding="utf-8")
    report, facts, went = loaded(file, fewest=1)
    assert went == []  # taken back
    assert len(facts) == 29
    assert [(fault.line, fault.reason) for fault in report.rejected] == [(11, "conflict")]


def test_a_trial_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "export.csv"
    file.write_text("\n".join([HEADER, *(GOOD.format(n=n) for n in range(30))]), encoding="utf-8")
    monkeypatch.setattr(direct, "FEWEST", 1)
    with open_store(":memory:") as store:
        report = ingest(store, file, now=NOW, dry_run=True)
        assert (report.new, report.load) == (30, None)
        assert rows_of(store) == 0
        assert list_loads(store.cursor()) == ()


def test_a_file_in_which_most_records_need_care_takes_the_usual_way(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    first = [GOOD.format(n=n) for n in range(6_000)]
    later = [GOOD.format(n=n).replace("true", "TrUe") for n in range(6_000, 9_000)]
    file.write_text("\n".join([HEADER, *first, *later]), encoding="utf-8")
    report, facts, went = loaded(file, fewest=1)
    assert went == []
    assert (report.new, len(facts)) == (9_000, 9_000)


@pytest.mark.parametrize("place", [20, 31], ids=["in between", "at the end"])
def test_widths_that_differ_but_add_up_are_read_as_the_usual_way_reads_them(
    tmp_path: Path, place: int
) -> None:
    # A decimal comma cut cells in two; the delimiters that another line lacks make up for it.
    file = tmp_path / "export.csv"
    lines = [HEADER, *(GOOD.format(n=n) for n in range(30))]
    lines[4:13] = [f"{line}," for line in lines[4:13]]
    lines.insert(place, "H99")
    file.write_text("\n".join(lines), encoding="utf-8")
    assert sum(line.count(",") for line in lines) == len(lines) * HEADER.count(",")
    usual, facts, _ = loaded(file, fewest=10**9)
    report, others, went = loaded(file, fewest=1)
    assert went == []
    assert (others, report) == (facts, usual)
    assert [fault.line for fault in report.rejected] == [*range(5, 14), place + 1]


@pytest.mark.parametrize("mark", ["", "'"])  # told by the scan, or by a reading of the ids
def test_lines_that_were_counted_differently_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    file = tmp_path / "export.csv"
    sound = [GOOD.format(n=n) for n in range(500)]
    sound[3] = mark + sound[3]
    file.write_text("\n".join([HEADER, *sound]), encoding="utf-8")
    numbered = direct.sound_sql

    def shifted(plan: Any, source: str, first: int) -> str | None:
        return numbered(plan, f"{source} OFFSET 1", first)  # as if the first line were passed over

    monkeypatch.setattr(direct, "sound_sql", shifted)
    report, facts, went = loaded(file, fewest=1)
    assert went == []
    assert (report.new, [fact[16] for fact in facts]) == (500, list(range(2, 502)))
