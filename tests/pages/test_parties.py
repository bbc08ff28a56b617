"""Parties on the pages: alike names, a merge with its preview, and what it did."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kpi.intake import ingest
from pages.parts import session
from tests.pages.conftest import Open, told

NOW = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
HANDOFFS = """handoff_id,case_id,supplier,customer,requested_at,delivered_at
H1,C1,Compras,Almacén,2026-03-02 08:00,2026-03-03 08:00
H2,C2,COMPRAS,Almacén,2026-03-02 08:00,2026-03-03 08:00
H3,C3,Compras,Almacén,2026-03-02 08:00,2026-03-03 08:00
"""


@pytest.fixture
def two_names(own_store: Path, tmp_path: Path) -> Path:
    path = tmp_path / "handoffs.csv"
    path.write_text(HANDOFFS, encoding="utf-8")
    assert ingest(session.store(), path, now=NOW).new == 3
    return own_store


def parties() -> list[str]:
    rows = session.store().cursor().execute("SELECT party FROM parties ORDER BY 1").fetchall()
    return [party for (party,) in rows]


def test_alike_names_are_merged_from_the_data_page_with_a_reason(
    two_names: Path, open_page: Open
) -> None:
    app = open_page("data", "en")
    assert "1 group of names may be the same party" in told(app)
    assert "1 handoff comes under “Compras”." in told(app)
    key = "alike ('COMPRAS', 'Compras')"
    app.button(key=f"{key} do").click().run()
    assert app.warning[0].value == "Say why: whoever reads this later will ask."
    app.text_input(key=f"{key} reason").set_value("one team").run()
    app.button(key=f"{key} do").click().run()
    assert not app.exception, app.exception
    assert "may be the same party" not in told(app)
    assert parties() == ["Almacén", "Compras"]


def test_alike_names_said_to_be_different_are_not_proposed_again(
    two_names: Path, open_page: Open
) -> None:
    app = open_page("data", "es")
    app.button(key="alike ('COMPRAS', 'Compras') different").click().run()
    assert not app.exception, app.exception
    assert "puede ser la misma parte" not in told(app)
    assert parties() == ["Almacén", "COMPRAS", "Compras"]


def test_parties_are_merged_in_the_settings_and_parted_again(
    two_names: Path, open_page: Open
) -> None:
    app = open_page("settings", "en")
    assert "3 parties" in told(app)
    app.multiselect(key="names to merge").set_value(["COMPRAS"]).run()
    app.selectbox(key="name that stays").set_value("Compras").run()
    assert "1 handoff comes under “Compras”." in told(app)
    app.text_input(key="merge reason").set_value("one team").run()
    app.button(key="merge do").click().run()
    assert not app.exception, app.exception
    assert parties() == ["Almacén", "Compras"]
    assert "COMPRAS → Compras" in told(app)
    (change,) = app.selectbox(key="change to undo").options
    app.selectbox(key="change to undo").select(change).run()
    app.button(key="undo change").click().run()
    assert not app.exception, app.exception
    assert parties() == ["Almacén", "COMPRAS", "Compras"]


def test_a_party_is_split_by_dates_in_the_settings_and_made_whole_again(
    two_names: Path, open_page: Open
) -> None:
    app = open_page("settings", "en")
    app.selectbox(key="name to split").set_value("Almacén").run()
    app.selectbox(key="part of the split").set_value("Compras").run()
    assert "come under" not in told(app)
    app.date_input(key="split from").set_value(date(2026, 3, 1)).run()
    assert "3 handoffs come under “Compras”." in told(app)
    assert "0 agreements come along." in told(app)
    app.text_input(key="split reason").set_value("handed over").run()
    app.button(key="split do").click().run()
    assert not app.exception, app.exception
    assert "Almacén → Compras, from Mar 1, 2026 on" in told(app)
    # What was asked is done: the fields are empty, and nothing warns of asking it twice.
    assert app.selectbox(key="name to split").value is None
    assert [warning.value for warning in app.warning] == []
    (change,) = app.selectbox(key="change to undo").options
    app.selectbox(key="change to undo").select(change).run()
    app.button(key="undo change").click().run()
    assert parties() == ["Almacén", "COMPRAS", "Compras"]
