"""The Chain page: what is drawn, found, walked through and picked lives in its address."""

from __future__ import annotations

import re
from pathlib import Path

from kpi.measures import Week
from tests.pages.conftest import Open, markup, told


def places(svg: str) -> list[str]:
    """Return where the parties of a drawing stand."""
    return re.findall(r'<circle cx="[\d.]+" cy="[\d.]+"', svg)


def drawn(svg: str) -> set[str]:
    """Return the parties of a drawing."""
    return set(re.findall(r'data-id="party:([^"]+)"', svg))


def test_walking_through_the_weeks_writes_the_address_and_moves_no_party(
    sample: Path, open_page: Open
) -> None:
    app = open_page("chain", "en")
    before = places(markup(app))
    app.select_slider(key="week slid").set_value(Week.parse("2026-W10")).run()
    assert app.query_params["week"] == "2026-W10"
    assert places(markup(app)) == before != []
    # docs/sample.md: these two links turn in the second week of March.
    assert "Calidad → Logística is now broken: On time 85.1%, target 96%" in told(app)
    assert "Posventa → Instalación is now at risk" in told(app)


def test_the_chain_to_a_customer_leaves_out_what_none_of_its_cases_passed(
    sample: Path, open_page: Open
) -> None:
    app = open_page("chain", "en", to="Tiendas")
    assert drawn(markup(app)) == {
        "Compras", "Ventas", "Almacén", "Finanzas", "Logística", "Tiendas",
    }  # fmt: skip
    assert "shown only: the chain to Tiendas" in told(app)


def test_what_to_draw_is_chosen_and_put_in_the_address(sample: Path, open_page: Open) -> None:
    app = open_page("chain", "en", to="Tiendas")
    app.selectbox(key="chain drawn").set_value(("party", "Mercadotecnia")).run()
    assert app.query_params["party"] == "Mercadotecnia"
    assert "to" not in app.query_params
    assert drawn(markup(app)) == {"Diseño", "Mercadotecnia", "Ventas"}


def test_a_party_is_found_by_its_name_and_picked(sample: Path, open_page: Open) -> None:
    app = open_page("chain", "es")
    app.selectbox(key="chain search").set_value("party:Calidad").run()
    assert app.query_params["picked"] == "party:Calidad"
    assert "Calidad: lo que recibe y lo que debe" in told(app)


def test_a_link_is_found_too(sample: Path, open_page: Open) -> None:
    app = open_page("chain", "en")
    app.selectbox(key="chain search").set_value("link:Compras\u241fAlmacén").run()
    page = told(app)
    assert "The link you picked" in page
    assert "herrajes" in page.split("The link you picked")[1]
    assert "Acabados" not in page.split("The link you picked")[1].split("Even mending")[0]


def test_departments_are_drawn_as_one_on_demand_and_opened_one_by_one(
    sample: Path, open_page: Open
) -> None:
    app = open_page("chain", "en", by="department")
    groups = drawn(markup(app))
    assert "Abastecimiento (2)" in groups
    assert not groups & {"Compras", "Almacén"}
    # Compras → Almacén and Logística → Instalación.
    assert "and 2 failing ones inside a department" in told(app)
    app = open_page("chain", "en", by="department", picked="party:Abastecimiento (2)")
    assert "Abastecimiento: what its parties receive and owe" in told(app)
    groups = drawn(markup(open_page("chain", "en", open="Abastecimiento")))
    assert groups >= {"Compras", "Almacén", "Entrega (2)"}
