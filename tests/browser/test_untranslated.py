from __future__ import annotations

import pytest

from tests.browser.untranslated import translations, untranslated

PAIRS = {
    "Link": "Eslabón",
    "Data": "Datos",
    "{n} days": "{n} días",
    "{a} → {b}": "{a} → {b}",
    "{kept} of {n} promises kept": "{kept} de {n} promesas cumplidas",
    "No verdict of a link changed.": "Ningún veredicto cambió.",
    "Balance": "Balance",
    "Store": "Almacén",
    "No data yet": "Sin datos aún",
}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Link", "es"),
        ("3.2 days", "es"),
        ("12 of 20 promises kept", "es"),
        ("Since last week: No verdict of a link changed.", "es"),
        ("Sin datos aún", "en"),
        ("12 de 20 promesas cumplidas", "en"),
    ],
)
def test_a_text_in_the_other_language_is_found(text: str, language: str) -> None:
    assert list(untranslated([text], language, PAIRS)) == [text]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Eslabón", "es"),
        ("3.2 días", "es"),
        ("Balance", "es"),  # the same word in both
        ("Data Center Norte", "es"),  # a name that holds a short phrase
        ("Compras → Almacén", "es"),
        ("12 of 20 promises kept", "en"),
        ("Almacén", "en"),  # a party of the company
    ],
)
def test_a_text_in_the_right_language_or_a_name_passes(text: str, language: str) -> None:
    assert list(untranslated([text], language, PAIRS)) == []


def test_without_phrases_no_text_is_foreign() -> None:
    assert list(untranslated(["Link"], "es", {})) == []


def test_the_catalogue_of_this_program_is_read() -> None:
    assert translations()["Week"] == "Semana"
