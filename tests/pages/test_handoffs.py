"""What stands behind an indicator of a link, and the file of it that a reader takes along."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from kpi.intake import ingest
from kpi.store import open_store
from kpi.words import words_for
from pages.parts.as_csv import csv_of, titled
from tests.pages.conftest import Open, told

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
CONTACT = """contact_id,supplier,customer,service,contacted_at,answered_at
K1,Compras,Almacén,herrajes,2026-03-10 09:00,2026-03-10 12:00
"""
HARDWARE = {"supplier": "Compras", "customer": "Almacén", "service": "herrajes"}


@pytest.mark.parametrize(
    ("kpi", "title"),
    [
        # docs/sample.md: AC-06 counts since January 2025.
        ("renewal", "1 agreement stands behind “Renewed targets”"),
        ("contact_response", "1 contact stands behind “Contacts answered in time”"),
    ],
)
def test_what_no_case_stands_behind_is_shown_too(
    sample: Path, tmp_path: Path, open_page: Open, kpi: str, title: str
) -> None:
    contacts = tmp_path / "contacts.csv"
    contacts.write_text(CONTACT, encoding="utf-8")
    with open_store(sample) as store:
        assert ingest(store, contacts, now=NOW, kind="contacts").outcome == "loaded"
        agreed = "UPDATE agreement_rows SET response_hours = 24 WHERE agreement = 'AC-06'"
        with store.write() as cursor:
            cursor.execute(agreed)
    app = open_page("link", "en", **HARDWARE, kpi=kpi)
    assert not app.exception, app.exception
    assert not app.error, app.error
    assert title in told(app)


def test_a_file_taken_along_speaks_as_the_page_and_the_spreadsheet_of_its_reader() -> None:
    rows = pd.DataFrame(
        {
            "handoff_id": ["-7"],
            "customer": ["Almacén"],
            "good": [False],
            "lead_hours": [72.5],
            "due": [datetime(2026, 3, 2, 8)],
            "derived": [False],
            "a1": ["obra"],
        }
    )
    say = words_for("es", "es_ES")
    content = csv_of(titled(rows, say, {"Tipo": "a1", "Otra": "a2"}), say)
    assert content.startswith(b"\xef\xbb\xbf")  # else a spreadsheet breaks the accents
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")) == [
        ["Entrega", "Cliente", "Cumple", "Vence", "Tiempo de entrega (h)", "Tipo"],
        ["'-7", "Almacén", "no", "2026-03-02 08:00:00", "72,5", "obra"],
    ]
