"""A real export is dropped on the Data page, loaded, and its numbers are read on the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kpi.words import words_for
from pages.parts.launch import RunningApp, running_app
from tests.browser.servicenow_twin import HANDOFFS, IGNORED, INCIDENTS, RECORDS, servicenow_log
from tests.browser.watch import PATIENCE, Watch, sound_page

pytestmark = pytest.mark.browser

say = words_for("es")


@pytest.fixture
def empty_dashboard(tmp_path: Path) -> Iterator[RunningApp]:
    with running_app(tmp_path / "empty.duckdb", log=tmp_path / "log.txt") as app:
        yield app


@pytest.fixture
def data_page(browser: Browser, empty_dashboard: RunningApp) -> Iterator[Watch]:
    with sound_page(browser, empty_dashboard.url) as watch:
        # The first address that this server is asked for is not that of its first page.
        watch.open(f"{empty_dashboard.url}/data?lang=es")
        yield watch


def drop(watch: Watch, name: str, content: bytes) -> None:
    chooser = watch.page.locator("input[type=file]").first
    chooser.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def fact(watch: Watch, name: str) -> str:
    """Return the number that stands under a name in a panel of facts."""
    item = watch.page.locator("dl.facts div").filter(
        has=watch.page.locator("dt").get_by_text(name, exact=True)
    )
    return item.locator("dd").last.inner_text().strip()


def test_a_servicenow_log_is_loaded_and_its_numbers_are_read_on_the_pages(data_page: Watch) -> None:
    page = data_page.page
    drop(data_page, "incidents.csv", servicenow_log())
    load = page.get_by_role("button", name=say.plural("Load {n} file", "Load {n} files", 1))
    load.click(timeout=PATIENCE)

    loaded = page.get_by_role("heading", name=say("{file} is loaded", file="incidents.csv"))
    expect(loaded).to_be_visible(timeout=PATIENCE)
    data_page.drawn()
    assert fact(data_page, say("Records")) == str(RECORDS)
    assert fact(data_page, say("Ignored")) == str(IGNORED)
    assert fact(data_page, say("Rejected")) == "0"
    assert fact(data_page, say("Handoffs derived")) == str(HANDOFFS)
    title = say(
        "{handoffs} in {cases}, from {loads}",
        handoffs=say.plural("{n} handoff", "{n} handoffs", HANDOFFS),
        cases=say.plural("{n} case", "{n} cases", len(INCIDENTS)),
        loads=say.plural("{n} file", "{n} files", 1),
    )
    expect(page.locator("h1").first).to_have_text(title)

    page.get_by_role("link", name=say("See the balance")).click()
    expect(page.get_by_role("link", name="Mesa → Redes").first).to_be_visible(timeout=PATIENCE)
    data_page.drawn()
    assert say.party("Mesa") in " ".join(data_page.texts())


def test_a_file_that_is_no_export_is_refused_in_words_and_changes_nothing(
    data_page: Watch,
) -> None:
    page = data_page.page
    drop(data_page, "notas.csv", b"hola\nque tal\n")
    problem = page.locator("p.problem").first
    expect(problem).to_be_visible(timeout=PATIENCE)
    data_page.drawn()
    assert problem.inner_text().strip() != ""
    load = page.get_by_role("button", name=say.plural("Load {n} file", "Load {n} files", 1))
    assert load.count() == 0
    expect(page.locator("h1").first).to_have_text(say("Bring a CSV export: nothing is loaded yet"))
