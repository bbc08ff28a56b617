"""Widths, blank lines, totals, second tables, the same record twice."""

# ruff: noqa: E501 - a case reads best as one line

from __future__ import annotations

from tests.intake.corpus.case import HEADER, Case, fact, loads, row, table

BOTH = {2: fact(1), 4: fact(2)}


def between(name: str, line: str, why: str, *faults: tuple[int, str, str]) -> Case:
    """Return the case of a line between two sound records."""
    return loads(name, table(row(1), line, row(2)), BOTH, why, rejected=faults)


def after(name: str, *lines: str, why: str, line: int = 3, reason: str = "footer") -> Case:
    """Return the case of lines after the last record."""
    told = tuple((line + n, reason) for n in range(len([text for text in lines if text])))
    return loads(name, table(row(1), *lines), {2: fact(1)}, why, ignored=told)


MISSING = tuple((3, column, "missing") for column in ("case_id", "customer", "requested_at", "supplier"))  # fmt: skip
TIMES = ((3, "delivered_at", "timestamp"), (3, "requested_at", "timestamp"))

CASES: tuple[Case, ...] = (
    between("too few cells", "H9,C1", "which cells are missing is not sure", (3, "", "width")),
    between("one cell too few", "H9,C1,Ventas,Compras,2026-03-01 10:00", "the same", (3, "", "width")),
    between("too many cells", row(9) + ",x", "a delimiter in a name: where is not sure", (3, "", "width")),
    between("an unquoted delimiter in a name", row(9, "Ventas, sur", delivered="2026-03-02"), "the same", (3, "", "width")),
    between("an unquoted delimiter before an empty last cell", row(9, "Ventas, sur"), "the same", (3, "", "width")),
    between("a line of dashes", "------", "printed, and told", (3, "", "width")),
    between("a comment", "# revisado por Ana", "told, not dropped", (3, "", "width")),
    between("a comment with all delimiters", "# revisado,,,,,", "told, not dropped", (3, "case_id", "missing"),
            (3, "customer", "missing"), (3, "requested_at", "missing"), (3, "supplier", "missing")),
    between("a total between records", "Total,1,,,,", "only after the last record is it a footer", (3, "customer", "missing"),
            (3, "requested_at", "missing"), (3, "supplier", "missing")),
    between("only an id", "H9,,,,,", "required cells are empty", *MISSING),
    between("no supplier", "H9,C1,,Compras,2026-03-01 10:00,", "a handoff needs one who gives", (3, "supplier", "missing")),
    between("a supplier of spaces", "H9,C1, \u00a0 ,Compras,2026-03-01 10:00,", "white space is nothing", (3, "supplier", "missing")),
    between("no id", ",C1,Ventas,Compras,2026-03-01 10:00,", "the column is there, so nothing is derived", (3, "handoff_id", "missing")),
    between("words for dates", "H9,C1,Ventas,Compras,ayer,pronto", "told", *TIMES),
    loads("a bare decimal comma before an empty last cell", table(f"{row(1)},,", f"{row(2)},1,5,", f"{row(3)},2,", header=f"{HEADER},paused_hours,nota"),
          {2: fact(1), 4: fact(3, paused_hours=2.0)}, "one cell too many, though the last is empty: 1,5 hours, or one hour and a note",
          rejected=((3, "", "width"),)),
    loads("the same among quoted cells", table(f'{row(1, "a, b")},,'.replace("a, b", '"a, b"'), f"{row(2)},1,5,", header=f"{HEADER},paused_hours,nota"),
          {2: fact(1, supplier="a, b")}, "quotes elsewhere change nothing", rejected=((3, "", "width"),)),
    loads("trailing delimiters in some rows", table(row(1), row(2) + ",", row(3)), {2: fact(1), 4: fact(3)},
          "one row alone may have a name cut in two", rejected=((3, "", "width"),)),
    loads("trailing delimiters in all rows", table(row(1) + ",,", row(2) + ",,"), {2: fact(1), 3: fact(2)}, "a habit of the program"),
    loads("blank lines", table(row(1), "", ",,,,,", " , ,,,, ", "   ", row(2), ""), {2: fact(1), 7: fact(2)}, "they hold nothing, but count as lines"),
    loads("quoted blanks", table(row(1), '"","","","","",""', row(2)), BOTH, "the same in quotes"),
    after("a total", "Total,1,,,,", why="a sheet's sum"),
    after("a total with a colon", "TOTAL: 1", why="a sheet's sum"),
    after("a total of its own width", "", "Total de registros: 1", why="a report's count", line=4),
    after("several footers", "Total,1,,,,", "Generado el 2026-03-01", "Página 1", why="a report's end"),
    after("a grand total in English", "Grand Total,,,,,1", why="a pivot's end"),
    after("an average", "Promedio,,,,,", why="a sheet's row of statistics"),
    after("a printed date", '"Impreso: 01/03/2026, 10:00",,,,,', why="a report's end"),
    loads("a footer in another cell", table(row(1), ",,Total,1,,"), {2: fact(1)}, "the first filled cell says it", ignored=((3, "footer"),)),
    loads("an unknown footer", table(row(1), "(1 fila afectada)"), {2: fact(1)}, "not known as one, so told as a fault",
          rejected=((3, "", "width"),)),
    loads("a handoff called total", table(row(1), "Total-7,C1,Ventas,Compras,2026-03-01 10:00,"),
          {2: fact(1), 3: fact(handoff_id="Total-7")}, "all its required cells are sound: a record"),
    loads("a broken last record of a team called Total", table(row(1), "Total-7,C1,Ventas,Compras,ayer,"), {2: fact(1)},
          "one fault makes no footer", rejected=((3, "requested_at", "timestamp"),)),
    loads("a second table", table(row(1), "", "parte,departamento", "Ventas,Comercial"), {2: fact(1)},
          "another table's rows are told, not read into this one", rejected=((4, "", "width"), (5, "", "width"))),
    loads("a second table of the same width", table(row(1), "", "parte,a,b,c,d,e", "Ventas,1,2,3,4,5"), {2: fact(1)},
          "the same: numbers are no dates", rejected=((4, "delivered_at", "timestamp"), (4, "requested_at", "timestamp"),
          (5, "delivered_at", "timestamp"), (5, "requested_at", "timestamp"))),
    loads("the same record twice", table(row(1), row(1)), {2: fact(1)}, "an exact copy adds nothing", ignored=((3, "duplicate"),)),
    loads("the same record thrice", table(row(1), row(2), row(1), row(1)), {2: fact(1), 3: fact(2)}, "each copy is counted",
          ignored=((4, "duplicate"), (5, "duplicate"))),
    loads("a copy written otherwise", table(row(1), '"H1" , C1,"Ventas",Compras,2026-03-01T10:00:00,""'), {2: fact(1)},
          "the facts are the same", ignored=((3, "duplicate"),)),
    loads("one id, two facts", table(row(1), row(1, "Almacén")), {2: fact(1)}, "which is true is not ours to choose",
          rejected=((3, "handoff_id", "conflict"),)),
    loads("one id, later delivered", table(row(1), row(1, delivered="2026-03-02 09:00")), {2: fact(1)},
          "within one file a differing row is a conflict", rejected=((3, "handoff_id", "conflict"),)),
    loads("ids that differ by case", table(row("a"), row("A")), {2: fact("a"), 3: fact("A")}, "identifiers are verbatim"),
    loads("ids that differ by leading zeros", table(row("07"), row("7")), {2: fact("07"), 3: fact("7")}, "identifiers are verbatim"),
    loads("ids that differ by inner spaces", table(row(" 7"), row("  7")), {2: fact(" 7"), 3: fact("  7")}, "identifiers are verbatim"),
    loads("ids that differ by accents", table(row("á"), row("a")), {2: fact("á"), 3: fact("a")}, "identifiers are verbatim"),
    loads("ids whose accents are written apart", table(row("á"), row("a\u0301")), {2: fact("á")}, "NFC makes them one",
          ignored=((3, "duplicate"),)),
    loads("a hash in front of ids", table("#1,C1,Ventas,Compras,2026-03-01 10:00,", "#2,C1,Ventas,Compras,2026-03-01 10:00,"),
          {2: fact(handoff_id="#1"), 3: fact(handoff_id="#2")}, "an id, not a comment"),
    loads("long numbers as ids", table("9007199254740993,C1,Ventas,Compras,2026-03-01 10:00,"), {2: fact(handoff_id="9007199254740993")},
          "identifiers are text: no digit is rounded"),
    loads("an id that Excel made short", table("9.00720E+15,C1,Ventas,Compras,2026-03-01 10:00,"), {2: fact(handoff_id="9.00720E+15")},
          "verbatim; what Excel lost is not ours to guess; told", warnings=("shortened",)),
    loads("one record in the wrong place", table("2026-03-01 10:00,C1,Ventas,Compras,H1,", row(2)), {3: fact(2)},
          "columns swapped in one row: its date is no date", rejected=((2, "requested_at", "timestamp"),)),
    loads("dirt after twenty thousand records", table(*(row(n) for n in range(20_000)), row(20_000, requested="pronto"),
          f"H20001,C1,{'x' * 300},Compras,2026-03-01 10:00,"),
          {**{n + 2: fact(n) for n in range(20_000)}, 20_003: fact(20_001, supplier="x" * 300)},
          "a type that changes late is told by its line", rejected=((20_002, "requested_at", "timestamp"),)),
    loads("a quote after twenty thousand records", table(*(row(n) for n in range(20_000)), row(20_000, '"a\nb"'), row(20_001)),
          {**{n + 2: fact(n) for n in range(20_000)}, 20_002: fact(20_000, supplier="a\nb"), 20_004: fact(20_001)},
          "what the beginning looked like promises nothing"),
    loads("header and a blank record", f"{HEADER}\n,,,,,\n", {}, "nothing is there"),
)  # fmt: skip
