"""Cells: dates of every habit, offsets, placeholders, numbers, yes and no, tricks."""

# ruff: noqa: E501 - a case reads best as one line

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tests.intake.corpus.case import AT, HEADER, Case, cell, end_of, fact, loads, refuses, table

NOON = datetime(2026, 3, 13, 12)
SPANISH = "Id entrega,Caso,Proveedor,Cliente,Fecha de solicitud,Entregado"


def asked(*written: str, header: str = HEADER) -> str:
    """Write handoffs requested at the given times, quoted."""
    rows = [f'H{n},C1,Ventas,Compras,"{text}",' for n, text in enumerate(written, 1)]
    return table(*rows, header=header)


def reads(name: str, *pairs: tuple[str, datetime], why: str, header: str = HEADER,
          warnings: tuple[str, ...] = (), **how: object) -> Case:  # fmt: skip
    """Return the case of times that are all read."""
    facts = {n: fact(n - 1, requested_at=at) for n, (_, at) in enumerate(pairs, 2)}
    content = asked(*(text for text, _ in pairs), header=header)
    return loads(name, content, facts, why, warnings=warnings, how=how)


def rejects(name: str, written: str, reason: str, why: str, *, good: str = "2026-03-01 10:00",
            **outcome: object) -> Case:  # fmt: skip
    """Return the case of a good request on line 2 and a bad one on line 3."""
    return loads(name, asked(good, written), {2: fact(1)}, why,
                 rejected=((3, "requested_at", reason),), **outcome)  # fmt: skip


def empties(name: str, written: str) -> Case:
    """Return the case of a delivery that stands for none."""
    content = table(f'H1,C1,Ventas,Compras,2026-03-01 10:00,"{written}"')
    return loads(name, content, {2: fact()}, "a system's way to say none; told", warnings=("placeholder",))  # fmt: skip


def holds(name: str, column: str, written: str, why: str, warnings: tuple[str, ...] = (), **stored: object) -> Case:  # fmt: skip
    """Return the case of a seventh cell that is read."""
    return loads(name, cell(column, written), {2: fact(**stored)}, why, warnings=warnings)


def faulty(name: str, column: str, written: str, reason: str, why: str) -> Case:
    """Return the case of a seventh cell that rejects its record."""
    return loads(name, cell(column, written), {}, why, rejected=((2, column, reason),))


def listed(name: str, column: str, read: Mapping[str, object], why: str) -> Case:
    """Return the case of a column of cells, each read as told."""
    records = []
    for n, written in enumerate(read):
        quoted = written.replace('"', '""')
        records.append(f'H{n},C1,Ventas,Compras,2026-03-01 10:00,,"{quoted}"')
    facts = {n + 2: fact(n, **{column: value}) for n, value in enumerate(read.values())}
    return loads(name, table(*records, header=f"{HEADER},{column}"), facts, why)


YES = ("sí", "SI", "Yes", "TRUE", "Verdadero", "1", "x", "S", "Aceptado", "OK")
NO = ("no", "NO", "False", "falso", "0", "N", "Rechazado", "No conforme")
NAMES = ("NA", "None", "null", "0", "-", "?", "TRUE", "1.0", "#REF!")
TEXTS = (
    '=HYPERLINK("http://x","y")', "@SUM(A1)", "-1+1", "+52 55 1234", "'; DROP TABLE loads; --", "<script>alert(1)</script>",
    "../../../etc/passwd", "{column} {n} %s %(x)s $1 \\1", "[x](javascript:alert(1)) **b**", "NA", "null", "007",
    "12345678901234567890", "01/02/2026", '{"a": [1, "b"]}', "a  b", "'hola", "👩‍🏭 ok", "1e5", "0x1F", "${jndi:ldap://x}",
)  # fmt: skip


