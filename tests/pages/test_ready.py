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
    from pages.parts.ready import ready

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
        made.append("heard")
        st.checkbox("heard", key="heard")

    def watched() -> None:
        made.append("watched")
        st.expander("told when opened", key="fold", on_change="rerun")

    for _ in range(st.session_state.get("before", 0)):
        st.markdown("before")
    with st.container():
        ready("stretch", stretch)
        ready("heard", heard)
        ready("watched", watched)
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
    # The place; the panel, the figure in its own, what is within, what is after; two that listen,
    # and the end.
    assert len(drawn) == 9
    assert list(_drawn(_opened().main)) == drawn
    assert list(_drawn(first.run().main)) == drawn
    assert first.session_state["made"].count("stretch") == 1


def test_a_stretch_that_stands_elsewhere_goes_with_its_place() -> None:
    drawn = list(_drawn(_opened().main))
    below = list(_drawn(_opened(before=2).main))
    assert [((path[0] + 2, *path[1:]), shown) for path, shown in drawn] == below[2:]


def test_a_stretch_with_something_that_listens_is_drawn_for_each_reader() -> None:
    page = _opened()
    page.run()
    assert page.session_state["made"] == ["stretch", *["heard", "watched"] * 2]
    page.checkbox("heard").check().run()
    assert page.checkbox("heard").value is True


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
