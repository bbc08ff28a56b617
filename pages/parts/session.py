"""The dashboard's session: its store, its clock and the only caches."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from kpi.measures import as_of
from kpi.store import Settings, Store, accent, logo, open_store, read_settings
from kpi.words import DEFAULT_LANGUAGE, Words, spoken, words_for
from pages.parts import inbox

Answer = TypeVar("Answer")
_RUN = "run of the page"


@st.cache_resource(show_spinner=False)
def _open(_url: str | None, key: str) -> Store:
    opened = open_store(_url)
    inbox.watch(opened)
    return opened


def store() -> Store:
    """Return the one store of this process, opened on first use."""
    url = os.environ.get("KPI_STORE_URL")
    return _open(url, url or "")


@dataclass(frozen=True)
class _Run:
    """What one run of a page has asked: a page asks the same up to thousands of times.

    Streamlit's cache and the store's revision take most of a millisecond for each question.
    """

    store: Store
    written: int
    revision: int
    answers: dict[tuple[Any, ...], Any] = field(default_factory=dict)


@st.cache_resource(show_spinner=False, max_entries=256)
def _remembered(_ask: Callable[..., Any], key: tuple[Any, ...]) -> Any:
    del key  # only names the answer
    return _ask()


def remembered(name: str, ask: Callable[[], Answer], *key: object) -> Answer:
    """Return the answer to a question about the store, computed once per state of the store.

    Parameters
    ----------
    name : str
        Names the question.
    ask : callable
        Computes the answer; called only when this store, in this state, has not been asked yet.
    *key : object
        What else the answer depends on (window, as-of, …).
    """
    run = _run()
    asked = (name, run.store.location, run.revision, *map(repr, key))
    if asked not in run.answers:
        run.answers[asked] = _remembered(ask, asked)
    answer: Answer = run.answers[asked]
    return answer


def begin() -> None:
    """Begin a run of the page: what the store holds is looked at anew."""
    st.session_state[_RUN] = _looked(store())


def _looked(here: Store) -> _Run:
    # The count first: a write that comes between is then noticed, and looked at again.
    return _Run(here, here.written, here.revision())


def _run() -> _Run:
    """Return what this run knows, or anew where a write, of it or of others, came between."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return _looked(store())
    run: _Run | None = st.session_state.get(_RUN)
    if run is None or run.store.closed.is_set() or run.store.written != run.written:
        begin()
        run = st.session_state[_RUN]
    return run


def now_utc() -> datetime:
    """Return the present instant; the dashboard's only clock."""
    return datetime.now(UTC)


def settings() -> Settings:
    """Return the company's settings."""
    return remembered("settings", lambda: read_settings(store().cursor()))


def company_logo() -> bytes | None:
    """Return the company's logo, None where it gave none."""
    return remembered("logo", lambda: logo(store().cursor()))


def company_accent() -> str | None:
    """Return the accent colour that the company chose, None where it chose none."""
    return remembered("accent", lambda: accent(store().cursor()))


def moment() -> datetime:
    """Return the as-of instant of this view: wall time in the company's zone."""
    wall = now_utc().astimezone(settings().zone_info).replace(tzinfo=None, second=0, microsecond=0)
    return remembered("as of", lambda: as_of(store().cursor(), now=wall), wall)


def words() -> Words:
    """Return the words of the reader: the address decides, then the choice made, then the browser.

    A tag may name a country (``es-ES``), whose numbers and dates are then written.
    """
    asked = (st.query_params.get("lang"), st.session_state.get("chosen language"), _browser())
    found = next((known for tag in asked if tag and (known := spoken(tag))), None)
    say = words_for(*found) if found else words_for(DEFAULT_LANGUAGE)
    st.session_state["chosen language"] = say.tag
    return say


def language() -> str:
    """Return the reader's language."""
    return words().language


def tag_of(language: str) -> str:
    """Return the tag of a language that the reader chooses: of the own country where it is one."""
    found = spoken(_browser())
    return words_for(*found).tag if found and found[0] == language else language


def _browser() -> str:
    return st.context.locale or ""


def is_empty() -> bool:
    """Tell whether the store holds no handoffs at all."""
    return remembered(
        "empty",
        lambda: store().cursor().execute("FROM handoffs LIMIT 1").fetchone() is None,
    )
