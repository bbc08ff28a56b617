"""What every test shares: how properties are tried, and a store with the sample company."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from kpi.store import open_store

# The same examples each time, so that a change is what turned a test red, and no deadline, because
# a busy machine is not a fault. `make test PYTEST=--hypothesis-profile=explore` looks for new ones.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("house")

# Rooms whose files take long begin first, so that no worker is left with one of them at the end.
LONG = ("browser", "intake", "agreements", "weekly", "soundness", "pages", "cli", "chain")
BROWSER = "tests/browser/"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the rooms that take long first; each room keeps its own order."""
    rank = {Path("tests", room): place for place, room in enumerate(LONG)}
    root = Path(__file__).parents[1]
    items.sort(key=lambda item: rank.get(item.path.relative_to(root).parent, len(LONG)))


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Take one worker more than there are cores: one waits for a browser for most of its time."""
    cores = yield
    return cores + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give out files whole; those that need a browser all to one worker, which starts only one."""
    from xdist.scheduler import LoadFileScheduling

    if config.getoption("dist") != "loadfile":
        return None

    class OneBrowser(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return BROWSER if nodeid.startswith(BROWSER) else super()._split_scope(nodeid)

    return OneBrowser(config, log)


# After the sample's last handoff, so that the as-of instant is the sample's own.
NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a store that holds the sample company; copy it before writing to it."""
    from kpi.sample import load_sample

    path = tmp_path_factory.mktemp("sample") / "sample.duckdb"
    with open_store(path) as store:
        load_sample(store, now=NOW)
    return path
