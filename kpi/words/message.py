"""A phrase that is chosen deep in the library and spoken later, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def N_(phrase: str) -> str:  # noqa: N802 - the name gettext tools know
    """Mark a constant phrase for the catalogues; it is spoken where it is shown."""
    return phrase


@dataclass(frozen=True)
class Share:
    """A value of a `Message` that is spoken as a percentage."""

    value: float
    digits: int = 1


@dataclass(frozen=True)
class Hours:
    """A value of a `Message` that is spoken as a duration; ``working``: of a calendar."""

    value: float
    working: bool = False


@dataclass(frozen=True)
class Number:
    """A value of a `Message` that is spoken with at most so many decimals."""

    value: float
    digits: int = 1


class PartyName(str):
    """A value of a `Message` that names a party."""

    __slots__ = ()


@dataclass(frozen=True)
class Listed:
    """A value of a `Message` that lists others: the first few, and how many more there are."""

    values: tuple[Any, ...]
    most: int = 6


class InBothLanguages(str):
    """A text of the company's own, which it wrote in every language itself.

    Examples
    --------
    >>> from kpi.words import words_for
    >>> words_for("es")(InBothLanguages({"en": "Weight {kg}", "es": "Peso {kg}"}))
    'Peso {kg}'
    """

    __slots__ = ("texts",)
    texts: dict[str, str]

    def __new__(cls, texts: Mapping[str, str]) -> InBothLanguages:
        """Make it from language -> text."""
        made = super().__new__(cls, texts.get("en") or next(iter(texts.values())))
        made.texts = dict(texts)
        return made

    def __getnewargs__(self) -> tuple[dict[str, str]]:  # type: ignore[override]
        return (self.texts,)


@dataclass(frozen=True)
class Message:
    """A phrase with its values, not yet in any language.

    Parameters
    ----------
    phrase : str
        The English text with ``{named}`` places; the key of the catalogues.
    values : dict
        What fills the places. A value that is itself a `Message` is spoken too; whole and decimal
        numbers, days, instants, `Share`, `Hours`, `Number`, `PartyName` and `Listed` are written
        the reader's way; text stands.
    many : str, optional
        The English plural; the value ``n`` then decides which form is spoken.

    Examples
    --------
    >>> from kpi.words import words_for
    >>> m = Message("{n} record", {"n": 1200}, many="{n} records")
    >>> words_for("en").render(m)
    '1,200 records'
    """

    phrase: str
    values: dict[str, Any] = field(default_factory=dict)
    many: str | None = None

    def __str__(self) -> str:
        """Return the English text, for logs and tracebacks."""
        from kpi.words.speak import words_for

        return words_for("en").render(self)


class UserError(Exception):
    """Something a user can mend: says what is wrong, the value, where, and what to do.

    Subclasses name the kind; the text is a `Message`, so that the page and the command line speak
    it in the reader's language.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message
