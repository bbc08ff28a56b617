"""A page asks the store once for each question of a run, and again after each write."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from kpi.store import Settings, write_settings
from pages.parts import session

pytestmark = pytest.mark.usefixtures("own_store")


def _page() -> None:
    import streamlit as st

    from kpi.store import Settings, write_settings
    from pages.parts import session

    counted = st.session_state.setdefault("counted", [])

    def ask() -> str:
        counted.append("asked")
        return session.settings().company

    session.begin()
    before = [session.remembered("company of test", ask) for _ in range(3)]
    if st.session_state.get("renames"):
        with session.store().write() as cursor:
            write_settings(cursor, Settings(company="Renamed"))
    st.session_state["told"] = [*before, session.remembered("company of test", ask)]


def test_a_question_is_asked_once() -> None:
    page = AppTest.from_function(_page).run()
    assert page.session_state["told"] == ["", "", "", ""]
    assert page.session_state["counted"] == ["asked"]
    page.run()
    assert page.session_state["counted"] == ["asked"]


def test_a_write_of_the_same_run_is_seen_at_once() -> None:
    page = AppTest.from_function(_page)
    page.session_state["renames"] = True
    assert page.run().session_state["told"] == ["", "", "", "Renamed"]


def test_a_write_that_another_reader_made_is_seen_in_the_next_run() -> None:
    page = AppTest.from_function(_page).run()
    with session.store().write() as cursor:
        write_settings(cursor, Settings(company="Elsewhere"))
    assert page.run().session_state["told"] == ["Elsewhere"] * 4


def _drawing() -> None:
    import streamlit as st

    from pages.parts import session

    session.begin()
    session.looks_at("test", st.session_state.get("view"))
    drawn = st.session_state.setdefault("drawn", [])
    who = st.session_state.get("who")

    def draw() -> str:
        return f"{session.settings().company} drawn for {who}"

    drawn.append(session.drawn("part of test", draw))
    drawn.append(session.drawn("choice of test", draw, who))


def _opened(who: str, **address: str) -> list[str]:
    page = AppTest.from_function(_drawing)
    page.session_state["who"] = who
    for name, value in address.items():
        page.query_params[name] = value
    drawn: list[str] = page.run().session_state["drawn"]
    return drawn


def test_what_is_drawn_for_one_reader_is_shown_to_the_next_but_for_their_choices() -> None:
    assert _opened("one") == [" drawn for one"] * 2
    assert _opened("two") == [" drawn for one", " drawn for two"]


@pytest.mark.parametrize("address", [{"lang": "en"}, {"week": "2026-W10"}, {"supplier": "A"}])
def test_another_address_is_drawn_anew(address: dict[str, str]) -> None:
    _opened("one")
    assert _opened("two", **address)[0] == " drawn for two"


def test_a_write_is_seen_in_what_is_drawn() -> None:
    _opened("one")
    with session.store().write() as cursor:
        write_settings(cursor, Settings(company="Renamed"))
    assert _opened("two")[0] == "Renamed drawn for two"


def test_what_an_older_state_of_the_store_said_is_let_go() -> None:
    _opened("one")
    held = session.held()
    for n in range(3):
        with session.store().write() as cursor:
            write_settings(cursor, Settings(company=f"Name {n}"))
        _opened("one")
    assert session.held() == held


def test_a_time_yet_to_come_holds_the_instant_for_a_quarter_of_an_hour() -> None:
    with session.store().write() as cursor:
        cursor.execute(
            "INSERT INTO stated_handoffs (handoff_id, case_id, supplier, customer, service,"
            " requested_at, load, line) VALUES ('h', 'c', 'A', 'B', '', '2262-01-01', 1, 1)"
        )
    moment = session.moment()
    assert (moment.minute % 15, moment.second) == (0, 0)
    assert moment <= session.minute() < moment + timedelta(minutes=16)
