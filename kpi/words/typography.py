"""The marks that a language writes with: one kind of quotation marks for each."""

from __future__ import annotations

# Spanish knows «these» too; two kinds on one page look like two meanings.
MARKS = {"es": str.maketrans("«»", "“”")}


def typeset(text: str, language: str) -> str:
    """Write a translation with the one kind of quotation marks of its language.

    Examples
    --------
    >>> typeset("«{party}» no existe", "es")
    '“{party}” no existe'
    """
    return text.translate(MARKS.get(language, {}))
