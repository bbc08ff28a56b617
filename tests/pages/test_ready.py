"""A stretch of a page is made once and sent again, as it was, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from kpi.store import Settings, write_settings
from pages.parts import session

pytestmark = pytest.mark.usefixtures("own_store")


def _page() -> None:
    import plotly.graph_objects as go
    import streamlit as st

    from pages.parts import session
    from pages.parts.panel import panel
    from pages.parts.ready import ready, tell

    session.begin()
    session.looks_at("test", st.session_state.get("view"))
    made = st.session_state.setdefault("made", [])

    def stretch() -> None:
        made.append("stretch")
        panel(f"<p>{session.settings().company}</p>", key="name")
        with st.container(key="figure"):
            st.plotly_chart(go.Figure(go.Bar(x=[1], y=[2])), key="bar")
        ready("inner", lambda: st.markdown("within"))
        st.markdown("after")

    def heard() -> None:
        st.session_state["made"].append("heard")

    def own() -> None:
        made.append("own")
        st.download_button("a file of the session", "text", key="own")

    def fields() -> None:
        made.append("fields")
        tell("told", "by the page")
        st.text_input("told", key="told")
        st.text_input("asked", key="asked", on_change=heard)
        if st.button("press", key="press"):
            st.markdown("pressed")
        if st.expander("told when opened", key="fold", on_change="rerun").open:
            st.markdown("opened")

    for _ in range(st.session_state.get("before", 0)):
        st.markdown("before")
    with st.container():
        ready("stretch", stretch)
        ready("own", own)
        ready("fields", fields)
        st.markdown("end")


def _drawn(node: object, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], bytes]]:
    """Yield what stands where on the page, as it went to the browser."""
    for place, child in getattr(node, "children", {}).items():
        proto = getattr(child, "proto", None)
        yield (*path, place), proto.SerializeToString() if proto is not None else b""
        yield from _drawn(child, (*path, place))


def _opened(**state: object) -> AppTest:
    page = AppTest.from_function(_page)
    for name, value in state.items():
        page.session_state[name] = value
    return page.run()


def test_what_is_sent_again_is_what_was_drawn_and_stands_where_it_stood() -> None:
    first = _opened()
    drawn = list(_drawn(first.main))
    # The place; the panel, the figure in its own, what is within, what is after; the file, the four
    # fields, and the end.
    assert len(drawn) == 12
    assert list(_drawn(_opened().main)) == drawn
    assert list(_drawn(first.run().main)) == drawn
    assert first.session_state["made"].count("stretch") == 1


def test_a_stretch_that_stands_elsewhere_goes_with_its_place() -> None:
    drawn = list(_drawn(_opened().main))
    below = list(_drawn(_opened(before=2).main))
    assert [((path[0] + 2, *path[1:]), shown) for path, shown in drawn] == below[2:]


def test_a_stretch_that_keeps_a_file_for_a_session_is_drawn_for_each_reader() -> None:
    assert _opened().run().session_state["made"] == ["stretch", "own", "fields", "own"]


def test_a_file_that_is_made_when_it_is_asked_for_is_offered_to_each_reader_anew() -> None:
    def page() -> None:
        import streamlit as st

        from pages.parts import session
        from pages.parts.ready import ready

        session.begin()
        made = st.session_state.setdefault("made", [])

        def offered() -> None:
            made.append("offered")
            st.download_button("take", lambda: b"made", file_name="a.csv", key="take")

        for _ in range(st.session_state.get("before", 0)):
            st.markdown("before")
        ready("offered", offered)

    def ask(reader: AppTest) -> tuple[str, str]:
        """Return the offer as the browser has it, but for its name, and the name of its file."""
        offer = reader.get("download_button")[0].proto
        name, offer.deferred_file_id = offer.deferred_file_id, ""
        return str(offer), name

    readers = [AppTest.from_function(page).run() for _ in range(2)]
    readers.append(AppTest.from_function(page))
    readers[2].session_state["before"] = 2
    readers[2].run()
    assert [reader.session_state["made"] for reader in readers] == [["offered"], [], []]
    offers, names = zip(*map(ask, readers), strict=True)
    assert len(set(offers)) == 1
    assert len(set(names)) == 3
    assert "" not in names


def test_a_field_that_was_sent_again_answers_as_one_that_was_drawn() -> None:
    _opened()
    page = _opened()
    assert page.session_state["made"] == ["own"]
    assert (page.text_input("told").value, page.text_input("asked").value) == ("by the page", "")
    page.text_input("asked").input("written").run()
    assert page.session_state["made"] == ["own", "heard", "own", "fields"]
    assert page.text_input("asked").value == "written"
    assert page.run().text_input("asked").value == "written"
    page.text_input("asked").input("").run()
    assert page.session_state["made"][-2:] == ["heard", "own"]


def test_a_button_that_was_sent_again_is_pressed_as_one_that_was_drawn() -> None:
    _opened()
    page = _opened()
    assert "pressed" in [text.value for text in page.button("press").click().run().markdown]
    assert "pressed" not in [text.value for text in page.run().markdown]


def test_what_one_reader_touched_is_not_what_the_next_one_sees() -> None:
    page = _opened(asked="written before", fold=True)
    assert "opened" in [text.value for text in page.markdown]
    other = _opened()
    assert other.text_input("asked").value == ""
    assert "opened" not in [text.value for text in other.markdown]


def test_what_the_page_tells_a_field_is_told_again() -> None:
    page = _opened()
    page.text_input("told").input("by the reader").run()
    assert page.text_input("told").value == "by the page"


def test_after_a_write_the_stretch_is_made_anew() -> None:
    _opened()
    with session.store().write() as cursor:
        write_settings(cursor, Settings(company="Renamed"))
    page = _opened()
    assert page.session_state["made"][0] == "stretch"
    assert any(b"Renamed" in shown for _, shown in _drawn(page.main))


def test_what_failed_while_it_was_drawn_is_not_kept() -> None:
    def failing() -> None:
        import streamlit as st

        from pages.parts import session
        from pages.parts.ready import ready

        session.begin()

        def stretch() -> None:
            st.markdown("half")
            if st.session_state.get("fails"):
                raise RuntimeError("in the middle")
            st.markdown("whole")

        ready("half", stretch)

    page = AppTest.from_function(failing)
    page.session_state["fails"] = True
    assert len(page.run().exception) == 1
    page.session_state["fails"] = False
    assert [text.value for text in page.run().markdown] == ["half", "whole"]
    assert [text.value for text in page.run().markdown] == ["half", "whole"]
