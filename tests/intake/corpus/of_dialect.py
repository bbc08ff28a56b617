"""Delimiters and quote habits."""

# ruff: noqa: E501 - a case reads best as one line

from __future__ import annotations

from tests.intake.corpus.case import AT, HEADER, Case, fact, loads, refuses, row, table

TWO = table(row(1), row(2))
BOTH = {2: fact(1), 3: fact(2)}
QUOTED = "".join('"' + '","'.join(line.split(",")) + '"\n' for line in TWO.splitlines())


def alike(text: str, number: int = 1) -> str:
    """Write a handoff whose supplier is quoted as told."""
    return row(number, supplier=text)


CASES: tuple[Case, ...] = (
    loads("commas", TWO, BOTH, "the plain case"),
    loads("semicolons", TWO.replace(",", ";"), BOTH, "Excel where the comma is decimal"),
    loads("tabs", TWO.replace(",", "\t"), BOTH, "copied from a sheet"),
    loads("bars", TWO.replace(",", "|"), BOTH, "mainframes"),
    loads("bars with spaces around", TWO.replace(",", " | "), BOTH, "padding is no part of a cell"),
    loads("a drawn table", "".join(f"| {line.replace(',', ' | ')} |\n" for line in
          (HEADER, "---,---,---,---,---,---", row(1))), {3: fact(1)}, "the line of dashes is not data and is told",
          rejected=((2, "delivered_at", "timestamp"), (2, "requested_at", "timestamp"))),
    loads("sep line", "sep=;\n" + TWO.replace(",", ";"), {3: fact(1), 4: fact(2)}, "Excel's own hint"),
    loads("sep line in quotes", '"sep=;"\n' + TWO.replace(",", ";"), {3: fact(1), 4: fact(2)}, "saved once more by Excel"),
    loads("sep line in capitals", "SEP=,\n" + TWO, {3: fact(1), 4: fact(2)}, "the same"),
    loads("sep line of a tab", "sep=\t\n" + TWO.replace(",", "\t"), {3: fact(1), 4: fact(2)}, "the same"),
    loads("sep line of a tilde", "sep=~\n" + TWO.replace(",", "~"), {3: fact(1), 4: fact(2)}, "it is declared, so no guess"),
    loads("sep line after a mark", ("sep=;\n" + TWO.replace(",", ";")).encode("utf-8-sig"), {3: fact(1), 4: fact(2)}, "both are Excel's"),
    refuses("sep line that lies", "sep=;\n" + TWO, "says that “;” stands between cells", "what the file declares does not cut it: asked, not guessed"),
    loads("commas in a semicolon file", table("H1;C1;Ventas, sur;Compras;2026-03-01 10:00;", header=HEADER.replace(",", ";")),
          {2: fact(supplier="Ventas, sur")}, "the header is cut by semicolons, so commas are text"),
    loads("semicolons in a comma file", table(alike("Ventas; sur")), {2: fact(supplier="Ventas; sur")}, "the other way round"),
    loads("more commas than semicolons", table(*(f"H{n};C1;a, b, c, d;e, f, g, h;2026-03-01 10:00;i, j, k, l" for n in (1,)),
          header="handoff_id;case_id;supplier;customer;requested_at;nota, breve, libre"),
          {2: fact(supplier="a, b, c, d", customer="e, f, g, h", **{"nota, breve, libre": "i, j, k, l"})},
          "headers that are known decide, not the most frequent sign"),
    loads("header and rows cut differently", table(row(1).replace(",", ";"), row(2)), {3: fact(2)},
          "half a line re-saved: it is not one record of six cells", rejected=((2, "", "width"),)),
    refuses("spaces", TWO.replace(",", "   "), "no header", "cells hold spaces themselves"),
    refuses("colons", TWO.replace(",", ":"), "no header", "times hold colons themselves"),
    refuses("each line quoted whole", "".join(f'"{line}"\n' for line in TWO.splitlines()), "no header",
            "one column by the rules of CSV"),
    loads("rows quoted whole", table(f'"{row(1)}"', row(2)), {3: fact(2)}, "one cell by the rules of CSV, and told",
          rejected=((2, "", "width"),)),
    loads("all quoted", QUOTED, BOTH, "a careful program"),
    loads("header quoted alone", QUOTED.splitlines()[0] + "\n" + "\n".join(TWO.splitlines()[1:]), BOTH, "some do"),
    loads("delimiter in quotes", table(alike('"Ventas, sur"')), {2: fact(supplier="Ventas, sur")}, "what quotes are for"),
    loads("doubled quotes", table(alike('"a ""b"" c"')), {2: fact(supplier='a "b" c')}, "what doubling is for"),
    loads("a cell of one quote", table(alike('""""')), {2: fact(supplier='"')}, "an inch sign"),
    loads("an inch sign in a bare cell", table(alike('Tubo 5" largo'), row(2)), {2: fact(supplier='Tubo 5" largo'), 3: fact(2)},
          "a quote within a bare cell is itself"),
    loads("an inch sign at the end of a bare cell", table(alike('Tubo 5"'), row(2)), {2: fact(supplier='Tubo 5"'), 3: fact(2)}, "the same"),
    loads("two inch signs on two lines", table(alike('5" tubo'), alike('6" tubo', 2)),
          {2: fact(1, supplier='5" tubo'), 3: fact(2, supplier='6" tubo')}, "they do not pair up over the lines"),
    loads("spaces around quotes", table(alike(' "Ventas, sur" ')), {2: fact(supplier="Ventas, sur")}, "padding by hand"),
    loads("a backslash before a quote", table(alike(r'"a \"b\" c"'), row(2)), {3: fact(2)},
          "another dialect's escape: where the cell ends is not sure", rejected=((2, "", "quote"),)),
    loads("a backslash at the end", table(alike("Ventas\\"), row(2)), {2: fact(supplier="Ventas\\"), 3: fact(2)}, "a backslash is itself"),
    loads("single quotes", table("'H1','C1','Ventas','Compras','2026-03-01 10:00',''"), {},
          "apostrophes do not quote in CSV; the dates cannot be read, and that is told",
          rejected=((2, "delivered_at", "timestamp"), (2, "requested_at", "timestamp")), warnings=("wrapped",)),
    loads("text after a closing quote", table(alike('"Ven"tas'), row(2)), {3: fact(2)}, "two readings", rejected=((2, "", "quote"),)),
    loads("an unclosed quote", table(alike('"Ventas', 9), row(2), row(3)), {3: fact(2), 4: fact(3)},
          "it must not swallow its neighbours", rejected=((2, "", "quote"),)),
    loads("an unclosed quote on the last line", table(row(1), alike('"Ventas', 9)), {2: fact(1)}, "the same",
          rejected=((3, "", "quote"),)),
    loads("an unclosed quote and a stray one later", table(alike('"Ventas', 9), alike('a"b', 2), row(3)),
          {3: fact(2, supplier='a"b'), 4: fact(3)}, "the later one does not close it", rejected=((2, "", "quote"),)),
    loads("two unclosed quotes", table(alike('"a', 8), row(1), alike('"b', 9), row(2)), {3: fact(1), 5: fact(2)},
          "between them are two sound records, not a cell", rejected=((2, "", "quote"), (4, "", "quote"))),
    loads("an unclosed quote in the last cell", table(row(9, delivered='"2026-03-02'), row(2)), {3: fact(2)}, "the same",
          rejected=((2, "", "quote"),)),
    loads("an unclosed quote in the first cell", table('"' + row(9), row(2)), {3: fact(2)}, "the same",
          rejected=((2, "", "quote"),)),
    loads("an unclosed quote over five thousand lines", table(alike('"Ventas', 9), *("relleno" for _ in range(5000)), row(2)),
          {5003: fact(2)}, "bounded: each line is told",
          rejected=((2, "", "quote"), *((n, "", "width") for n in range(3, 5003)))),
    loads("a quoted line break", table(alike('"Ven\ntas"'), row(2)), {2: fact(1, supplier="Ven\ntas"), 4: fact(2)},
          "a record has the line it starts on"),
    loads("a quoted CRLF", table(alike('"Ven\r\ntas"'), row(2), end="\r\n"), {2: fact(1, supplier="Ven\ntas"), 4: fact(2)},
          "the same text is the same fact whatever ends its lines"),
    loads("a quoted CR", table(alike('"Ven\rtas"'), row(2), end="\r\n"), {2: fact(1, supplier="Ven\ntas"), 4: fact(2)}, "the same"),
    loads("a quoted line break in the last cell", table(f'{row(1)},"a\nb"', f"{row(2)},c", header=f"{HEADER},nota"),
          {2: fact(1, nota="a\nb"), 4: fact(2, nota="c")}, "as a note is written"),
    loads("quoted empty lines", table(f'{row(1)},"a\n\n\nb"', f"{row(2)},c", header=f"{HEADER},nota"),
          {2: fact(1, nota="a\n\n\nb"), 6: fact(2, nota="c")}, "lines within a cell are counted too"),
    loads("line breaks around a quoted cell's text", table(alike('"\nVentas\n"'), row(2)), {2: fact(1), 5: fact(2)},
          "outer white space, line breaks too"),
    loads("a whole record within a quoted note", table(f'{row(1)},"antes\n{row(7)},x\ndespués"', f"{row(2)},c", header=f"{HEADER},nota"),
          {5: fact(2, nota="c")}, "a note that quotes a record, or an unclosed quote and a stray one: two readings, so neither",
          rejected=((2, "", "quote"), (3, "", "quote"), (4, "", "quote"))),
    loads("empty quotes", table('"H1","C1","Ventas","Compras","2026-03-01 10:00",""'), {2: fact()}, "an empty cell"),
    loads("no space after the date", table(row(requested='"2026-03-01 10:00"')), {2: fact(requested_at=AT)}, "quoted or not is the same"),
    loads("tabs around cells", table(alike("\tVentas\t")), {2: fact()}, "white space"),
    loads("tab inside a cell", table(alike("Ven\ttas")), {2: fact(supplier="Ven\ttas")}, "inner white space is verbatim"),
)  # fmt: skip
