"""Which languages there are: our own, and one for each further catalogue."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).parent / "catalogues"
# A folder of the reader's own catalogues, beside ours: `pt.po` there adds Portuguese.
MORE_CATALOGUES = "KPI_CATALOGUES"
DEFAULT_LANGUAGE = "es"
# Language -> the locale that writes its numbers and dates. Mexico's by default (1,234.5 %).
OUR_LOCALES: Mapping[str, str] = {"es": "es_MX", "en": "en_US"}


def catalogue_files(folders: Iterable[Path]) -> dict[str, Path]:
    """Return the catalogues of some folders by their language, the last folder's first choice."""
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.po"))}


def languages_of(files: Mapping[str, Path]) -> dict[str, str]:
    """Return the languages that can be spoken and the locale of each: ours, then one per catalogue.

    Raises
    ------
    ValueError
        If a catalogue neither is named after a language nor says it in its header.
    """
    added = {language: path for language, path in files.items() if language not in OUR_LOCALES}
    return {**OUR_LOCALES, **{language: _locale(path) for language, path in added.items()}}


def _locale(path: Path) -> str:
    """Return the locale of a catalogue: the Language that its header names, else its file name."""
    with path.open("rb") as source:
        said = read_po(source).locale_identifier
    try:
        return str(Locale.parse(said or path.stem))
    except (ValueError, UnknownLocaleError) as fault:
        raise ValueError(
            f"{path.name}: {said or path.stem!r} is not a language. "
            "Name the file after one, such as pt.po, or write its header Language."
        ) from fault


def _folders(env: Mapping[str, str]) -> list[Path]:
    return [CATALOGUES, *([Path(env[MORE_CATALOGUES])] if env.get(MORE_CATALOGUES) else [])]


_FILES = catalogue_files(_folders(os.environ))
LANGUAGES: Mapping[str, str] = languages_of(_FILES)


@lru_cache
def translations(language: str) -> gettext.NullTranslations:
    """Compile the catalogue in memory, so that no build step can leave a stale one behind."""
    path = _FILES.get(language)
    if path is None:
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=LANGUAGES[language]), use_fuzzy=False)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def language_name(language: str) -> str:
    """Return what a language calls itself.

    >>> language_name("es"), language_name("en")
    ('Español', 'English')
    """
    try:
        name = Locale.parse(language).get_language_name()
    except (ValueError, UnknownLocaleError):
        name = None
    return (name or language).capitalize()


def spoken(tag: str, languages: Mapping[str, str] | None = None) -> tuple[str, str] | None:
    """Return the language and the locale that serve a reader best, None where none does.

    Parameters
    ----------
    tag : str
        What a browser or an address asks for: ``es``, ``es-ES``, ``en-GB``, ``es-419``.
    languages : mapping, optional
        Language -> its usual locale; by default `LANGUAGES`.

    Examples
    --------
    >>> spoken("es"), spoken("es-ES"), spoken("es-419"), spoken("fr-CA")
    (('es', 'es_MX'), ('es', 'es_ES'), ('es', 'es_MX'), None)
    """
    known = LANGUAGES if languages is None else languages
    asked = tag.replace("_", "-")
    names = {language.lower().replace("_", "-"): language for language in known}
    language = names.get(asked.lower()) or names.get(asked.partition("-")[0].lower())
    if language is None:
        return None
    usual = known[language]
    try:
        wanted = Locale.parse(asked, sep="-")
    except (ValueError, UnknownLocaleError):
        return language, usual
    is_a_country = wanted.territory is not None and wanted.territory.isalpha()
    same = wanted.language == Locale.parse(usual).language
    return language, str(wanted) if is_a_country and same else usual


def terminal_language(env: Mapping[str, str]) -> str:
    """Return the language that a terminal's settings ask for, else English.

    Read from the variables, not from the C library: a machine may lack the locale that they name.

    Examples
    --------
    >>> terminal_language({"LC_ALL": "es_MX.UTF-8"}), terminal_language({"LANG": "C.UTF-8"})
    ('es', 'en')
    """
    asked = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or ""
    return next((known for known in LANGUAGES if asked.lower().startswith(known)), "en")
