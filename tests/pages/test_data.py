"""The Data page as an analyst uses it: drop a file, answer what is asked, load, mend the rest."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from kpi.words import words_for
from tests.intake.workbooks import text, write_workbook
from tests.pages.conftest import Open, told, unfold
from tests.pages.dropping import HEADER, NO_CUSTOMER, SOUND, button, drop, labels, stored

LANGUAGES = ("es", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_loading_would_keep_out_is_offered_to_be_mended(
    own_store: Path, open_page: Open, language: str
) -> None:
    say = words_for(language)
    app = drop(open_page("data", language), HEADER + SOUND + NO_CUSTOMER)
    assert not app.exception, app.exception
    label = say.plural(
        "Download the record kept out, to mend it",
        "Download the {n} records kept out, to mend them",
        1,
    )
    assert label in [b.proto.label for b in app.get("download_button")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_of_a_workbook_is_asked_for_and_loaded(
    own_store: Path, tmp_path: Path, open_page: Open, language: str
) -> None:
    say = words_for(language)
    rows = [[text(cell) for cell in line.strip().split(",")] for line in (HEADER, SOUND)]
    book = write_workbook(tmp_path / "b.xlsx", {"Notas": [], "Mayo": rows})
    app = open_page("data", language)
    app.file_uploader[0].upload("b.xlsx", book.read_bytes(), "application/zip").run()
    assert say("Which sheet of the workbook is to be read?") in told(app)
    button(app, "Mayo")
    assert not app.exception, app.exception
    assert say("Encoding") not in told(app)
    button(app, say.plural("Load {n} file", "Load {n} files", 1))
    assert say("{file} is loaded", file="b.xlsx › Mayo") in told(app)


def test_no_other_way_to_read_a_web_page_is_offered(own_store: Path, open_page: Open) -> None:
    app = open_page("data", "en")
    app.file_uploader[0].upload("export.csv", b"<html><table><tr><td>a,b", "text/csv").run()
    assert "export.csv is a web page or XML, not a CSV." in told(app)
    assert words_for("en")("Read it another way") not in [box.label for box in app.expander]


def test_a_zip_of_two_files_is_two_loads(own_store: Path, open_page: Open) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.csv", HEADER + SOUND)
        archive.writestr("two.csv", HEADER + SOUND.replace("H1", "H2"))
    app = open_page("data", "en")
    app.file_uploader[0].upload("z.zip", packed.getvalue(), "application/zip").run()
    button(app, "Load 2 files")
    assert not app.exception, app.exception
    assert stored("SELECT file_name FROM loads ORDER BY load") == [
        "z.zip › one.csv",
        "z.zip › two.csv",
    ]


def test_a_damaged_archive_is_refused_in_words(own_store: Path, open_page: Open) -> None:
    app = open_page("data", "en")
    app.file_uploader[0].upload("z.gz", b"\x1f\x8bnonsense", "application/gzip").run()
    assert not app.exception, app.exception
    assert "z.gz is damaged and cannot be unpacked" in told(app)
    assert "Load 1 file" not in labels(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_rows_are_shown_without_raw_names_or_empty_columns(
    own_store: Path, open_page: Open, language: str
) -> None:
    text_ = told(drop(open_page("data", language), HEADER + SOUND))
    assert words_for(language)("First rows, as they will be stored") in text_
    assert "None" not in text_
    assert "requested_at" not in text_
    assert "promised" not in text_  # no row has a promise


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_evidence_of_dates_is_told_whole(
    own_store: Path, open_page: Open, language: str
) -> None:
    say = words_for(language)
    late = (SOUND + SOUND.replace("H1", "H2")).replace("2026-03-02", "13/03/2026")
    late = late.replace("2026-03-03", "14/03/2026")
    text_ = told(drop(open_page("data", language), HEADER + late))
    evidence = say.plural(
        "{n} value of “{column}” can only have the day first, such as “{day}”.",
        "{n} values of “{column}” can only have the day first, such as “{day}”.",
        2, column="requested", day="13/03/2026 08:00",
    )  # fmt: skip
    assert evidence in text_


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_understood_stands_before_another_way_to_read(
    own_store: Path, open_page: Open, language: str
) -> None:
    say = words_for(language)
    app = drop(open_page("data", language), HEADER + SOUND)
    order = [box.label for box in app.expander]
    assert order.index(say("How each column is read")) < order.index(say("Read it another way"))


def test_the_columns_of_an_empty_file_are_named_in_the_readers_language(
    own_store: Path, open_page: Open
) -> None:
    app = open_page("data", "es")
    assert not app.dataframe
    shown = unfold(app, "data dictionary").dataframe[0].value
    assert list(shown.iloc[:2, 0]) == ["id_entrega", "caso"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_loading_would_do_is_the_heading(
    own_store: Path, open_page: Open, language: str
) -> None:
    say = words_for(language)
    app = drop(open_page("data", language), HEADER + SOUND + NO_CUSTOMER)
    stored = say.plural(
        "Loading it would store {n} record", "Loading it would store {n} records", 1
    )
    kept_out = say.plural("{n} record would be kept out", "{n} records would be kept out", 1)
    assert f"{stored}; {kept_out}" in told(app)


def test_under_a_column_of_the_opposite_stands_what_is_stored(
    own_store: Path, open_page: Open
) -> None:
    returned = SOUND.replace("\n", ",no\n")
    app = drop(open_page("data", "es"), HEADER.replace("\n", ",Devuelto\n") + returned)
    text_ = told(app)
    assert "“Devuelto” dice lo contrario de aceptado" in text_
    # The row was not returned, so it was accepted.
    assert re.search(r"Aceptado .* sí ", text_), text_


def test_from_when_a_history_tells_the_holder_is_one_click(
    own_store: Path, open_page: Open
) -> None:
    history = (
        "Issue key,Field,From,To,Date of change,Created\n"
        "P-1,assignee,Ventas,Compras,2026-03-02 09:00,2026-03-01 08:00\n"
    )
    app = drop(open_page("data", "en"), history)
    button(app, "from some later moment")
    assert not app.exception, app.exception
    button(app, "Load 1 file")
    assert "Ventas" not in stored("SELECT party FROM events")


def test_a_file_replaces_what_is_stored_only_where_that_is_chosen(
    own_store: Path, open_page: Open
) -> None:
    other = SOUND.replace("Almacén", "Taller")
    app = drop(open_page("data", "en"), HEADER + SOUND)
    button(app, "Load 1 file")
    app = drop(open_page("data", "en"), HEADER + other, "other.csv")
    button(app, "Load 1 file")
    assert stored("SELECT customer FROM stated_handoffs") == ["Almacén"]
    app = drop(open_page("data", "en"), HEADER + other, "other.csv")
    label = "1 record says otherwise than what is stored: let the file replace it"
    (choice,) = [toggle for toggle in app.toggle if toggle.label == label]
    choice.set_value(True).run()
    assert "Loading it would store 1 record" in told(app)
    button(app, "Load 1 file")
    assert not app.exception, app.exception
    assert stored("SELECT customer FROM stated_handoffs") == ["Taller"]


def test_agreements_alone_are_not_told_as_no_handoffs_in_no_cases(
    own_store: Path, open_page: Open
) -> None:
    app = drop(open_page("data", "en"), "party,department\nCompras,Planta\n")
    button(app, "Load 1 file")
    assert "No handoffs yet, from 1 file: bring an export of them" in told(app)


def test_a_header_without_records_says_why_nothing_would_change(
    own_store: Path, open_page: Open
) -> None:
    app = drop(open_page("data", "en"), HEADER)
    assert "No records below the header: loading it would change nothing" in told(app)


def test_a_file_that_still_waits_for_an_answer_is_named_when_the_others_are_loaded(
    own_store: Path, open_page: Open
) -> None:
    app = open_page("data", "en")
    files = [("sound.csv", (HEADER + SOUND).encode(), "text/csv"), ("no.csv", b"x", "text/csv")]
    app.file_uploader[0].set_value(files).run()
    above = "1 of 2 files can be loaded as it is. Still to be answered or mended: no.csv."
    assert above in told(app)
    button(app, "Load 1 file")
    assert not app.exception, app.exception
    assert "still to be answered or mended: no.csv. To load a file of these" in told(app)


def test_two_names_of_the_same_content_are_told_apart(own_store: Path, open_page: Open) -> None:
    app, content = open_page("data", "en"), (HEADER + SOUND).encode()
    names = ("export.csv", "export (1).csv")
    app.file_uploader[0].set_value([(name, content, "text/csv") for name in names]).run()
    button(app, "Load 2 files")
    assert not app.exception, app.exception
    assert stored("SELECT file_name FROM loads ORDER BY load") == list(names)
