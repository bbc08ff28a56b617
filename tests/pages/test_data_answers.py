"""Questions of the Data page: answered with one click, taken back, remembered, forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi.words import words_for
from tests.pages.conftest import Open, told
from tests.pages.dropping import HEADER, SOUND, button, drop, labels, stored

LANGUAGES = ("es", "en")
AMBIGUOUS = "".join(
    f"H{day},C{day},Compras,Almacén,0{day}/03/2026 08:00,0{day + 1}/03/2026 08:00\n"
    for day in range(1, 8)
)


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
    assert "the day is first" not in labels(app)
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
    assert any(
        text.startswith("Read as last time: as said of the file with these columns for load 1 on")
        for text in said
    )
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


def test_a_file_of_which_nothing_was_said_is_not_read_as_last_time(
    own_store: Path, open_page: Open
) -> None:
    app = drop(open_page("data", "en"), HEADER + SOUND)
    button(app, "Load 1 file")
    assert stored("SELECT load FROM loads") == [1]
    assert stored("FROM remembered_mappings") == []


def test_the_guessed_order_of_several_columns_is_asked_once(
    own_store: Path, open_page: Open
) -> None:
    spanish = "entrega,caso,proveedor,cliente,solicitado,entregado\n"
    app = drop(open_page("data", "en"), spanish + AMBIGUOUS)
    say = words_for("en")
    asked = say("How are the dates of “{column}” written?", column="solicitado”, “entregado")
    assert asked in told(app)
    button(app, say("the month is first"))
    button(app, "Load 1 file")
    # AMBIGUOUS begins 01/03/2026 08:00 → 02/03/2026 08:00.
    assert stored("SELECT min(requested_at) || ' ' || min(delivered_at) FROM stated_handoffs") == [
        "2026-01-03 08:00:00 2026-02-03 08:00:00"
    ]
