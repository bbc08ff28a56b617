"""The Data page as an analyst uses it: drop a file, answer what is asked, load, mend the rest."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kpi.intake import ingest
from kpi.words import words_for
from pages.parts import session
from tests.intake.workbooks import text, write_workbook
from tests.pages.conftest import Open, told

LANGUAGES = ("es", "en")
HEADER = "id,case,supplier,customer,requested,delivered\n"
SOUND = "H1,C1,Compras,Almacén,2026-03-02 08:00,2026-03-03 08:00\n"
NO_CUSTOMER = "H2,C1,Compras,,2026-03-02 08:00,2026-03-03 08:00\n"


def drop(app: AppTest, text: str, name: str = "export.csv") -> AppTest:
    return app.file_uploader[0].upload(name, text.encode(), "text/csv").run()


def button(app: AppTest, label: str) -> None:
    next(b for b in app.button if b.label == label).click().run()


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


AMBIGUOUS = "".join(
    f"H{day},C{day},Compras,Almacén,0{day}/03/2026 08:00,0{day + 1}/03/2026 08:00\n"
    for day in range(1, 8)
)


def labels(app: AppTest) -> list[str]:
    return [b.label for b in app.button]


@pytest.mark.parametrize(
    ("language", "day_first", "month_first"),
    [
        ("es", "01/03/2026 es 1 mar 2026", "01/03/2026 es 3 ene 2026"),
        ("en", "01/03/2026 is Mar 1, 2026", "01/03/2026 is Jan 3, 2026"),
    ],
)
def test_the_order_of_day_and_month_is_asked_and_answered_with_one_click(
    own_store: Path, open_page: Open, language: str, day_first: str, month_first: str
) -> None:
    say = words_for(language)
    app = drop(open_page("data", language), HEADER + AMBIGUOUS)
    assert say("How are the dates of “{column}” written?", column="requested") in told(app)
    assert {day_first, month_first} <= set(labels(app))
    assert say.plural("Load {n} file", "Load {n} files", 1) not in labels(app)
    button(app, month_first)
    assert not app.exception, app.exception
    button(app, say.plural("Load {n} file", "Load {n} files", 1))
    assert say("{file} is loaded", file="export.csv") in told(app)
    assert stored("SELECT min(requested_at)::VARCHAR FROM stated_handoffs") == [
        "2026-01-03 08:00:00"
    ]


def test_an_answer_can_be_taken_back(own_store: Path, open_page: Open) -> None:
    app = drop(open_page("data", "en"), HEADER + AMBIGUOUS)
    button(app, "01/03/2026 is Jan 3, 2026")
    assert "01/03/2026 is Jan 3, 2026" not in labels(app)
    button(app, "Ask again")
    assert "01/03/2026 is Jan 3, 2026" in labels(app)


def test_missing_columns_are_asked_for_one_after_the_other(
    own_store: Path, open_page: Open
) -> None:
    text = "id,case,who,for_whom,requested,delivered\n" + SOUND
    app = drop(open_page("data", "en"), text)
    assert {"who", "for\\_whom"} <= set(labels(app))
    button(app, "who")
    button(app, "for\\_whom")
    button(app, "Load 1 file")
    assert not app.exception, app.exception
    rows = stored("SELECT supplier || '>' || customer FROM stated_handoffs")
    assert rows == ["Compras>Almacén"]


def test_a_doubled_column_is_asked_for(own_store: Path, open_page: Open) -> None:
    text = "id,case,supplier,customer,customer,requested\nH1,C1,A,B,C,2026-03-02 08:00\n"
    app = drop(open_page("data", "en"), text)
    button(app, "customer \\(2\\)")
    button(app, "Load 1 file")
    assert stored("SELECT customer FROM stated_handoffs") == ["C"]


def test_a_column_can_be_left_unused(own_store: Path, open_page: Open) -> None:
    app = drop(open_page("data", "en"), HEADER + SOUND)
    (delivered,) = [box for box in app.selectbox if box.value == "delivered"]
    delivered.select_index(0).run()
    button(app, "Load 1 file")
    assert stored("SELECT delivered_at FROM stated_handoffs") == [None]


def stored(query: str) -> list[object]:
    """Return the first column of what the store of the page under test holds."""
    return [row[0] for row in session.store().cursor().execute(query).fetchall()]


def test_the_next_file_with_the_same_header_is_read_as_last_time(
    own_store: Path, open_page: Open
) -> None:
    app = drop(open_page("data", "en"), HEADER + AMBIGUOUS)
    button(app, "01/03/2026 is Jan 3, 2026")
    button(app, "Load 1 file")
    later = AMBIGUOUS.replace("H", "N").replace("/2026", "/2025")
    app = drop(open_page("data", "en"), HEADER + later, "next.csv")
    assert not app.exception, app.exception
    said = [caption.value for caption in app.caption]
    assert any(text.startswith("Read as last time: as you said for load 1 on") for text in said)
    button(app, "Load 1 file")
    assert stored("SELECT min(requested_at)::VARCHAR FROM stated_handoffs") == [
        "2025-01-03 08:00:00"
    ]


def test_what_was_said_last_time_can_be_forgotten(own_store: Path, open_page: Open) -> None:
    app = drop(open_page("data", "en"), HEADER + AMBIGUOUS)
    button(app, "01/03/2026 is Jan 3, 2026")
    button(app, "Load 1 file")
    app = drop(open_page("data", "en"), HEADER + AMBIGUOUS.replace("H", "N"), "next.csv")
    button(app, "Forget it")
    assert not app.exception, app.exception
    assert "01/03/2026 is Jan 3, 2026" in labels(app)
    assert stored("FROM remembered_mappings") == []


def test_a_mapping_can_be_brought_as_a_file(own_store: Path, open_page: Open) -> None:
    app = drop(open_page("data", "en"), HEADER + AMBIGUOUS)
    bring = next(box for box in app.file_uploader if box.label == "Bring a mapping (TOML)")
    bring.upload("ours.toml", b"dayfirst = true\n", "application/toml").run()
    assert not app.exception, app.exception
    button(app, "Load 1 file")
    assert stored("SELECT min(requested_at)::VARCHAR FROM stated_handoffs") == [
        "2026-03-01 08:00:00"
    ]


@pytest.mark.parametrize("content", [b"dayfirst = perhaps", b"colour = 'red'", b"\xff\xfe"])
def test_a_file_that_is_no_mapping_is_refused_by_its_name(
    own_store: Path, open_page: Open, content: bytes
) -> None:
    app = drop(open_page("data", "en"), HEADER + AMBIGUOUS)
    bring = next(box for box in app.file_uploader if box.label == "Bring a mapping (TOML)")
    bring.upload("ours.toml", content, "application/toml").run()
    assert not app.exception, app.exception
    assert len(app.error) == 1


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
def test_the_quality_of_what_was_loaded_is_told(
    own_store: Path, open_page: Open, language: str
) -> None:
    say = words_for(language)
    alike = SOUND.replace("H1", "H2").replace("Compras", "COMPRAS")
    app = drop(open_page("data", language), HEADER + SOUND + alike + NO_CUSTOMER)
    button(app, say.plural("Load {n} file", "Load {n} files", 1))
    assert not app.exception, app.exception
    text_ = told(app)
    # Nothing here was promised, but both handoffs were delivered.
    assert say("No handoff has a due: whether any was on time cannot be told") in text_
    one = "{n} group of names may be the same party"
    assert say.plural(one, "{n} groups of names may be the same party", 1) in text_
    assert "“COMPRAS” · “Compras”" in text_
    # One of three records lacks its customer.
    assert say.percent(1 / 3).replace("\xa0", " ") in text_


def weekly(folder: Path, weeks_ago: list[int]) -> None:
    """Load a file of one handoff, asked for an hour before, for each of some weeks."""
    for ago in weeks_ago:
        at = datetime.now(UTC) - timedelta(weeks=ago)
        row = f"{at:W%G%V},C1,Compras,Almacén,{at - timedelta(hours=1):%Y-%m-%d %H:%M:%S},\n"
        file = folder / f"incidentes {at:%Y-%m-%d}.csv"
        file.write_text(HEADER + row, encoding="utf-8")
        assert ingest(session.store(), file, now=at).new == 1


@pytest.mark.parametrize(("language", "day"), [("es", "28 días"), ("en", "28 days")])
def test_a_source_that_stays_away_is_named_with_its_usual_interval_and_lag(
    own_store: Path, open_page: Open, language: str, day: str
) -> None:
    say = words_for(language)
    weekly(own_store.parent, [7, 6, 5, 4])
    app = open_page("data", language)
    assert not app.exception, app.exception
    overdue = "“{source}” is overdue: nothing for {silent}, usually every {usual}"
    week = say.plural("{n} day", "{n} days", 7)
    assert say(overdue, source="incidentes", silent=day, usual=week) in told(app)
    # Each file came an hour after its only request.
    assert say("9 of 10 within {lag}", lag="1 h") in told(app)
    assert {say("Sources as CSV"), say("Weeks of each source as CSV")} <= downloads(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_that_keeps_its_rhythm_is_not_overdue(
    own_store: Path, open_page: Open, language: str
) -> None:
    say = words_for(language)
    weekly(own_store.parent, [4, 3, 2, 1])
    assert say("No source of files is overdue") in told(open_page("data", language))


def downloads(app: AppTest) -> set[str]:
    return {button.proto.label for button in app.get("download_button")}


def test_a_file_of_which_nothing_was_said_is_not_read_as_last_time(
    own_store: Path, open_page: Open
) -> None:
    app = drop(open_page("data", "en"), HEADER + SOUND)
    button(app, "Load 1 file")
    assert stored("SELECT load FROM loads") == [1]
    assert stored("FROM remembered_mappings") == []


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
    evidence = say(
        "{count} values of “{column}” can only have the day first, such as “{day}”.",
        count=2, column="requested", day="13/03/2026 08:00",
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
    shown = app.dataframe[0].value
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
