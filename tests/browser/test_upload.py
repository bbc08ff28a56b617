"""A real export is dropped on the Data page, loaded, and its numbers are read on the pages."""

from __future__ import annotations

import shutil
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
LOAD_ONE = say.plural("Load {n} file", "Load {n} files", 1)
TITLE_OF_THE_TWIN = say(
    "{handoffs} in {cases}, from {loads}",
    handoffs=say.plural("{n} handoff", "{n} handoffs", HANDOFFS),
    cases=say.plural("{n} case", "{n} cases", len(INCIDENTS)),
    loads=say.plural("{n} file", "{n} files", 1),
)


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


@pytest.fixture
def sample_page(browser: Browser, sample_store: Path, tmp_path: Path) -> Iterator[Watch]:
    store = shutil.copy(sample_store, tmp_path / "sample.duckdb")
    with (
        running_app(store, log=tmp_path / "log.txt") as app,
        sound_page(browser, app.url) as watch,
    ):
        watch.open(f"{app.url}/data?lang=es")
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
    load = page.get_by_role("button", name=LOAD_ONE)
    load.click(timeout=PATIENCE)

    loaded = page.get_by_role("heading", name=say("{file} is loaded", file="incidents.csv"))
    expect(loaded).to_be_visible(timeout=PATIENCE)
    data_page.drawn()
    assert fact(data_page, say("Records")) == str(RECORDS)
    assert fact(data_page, say("Ignored")) == str(IGNORED)
    assert fact(data_page, say("Rejected")) == "0"
    assert fact(data_page, say("Handoffs derived")) == str(HANDOFFS)
    expect(page.locator("h1").first).to_have_text(TITLE_OF_THE_TWIN)

    page.get_by_role("link", name=say("See the balance")).click()
    expect(page.get_by_role("link", name="Mesa → Redes").first).to_be_visible(timeout=PATIENCE)
    data_page.drawn()
    assert say.party("Mesa") in " ".join(data_page.texts())


def test_the_first_real_load_offers_to_remove_the_sample_company(sample_page: Watch) -> None:
    page = sample_page.page
    drop(sample_page, "incidents.csv", servicenow_log())
    page.get_by_role("button", name=LOAD_ONE).click(timeout=PATIENCE)
    remove = page.get_by_role("button", name=say("Remove the sample company, keep only my data"))
    remove.click(timeout=PATIENCE)
    expect(page.locator("h1").first).to_have_text(TITLE_OF_THE_TWIN, timeout=PATIENCE)
    expect(remove).to_have_count(0)
    sample_page.drawn()


def test_a_file_that_is_no_export_is_refused_in_words_and_changes_nothing(
    data_page: Watch,
) -> None:
    page = data_page.page
    drop(data_page, "notas.csv", b"hola\nque tal\n")
    problem = page.locator("p.problem").first
    expect(problem).to_be_visible(timeout=PATIENCE)
    data_page.drawn()
    assert problem.inner_text().strip() != ""
    load = page.get_by_role("button", name=LOAD_ONE)
    assert load.count() == 0
    expect(page.locator("h1").first).to_have_text(say("Bring a CSV export: nothing is loaded yet"))
