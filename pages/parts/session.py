"""The dashboard's session: its store, its clock and the only caches."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from kpi.measures import latest_instant
from kpi.store import Settings, Store, accent, logo, open_store, read_settings
from kpi.words import DEFAULT_LANGUAGE, Words, spoken, words_for
from pages.parts import inbox
from pages.parts.memory import Memory, hashable, weight
from pages.parts.run import Run

Answer = TypeVar("Answer")

MINUTES_HELD = 15

# At most so many answers about the store, those of its present state; and what pages show made of
# them, 64 MB of text at most. Nothing in them belongs to one reader.
_STORES, _ANSWERS = Memory(most=8), Memory(most=256)
_DRAWINGS = Memory(most=64_000_000, weight=weight)


def _opened(url: str | None) -> Store:
    opened = open_store(url)
    inbox.watch(opened)
    return opened


def store() -> Store:
    """Return the one store of this process, opened on first use."""
    url = os.environ.get("KPI_STORE_URL")
    found: Store = _STORES.ask(url, lambda: _opened(url))
    return found


def forget() -> None:
    """Forget the store and all that was asked of it; whoever opened it closes it."""
    for memory in (_STORES, _ANSWERS, _DRAWINGS):
        memory.forget()


def held() -> tuple[int, int]:
    """Return how many answers and how many drawings are remembered."""
    return len(_ANSWERS), len(_DRAWINGS)


# A run has a thread of its own, which may run several one after the other.
_CURRENT: ContextVar[Run | None] = ContextVar("run of the page", default=None)


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
    asked = (run.store.location, run.revision, name, *map(hashable, key))
    answer: Answer = _ANSWERS.ask(asked, ask)
    return answer


def drawn(name: str, draw: Callable[[], Answer], *key: object) -> Answer:
    """Return what a page shows of the store, made once for all who look at the same.

    The same is: the state of the store, the instant, the day, the page and its address, language
    and theme.

    Parameters
    ----------
    name : str
        Names it among what the page shows.
    draw : callable
        Makes it: texts, or tuples and mappings of them.
    *key : object
        What else it depends on: choices that the address does not hold, the present minute.
    """
    made: Answer = _DRAWINGS.ask(("drawn", name, *state(), *map(hashable, key)), draw)
    return made


def state() -> tuple[Hashable, ...]:
    """Return all that decides what a page shows, but for choices that the address does not hold."""
    return (*_run().once("state", _state), tuple(st.query_params.to_dict().items()))


def _state() -> tuple[Hashable, ...]:
    run = _run()
    return (
        run.store.location,
        run.revision,
        *run.place,
        moment(),
        minute().date(),
        words().tag,
        st.context.theme.type,
    )


def begin() -> None:
    """Begin a run of the page: what the store holds is looked at anew."""
    _CURRENT.set(_looked(store()))


def looks_at(page: str, view: Hashable) -> None:
    """Say what this run shows."""
    run = _run()
    run.place = (page, view)
    run.known.pop("state", None)


def _looked(here: Store) -> Run:
    # The count first: a write that comes between is then noticed, and looked at again.
    written, revision = here.written, here.revision()
    latest = (here.location, "state")
    if _ANSWERS.ask(latest, lambda: revision) != revision:
        # What an older state of the store said is of no use to anyone.
        for memory, place in ((_ANSWERS, 0), (_DRAWINGS, 2)):
            memory.forget(lambda asked, at=place: asked[at] == here.location)  # type: ignore[misc]
        _ANSWERS.ask(latest, lambda: revision)
    return Run(here, written, revision)


def _run() -> Run:
    """Return what this run knows, or anew where a write, of it or of others, came between."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return _looked(store())
    run = _CURRENT.get()
    if run is None or run.store.closed.is_set() or run.store.written != run.written:
        begun = _looked(store())
        begun.place = run.place if run is not None else ()
        _CURRENT.set(begun)
        return begun
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


def wall(instant: datetime) -> datetime:
    """Return an instant as the wall time of the company's zone; one without a zone is UTC."""
    known = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return known.astimezone(settings().zone_info).replace(tzinfo=None)


def moment() -> datetime:
    """Return the as-of instant of this view: wall time in the company's zone.

    It is the latest instant that the store knows; where that is yet to come, the quarter of an
    hour that has begun.
    """
    return _run().once("moment", _moment)


def _moment() -> datetime:
    latest = remembered("latest", lambda: latest_instant(store().cursor()))
    if latest is not None and latest <= minute():
        return latest
    # A wrong time in the future would have all pages computed anew each minute.
    return minute().replace(minute=minute().minute // MINUTES_HELD * MINUTES_HELD)


def minute() -> datetime:
    """Return the present in the company's wall time, to the minute."""
    return _run().once("minute", _minute)


def _minute() -> datetime:
    return wall(now_utc()).replace(second=0, microsecond=0)


def words() -> Words:
    """Return the words of the reader: the address decides, then the choice made, then the browser.

    A tag may name a country (``es-ES``), whose numbers and dates are then written.
    """
    return _run().once("words", _words)


def _words() -> Words:
    chosen: str | None = st.session_state.get("chosen language")
    asked = (st.query_params.get("lang"), chosen, _browser())
    found = next((known for tag in asked if tag and (known := spoken(tag))), None)
    say = words_for(*found) if found else words_for(DEFAULT_LANGUAGE)
    if say.tag != chosen:
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
