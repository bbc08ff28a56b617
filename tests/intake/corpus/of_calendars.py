"""Calendars: every cell as people write it, and rows that contradict each other."""

# ruff: noqa: E501 - a case reads best as one line

from __future__ import annotations

from typing import Any

from tests.intake.corpus.case import Case, loads, refuses, table

HEADER = "calendar,day,opens,closes,zone,country,region,note"


def hours(*records: str, header: str = HEADER) -> str:
    """Write a calendar."""
    return table(*records, header=header)


def open_(
    day: str = "monday", opens: str = "09:00", closes: str = "18:00", **cells: Any
) -> dict[str, Any]:
    """Return the filled cells of a stretch."""
    cells = {"calendar": "A", "day": day, "opens": opens, "closes": closes} | cells
    return {name: value for name, value in cells.items() if value}


CASES: tuple[Case, ...] = (
    loads("a week in Spanish", hours("A;Lunes;9:00;2 p. m.;México;hoy", "A;lun.;15.00;18 h;;", "A;SÁBADO;;;;", header="Calendario;Día;Abre;Cierra;País;Nota"),
          {2: open_(closes="14:00", country="MX", note="hoy"), 3: open_(opens="15:00", country="MX"), 4: open_("saturday", "", "", country="MX")},
          "the users' words, hours and country; a place is of the whole calendar", kind="calendars"),
    loads("a night", hours("A,fri,22:00,06:00,,,,", "A,sat,22:00,24:00,,,,"), {2: open_("friday", "22:00", "06:00"), 3: open_("saturday", "22:00", "24:00")},
          "a shift over midnight is stored as it is said", kind="calendars"),
    loads("own days", hours("A,2026-05-04,09:00:00,13:00:00,,,,puente", "A,2026/5/5,closed,closed,,,,", "A,2026-05-06 00:00:00,usual,,,,,"),
          {2: open_("2026-05-04", closes="13:00", note="puente"), 3: open_("2026-05-05", "", ""), 4: open_("2026-05-06", "usual", "")},
          "a date decides; a spreadsheet's midnight is a date; “usual” takes an own day back", kind="calendars"),
    loads("a zone in lower case", hours("A,monday,09:00,18:00,america/tijuana,us,california,"), {2: open_(zone="America/Tijuana", country="US", region="CA")},
          "names have one spelling in the store", kind="calendars"),
    loads("no holidays, said", hours("A,monday,09:00,18:00,,none,,"), {2: open_(country="none")}, "“none” is not the same as nothing said", kind="calendars"),
    loads("a day that is none", hours("A,lnes,09:00,18:00,,,,", "A,01/05/2026,09:00,18:00,,,,", "A,2026-02-30,,,,,,"), {},
          "1 May or 5 January is not ours to guess", rejected=((2, "day", "timestamp"), (3, "day", "timestamp"), (4, "day", "timestamp")), kind="calendars"),
    loads("hours that are none", hours("A,monday,25:00,18:00,,,,", "A,tuesday,9:60,18:00,,,,", "A,friday,24:00,06:00,,,,", "A,sunday,13 pm,15:00,,,,"), {},
          "no clock shows them, and 24:00 is an end", rejected=((2, "opens", "timestamp"), (3, "opens", "timestamp"), (4, "opens", "timestamp"), (5, "opens", "timestamp")), kind="calendars"),
    loads("hours half said", hours("A,monday,09:00,,,,,", "A,tuesday,,18:00,,,,"), {}, "one edge is no stretch", rejected=((2, "closes", "missing"), (3, "opens", "missing")), kind="calendars"),
    loads("hours the wrong way round", hours("A,monday,18:00,09:00,,,,", "A,tuesday,09:00,09:00,,,,"), {}, "fifteen hours of night were rather an office day; nothing or a day is not ours to guess",
          rejected=((2, "closes", "order"), (3, "closes", "order")), kind="calendars"),
    loads("hours that overlap", hours("A,monday,09:00,14:00,,,,", "A,monday,13:00,18:00,,,,", "A,tuesday,22:00,06:00,,,,", "A,wednesday,05:00,09:00,,,,", "A,thursday,00:00,06:00,,,,"),
          {2: open_(closes="14:00"), 4: open_("tuesday", "22:00", "06:00"), 6: open_("thursday", "00:00", "06:00")}, "nobody works the same hour twice; the next night begins where none has ended",
          rejected=((3, "opens", "conflict"), (5, "opens", "conflict")), kind="calendars"),
    loads("open and closed", hours("A,monday,09:00,18:00,,,,", "A,monday,,,,,,"), {2: open_()}, "which is true is not ours to choose", rejected=((3, "day", "conflict"),), kind="calendars"),
    loads("a calendar in two places", hours("A,monday,09:00,18:00,UTC,,,", "A,tuesday,09:00,18:00,Europe/Madrid,,,"), {2: open_(zone="UTC")}, "a calendar has one zone",
          rejected=((3, "zone", "conflict"),), kind="calendars"),
    loads("places that are unknown", hours("A,monday,09:00,18:00,CST,,,", "A,tuesday,09:00,18:00,,Mejico,,", "A,friday,09:00,18:00,,ES,Madri,", "A,sunday,09:00,18:00,,,Madrid,"), {},
          "letters are no zone; a region is one of the country beside it", rejected=((2, "zone", "timezone"), (3, "country", "implausible"), (4, "region", "implausible"), (5, "region", "implausible")), kind="calendars"),
    loads("a copy", hours("A,monday,09:00,18:00,,,,", "A,monday,9:00,18:00,,,,", "A,monday,09:00,17:00,,,,"), {2: open_()}, "a copy is ignored, another truth is not chosen",
          ignored=((3, "duplicate"),), rejected=((4, "calendar", "conflict"),), kind="calendars"),
    refuses("a day without hours", "calendar,day\nA,monday\n", "No column for", "open or closed cannot be told", kind="calendars"),
)  # fmt: skip
