"""The Chain page's structure, what a stop would cut, and the model of yields and routing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi.intake import ingest
from kpi.store import open_store
from tests.pages.conftest import Open, told
from tests.pages.test_views import NOW

HEADER = "supplier,customer,requested_at,promised_at,delivered_at\n"


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("es", "Si se detiene Logística, ya nada llega a Tiendas; 270 de 513 casos"),
        ("en", "If Logística stops, nothing reaches Tiendas any more; 270 of 513 cases"),
    ],
)
def test_a_shared_stop_opens_with_its_answer(
    sample: Path, open_page: Open, language: str, title: str
) -> None:
    # docs/sample.md: every delivery to the shops is Logística's, 194 cases in these four weeks.
    app = open_page("chain", language, stop="Logística")
    assert not app.exception, app.exception
    page = told(app)
    assert title in page
    assert ("nadie" if language == "es" else "nobody") in page


def test_the_structure_names_who_stands_on_every_way(sample: Path, open_page: Open) -> None:
    page = told(open_page("chain", "en"))
    assert "2 parties stand on every way to some customer" in page
    assert "outside: Instalación and Logística." in page
    assert "Diseño and Ventas send work straight back to each other" in page
    assert "What if a party or a link stopped?" in page


def test_a_stop_that_the_window_does_not_know_is_asked_anew(sample: Path, open_page: Open) -> None:
    app = open_page("chain", "en", stop="Nadie")
    assert not app.exception, app.exception
    assert "What if a party or a link stopped?" in told(app)


def test_without_case_ids_the_page_says_that_it_is_a_model(
    own_store: Path, tmp_path: Path, open_page: Open
) -> None:
    rows = [
        f"Compras,Corte,2026-03-02 0{n}:00,2026-03-03 08:00,2026-03-0{3 if n < 4 else 4} 07:00\n"
        f"Corte,Tiendas,2026-03-04 0{n}:00,2026-03-05 08:00,2026-03-05 07:00\n"
        for n in range(8)
    ]
    file = tmp_path / "handoffs.csv"
    file.write_text(HEADER + "".join(rows), encoding="utf-8")
    with open_store(own_store) as store:
        report = ingest(store, file, now=NOW)
        assert "no_case" in {warning.code for warning in report.warnings}
    app = open_page("chain", "en", week="2026-W10")
    assert not app.exception, app.exception
    page = told(app)
    assert "A model of yields and routing, not a replay: these handoffs name no case" in page
    # Four of eight were late on the first link, none on the second.
    assert "Compras → Corte weighs most: without its misses 100.0% of the work" in page
    assert "would arrive without any, not 50.0%" in page
