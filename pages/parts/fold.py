"""What is folded away: made when the reader unfolds it, until then it costs nothing."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

_UNFOLDED = "unfolded"


def fold(title: str, show: Callable[[], None], *, key: str) -> None:
    """Fold something away under a title.

    Once unfolded it stays on the page while the page is shown: what is typed in it is not lost
    when it is folded again.

    Parameters
    ----------
    title : str
        What the reader clicks on.
    show : callable
        Shows what is inside.
    key : str
        Names it on its page.
    """
    place = st.expander(title, key=key, on_change="rerun")
    if place.open or key in _unfolded():
        _unfolded().add(key)
        with place:
            show()


def unfolded() -> tuple[str, ...]:
    """Return what was unfolded on this page: a stretch that holds folds depends on it."""
    return tuple(sorted(_unfolded()))


def _unfolded() -> set[str]:
    """Return what was unfolded since this page is shown."""
    page = st.session_state.get("page shown")
    known: tuple[object, set[str]] = st.session_state.get(_UNFOLDED, (None, set()))
    if known[0] != page:
        known = page, set()
        st.session_state[_UNFOLDED] = known
    return known[1]
