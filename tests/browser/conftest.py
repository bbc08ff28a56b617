"""A real browser, a dashboard with the sample company, and a page that must stay sound."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kpi.words.languages import MORE_CATALOGUES
from pages.parts.launch import RunningApp, running_app
from tests.browser.pseudo import write_catalogue
from tests.browser.watch import Watch, chromium, sound_page


@pytest.fixture(scope="session")
def dashboard(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """Run a dashboard with the sample company, for tests that only look.

    It offers the made-up language beside our own, as a further catalogue of a company would.
    """
    folder = tmp_path_factory.mktemp("dashboard")
    catalogues = write_catalogue(tmp_path_factory.mktemp("catalogues"))
    store = shutil.copy(sample_store, folder / "looked-at.duckdb")
    env = {MORE_CATALOGUES: str(catalogues)}
    with running_app(store, env=env, log=folder / "log.txt") as app:
        yield app


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run one browser for all tests."""
    with chromium() as shown:
        yield shown


@pytest.fixture
def look(browser: Browser, dashboard: RunningApp) -> Iterator[Watch]:
    """Give a page of the sample's dashboard, and fail if anything went wrong on it."""
    with sound_page(browser, dashboard.url) as watch:
        yield watch
