"""A made-up language: every phrase with accents and two fifths longer, to see what is cut off.

It is never shown to users: only a dashboard whose ``KPI_CATALOGUES`` names the folder offers it.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

from babel.messages.catalog import Catalog

from kpi.words import catalogue, po
from kpi.words.phrases import phrases_under

# Named after a language that browsers know, for pages say theirs; no catalogue of ours is it.
LANGUAGE = "eo"
LONGER = 1.4
_ACCENTED = str.maketrans("aeiouyncAEIOUNC", "áéíóúýñçÁÉÍÓÚÑÇ")
# Places and markup stay as they are.
_KEPT = re.compile(r"(\{\w*\}|<[^>]*>)")


def stretched(phrase: str) -> str:
    """Return a phrase in the made-up language; vowels are doubled until it is long enough.

    >>> stretched("Week {week}")
    'Wéeéek {week}'
    """
    parts = _KEPT.split(phrase)
    texts = parts[::2]
    missing = math.ceil((LONGER - 1) * sum(map(len, texts)))
    written = []
    for text in texts:
        longer = ""
        for letter in text:
            longer += letter.translate(_ACCENTED)
            if missing > 0 and letter in "aeiouAEIOU":
                longer += letter.lower()
                missing -= 1
        written.append(longer)
    # A phrase of few vowels: the last word grows.
    last = max((i for i, text in enumerate(written) if text.strip()), default=None)
    if last is not None and missing > 0:
        kept = written[last].rstrip()
        written[last] = kept + "ô" * missing + written[last][len(kept) :]
    parts[::2] = written
    return "".join(parts)


def write_catalogue(folder: Path) -> Path:
    """Write the made-up language's catalogue into a folder and return the folder."""
    phrases, _ = phrases_under(catalogue.ROOT, catalogue.SOURCES)
    wanted, _ = catalogue.template(phrases)
    made = Catalog(locale="en_US")
    for entry in wanted:
        if isinstance(entry.id, tuple):
            made.add(entry.id, tuple(stretched(form) for form in entry.id))
        elif entry.id:
            made.add(entry.id, stretched(str(entry.id)))
    (folder / f"{LANGUAGE}.po").write_bytes(po.written(made))
    return folder
