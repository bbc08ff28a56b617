"""What the reading half of intake raises and warns of."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.words import Message, UserError


class RefusedError(UserError):
    """The file as a whole is refused; nothing of it is staged."""


@dataclass(frozen=True)
class Warning_:  # noqa: N801 - the plain name is a builtin
    """A guess that was made, by a stable code and in words.

    Parameters
    ----------
    code : str
        Stable word: date_order, date_only, zone_mixed, placeholder, header_guess, no_case, …
    message : Message
        What was guessed, where and how often.
    """

    code: str
    message: Message
