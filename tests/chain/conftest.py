"""Tiny companies, written by hand: hours count from Monday 2026-03-02 00:00."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import duckdb
import pytest

from kpi.chain import Balance, LinkEffect, balance, handoff_delays
from kpi.measures import Week, Window
from kpi.store import open_store

MONDAY = datetime(2026, 3, 2)
LATER = MONDAY + timedelta(days=60)
WEEK = Week.of(MONDAY)

HOURS = (
    "requested_at",
    "promised_at",
    "delivered_at",
    "returned_at",
    "case_due_at",
    "case_closed_at",
)
COLUMNS = (
    "handoff_id",
    "case_id",
    "supplier",
    "customer",
    "service",
    *HOURS,
    "accepted",
    "case_kept",
    "load",
    "line",
)


def hour(hours: float) -> datetime:
    """Return the instant so many hours after the Monday."""
    return MONDAY + timedelta(hours=hours)


class Company:
    """A store with handoffs, parties and agreements added one by one."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self.cursor = cursor
        self.window = Window(WEEK, 1)
        self._line = 0
        self._handoffs = 0

    def hand(
        self, chain: str, asked: float, due: float | None, done: float | None, **cells: object
    ) -> str:
        """Add a handoff written ``A>B``, times in hours; its id is ``h1``, ``h2`` and so on."""
        self._line += 1
        self._handoffs += 1
        supplier, customer = chain.split(">")
        given = {"requested_at": asked, "promised_at": due, "delivered_at": done} | {
            name: cells.pop(name) for name in HOURS if name in cells
        }
        row = {
            "handoff_id": f"h{self._handoffs}",
            "case_id": "c1",
            "supplier": supplier,
            "customer": customer,
            "service": "",
            **{name: None if at is None else hour(float(str(at))) for name, at in given.items()},
            "load": 1,
            "line": self._line,
            **cells,
        }
        self.cursor.execute(
            f"INSERT INTO stated_handoffs ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
            list(row.values()),
        )
        return str(row["handoff_id"])

    def delays(self, as_of: datetime = LATER) -> dict[str, tuple[float | None, float | None]]:
        """Return the own and inherited hours of every handoff."""
        handoff_delays(self.cursor, as_of)
        rows = self.cursor.execute(
            "SELECT handoff_id, own_hours, inherited_hours FROM handoff_delays"
        ).fetchall()
        return {row[0]: row[1:] for row in rows}

    def balance(self, as_of: datetime = LATER) -> Balance:
        """Return the balance of the first week."""
        return balance(self.cursor, window=self.window, as_of=as_of)

    def links(self, as_of: datetime = LATER) -> dict[str, LinkEffect]:
        """Return every link of that balance under the name ``A>B``."""
        return {f"{e.link.supplier}>{e.link.customer}": e for e in self.balance(as_of).all_links}

    def fair_shares(self, as_of: datetime = LATER) -> dict[str, float]:
        """Return the fair shares above zero."""
        return {name: e.fair_share for name, e in self.links(as_of).items() if e.fair_share}

    def customer(self, party: str, target: float | None = None) -> None:
        """Name an external customer, with the promise target agreed for it."""
        self._line += 1
        self.cursor.execute(
            "INSERT INTO party_rows (party, external, promise_target, load, line) "
            "VALUES (?, 'customer', ?, 1, ?)",
            [party, target, self._line],
        )

    def agree(
        self, chain: str, kpi: str, target: float, lead_time_hours: float | None = None
    ) -> None:
        """Agree a target for a link, in force long before the Monday."""
        self._line += 1
        supplier, customer = chain.split(">")
        long_ago = datetime(2025, 1, 1)
        self.cursor.execute(
            """
            INSERT INTO agreement_rows (agreement, version, supplier, customer, service, kpi,
                target, lead_time_hours, valid_from, status, supplier_accepted_at,
                customer_accepted_at, load, line)
            VALUES (?, 1, ?, ?, '', ?, ?, ?, ?, 'accepted', ?, ?, 1, ?)
            """,
            [f"A-{chain}", supplier, customer, kpi, target, lead_time_hours]
            + [long_ago] * 3
            + [self._line],
        )


@pytest.fixture
def company() -> Iterator[Company]:
    with open_store(":memory:") as store:
        yield Company(store.cursor())


@pytest.fixture
def new_company() -> Iterator[Callable[[], Company]]:
    """Make empty companies, for tests that compare several."""
    stores = []

    def make() -> Company:
        stores.append(open_store(":memory:"))
        return Company(stores[-1].cursor())

    yield make
    for store in stores:
        store.close()
