"""The sample company, loaded once through the product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from kpi.agreements import Link
from kpi.chain import Balance, LinkEffect, balance
from kpi.intake import LoadReport
from kpi.measures import Week, Window, as_of
from kpi.sample import load_sample
from kpi.store import Store, open_store
from kpi.verdicts import Verdict, verdicts

NOW = datetime(2026, 3, 24, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Loaded:
    """The store with the sample in it, and what was said of its last complete week."""

    store: Store
    reports: tuple[LoadReport, ...]
    as_of: datetime
    window: Window
    verdicts: dict[tuple[Link, str], Verdict]
    balance: Balance

    def on_time(self, link: Link) -> Verdict:
        return self.verdicts[link, "on_time_rate"]

    def effect(self, link: Link) -> LinkEffect:
        return next(effect for effect in self.balance.all_links if effect.link == link)

    def judged_in(self, week: str) -> dict[tuple[Link, str], Verdict]:
        """Return the verdicts of the four weeks that end with a week, as they were then."""
        window = Window(Week.parse(week))
        made = verdicts(self.store.cursor(), window=window, as_of=window.end)
        return {(one.link, one.kpi): one for one in made}


@pytest.fixture(scope="session")
def sample() -> Iterator[Loaded]:
    with open_store(":memory:") as store:
        reports = load_sample(store, now=NOW)
        cursor = store.cursor()
        at = as_of(cursor, now=NOW.replace(tzinfo=None))
        window = Window(Week.last_complete(at))
        made = verdicts(cursor, window=window, as_of=at)
        yield Loaded(
            store=store,
            reports=reports,
            as_of=at,
            window=window,
            verdicts={(one.link, one.kpi): one for one in made},
            balance=balance(cursor, window=window, as_of=at),
        )
