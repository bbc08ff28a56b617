"""`check` finds every way in which a store can contradict itself."""

from __future__ import annotations

from datetime import datetime

import pytest

from kpi.intake import check
from kpi.store import Store
from tests.intake.conftest import Load


@pytest.fixture
def loaded(store: Store, load: Load) -> Store:
    """Return a store with handoffs of two loads, an attribute, a log and parties."""
    load("handoffs", {"handoff_id": "H1", "Nota": "a"}, {"handoff_id": "H2"}, attributes=["Nota"])
    load("handoffs", {"handoff_id": "H1", "rating": 4})
    load("handoffs", {"handoff_id": "H2"})
    load("events", *({"case_id": "C1", "happened_at": datetime(2026, 3, 2, n), "party": "AB"[n % 2]}
                     for n in range(3)))  # fmt: skip
    load("parties", {"party": "A"})
    return store


def test_a_sound_store_has_no_faults(loaded: Store) -> None:
    assert check(loaded.cursor()) == ()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (
            "INSERT INTO stated_handoffs FROM stated_handoffs WHERE handoff_id = 'H2'",
            "1 row of stated_handoffs repeats a key.",
        ),
        (
            "UPDATE loads SET undone_at = '2026-04-01' WHERE load = 5",
            "1 row of party_rows belongs to no standing load.",
        ),
        (
            "UPDATE stated_handoffs SET load = 9 WHERE handoff_id = 'H2'",
            "1 row of stated_handoffs belongs to no standing load.",
        ),
        (
            "DELETE FROM handoff_assertions WHERE load = 2",
            "1 key of handoff_assertions is not asserted by two or more loads, once each.",
        ),
        (
            "DELETE FROM handoff_confirmations",
            "1 load of stated_handoffs does not assert the rows that it reported.",
        ),
        (
            "INSERT INTO handoff_confirmations FROM handoff_confirmations",
            "1 row of handoff_confirmations repeats a key.",
        ),
        (
            "UPDATE handoff_confirmations SET load = 9",
            "1 row of stated_handoffs belongs to no standing load.",
        ),
        (
            "UPDATE stated_handoffs SET rating = 5 WHERE handoff_id = 'H1'",
            "1 row of stated_handoffs does not show what its loads assert.",
        ),
        (
            "DELETE FROM stated_handoffs WHERE handoff_id = 'H2'",
            "2 loads of stated_handoffs do not assert the rows that they reported.",
        ),
        (
            "UPDATE derived_handoffs SET supplier = 'X' WHERE handoff_id = 'C1/00001'",
            "2 derived handoffs are not what their events say.",
        ),
        (
            "DELETE FROM derived_handoffs WHERE handoff_id = 'C1/00001'",
            "1 derived handoff is not what its events say.",
        ),
        (
            "UPDATE derived_handoffs SET stated = true WHERE handoff_id = 'C1/00001'",
            "1 derived handoff hides or repeats one that a file states.",
        ),
        ("DELETE FROM attributes", "1 attribute cell of stated_handoffs has no name."),
        (
            "INSERT INTO attributes VALUES ('Otra', 'a7')",
            "1 attribute cell of stated_handoffs has no name.",
        ),
    ],
)
def test_damage_is_found_and_named(loaded: Store, damage: str, said: str) -> None:
    cursor = loaded.cursor()
    cursor.execute(damage)
    assert said in [str(message) for message in check(cursor)]
