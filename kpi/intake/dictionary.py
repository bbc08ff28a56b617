"""Templates and the data dictionary, made of the same fields that reading uses."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from kpi.intake.fields import Field
from kpi.intake.formats import FIELDS, KINDS
from kpi.words import N_, Message

# How cells of each type are written, for the dictionary.
TYPE_NAMES = {
    "text": N_("text"),
    "time": N_("date and time"),
    "day": N_("date"),
    "yes": N_("yes or no"),
    "rating": N_("whole number from 1 to 5"),
    "hours": N_("hours"),
    "share": N_("share"),
    "target": N_("share, hours or rating"),
    "whole": N_("whole number"),
    "choice": N_("one of its words"),
    "weekday": N_("weekday or date"),
    "clock": N_("time of day"),
    "zone": N_("time zone"),
    "country": N_("country"),
    "region": N_("region"),
}


@dataclass(frozen=True)
class Entry:
    """One row of the data dictionary."""

    field: str
    required: bool
    type: Message
    meaning: Message
    headers: tuple[str, ...]


def dictionary(kind: str) -> tuple[Entry, ...]:
    """Return the data dictionary of a kind of file.

    Examples
    --------
    >>> [entry.field for entry in dictionary("annotations") if entry.required]
    ['day', 'text']
    """
    return tuple(_entry(field) for field in FIELDS[kind])


def _entry(field: Field) -> Entry:
    return Entry(
        field.name,
        field.required,
        Message(TYPE_NAMES[field.type]),
        field.spoken_meaning,
        field.synonyms[1:],
    )


def template(kind: str, language: str = "en") -> str:
    r"""Return the header line of an empty file of a kind, in the language.

    Examples
    --------
    >>> template("annotations", "es")
    'fecha,texto,alcance\r\n'
    """
    out = io.StringIO()
    csv.writer(out).writerow(headers(kind, language).values())
    return out.getvalue()


def headers(kind: str, language: str) -> dict[str, str]:
    """Return what the columns of a kind of file are called in a language, by field.

    Examples
    --------
    >>> headers("annotations", "es")
    {'day': 'fecha', 'text': 'texto', 'scope': 'alcance'}
    """
    return {field.name: field.header_in(language) for field in KINDS[kind].stored}