DATES: tuple[Case, ...] = (
    reads("D/M/Y", ("05/03/2026 12:00", datetime(2026, 3, 5, 12)), ("13/03/2026 12:00", NOON), why="13 can only be a day"),
    reads("M/D/Y", ("03/05/2026 12:00", datetime(2026, 3, 5, 12)), ("03/13/2026 12:00", NOON), why="13 can only be a day"),
    reads("D/M/Y without zeros", ("5/3/2026 9:05", datetime(2026, 3, 5, 9, 5)), ("13/3/2026 12:00", NOON), why="13 can only be a day"),
    reads("D-M-Y", ("05-03-2026 12:00", datetime(2026, 3, 5, 12)), ("13-03-2026 12:00", NOON), why="13 can only be a day"),
    reads("dotted", ("05.03.2026 12:00", datetime(2026, 3, 5, 12)), ("13.03.2026 12:00", NOON), why="13 can only be a day"),
    reads("dotted without evidence", ("05.03.2026 12:00", datetime(2026, 3, 5, 12)), why="dots mean day first; told", warnings=("date_order",)),
    reads("Spanish header without evidence", ("05/03/2026 12:00", datetime(2026, 3, 5, 12)), header=SPANISH,
          why="Spanish means day first; told", warnings=("date_order",)),
    reads("Spanish header against its habit", ("03/05/2026 12:00", datetime(2026, 3, 5, 12)), ("03/13/2026 12:00", NOON), header=SPANISH,
          why="the values' evidence is stronger than the language"),
    reads("evidence in the last of many rows", *[("05/03/2026 12:00", datetime(2026, 3, 5, 12))] * 1500, ("13/03/2026 12:00", NOON),
          why="the whole column is looked at"),
    reads("the same day and month", ("03/03/2026 12:00", datetime(2026, 3, 3, 12)), why="both readings are one"),
    refuses("no evidence", asked("05/03/2026 12:00", "06/03/2026 12:00"), "day or the month first", "two readings, two facts"),
    refuses("both orders", asked("13/03/2026 12:00", "03/13/2026 12:00"), "with the month first", "half of them would be misread"),
    reads("said by the mapping", ("05/03/2026 12:00", datetime(2026, 5, 3, 12)), why="the user answered", mapping={"dayfirst": False},
          warnings=("date_order",)),
    loads("one slip among many", asked(*[f"{d}/{m:02}/2026 12:00" for m in (1, 3) for d in range(1, 32)], "03/14/2026 12:00"),
          {n + 1: fact(n, requested_at=datetime(2026, 1 if n < 32 else 3, n if n < 32 else n - 31, 12)) for n in range(1, 63)},
          "month 14: told, not turned round", rejected=((64, "requested_at", "timestamp"),)),
    reads("Y/M/D", ("2026/03/05 12:00", datetime(2026, 3, 5, 12)), why="the year says the order"),
    reads("ISO among D/M/Y", ("2026-03-05 12:00", datetime(2026, 3, 5, 12)), ("13/03/2026 12:00", NOON), why="the year says the order; told, for a spreadsheet may have turned the first", warnings=("date_order",)),
    reads("ISO of late days among D/M/Y", ("2026-03-25 12:00", datetime(2026, 3, 25, 12)), ("13/03/2026 12:00", NOON), why="no spreadsheet takes 25 for a month"),
    reads("ISO among D/M/Y of early days", ("2026-03-05 12:00", datetime(2026, 3, 5, 12)), ("02/03/2026 12:00", datetime(2026, 3, 2, 12)), ("13/03/2026 12:00", NOON), why="a spreadsheet would have turned the second too"),
    reads("half turned by a spreadsheet", ("2026-02-03 12:00", datetime(2026, 2, 3, 12)), ("2026-05-03 12:00", datetime(2026, 5, 3, 12)), ("25/03/2026 12:00", datetime(2026, 3, 25, 12)), ("13/03/2026 12:00", NOON),
          why="Excel of the United States turned 02/03 and 05/03 and left 13/03 and 25/03: read as written, and told", warnings=("date_order",)),
    reads("half turned the other way", ("2026-03-02 12:00", datetime(2026, 3, 2, 12)), ("03/25/2026 12:00", datetime(2026, 3, 25, 12)),
          why="Excel in Spanish over M/D/Y leaves the same trace", warnings=("date_order",)),
    loads("numbers of cases shortened by a spreadsheet", table("H1,8.00012E+11,Ventas,Compras,2026-03-01 10:00,", "H2,8.00012E+11,Ventas,Compras,2026-03-01 10:00,"),
          {2: fact(1, case_id="8.00012E+11"), 3: fact(2, case_id="8.00012E+11")}, "two cases may have become one: verbatim, and told", warnings=("shortened",)),
    loads("numbers shortened with a comma", table('"8,00012E+11",C1,Ventas,Compras,2026-03-01 10:00,'),
          {2: fact(handoff_id="8,00012E+11")}, "Excel in Spanish", warnings=("shortened",)),
    loads("an E in a code", table("8E12,C1,Ventas,Compras,2026-03-01 10:00,"), {2: fact(handoff_id="8E12")}, "a code, no shortened number"),
    loads("letters that only look broken", table("H1,C1,Ãngela,Compras,2026-03-01 10:00,"), {2: fact(supplier="Ãngela")}, "Ã before a letter is Portuguese"),
    reads("two-digit years", ("05/03/26 12:00", datetime(2026, 3, 5, 12)), ("13/03/26 12:00", NOON), ("31/12/25 12:00", datetime(2025, 12, 31, 12)),
          why="31 can only be a day, and the last numbers are years of today"),
    refuses("two-digit years first or last", asked("26-03-01 12:00", "26-03-17 12:00"), "begins with the year", "26 may be the year or the day"),
    reads("compact", ("20260313T120000", NOON), why="ISO without marks"),
    reads("compact to the minute", ("202603131200", NOON), why="the same"),
    reads("compact with an offset", ("20260313T120000Z", NOON), why="the same"),
    reads("month names", ("13-mar-2026 12:00", NOON), ("05-abr-2026 12:00", datetime(2026, 4, 5, 12)), why="Oracle in Spanish"),
    reads("month names in capitals", ("13-MAR-26 12:00", NOON), ("05-ENE-26 12:00", datetime(2026, 1, 5, 12)), why="Oracle's default"),
    reads("month names with dots", ("13 sept. 2025 12:00", datetime(2025, 9, 13, 12)), why="Excel in Spanish"),
    reads("month names in words", ("13 de marzo de 2026 12:00", NOON), ("1 de abril del 2026 12:00", datetime(2026, 4, 1, 12)), why="letters in Spanish"),
    reads("month names in English", ("Mar 13, 2026 12:00", NOON), ("April 5, 2026 12:00 PM", datetime(2026, 4, 5, 12)), why="a browser's copy"),
    reads("a. m. and p. m.", ("13/03/2026 12:00:00 p. m.", NOON), ("13/03/2026 12:00:00 a. m.", datetime(2026, 3, 13)),
          ("13/03/2026 1:30 p.\u00a0m.", datetime(2026, 3, 13, 13, 30)), why="Windows in Mexico, with its NBSP"),
    reads("AM and PM", ("3/13/2026 12:00 PM", NOON), ("3/13/2026 12:05 AM", datetime(2026, 3, 13, 0, 5)), ("3/13/2026 1:30pm", datetime(2026, 3, 13, 13, 30)), why="twelve is noon and midnight"),
    rejects("13 PM", "2026-03-13 13:00 PM", "timestamp", "no such time"),
    rejects("0 AM of no clock", "2026-03-13 00:30 PM", "timestamp", "half past midnight or noon: not sure"),
    reads("Excel serials", ("46094.5", NOON), ("46082.4166666667", AT), why="days since 1899-12-30, to the second"),
    reads("Excel serials with a comma", ("46094,5", NOON), why="the same in Spanish"),
    reads("Unix seconds", ("1773403200", NOON), why="in UTC by definition"),
    reads("Unix milliseconds", ("1773403200000", NOON), why="the same"),
    loads("Unix seconds in another zone", asked("1773403200"), {2: fact(requested_at=NOON)}, "an instant does not depend on the file's zone",
          how={"timezone": "America/Mexico_City"}),
    loads("Excel serials among dates", asked("13/03/2026 12:00", "13/03/2026 13:00", "46094.5"), {2: fact(1, requested_at=NOON), 3: fact(2, requested_at=datetime(2026, 3, 13, 13))},
          "another habit in a column of texts is a slip, told", rejected=((4, "requested_at", "timestamp"),)),
    reads("24:00", ("2026-03-12 24:00", datetime(2026, 3, 13)), why="the end of a day is the next one's beginning"),
    rejects("24:30", "2026-03-12 24:30", "timestamp", "no such time"),
    rejects("25:00", "2026-03-12 25:00", "timestamp", "no such time"),
    rejects("minute 60", "2026-03-12 10:60", "timestamp", "no such time"),
    rejects("30 February", "2026-02-30 10:00", "timestamp", "no such day; rolling over would be a guess"),
    rejects("29 February of no leap year", "2026-02-29 10:00", "timestamp", "the same"),
    reads("29 February of a leap year", ("2024-02-29 10:00", datetime(2024, 2, 29, 10)), why="there was one"),
    rejects("month 13", "2026-13-01 10:00", "timestamp", "no such month"),
    rejects("a year of five digits", "20260-03-01 10:00", "timestamp", "a slip of the hand"),
    rejects("a year of three digits", "202-03-01 10:00", "timestamp", "a slip of the hand"),
    rejects("a time alone", "10:00", "timestamp", "no day"),
    rejects("a week", "2026-W10-1", "timestamp", "not a form that we read, so told"),
    rejects("words", "mañana", "timestamp", "no date"),
    rejects("two dates", "2026-03-01 10:00 / 2026-03-02 10:00", "timestamp", "which one is not sure"),
    rejects("a letter for a digit", "2O26-03-01 10:00", "timestamp", "nearly a date is none"),
    rejects("digits of another script", "٢٠٢٦-٠٣-٠١ ١٠:٠٠", "timestamp", "told rather than half read"),
    rejects("a formula for a date", "=NOW()", "timestamp", "its value is not in the file"),
    reads("fractions of a second", ("2026-03-13 12:00:00.123456789", datetime(2026, 3, 13, 12, 0, 0, 123456)),
          ("2026-03-13 12:00:00,5", datetime(2026, 3, 13, 12, 0, 0, 500000)), why="what is finer than a microsecond is cut"),
    reads("offsets", ("2026-03-13T06:00:00-06:00", NOON), ("2026-03-13 17:30+0530", NOON), ("2026-03-13 12:00Z", NOON), why="an offset is never cut"),
    reads("some offsets", ("2026-03-13T06:00:00-06:00", NOON), ("2026-03-13 12:00:00", NOON), why="told", warnings=("zone_mixed",)),
    rejects("an abbreviated zone", "2026-03-13 12:00 CST", "timezone", "China, Cuba or the middle of America"),
    rejects("a zone by its name", "2026-03-13 12:00 America/Mexico_City", "timezone", "told how to write it"),
    rejects("an offset of 20 hours", "2026-03-13 12:00+20:00", "timezone", "there is none"),
    loads("a gap time", asked("2022-04-03 02:30", "2022-04-03 03:30"), {3: fact(2, requested_at=datetime(2022, 4, 3, 8, 30))},
          "the clocks went over it", rejected=((2, "requested_at", "dst"),), how={"timezone": "America/Mexico_City"}),
    loads("a fold time", asked("2022-10-30 01:30"), {2: fact(requested_at=datetime(2022, 10, 30, 6, 30))}, "the first, told",
          warnings=("dst",), how={"timezone": "America/Mexico_City"}),
    reads("no time of day", ("2026-03-13", datetime(2026, 3, 13)), why="a request counts from the morning, told", warnings=("date_only",)),
    loads("no time of day at the end", table("H1,C1,Ventas,Compras,2026-03-01 10:00,2026-03-01"), {2: fact(delivered_at=end_of(2026, 3, 1))},
          "a delivery counts to the evening, told", warnings=("date_only",)),
    reads("midnight written", ("2026-03-13 00:00:00", datetime(2026, 3, 13)), why="a time is there: it is what it says"),
    rejects("1900 for a request", "1900-01-01 00:00", "implausible", "a placeholder where the cell must be filled"),
    rejects("1985 for a request", "1985-05-05 10:00", "implausible", "before any handoff that is loaded"),
    rejects("2040 for a request", "2040-05-05 10:00", "implausible", "more than five years ahead"),
    empties("year 1", "0001-01-01 00:00:00"), empties("zero of Excel", "1899-12-30 00:00:00"), empties("1900", "1900-01-01"),
    empties("zero of Unix", "1970-01-01 00:00:00"), empties("9999", "9999-12-31 23:59:59"), empties("2099", "2099-12-31"),
    empties("zeros", "0000-00-00 00:00:00"), empties("a dash", "-"), empties("n/a", "N/A"), empties("null", "NULL"), empties("none", "None"),
    loads("a spreadsheet's error", table('H1,C1,Ventas,Compras,2026-03-01 10:00,"#N/A"'), {}, "a lookup failed: not the same as none",
          rejected=((2, "delivered_at", "timestamp"),)),
    loads("a column that was too narrow", table("H1,C1,Ventas,Compras,2026-03-01 10:00,########"), {}, "the date is lost",
          rejected=((2, "delivered_at", "timestamp"),)),
    loads("pending for a date", table("H1,C1,Ventas,Compras,2026-03-01 10:00,Pendiente"), {}, "a word is no date, and not known as none",
          rejected=((2, "delivered_at", "timestamp"),)),
    loads("delivered before requested", table("H1,C1,Ventas,Compras,2026-03-01 10:00,2026-03-01 09:59"), {}, "it cannot be",
          rejected=((2, "delivered_at", "order"),)),
    loads("promised before requested", table("H1,C1,Ventas,Compras,2026-03-01 10:00,2026-02-01 10:00", header=HEADER.replace("delivered", "promised")),
          {2: fact(promised_at=datetime(2026, 2, 1, 10))}, "it can be: promised again later; told", warnings=("order",)),
    loads("returned before delivered", table("H1,C1,Ventas,Compras,2026-03-01 10:00,2026-03-03 10:00,2026-03-02 10:00", header=f"{HEADER},returned_at"),
          {}, "it cannot be", rejected=((2, "returned_at", "order"),)),
)  # fmt: skip

