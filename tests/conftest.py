"""What every test shares: how properties are tried, and a store with the sample company."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from kpi.store import open_store

# The same examples each time, so that a change is what turned a test red, and no deadline, because
# a busy machine is not a fault. `make test PYTEST=--hypothesis-profile=explore` looks for new ones.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("house")

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
