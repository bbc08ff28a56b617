"""Mappings and headers: what a user says, what synonyms say, and what stays unclear."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpi.intake.column_names import name_key
from kpi.intake.fields import Field
from kpi.intake.formats import FIELDS
from kpi.intake.header import recognise
from kpi.intake.mapping import ColumnMapping, known_logs, mapping_of_toml, read_mapping
from kpi.intake.reading import RefusedError
from kpi.store import Store
from kpi.words import words_for
from tests.intake.reads import see

LOG = "Clave;Momento exacto;Quién\nK1;2026-03-01 10:00;Ventas\nK1;2026-03-01 11:00;EMPTY\n"
COLUMNS = {"case_id": "Clave", "happened_at": "Momento exacto", "party": "Quién"}


def test_a_dict_maps_columns(store: Store, tmp_path: Path) -> None:
    mapping = {"kind": "events", "columns": COLUMNS, "unknown_parties": ["EMPTY"]}
    seen = see(store, tmp_path, LOG, mapping=mapping)
    assert seen.column("party") == ["Ventas", ""]
    assert seen.ignored == {3: "unknown party"}


def test_a_toml_file_says_the_same(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(
        'name = "mine"\nkind = "events"\nunknown_parties = ["EMPTY"]\n[columns]\n'
        'case_id = "Clave"\nhappened_at = "Momento exacto"\nparty = "Quién"\n',
        encoding="utf-8",
    )
    seen = see(store, tmp_path, LOG, mapping=path)
    assert seen.reading.format == "mine"
    assert seen.ignored == {3: "unknown party"}


def test_the_kind_may_come_from_the_caller(store: Store, tmp_path: Path) -> None:
    assert see(store, tmp_path, LOG, kind="events", mapping={"columns": COLUMNS}).staged


def test_a_field_may_be_kept_from_a_column_that_looks_like_it(store: Store, tmp_path: Path) -> None:
    content = "id,case_id,supplier,customer,requested_at,rating\nH1,C1,A,B,2026-03-01 10:00,high\n"
    seen = see(store, tmp_path, content, mapping={"columns": {"rating": ""}})
    assert seen.column("rating") == [None]
    assert seen.column("x1") == ["high"]


def test_words_may_mean_empty(store: Store, tmp_path: Path) -> None:
    content = "id,case_id,supplier,customer,requested_at,rating\nH1,C1,A,B,2026-03-01 10:00,?\n"
    assert see(store, tmp_path, content, mapping={"empty": ["?"]}).column("rating") == [None]


def test_a_second_column_of_the_same_name_can_be_chosen(store: Store, tmp_path: Path) -> None:
    content = "supplier,supplier,customer,requested_at\nA,B,C,2026-03-01 10:00\n"
    mapping = {"columns": {"supplier": "supplier (2)"}}
    assert see(store, tmp_path, content, mapping=mapping).column("supplier") == ["B"]


BAD = {
    "colums": {"colums": {}},
    "is not of the right type": {"unknown_parties": "EMPTY"},
    "right type": {"columns": {"party": 3}},
    "Time zone": {"timezone": "CST6"},
    "“kind” is “orders”. Must be one of: handoffs": {"kind": "orders"},
    "“first_holder” is “me”. Must be one of: opened": {"first_holder": "me"},
    "a table of lists of texts": {"ended": ["Done"]},
    "does not have. Its columns": {"kind": "events", "columns": {"party": "Nobody"}},
    "files do not have": {"kind": "events", "columns": {"colour": "Clave"}},
    "Must be one of: day first": {
        "kind": "events", "columns": COLUMNS, "dates": {"Momento exacto": "backwards"},
    },
}  # fmt: skip


@pytest.mark.parametrize("said", BAD)
def test_a_mapping_that_cannot_be_meant_is_refused(said: str, store: Store, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=said):
        see(store, tmp_path, LOG, mapping=BAD[said])


def test_a_mapping_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text("columns = [", encoding="utf-8")
    with pytest.raises(RefusedError, match="TOML"):
        read_mapping(path)


# Each mistake stands on the line that is named, in a mapping that is sound otherwise.
WRONG_LINES = {
    "Line 3 of the mapping: The mapping says “colums”": 'name = "x"\n\n[colums]\nparty = "Quién"\n',
    "Line 2 of the mapping: The mapping's “dayfirst” is 'yes'": 'kind = "events"\ndayfirst = "yes"',
    "Line 4 of the mapping: The mapping's “columns.party” is 3": (
        'kind = "events"\n# who\n[columns]\n"party" = 3\n'
    ),
    "Line 1 of the mapping: Time zone “CST6”": 'timezone = "CST6"\nkind = "events"\n',
    "Line 2 of the mapping: The mapping's “kind” is “log”": '# ours\nkind = "log"\n',
    "Line 3 of the mapping: The mapping's “ended.Estado”": (
        'kind = "events"\n[ended]\nEstado = "Listo"\n'
    ),
    "Line 4 of the mapping: The mapping takes party from the column “Nobody”": (
        'kind = "events"\n[columns]\ncase_id = "Clave"\nparty = "Nobody"\n'
    ),
    "Line 3 of the mapping: The mapping names the field “colour”": (
        'kind = "events"\n[columns]\ncolour = "Clave"\n'
    ),
    "at line 2, column": 'kind = "events"\ndayfirst = maybe\n',
}


@pytest.mark.parametrize("said", WRONG_LINES)
def test_a_mistake_in_a_mapping_is_named_with_its_line(
    said: str, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(WRONG_LINES[said], encoding="utf-8")
    with pytest.raises(RefusedError, match=said):
        see(store, tmp_path, LOG, mapping=path)


def test_a_column_may_have_several_names_of_which_the_first_counts(
    store: Store, tmp_path: Path
) -> None:
    columns = {"case_id": "Key | Clave", "happened_at": "Momento exacto", "party": "Quién | Clave"}
    seen = see(store, tmp_path, LOG, mapping={"kind": "events", "columns": columns})
    assert dict(seen.reading.fields) == COLUMNS


def test_what_the_user_says_is_put_over_the_known_log() -> None:
    known = known_logs()[0]
    said = ColumnMapping(end_customer="Empleados", columns={"party": "assigned_to"}).over(known)
    assert (said.name, said.end_customer, said.empty) == ("servicenow", "Empleados", ("?",))
    assert said.columns["party"] == "assigned_to"
    assert said.columns["case_id"] == "number"


@pytest.mark.parametrize(
    ("kind", "field"), [(kind, field) for kind, fields in FIELDS.items() for field in fields],
    ids=lambda value: value.name if isinstance(value, Field) else value,
)  # fmt: skip
def test_every_header_in_the_dictionary_is_recognised(kind: str, field: Field) -> None:
    for header in (*field.synonyms, *field.inverted):
        found = recognise((header.upper(), "§"), kind, ColumnMapping())
        assert found.fields == {field.name: 0}, header
        assert (field.name in found.inverted) == (header in field.inverted)


@pytest.mark.parametrize("kind", FIELDS)
def test_no_header_means_two_fields_of_one_kind(kind: str) -> None:
    owners: dict[str, set[str]] = {}
    for field in FIELDS[kind]:
        for header in (*field.synonyms, *field.inverted):
            owners.setdefault(name_key(header), set()).add(field.name)
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}


def test_all_faults_of_a_mapping_are_told_each_with_its_line() -> None:
    text = b'kind = "nothing"\nshape = 1\ndayfirst = "no"\n[columns]\nparty = 1\ncase = 2\n'
    with pytest.raises(RefusedError) as refused:
        mapping_of_toml(text, name="m.toml")
    told = words_for("en").render(refused.value.message)
    # The line of each fault, as they stand in the text above.
    assert [int(line) for line in re.findall(r"Line (\d) of the mapping", told)] == [2, 3, 5, 6, 1]
