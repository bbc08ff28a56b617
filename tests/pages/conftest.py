"""Run a page of the dashboard without a browser, on a store of its own."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.elements.lib.utils import save_for_app_testing
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.state.common import TESTING_KEY
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from pages.parts import ready, session
from pages.parts.memory import Memory

DASHBOARD = Path(__file__).parents[2] / "dashboard.py"
Open = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _how_fields_name_their_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell AppTest of fields that are sent again: it hears of them only where they are drawn."""
    known: dict[str, object] = {}
    record, answer = ready._recorded, ready._answers_alike

    def recorded(context: ScriptRunContext, *rest: Any) -> Any:
        try:
            return record(context, *rest)
        finally:
            if TESTING_KEY in context.session_state:
                known.update(context.session_state[TESTING_KEY])

    def answers(context: ScriptRunContext, one: ready.Heard) -> bool:
        if one.field.id in known:
            save_for_app_testing(context, one.field.id, known[one.field.id])
        return answer(context, one)

    monkeypatch.setattr(ready, "_recorded", recorded)
    monkeypatch.setattr(ready, "_answers_alike", answers)


@pytest.fixture
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the path of the store that the pages of this test open; nothing is there yet."""
    path = tmp_path / "store.duckdb"
    monkeypatch.setenv("KPI_STORE_URL", str(path))
    # What the shared sample's store answered is left alone.
    for memory in ("_STORES", "_ANSWERS", "_DRAWINGS"):
        known = getattr(session, memory)
        monkeypatch.setattr(session, memory, Memory(known._most, known._weight))
    yield path
    session.store().close()


@pytest.fixture
def sample(own_store: Path, sample_store: Path) -> Path:
    """Return the path of a store with the sample company, for this test alone."""
    shutil.copy(sample_store, own_store)
    return own_store


@pytest.fixture(scope="session")
def _shared_sample(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("pages") / "looked-at.duckdb"
    shutil.copy(sample_store, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPI_STORE_URL", str(path))
        opened = session.store()
    yield path
    opened.close()
    session.forget()


@pytest.fixture
def looked_at(_shared_sample: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the path of a store with the sample company, for all tests that only look at it.

    What one page asked of it is not worked out again for the next.
    """
    monkeypatch.setenv("KPI_STORE_URL", str(_shared_sample))
    yield _shared_sample
    assert session.store().written == 0, "a test that writes takes `sample`"


@pytest.fixture
def open_page() -> Open:
    """Return a function that opens a page in a language; more parameters go into its address."""

    def opened(page: str, language: str, **params: str) -> AppTest:
        app = AppTest.from_file(DASHBOARD, default_timeout=120)
        app.query_params["lang"] = language
        for name, value in params.items():
            app.query_params[name] = value
        # The test harness finds pages by file; ours are functions, known by their address.
        app._page_hash = "" if page == "balance" else calc_hash(page)
        return app.run()

    return opened


def told(app: AppTest) -> str:
    """Return all that our panels say on the page, as plain text."""
    markup = " ".join(_panels(app))
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))).replace("\xa0", " ")


def markup(app: AppTest) -> str:
    """Return the markup of all panels of the page."""
    return " ".join(_panels(app))


def _panels(app: AppTest) -> Iterator[str]:
    for element in app.main:
        proto = getattr(element, "proto", None)
        text = getattr(proto, "json", "") if proto is not None else ""
        if text:
            data = json.loads(text)
            yield str(data.get("html") or data.get("svg") or "")


def unfold(app: AppTest, key: str) -> AppTest:
    """Unfold what the page has folded away, as a reader does with a click."""
    app.session_state[key] = True
    return app.run()
