"""The lines of a file and the hashes of its identifiers are told while its bytes are scanned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpi.intake import normalise, pieces
from kpi.intake.bits import Flags, equal_to, inside_quotes, places_of
from kpi.intake.line_watch import LineWatch
from kpi.intake.lines import Lines
from kpi.intake.normalise import physical_lines
from kpi.intake.repeats import repeated_places
from kpi.intake.scanning import scan

IDS = st.text(st.sampled_from("H0a-_#.é' "), max_size=20)


def watched(file: Path, *, place: int = 0, skip: int = 1) -> Lines | None:
    width = file.read_bytes().split(b"\n")[skip].count(b",") + 1
    watch = LineWatch(",", width, place, skip)
    scan(file, ",", watch)
    return watch.found(file)


@given(st.lists(st.tuples(IDS, IDS), min_size=1, max_size=30), st.integers(1, 90), st.data())
def test_lines_and_ids_are_those_of_the_text_or_nothing_is_told(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str]],
    step: int,
    data: st.DataObject,
) -> None:
    end = data.draw(st.sampled_from(["\n", "\r\n"]))
    place = data.draw(st.integers(0, 1))
    last = data.draw(st.sampled_from(["", end]))
    text = end.join(["preamble", "id,x", *(",".join(row) for row in rows)]) + last
    file = tmp_path_factory.mktemp("lines") / "export.csv"
    file.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "STEP", step)  # lines and ids that lie across steps
        found = watched(file, place=place, skip=2)
    ids = [row[place] for row in rows]
    plain = all(one.isascii() and one == one.strip() and not one.startswith("'") for one in ids)
    if not plain:
        assert found is None
        return
    assert found is not None
    numbers = np.arange(3, 3 + len(rows))
    assert list(found.ids(numbers)) == ids
    assert [text.decode() for text in found.texts(numbers)] == [",".join(row) for row in rows]
    # Equal ids have equal hashes, and 64 bits keep a handful of others apart.
    again = {at for at, one in enumerate(ids) if ids.count(one) > 1}
    alike = {at for at in again if all(rows[at] == row for row in rows if row[place] == ids[at])}
    assert found.repeated.tolist() == sorted(again - alike)
    firsts = [ids.index(ids[at]) for at in found.copies]
    assert found.originals.tolist() == firsts
    assert sorted({*found.copies.tolist(), *firsts}) == sorted(alike)
    assert not {*found.copies.tolist()} & {*firsts}


SIGNS = ["a", ",", "\n", "\r", "\r\n", " ", "\t", '"', "'", "'=", "é", "\x85", "\xa0", "\u2003",
         "\ufdd0", "\x7f", "\x00", "\ufeff"]  # fmt: skip


@given(st.lists(st.sampled_from(SIGNS), max_size=60), st.integers(1, 70))
def test_a_scan_tells_the_same_in_small_steps(
    tmp_path_factory: pytest.TempPathFactory, signs: list[str], step: int
) -> None:
    file = tmp_path_factory.mktemp("steps") / "export.csv"
    file.write_bytes("".join(signs).encode())
    whole = scan(file, ",")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "STEP", step)
        assert scan(file, ",") == whole


@given(st.lists(st.sampled_from([*"aa,,\n ", "\r\n", "\xa0"]), max_size=12), st.integers(1, 70))
@example(["a", ",", "a", " "], 70)  # with the file ends a cell, if no line does
def test_a_scan_counts_lines_and_cells_and_tells_white_space_around_any(
    tmp_path_factory: pytest.TempPathFactory, signs: list[str], step: int
) -> None:
    file, text = tmp_path_factory.mktemp("cells") / "export.csv", "".join(signs)
    file.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "STEP", step)
        found = scan(file, ",")
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []
    cells = [cell for line in lines for cell in line.split(",")]
    assert (found.lines, found.delimiters) == (len(lines), len(cells) - len(lines))
    if "\xa0" in text:
        assert found.padding == "any"
    else:
        padded = any(cell != cell.strip(" ") for cell in cells)
        assert found.padding == ("spaces" if padded else "none")


@given(st.text("ab\r\n", max_size=20), st.integers(1, 9))
@example("a\r\r\nb", 2)  # a file of two line breaks for one, as Windows writes it by mistake
def test_physical_lines_are_the_same_wherever_a_chunk_ends(
    tmp_path_factory: pytest.TempPathFactory, text: str, size: int
) -> None:
    file = tmp_path_factory.mktemp("chunks") / "export.csv"
    file.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(normalise, "CHUNK", size)
        found = list(physical_lines(file))
    ended = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    assert found == (ended.split("\n") if text else [])


@pytest.mark.parametrize(
    "record",
    [b"H2", b"", b'"H2",x', b'H2,"x"', b"H2 ,x", b"'H2,x", "É2,x".encode(), b"H" * 300 + b",x"],
    ids=["short", "blank", "quoted id", "quoted", "padded", "guarded", "accented", "long"],
)
def test_a_file_with_one_record_of_another_kind_tells_nothing(
    tmp_path: Path, record: bytes
) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(b"\n".join([b"id,x", b"H1,x", record, b"H3,x"]) + b"\n")
    assert watched(file) is None


def test_widths_that_differ_but_add_up_tell_nothing_of_a_later_column(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(b"x,id\nx,H1\nH2\nx,H3,y\nx,H4\n")
    assert watched(file, place=1) is None


def test_an_id_is_found_again_among_ids_that_are_longer(tmp_path: Path) -> None:
    # They lie in steps of their own, whose longest ids take one word of eight bytes, two and three.
    file = tmp_path / "export.csv"
    ids = [f"I{n:06}" for n in range(40_000)] + [f"I{n:012}" for n in range(40_000)]
    ids += [f"I{n:018}" for n in range(40_000)]
    ids[50_000] = ids[90_000] = ids[7]
    file.write_bytes("\n".join(["id,x", *(f"{one},x" for one in ids)]).encode())
    found = watched(file)
    assert found is not None
    assert (found.originals.tolist(), found.copies.tolist()) == ([7, 7], [50_000, 90_000])
    assert not len(found.repeated)


def _flags(flags: list[bool]) -> Flags:
    return equal_to(np.array(flags, np.uint8), 1)


@given(st.lists(st.booleans(), max_size=300), st.integers(0, 9))
def test_places_are_those_of_the_flags_that_are_set(flags: list[bool], sparse: int) -> None:
    flags = flags + [False] * 64 * sparse + flags
    expected = [at for at, flag in enumerate(flags) if flag]
    assert places_of(_flags(flags)).tolist() == expected


@given(st.lists(st.booleans(), min_size=1, max_size=80), st.integers(0, 3), st.booleans())
def test_inside_are_the_bytes_after_an_odd_number_of_quotes(
    quotes: list[bool], sparse: int, inside: bool
) -> None:
    quotes = quotes + [False] * 64 * sparse + quotes
    expected = [(inside + sum(quotes[: at + 1])) % 2 for at in range(len(quotes))]
    words, after = inside_quotes(_flags(quotes), inside)
    bits = np.unpackbits(words.view(np.uint8), bitorder="little")
    assert bits[: len(quotes)].tolist() == expected
    assert after == bool(expected[-1])


@given(st.lists(st.integers(0, 2**64 - 1), max_size=60))
def test_repeated_places_are_those_of_values_that_occur_again(values: list[int]) -> None:
    values = values + values[::3]
    expected = [at for at, value in enumerate(values) if values.count(value) > 1]
    assert repeated_places(np.array(values, np.uint64)).tolist() == expected
