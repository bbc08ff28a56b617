"""Load the sample company into a store, marked so that it can be removed with one click."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kpi.intake import LoadReport, ingest
from kpi.sample.company import NAME, ZONE
from kpi.store import Settings, Store, read_settings, write_settings

FOLDER = Path(__file__).parents[2] / "data" / "sample"
KINDS = ("parties", "agreements", "annotations", "actions", "handoffs")


def load_sample(store: Store, *, now: datetime) -> tuple[LoadReport, ...]:
    """Load the committed files of the sample company.

    A store without a company name takes the sample's name and zone; one that has a name keeps both.

    Parameters
    ----------
    now : datetime
        When the loads happen, aware.

    Returns
    -------
    tuple of LoadReport
        Of parties, agreements, annotations, actions and handoffs. Loading again adds nothing.
    """
    if not read_settings(store.cursor()).company:
        with store.write() as cursor:
            write_settings(cursor, Settings(company=NAME, zone=ZONE))
    return tuple(
        ingest(store, FOLDER / f"{kind}.csv", now=now, kind=kind, sample=True) for kind in KINDS
    )
