"""When an agreement changed what a link is held to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from kpi.agreements.in_force import agreement_spans
from kpi.agreements.links import Link

_CHANGES = Path(__file__).with_name("changes.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, order=True)
class AgreedChange:
    """A target replaced by another, or another lead time, of a link.

    Parameters
    ----------
    link : Link
    kpi : str
        Whose target changed; '' where the lead time did, which concerns every KPI of the link.
    changed_at : datetime
    """

    link: Link
    kpi: str
    changed_at: datetime


def agreed_changes(cursor: duckdb.DuckDBPyConnection) -> tuple[AgreedChange, ...]:
    """Return what agreements changed, sorted by link, KPI and time.

    A first target is none: it says what is wanted of a process, not that the process is another. A
    first lead time is one, since it changes what is due; so is one that ends. A renewal with the
    same numbers is none.
    """
    agreement_spans(cursor)
    rows = cursor.execute(_CHANGES).fetchall()
    return tuple(AgreedChange(Link(*row[:3]), row[3], row[4]) for row in rows)
