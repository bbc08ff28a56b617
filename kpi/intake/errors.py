"""What the reading half of intake raises and warns of."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.intake.questions import Question
from kpi.words import Message, UserError


class RefusedError(UserError):
    """The file as a whole is refused; nothing of it is staged.

    Parameters
    ----------
    message : Message
    question : Question, optional
        Where one answer of a person would do.
    """

    def __init__(self, message: Message, question: Question | None = None) -> None:
        super().__init__(message)
        self.question = question


class NotTextError(RefusedError):
    """The file is empty or no text: however it is read, it holds no records."""


@dataclass(frozen=True)
class Warning_:  # noqa: N801 - the plain name is a builtin
    """A guess that was made, by a stable code and in words.

    Parameters
    ----------
    code : str
        Stable word: date_order, date_only, zone_mixed, placeholder, header_guess, no_case, …
    message : Message
        What was guessed, where and how often.
    question : Question, optional
        Whose answer says whether the guess is right.
    """

    code: str
    message: Message
    question: Question | None = None
