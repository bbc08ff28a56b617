"""What every test shares: properties tried on the same examples, and an empty store to write in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from kpi.store import open_store
from tests.book import Book

# The same examples each time, so that a change is what turned a test red, and no deadline, because
# a busy machine is not a fault. `make test PYTEST=--hypothesis-profile=explore` looks for new ones.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("house")


@pytest.fixture
def book() -> Iterator[Book]:
    """Give an empty store in memory and the pen."""
    with open_store(":memory:") as store:
        yield Book(store)
