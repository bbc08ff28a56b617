"""A third language needs only a catalogue; the reader's country decides how numbers are written."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from kpi.words import words_for
from kpi.words.languages import catalogue_files, language_name, languages_of, spoken

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
PLURALS = '"Language: pt_BR\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
PORTUGUESE = (
    HEADER
    + PLURALS
    + '\nmsgid "Week"\nmsgstr "Semana do pt"\n'
    + '\nmsgid "{n} case"\nmsgid_plural "{n} cases"\n'
    + 'msgstr[0] "{n} caso do pt"\nmsgstr[1] "{n} casos do pt"\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pt.po").write_text(PORTUGUESE, encoding="utf-8")
    return tmp_path


def test_a_catalogue_in_the_folder_is_a_language_to_choose(folder: Path) -> None:
    code = (
        "from kpi.words import LANGUAGES, language_name, words_for\n"
        "say = words_for('pt')\n"
        "print(list(LANGUAGES), language_name('pt'), say('Week'), say('Link'),"
        " say.plural('{n} case', '{n} cases', 0), say.plural('{n} case', '{n} cases', 1200),"
        " say.percent(0.8137), sep='|')"
    )
    env = {**os.environ, "KPI_CATALOGUES": str(folder), "PYTHONIOENCODING": "utf-8"}
    said = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    # Portuguese counts nought as one; Brazil writes 1.200 and 81,4%; what is missing is English.
    assert said.stdout.strip().split("|") == [
        "['es', 'en', 'pt']",
        "Português",
        "Semana do pt",
        "Link",
        "0 caso do pt",
        "1.200 casos do pt",
        "81,4%",
    ]


def test_the_locale_is_the_headers_else_the_file_names(folder: Path) -> None:
    (folder / "de.po").write_text(HEADER, encoding="utf-8")
    found = languages_of(catalogue_files([folder]))
    assert found == {"es": "es_MX", "en": "en_US", "de": "de", "pt": "pt_BR"}


def test_a_file_that_names_no_language_is_told(tmp_path: Path) -> None:
    (tmp_path / "phrases.po").write_text(HEADER, encoding="utf-8")
    with pytest.raises(ValueError, match=r"phrases\.po: 'phrases' is not a language"):
        languages_of(catalogue_files([tmp_path]))


@pytest.mark.parametrize(
    ("tag", "served"),
    [
        ("es", ("es", "es_MX")),
        ("es-MX", ("es", "es_MX")),
        ("ES-es", ("es", "es_ES")),
        ("es_ES", ("es", "es_ES")),
        ("es-419", ("es", "es_MX")),  # Latin America is no country
        ("es-XX", ("es", "es_MX")),
        ("en-GB", ("en", "en_GB")),
        ("est", None),  # Estonian is not Spanish
        ("fr-CA", None),
        ("pt", None),
        ("", None),
        ("../es", None),
    ],
)
def test_a_reader_is_served_by_language_and_country(
    tag: str, served: tuple[str, str] | None
) -> None:
    assert spoken(tag) == served


def test_a_further_language_serves_its_countries() -> None:
    known = {"es": "es_MX", "en": "en_US", "pt": "pt_BR"}
    assert spoken("pt-PT", known) == ("pt", "pt_PT")
    assert spoken("pt", known) == ("pt", "pt_BR")


@pytest.mark.parametrize(
    ("locale", "tag", "share", "number", "day"),
    [
        ("es_MX", "es", "81.4 %", "12,345.6", "16 mar 2026 06:05"),
        ("es_ES", "es-ES", "81,4 %", "12.345,6", "16 mar 2026 06:05"),
        ("en_US", "en", "81.4%", "12,345.6", "Mar 16, 2026 06:05"),
        ("en_GB", "en-GB", "81.4%", "12,345.6", "16 Mar 2026 06:05"),
    ],
)
def test_numbers_and_days_are_those_of_the_country(
    locale: str, tag: str, share: str, number: str, day: str
) -> None:
    say = words_for(locale[:2], locale)
    assert say.tag == tag
    assert say.percent(0.8137).replace("\u00a0", " ") == share
    assert say.number(12345.6, 1) == number
    assert say.instant(datetime(2026, 3, 16, 6, 5)) == day


def test_a_week_in_spain_and_britain() -> None:
    monday = date(2026, 3, 16)
    assert words_for("es", "es_ES").week(monday).replace("\u2009", "") == "sem. 12 · 16–22 mar 2026"
    assert "16" in words_for("en", "en_GB").week(monday)


def test_a_language_calls_itself_by_its_own_name() -> None:
    assert [language_name(code) for code in ("es", "en", "pt", "qps")] == [
        "Español",
        "English",
        "Português",
        "Qps",
    ]
