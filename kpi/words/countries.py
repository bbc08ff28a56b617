"""Countries by code and by the names that people write, in English and Spanish."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

from kpi.words.languages import LANGUAGES

# What people write that is no name of the Unicode repository.
_ALSO = {
    "estados unidos de america": "US", "united states of america": "US", "ee.uu.": "US",
    "eeuu": "US", "eua": "US", "usa": "US", "uk": "GB", "great britain": "GB",
    "gran bretana": "GB", "estados unidos mexicanos": "MX", "mex": "MX", "esp": "ES",
}  # fmt: skip


def country_code(text: str) -> str | None:
    """Return the two-letter code (ISO 3166-1) of a country, None where it is not known.

    Examples
    --------
    >>> country_code("México"), country_code("mexico"), country_code("MX"), country_code("Méjico")
    ('MX', 'MX', 'MX', None)
    """
    return country_words().get(plain(text))


def country_name(code: str, language: str) -> str:
    """Return the name of a country in a language, its code where there is none.

    Examples
    --------
    >>> country_name("DE", "es")
    'Alemania'
    """
    return str(_territories(language).get(code, code))


@lru_cache(maxsize=1)
def country_words() -> Mapping[str, str]:
    """Return every word that means a country, lower case without accents, and its code."""
    words = dict(_ALSO)
    for language in ("en", "es"):
        for code, name in _territories(language).items():
            if len(code) == 2 and code.isalpha():
                words[plain(name)] = code
                words[code.lower()] = code
    return words


def plain(text: str) -> str:
    """Return a text in lower case without accents, as words are compared."""
    spread = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(c for c in spread if not unicodedata.combining(c))


def _territories(language: str) -> Mapping[str, str]:
    return Locale.parse(LANGUAGES.get(language, language)).territories
