"""Stores filled with random companies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from kpi.store import Store, open_store

from .flow import System
from .systems import insert_system


@pytest.fixture
def stored() -> Iterator[Callable[[System], Store]]:
    """Put a system into a new store in memory; all are closed at the end."""
    with ExitStack() as stores:

        def fill(system: System) -> Store:
            store = stores.enter_context(open_store(":memory:"))
            insert_system(store, system)
            return store

        yield fill
