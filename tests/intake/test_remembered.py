"""What was said of a file is offered for the next one with its header, and travels as TOML."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.intake import (
    forget_mapping,
    ingest,
    mapping_toml,
    read_mapping,
    remembered_mapping,
)
from kpi.store import Store
from kpi.words import words_for
from tests.intake.conftest import NOW

HEADER = "id,case,who,for whom,requested\n"
ROW = "H1,C1,A,B,05/03/2026\n"
SAID: dict[str, Any] = {
    "columns": {"supplier": "who", "customer": "for whom"},
    "dayfirst": False,
    "timezone": "Europe/Madrid",
}


def written(folder: Path, text: str, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def offered(store: Store, path: Path) -> dict[str, Any] | None:
    found = remembered_mapping(store, path, name=path.name)
    return None if found is None else found.mapping


def test_a_mapping_that_worked_is_offered_for_the_next_file_with_the_header(
    store: Store, tmp_path: Path
) -> None:
    report = ingest(store, written(tmp_path, HEADER + ROW), now=NOW, mapping=SAID)
    assert report.error is None
    # Accents, case and spaces do not make another header.
    following = written(
        tmp_path, "ID;Case;WHO;For  Whom;Requested\nH2;C2;A;B;06/03/2026\n", "b.csv"
    )
    found = remembered_mapping(store, following, name="b.csv")
    assert found is not None
    assert (found.load, found.saved_at) == (1, NOW)
    assert found.mapping == {**SAID, "kind": "handoffs"}
    again = ingest(store, following, now=NOW, mapping=found.mapping)
    assert (again.error, again.new) == (None, 1)


@pytest.mark.parametrize(
    "header",
    ["id,case,who,requested,for whom\n", "id,case,who,for whom,requested,note\n", "a,b\n"],
)
def test_another_header_is_offered_nothing(store: Store, tmp_path: Path, header: str) -> None:
    ingest(store, written(tmp_path, HEADER + ROW), now=NOW, mapping=SAID)
    assert offered(store, written(tmp_path, header + ROW, "b.csv")) is None


def test_records_kept_out_come_back_to_the_mapping_of_their_file(
    store: Store, tmp_path: Path
) -> None:
    out = tmp_path / "kept.csv"
    text = HEADER + ROW + "H2,C2,A,,05/03/2026\n"
    ingest(store, written(tmp_path, text), now=NOW, mapping=SAID, kept_out=out)
    assert offered(store, out) == {**SAID, "kind": "handoffs"}


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"mapping": SAID, "dry_run": True}, HEADER + ROW),
        ({"mapping": SAID, "sample": True}, HEADER + ROW),
        ({"mapping": {"columns": {"supplier": "nobody"}}}, HEADER + ROW),
        ({}, "id,case,supplier,customer,requested\nH1,C1,A,B,2026-03-05\n"),
    ],
    ids=["trial", "sample company", "refused", "nothing said"],
)
def test_only_a_load_with_something_said_is_remembered(
    store: Store, tmp_path: Path, options: dict[str, Any], text: str
) -> None:
    path = written(tmp_path, text)
    ingest(store, path, now=NOW, **options)
    assert offered(store, path) is None


def test_the_latest_word_is_remembered_and_can_be_forgotten(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + ROW)
    ingest(store, path, now=NOW, mapping=SAID)
    ingest(store, path, now=NOW, mapping={**SAID, "dayfirst": True})
    found = offered(store, path)
    assert found is not None
    assert found["dayfirst"] is True
    forget_mapping(store, path, name=path.name)
    assert offered(store, path) is None


def test_a_file_of_which_nothing_is_said_is_read_as_remembered_with_a_warning_that_names_it(
    store: Store, tmp_path: Path
) -> None:
    ingest(store, written(tmp_path, HEADER + ROW), now=NOW, mapping=SAID)
    # 06/03 is 3 June here, as only the mapping says: month first; midnight in Madrid, in UTC.
    following = written(tmp_path, HEADER + "H2,C2,A,B,06/03/2026\n", "b.csv")
    assert ingest(store, following, now=NOW).outcome == "refused"
    report = ingest(store, following, now=NOW, remembered=True)
    assert (report.error, report.new) == (None, 1)
    first = report.as_json(words_for("en"))["warnings"][0]
    assert first["code"] == "remembered"
    assert "as said of the file with these columns for load 1 on" in first["message"]
    assert "--afresh" in first["message"]
    assert '"supplier" = "who"; "customer" = "for whom"' in first["message"]
    assert store.cursor().execute(
        "SELECT requested_at FROM handoffs WHERE handoff_id = 'H2'"
    ).fetchone() == (datetime(2026, 6, 2, 22),)


def test_a_refusal_of_a_file_read_as_remembered_says_so_and_how_to_read_it_without(
    store: Store, tmp_path: Path
) -> None:
    said = {"columns": SAID["columns"]}
    first = written(tmp_path, HEADER + "H1,C1,A,B,2026-03-05\n")
    assert ingest(store, first, now=NOW, mapping=said).new == 1
    following = written(tmp_path, HEADER + "H2,C2,A,B,06/03/2026\n", "b.csv")
    report = ingest(store, following, now=NOW, remembered=True)
    error = report.as_json(words_for("en"))["error"]
    assert report.outcome == "refused"
    assert "does not tell whether “06/03/2026” has the day or the month first" in error
    assert "as said of the file with these columns for load 1 on Apr 1, 2026" in error
    assert '"supplier" = "who"' in error
    # Without it another thing is wrong: nothing says who gives.
    afresh = ingest(store, following, now=NOW).as_json(words_for("en"))["error"]
    assert "No column for supplier" in afresh
    assert "Read as last time" not in afresh
    assert "--afresh on the command line" in error


@pytest.mark.parametrize("said", [{"kind": "events"}, {"mapping": {"dayfirst": True}}])
def test_what_is_said_of_a_file_stands_before_what_is_remembered(
    store: Store, tmp_path: Path, said: dict[str, Any]
) -> None:
    path = written(tmp_path, HEADER + ROW)
    ingest(store, path, now=NOW, mapping=SAID)
    # Without the columns that only the mapping tells, the file cannot be read.
    assert ingest(store, path, now=NOW, remembered=True, **said).outcome == "refused"


TEXTS = st.text(max_size=12)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "kind": st.just("events"),
            "dayfirst": st.booleans(),
            "columns": st.dictionaries(TEXTS, TEXTS, max_size=3),
            "empty": st.lists(TEXTS, max_size=3),
            "end_customer": TEXTS,
        },
    )
)
def test_a_mapping_written_as_toml_reads_back_as_itself(said: dict[str, Any]) -> None:
    assert read_mapping(tomllib.loads(mapping_toml(said))) == read_mapping(said)


def test_a_remembered_mapping_that_is_no_longer_understood_is_told(
    store: Store, tmp_path: Path
) -> None:
    path = written(tmp_path, HEADER + ROW)
    ingest(store, path, now=NOW, mapping=SAID)
    with store.write() as cursor:
        cursor.execute(
            "UPDATE remembered_mappings SET mapping = replace(mapping, 'Madrid', 'Nowhere')"
        )
    error = ingest(store, path, now=NOW, remembered=True).as_json(words_for("en"))["error"]
    assert "“Europe/Nowhere” is not known" in error
    assert "for load 1 on Apr 1, 2026" in error
