"""What stands against letting a name stand for another party."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import NamedTuple

import duckdb

from kpi.words import Message, PartyName, UserError
from kpi.words.terms import UNKNOWN_PARTY


class NameChangeError(UserError):
    """A name cannot be given or taken back as asked."""


class Term(NamedTuple):
    """The days on which a name means another party, both included; None: since ever, for ever."""

    first: date | None
    last: date | None

    def meets(self, other: Term) -> bool:
        """Tell whether the two have a day in common.

        Examples
        --------
        >>> march = Term(date(2026, 3, 1), date(2026, 3, 31))
        >>> march.meets(Term(date(2026, 4, 1), None)), EVER.meets(march)
        (False, True)
        """
        return (self.first or date.min) <= (other.last or date.max) and (
            other.first or date.min
        ) <= (self.last or date.max)


EVER = Term(None, None)


def as_name(text: str) -> str:
    """Return a typed name as names of files are stored."""
    return unicodedata.normalize("NFC", text).strip()


def check_term(term: Term) -> None:
    """Tell what is wrong with the days of a split.

    Raises
    ------
    NameChangeError
        If it has no bound, or ends before it begins.
    """
    if term == EVER:
        raise NameChangeError(
            Message("Say from which day it holds, or until which; without a day it is a merge.")
        )
    if term.first and term.last and term.last < term.first:
        raise NameChangeError(
            Message(
                "The last day ({last}) is before the first ({first}).",
                {"last": term.last, "first": term.first},
            )
        )


def check_names(
    cursor: duckdb.DuckDBPyConnection, given: list[str], into: str, term: Term = EVER
) -> None:
    """Tell what stands against letting ``given`` stand for ``into`` on some days.

    Raises
    ------
    NameChangeError
        As `kpi.intake.merge_parties`.

    Notes
    -----
    The name that stays may stand for no other on any day, so that no circle can close, whatever the
    days are.
    """
    if not into or not into.isprintable():
        raise NameChangeError(Message("Give the name that stays: a line of text."))
    if not given:
        raise NameChangeError(
            Message("“{name}” is what it is called already.", {"name": PartyName(into)})
        )
    for name in (*given, into):
        if name == UNKNOWN_PARTY:
            raise NameChangeError(
                Message("“{name}” is no name: nobody is known there.", {"name": PartyName(name)})
            )
    standing = cursor.execute(
        "SELECT name, party, valid_from, valid_to FROM party_names WHERE undone_at IS NULL"
    ).fetchall()
    for name, party, first, last in standing:
        if name == into or (name in given and Term(first, last).meets(term)):
            raise NameChangeError(_taken(name, party, Term(first, last)))
    parties = {name for (name,) in cursor.execute("SELECT party FROM parties").fetchall()}
    for name in given:
        if name not in parties:
            raise NameChangeError(
                Message(
                    "There is no party “{name}”. Write it as it is shown.",
                    {"name": PartyName(name)},
                )
            )


def _taken(name: str, party: str, term: Term) -> Message:
    values = {"name": PartyName(name), "party": PartyName(party)}
    if term == EVER:
        return Message(
            "“{name}” stands for “{party}” already. Undo that change first, "
            "or choose another name.",
            values,
        )
    return Message(
        "“{name}” stands for “{party}” already, {term}. Undo that change first, or choose other "
        "days or another name.",
        {**values, "term": told_term(term)},
    )


def told_term(term: Term) -> Message:
    """Return the days as part of a sentence.

    Examples
    --------
    >>> told_term(Term(None, date(2026, 3, 31))).phrase
    'until {last}'
    """
    if term.last is None:
        return Message("from {first} on", {"first": term.first})
    if term.first is None:
        return Message("until {last}", {"last": term.last})
    return Message("from {first} to {last}", {"first": term.first, "last": term.last})