OTHERS: tuple[Case, ...] = (
    holds("a decimal comma", "paused_hours", "1,5", "Spanish", paused_hours=1.5),
    holds("a decimal point", "paused_hours", "1.5", "English", paused_hours=1.5),
    holds("both marks, comma last", "paused_hours", "1.234,5", "the last one is decimal", paused_hours=1234.5),
    holds("both marks, point last", "paused_hours", "1,234.5", "the last one is decimal", paused_hours=1234.5),
    faulty("a comma before three digits", "paused_hours", "1,234", "implausible", "a thousand or one and a bit"),
    loads("a point before three digits beside decimal commas", table(
          'H1,C1,Ventas,Compras,2026-03-01 10:00,,"1,5"', "H2,C1,Ventas,Compras,2026-03-01 10:00,,1.500", header=f"{HEADER},paused_hours"),
          {2: fact(1, paused_hours=1.5), 3: fact(2, paused_hours=1500.0)}, "the other cells prove decimal commas: the point separates thousands"),
    loads("a comma before three digits beside decimal commas", table(
          'H1,C1,Ventas,Compras,2026-03-01 10:00,,"2,5"', 'H2,C1,Ventas,Compras,2026-03-01 10:00,,"1,125"', header=f"{HEADER},paused_hours"),
          {2: fact(1, paused_hours=2.5), 3: fact(2, paused_hours=1.125)}, "the other cells prove decimal commas"),
    loads("a comma before three digits beside decimal points", table(
          'H1,C1,Ventas,Compras,2026-03-01 10:00,,2.5', 'H2,C1,Ventas,Compras,2026-03-01 10:00,,"1,125"', header=f"{HEADER},paused_hours"),
          {2: fact(1, paused_hours=2.5), 3: fact(2, paused_hours=1125.0)}, "the other cells prove decimal points"),
    loads("a comma before three digits beside both marks", table(
          'H1,C1,Ventas,Compras,2026-03-01 10:00,,2.5', 'H2,C1,Ventas,Compras,2026-03-01 10:00,,"2,5"',
          'H3,C1,Ventas,Compras,2026-03-01 10:00,,"1,125"', header=f"{HEADER},paused_hours"),
          {2: fact(1, paused_hours=2.5), 3: fact(2, paused_hours=2.5)}, "the column proves nothing",
          rejected=((4, "paused_hours", "implausible"),)),
    loads("a comma before three digits in a semicolon file of decimal commas", table(
          "H1;C1;Ventas;Compras;2026-03-01 10:00;0,75", "H2;C1;Ventas;Compras;2026-03-01 10:00;1,125",
          header="handoff_id;case_id;supplier;customer;requested_at;paused_hours"),
          {2: fact(1, paused_hours=0.75), 3: fact(2, paused_hours=1.125)}, "quarters and eighths of an hour"),
    loads("a point before three digits in a semicolon file", table("H1;C1;Ventas;Compras;2026-03-01 10:00;1.500",
          header="handoff_id;case_id;supplier;customer;requested_at;paused_hours"), {}, "programs that write semicolons write decimal commas: it may be a thousand",
          rejected=((2, "paused_hours", "implausible"),)),
    holds("a point before three digits", "paused_hours", "1.125", "in a comma file the point is decimal", paused_hours=1.125),
    faulty("a negative pause", "paused_hours", "-1", "implausible", "nothing pauses for less than nothing"),
    faulty("an infinite pause", "paused_hours", "inf", "implausible", "no number of hours"),
    faulty("an exponent", "paused_hours", "1e3", "implausible", "a sheet's shortening; told"),
    faulty("hours in words", "paused_hours", "2 h", "implausible", "a unit in the cell; told"),
    faulty("hours as a clock", "paused_hours", "1:30", "implausible", "hours and minutes, or minutes and seconds"),
    faulty("too many hours", "paused_hours", "99999999", "implausible", "eleven thousand years"),
    holds("no pause", "paused_hours", "n/a", "none; told", ("placeholder",)),
    holds("a pause of nothing", "paused_hours", "0", "zero is a number", paused_hours=0.0),
    listed("words for yes", "accepted", dict.fromkeys(YES, True), "what people and programs write"),
    listed("words for no", "accepted", dict.fromkeys(NO, False), "what people and programs write"),
    faulty("perhaps", "accepted", "tal vez", "accepted", "neither yes nor no"),
    faulty("2 for yes", "accepted", "2", "accepted", "neither yes nor no"),
    holds("unknown acceptance", "accepted", "N/D", "none; told", ("placeholder",)),
    holds("a rating", "rating", "5", "one to five", rating=5),
    holds("a rating with decimals of zero", "rating", "4.0", "pandas writes it so", rating=4),
    holds("a rating with a comma of zero", "rating", "4,0", "the same in Spanish", rating=4),
    faulty("half a rating", "rating", "4.5", "rating", "rounding would be a guess"),
    faulty("a rating of zero", "rating", "0", "rating", "one to five"),
    faulty("a rating of six", "rating", "6", "rating", "one to five"),
    faulty("a rating of ten", "rating", "10", "rating", "one to five, never its first digit"),
    faulty("stars", "rating", "★★★★", "rating", "told, not counted"),
    faulty("a rating out of five", "rating", "4/5", "rating", "told"),
    listed("hostile and puzzling texts", "nota", {text: text for text in TEXTS}, "text is text, verbatim"),
    loads("a guarded formula", cell("nota", "'=1+1"), {2: fact(nota="=1+1")}, "what a formula-safe export wrote comes back as it was"),
    loads("parties with names that look empty", table(*(f"H{n},C1,{name},Compras,2026-03-01 10:00," for n, name in enumerate(NAMES))),
          {n + 2: fact(n, supplier=name) for n, name in enumerate(NAMES)}, "each can be a name; “#REF!” is told", warnings=("spreadsheet_error",)),
)  # fmt: skip
CASES = DATES + OTHERS
