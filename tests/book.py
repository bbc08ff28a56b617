"""A pen that writes handoffs and agreements straight into the tables of a store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import duckdb
import pytest

from kpi.store import Store, open_store

LINK = ("Compras", "Almacén", "")


class Book:
    """Handoffs and agreements of a made-up company, written row by row; times are ISO text."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._rows = 0

    def cursor(self) -> duckdb.DuckDBPyConnection:
        return self.store.cursor()

    def handoff(
        self,
        requested: datetime | str,
        due: datetime | str | None = None,
        delivered: datetime | str | None = None,
        **cells: Any,
    ) -> str:
        """Write one handoff of `LINK` (or ``link=``) and return its id."""
        self._rows += 1
        supplier, customer, service = cells.pop("link", LINK)
        row = {
            "handoff_id": f"h{self._rows}",
            "case_id": f"c{self._rows}",
            "supplier": supplier,
            "customer": customer,
            "service": service,
            "requested_at": requested,
            "promised_at": due,
            "delivered_at": delivered,
            **cells,
        }
        self._insert("stated_handoffs", row)
        return str(row["handoff_id"])

    def agree(self, kpi: str = "", target: float | None = None, **cells: Any) -> None:
        """Write one row of an agreement of `LINK`, signed by both before it begins unless said."""
        self._rows += 1
        supplier, customer, service = cells.pop("link", LINK)
        row = {
            "agreement": f"{supplier}-{customer}",
            "version": 1,
            "supplier": supplier,
            "customer": customer,
            "service": service,
            "kpi": kpi,
            "target": target,
            "valid_from": "2026-01-01",
            "status": "accepted",
            "supplier_accepted_at": "2025-12-01",
            "customer_accepted_at": "2025-12-01",
            **cells,
        }
        self._insert("agreement_rows", row)

    def contact(self, contacted: datetime | str | None = None, **cells: Any) -> str:
        """Write one contact of `LINK` (or ``link=``) and return its id."""
        self._rows += 1
        supplier, customer, service = cells.pop("link", LINK)
        row = {
            "contact_id": f"k{self._rows}",
            "supplier": supplier,
            "customer": customer,
            "service": service,
            "contacted_at": contacted,
            **cells,
        }
        self._insert("contact_rows", row)
        return str(row["contact_id"])

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        row = {**row, "load": 1, "line": self._rows}
        marks = ", ".join(f"${name}" for name in row)
        with self.store.write() as cursor:
            cursor.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", row)


@pytest.fixture
def book() -> Iterator[Book]:
    """Give an empty store in memory and the pen."""
    with open_store(":memory:") as store:
        yield Book(store)
