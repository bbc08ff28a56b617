"""Find phrases of the other language among the texts of a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from kpi.words import po
from kpi.words.languages import CATALOGUES

# A shorter phrase inside a longer text may be a name or a word that both languages have.
WORDS_TO_BE_SURE = 3


def translations() -> dict[str, str]:
    """Return the Spanish of every English phrase, plurals as two phrases."""
    return po.pairs(po.read(CATALOGUES / "es.po", "es"))


def untranslated(texts: Iterable[str], language: str, pairs: Mapping[str, str]) -> Iterator[str]:
    """Yield the texts that speak the other language.

    A text does if the whole of it is a phrase of the other language, or if a phrase of three words
    or more stands in it. A phrase that is the same in both languages belongs to both. On an English
    page a single Spanish word may be the name of a party ("Almacén"), so there it takes two.

    Parameters
    ----------
    texts : iterable of str
        What a page says.
    language : str
        What it should speak: ``es`` or ``en``.
    pairs : mapping
        The Spanish of every English phrase.
    """
    own = set(pairs.values()) if language == "es" else set(pairs)
    foreign = [
        phrase
        for english, spanish in pairs.items()
        for phrase in [english if language == "es" else spanish]
        if phrase not in own and _has_words(phrase)
    ]
    least = 1 if language == "es" else 2
    sought = [
        (_longest_literal(phrase), _searched(phrase, least))
        for phrase in foreign
        if _longest_run(phrase) >= least
    ]
    for text in texts:
        # A page of 200 parties has thousands of texts: most are told apart without a pattern.
        if any(literal in text and search(text) for literal, search in sought):
            yield text


def _searched(phrase: str, least: int) -> Callable[[str], re.Match[str] | None]:
    """Return how a phrase is looked for: as the whole of a text, where it is long also inside."""
    written = _pattern(phrase)
    if _longest_run(phrase) >= max(least, WORDS_TO_BE_SURE):
        return re.compile(rf"\b{written}|\A{written}\Z").search
    return re.compile(written).fullmatch


def _longest_literal(phrase: str) -> str:
    return max(_literals(_spaced(phrase)), key=len)


def _spaced(phrase: str) -> str:
    return re.sub(r"\s+", " ", phrase).strip()


def _literals(phrase: str) -> list[str]:
    return re.split(r"\{\w*\}", phrase)


def _pattern(phrase: str) -> str:
    return ".+?".join(re.escape(part) for part in _literals(_spaced(phrase)))


def _has_words(phrase: str) -> bool:
    return any(re.search(r"[^\W\d_]{3,}", part) for part in _literals(phrase))


def _longest_run(phrase: str) -> int:
    """Return how many words stand together between the places of a phrase."""
    return max(len(re.findall(r"[^\W\d_]{2,}", part)) for part in _literals(phrase))
