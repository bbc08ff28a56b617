"""The lines of a file and the hashes of its identifiers are told while its bytes are scanned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.intake import scanning
from kpi.intake.lines import Lines, LineWatch, repeated_places
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
        patch.setattr(scanning, "STEP", step)  # lines and ids that lie across steps
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
    assert found.repeated.tolist() == [at for at, one in enumerate(ids) if ids.count(one) > 1]


@pytest.mark.parametrize(
    "record",
    [b"H2,x,y", b"H2", b"", b'"H2",x', b'H2,"x"', b"H2 ,x", b"'H2,x", "É2,x".encode()],
    ids=["wide", "short", "blank", "quoted id", "quoted", "padded", "guarded", "accented"],
)
def test_a_file_with_one_record_of_another_kind_tells_nothing(
    tmp_path: Path, record: bytes
) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(b"\n".join([b"id,x", b"H1,x", record, b"H3,x"]) + b"\n")
    assert watched(file) is None


def test_widths_that_differ_but_add_up_tell_nothing(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(b"id,x\nH1,x\nH2\nH3,x,y\nH4,x\n")
    assert watched(file) is None


@given(st.lists(st.integers(0, 2**64 - 1), max_size=60))
def test_repeated_places_are_those_of_values_that_occur_again(values: list[int]) -> None:
    values = values + values[::3]
    expected = [at for at, value in enumerate(values) if values.count(value) > 1]
    assert repeated_places(np.array(values, np.uint64)).tolist() == expected
