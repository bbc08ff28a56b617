"""Tell old code pages apart by the words they make: Windows-1252, DOS (CP850), Mac Roman.

A byte above 127 is a letter in one of them and a sign in another: Gesti¢n, Compa¤¡a. A table of
words tells which is meant, as words have letters inside, and no capitals after small ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# As Python calls them -> as people do. The first is what is read where nothing tells.
CODE_PAGES: Mapping[str, str] = {
    "cp1252": "Windows-1252",
    "cp850": "DOS (CP850)",
    "mac_roman": "Mac Roman",
}
USUAL = "cp1252"
# Bytes above 127 that are looked at; more tell nothing new.
MOST_WORDS = 2000
# A reading is clear where so many of the bytes within words are fitting letters in it.
CLEAR = 0.8
_SPANISH = frozenset("áéíóúüñÁÉÍÓÚÜÑ")
# Signs that may stand between two letters, or right after one.
_BETWEEN = frozenset("’·\u00a0\u00ad-–—")
_AFTER = _BETWEEN | frozenset("”»…™®©ºª°²³¹€£¢%")
_FOREIGN, _MISFIT = 0.25, -1.0
# A dash of this length does not stand inside a word, but is no proof.
_EM_DASH, _ODD = "—", -0.1
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")


@dataclass(frozen=True)
class CodePage:
    """The code page of a text.

    Parameters
    ----------
    name : str
        One of `CODE_PAGES`.
    rivals : dict
        Other code page -> a word of the text as it is in this one and in that one.
    """

    name: str
    rivals: Mapping[str, tuple[str, str]]


def code_page_of(lines: Iterable[bytes]) -> CodePage:
    """Tell the code page of lines that are not UTF-8.

    It is Windows-1252 unless the words are broken in it and whole in another one.

    Examples
    --------
    >>> code_page_of(["Compañía;Gestión".encode("cp850")]).name
    'cp850'
    >>> code_page_of(["Compañía;O’Brien".encode("cp1252")]).name
    'cp1252'
    >>> code_page_of(["Atención;Dirección".encode("mac_roman")]).name
    'mac_roman'
    """
    words: Counter[bytes] = Counter()
    for line in lines:
        words.update(word for word in _WORD.findall(line) if len(word) > 1)
        if len(words) >= MOST_WORDS:
            break
    bytes_ = sum(_foreign(word) for word in words)
    scores = {name: sum(_score(word, name) for word in words) for name in CODE_PAGES}
    best = max(scores, key=lambda name: scores[name])
    clear = scores[USUAL] < 0 and scores[best] >= CLEAR * bytes_
    name = best if clear else USUAL
    return CodePage(name, _rivals(words, name, scores))


def _foreign(word: bytes) -> int:
    return sum(byte > 127 for byte in word)


def _score(word: bytes, page: str) -> float:
    """Return how well a word's bytes above 127 fit into it, from -1 to 1 for each."""
    text = word.decode(page, "replace")
    return sum(
        _fit(text[at - 1] if at else "", sign, text[at + 1] if at + 1 < len(text) else "")
        for at, sign in enumerate(text)
        if ord(sign) > 127
    )


def _fit(before: str, sign: str, after: str) -> float:
    if not sign.isalpha() or sign in "ºª":
        if before.isalpha() and after.isalpha():
            if sign == _EM_DASH and before.islower() and after.islower():
                return _ODD
            return 0.0 if sign in _BETWEEN else _MISFIT
        return _MISFIT if before.isalpha() and sign not in _AFTER else 0.0
    if sign.isupper():
        wrong = before.islower() or (before.isupper() and after.islower() and len(after) > 1)
    else:
        wrong = after.isupper()
    if wrong:
        return _MISFIT
    return 1.0 if sign in _SPANISH else _FOREIGN


def _rivals(
    words: Counter[bytes], name: str, scores: Mapping[str, float]
) -> dict[str, tuple[str, str]]:
    """Return the other code pages that make sense of some word, with one that tells them apart."""
    rivals = {}
    for other in CODE_PAGES:
        if other == name or scores[other] <= 0:
            continue
        told = max(words, key=lambda word: (_score(word, other), words[word], word))
        pair = told.decode(name, "replace"), told.decode(other, "replace")
        if pair[0] != pair[1]:
            rivals[other] = pair
    return rivals
