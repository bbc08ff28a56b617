"""What handoffs lack is counted, and names that look alike are proposed, never merged."""

from __future__ import annotations

from datetime import datetime

from kpi.intake import Lacking, lacking, similar_parties
from kpi.store import Store
from tests.intake.conftest import Load

AT = datetime(2026, 3, 2, 9)
LATER = datetime(2026, 3, 3, 9)


def test_what_handoffs_lack_is_counted(store: Store, load: Load) -> None:
    load(
        "handoffs",
        {"handoff_id": "H1", "promised_at": LATER, "delivered_at": LATER, "accepted": True},
        {"handoff_id": "H2", "delivered_at": LATER, "rating": 4},
        {"handoff_id": "H3", "delivered_at": LATER},
        {"handoff_id": "H4"},
        {"handoff_id": "H5", "delivered_at": AT, "returned_at": LATER},
        {"handoff_id": "H6", "delivered_at": AT, "supplier": "A", "customer": "A"},
    )
    # H1 was taken, H2 rated, H5 returned: of the four delivered only H3 was never judged.
    # H6 is work inside A.
    assert lacking(store.cursor()) == Lacking(
        handoffs=5, without_promise=4, delivered=4, unjudged=1, inside=1
    )


def test_an_empty_store_lacks_nothing(store: Store) -> None:
    assert lacking(store.cursor()) == Lacking(0, 0, 0, 0, 0)
    assert similar_parties(store.cursor()) == ()


def test_names_that_differ_in_writing_alone_are_proposed(store: Store, load: Load) -> None:
    load(
        "handoffs",
        {"handoff_id": "H1", "supplier": "Almacén", "customer": "Taller 1"},
        {"handoff_id": "H2", "supplier": "ALMACEN ", "customer": "Taller 2"},
        {"handoff_id": "H3", "supplier": "Alma-cén", "customer": "-"},
        {"handoff_id": "H4", "supplier": "Almacenes", "customer": "--"},
    )
    before = store.cursor().execute("FROM parties ORDER BY party").fetchall()
    assert similar_parties(store.cursor()) == (("ALMACEN ", "Alma-cén", "Almacén"),)
    assert store.cursor().execute("FROM parties ORDER BY party").fetchall() == before
