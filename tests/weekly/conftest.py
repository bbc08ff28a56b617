"""Editions of the sample company, built once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from kpi.chain import Balance, balance
from kpi.measures import Week, Window, as_of
from kpi.store import Store, open_store
from kpi.weekly import Edition, edition

MakeEdition = Callable[[str], Edition]


@pytest.fixture(scope="session")
def opened(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A copy of the sample company that no test changes."""
    copy = tmp_path_factory.mktemp("weekly") / "sample.duckdb"
    copy.write_bytes(sample_store.read_bytes())
    with open_store(copy) as store:
        yield store


@pytest.fixture(scope="session")
def instant(opened: Store) -> datetime:
    """The sample's own as-of."""
    return as_of(opened.cursor(), now=datetime(2030, 1, 1))


@pytest.fixture(scope="session")
def of_week(opened: Store, instant: datetime) -> MakeEdition:
    """Return the edition of a week of the sample."""

    @cache
    def make(week: str) -> Edition:
        return edition(opened.cursor(), window=Window(Week.parse(week)), as_of=instant)

    return make


@pytest.fixture(scope="session")
def balance_of(opened: Store, instant: datetime) -> Callable[[str], Balance]:
    """Return the balance of a week of the sample, asked apart from its edition."""

    @cache
    def make(week: str) -> Balance:
        return balance(opened.cursor(), window=Window(Week.parse(week)), as_of=instant)

    return make
