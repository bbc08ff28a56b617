"""A page asks the store once for each question of a run, and again after each write."""

from __future__ import annotations

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
