"""What if a draft had been agreed: terms that count from the beginning, on one cursor only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb

from kpi.agreements.in_force import LOOK_AGAIN
from kpi.agreements.links import Link
from kpi.agreements.read import negotiations
from kpi.agreements.terms import Terms
from kpi.intake import ingest
from kpi.store import open_store
from kpi.words import Message, UserError

# What verdicts name as their agreement where a draft judges.
DRAFT = "draft"
_BEGINNING = date(1900, 1, 1)
_ROWS = """
CREATE OR REPLACE TEMP TABLE draft_rows AS
SELECT * EXCLUDE (load, line) FROM agreement_rows LIMIT 0
"""
_INSERT = """
INSERT INTO draft_rows BY NAME
SELECT $agreement AS agreement, 1 AS version, $supplier AS supplier, $customer AS customer,
       $service AS service, $kpi AS kpi, $target AS target, $lead_time_hours AS lead_time_hours,
       $repair_time_hours AS repair_time_hours, $response_hours AS response_hours,
       $beginning AS valid_from, 'accepted' AS status, $beginning AS supplier_accepted_at,
       $beginning AS customer_accepted_at
"""


class DraftError(UserError):
    """A draft cannot be read."""


@dataclass(frozen=True)
class Draft:
    """Terms that might be agreed for a link."""

    link: Link
    terms: Terms


@contextmanager
def judged_by(cursor: duckdb.DuckDBPyConnection, drafts: Iterable[Draft]) -> Iterator[None]:
    """Let drafts take the place of their links' agreements, from the beginning, inside the block.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        Whatever is asked on it inside the block is a what-if, and is to be named as such. Nothing
        is written to the store; other cursors do not see it.
    drafts : iterable of Draft
        Their days are not looked at: history is judged as if they had always held.

    Notes
    -----
    A temp view of the name ``agreements`` stands before the store's own, so that due times,
    targets and verdicts all follow by their usual way.
    """
    cursor.execute(_ROWS)
    for number, draft in enumerate(drafts, start=1):
        targets: Sequence[tuple[str, float | None]] = draft.terms.targets or [("", None)]
        for kpi, target in targets:
            cells = {
                "agreement": f"{DRAFT} {number}",
                "kpi": kpi,
                "target": target,
                "beginning": _BEGINNING,
            }
            cursor.execute(_INSERT, cells | draft.link._asdict() | draft.terms.times)
    row = cursor.execute("SELECT current_database()").fetchone()
    assert row is not None  # noqa: S101 - a SELECT of a constant answers one row
    cursor.execute(
        "CREATE OR REPLACE TEMP VIEW agreements AS"
        f' SELECT * FROM "{row[0]}".main.agreements a'
        " ANTI JOIN draft_rows d ON (a.supplier, a.customer, a.service)"
        " = (d.supplier, d.customer, d.service)"
        " UNION ALL BY NAME SELECT *, 0 AS load, 0 AS line FROM draft_rows"
    )
    cursor.execute(LOOK_AGAIN)
    try:
        yield
    finally:
        cursor.execute("DROP VIEW temp.agreements")
        cursor.execute(LOOK_AGAIN)


def read_drafts(path: Path, *, now: datetime) -> tuple[Draft, ...]:
    """Read drafts from a file of agreements, of whatever status; nothing is loaded.

    Of several versions the last one is the draft.

    Parameters
    ----------
    now : datetime
        With a zone; decides which dates of the file are implausible.

    Raises
    ------
    DraftError
        If the file is refused, or a record of it is rejected.
    """
    with open_store(":memory:") as store:
        report = ingest(store, path, now=now, kind="agreements")
        if report.error is not None:
            raise DraftError(report.error)
        for fault in report.rejected:
            raise DraftError(
                Message(
                    "{file}, line {line}: {why}",
                    {"file": report.file, "line": str(fault.line), "why": fault.message},
                )
            )
        return tuple(
            Draft(found.link, replace(found.versions[-1].terms, valid_from=None, valid_to=None))
            for found in negotiations(store.cursor())
        )
