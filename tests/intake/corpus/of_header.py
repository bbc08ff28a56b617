"""Preambles, two header rows, names of columns in two languages, clashes, inverted meaning."""

# ruff: noqa: E501 - a case reads best as one line

from __future__ import annotations

from datetime import datetime, timedelta

from tests.intake.corpus.case import AT, HEADER, Case, fact, loads, refuses, row, table

ONE = table(row(1))
SIX = "H1,C1,Ventas,Compras,2026-03-01 10:00,"
DELIVERED = datetime(2026, 3, 2, 9)


def under(header: str, *records: str) -> str:
    """Write records under another header."""
    return table(*(records or (SIX,)), header=header)


# Names that a program could take for its own, for code or for a place holder.
NAMES = (
    "load", "line", "a1", "x1", "c0", "select", "staged", "handoff_id; DROP TABLE loads", "../../etc/passwd", "<b>nota</b>",
    "{n}", "%s", "=cmd|' /C calc'!A0", "N" * 3000, "v_supplier", "año ñandú", "ordinal", "x", "X", "#1",
)  # fmt: skip
CELLS = [f"valor {n}" for n in range(len(NAMES))]

CASES: tuple[Case, ...] = (
    loads("a preamble", "Reporte semanal\n\nÁrea: ventas\n" + ONE, {5: fact()}, "titles before the table are no records"),
    loads("a preamble with delimiters", "Reporte,,,,,\nÁrea,ventas,,,,\n" + ONE, {4: fact()}, "a sheet saved as CSV pads its titles"),
    loads("a preamble of forty lines", "\n".join(f"Parámetro {n}, valor" for n in range(40)) + "\n" + ONE, {42: fact()}, "SAP prints its selection first"),
    loads("a preamble with a stray quote", 'Pedido de "X\n' + table(row(1), row(2)), {3: fact(1), 4: fact(2)}, "a title's quote opens no cell"),
    loads("a preamble that names columns", "El proveedor, el cliente y la fecha de solicitud\n" + ONE, {3: fact()},
          "prose recognises fewer columns than the header"),
    loads("comments before the header", "# exportado por SAP\n# 2026-03-31\n" + ONE, {4: fact()}, "no header has one cell"),
    loads("empty lines before the header", "\n\n\n" + ONE, {5: fact()}, "the header is where it is"),
    loads("a row of groups above the header", ",,Partes,,Fechas,\n" + ONE, {3: fact()}, "merged cells of a sheet"),
    loads("a row of groups that are names too", "Caso,,Proveedor,Cliente,,\n" + ONE, {3: fact()},
          "the row with more known names is the header"),
    loads("a row of types under the header", under(HEADER, "texto,texto,texto,texto,fecha,fecha", SIX), {3: fact()},
          "it is no handoff and is told", rejected=((2, "delivered_at", "timestamp"), (2, "requested_at", "timestamp"))),
    loads("two header rows, Spanish under English", under(HEADER, "Id entrega,Caso,Proveedor,Cliente,Solicitado,Entregado", SIX),
          {3: fact()}, "the second is no handoff and is told",
          rejected=((2, "delivered_at", "timestamp"), (2, "requested_at", "timestamp"))),
    loads("a repeated header", table(row(1), HEADER, row(2)), {2: fact(1), 4: fact(2)}, "each page of a report has it",
          ignored=((3, "header"),)),
    loads("a repeated header with spaces", table(row(1), HEADER.replace(",", " , "), row(2)), {2: fact(1), 4: fact(2)}, "the same, padded",
          ignored=((3, "header"),)),
    loads("a header that follows itself", table(HEADER, row(1)), {3: fact(1)}, "pasted twice", ignored=((2, "header"),)),
    refuses("no header", f"{row(1)}\n{row(2)}\n", "No column is recognised", "the first record must not be lost as a header, nor columns guessed"),
    loads("columns in another order", under("requested_at,customer,supplier,case_id,handoff_id",
          "2026-03-01 10:00,Compras,Ventas,C1,H1"), {2: fact()}, "names decide, not places"),
    loads("capitals and spaces", under(" Handoff ID ,CASE id,Supplier,CUSTOMER,Requested At,DELIVERED-AT"), {2: fact()},
          "case, spaces and dashes carry no meaning in a header"),
    loads("Spanish", under("Id entrega,Caso,Proveedor,Cliente,Fecha de Solicitud,Entregado"), {2: fact()}, "the users' language"),
    loads("Spanish without accents in capitals", under("ID ENTREGA,NUMERO DE CASO,AREA PROVEEDORA,AREA CLIENTE,FECHA SOLICITUD,FECHA ENTREGADO"),
          {2: fact()}, "an old system's habits"),
    loads("Spanish with the accents apart", under("Id entrega,Nu\u0301mero de caso,Proveedor,Cliente,Solicitado,Entregado"), {2: fact()}, "macOS"),
    loads("both languages", under("id,Caso,supplier,Cliente,Requested on,Entregado"), {2: fact()}, "a sheet of two teams"),
    loads("a line break in a name", under('handoff_id,case_id,supplier,customer,"requested\nat",delivered_at'), {3: fact()}, "a narrow column of a sheet"),
    loads("NBSP in a name", under(HEADER.replace("requested_at", "Fecha\u00a0de\u00a0solicitud")), {2: fact()}, "copied from a page"),
    loads("a zero-width mark before a name", under("\u200b" + HEADER), {2: fact()}, "invisible, and no letter"),
    loads("a remark in a name", under(HEADER.replace("requested_at", "Solicitado (aaaa-mm-dd)")), {2: fact()}, "a remark in brackets is not the name"),
    loads("units in a name", under(f"{HEADER},paused_hours [h]", f"{SIX},1.5"), {2: fact(paused_hours=1.5)}, "a unit in brackets is not the name"),
    loads("camel case", under("handoffId,caseId,supplier,customer,requestedAt,deliveredAt"), {2: fact()}, "a programmer's names"),
    loads("names with dots and a prefix of Jira", under("handoff.id,case.id,supplier,customer,requested.at,delivered.at"), {2: fact()}, "dots separate words"),
    loads("a guarded formula as a name", under(f"{HEADER},'=A1", f"{SIX},x"), {2: fact(**{"=A1": "x"})},
          "a formula-safe export loads back as the same facts"),
    loads("an unnamed column", under(f"{HEADER.replace(',delivered_at', '')},,nota", "H1,C1,Ventas,Compras,2026-03-01 10:00,x,y"),
          {2: fact(**{"#6": "x", "nota": "y"})}, "kept under its number, not dropped"),
    loads("two columns of one name", under(f"{HEADER},Nota,Nota", f"{SIX},x,y"), {2: fact(**{"Nota": "x", "Nota (2)": "y"})},
          "both are kept, told apart"),
    loads("a name that looks like a second one", under(f"{HEADER},Nota,Nota (2),Nota", f"{SIX},x,y,z"),
          {2: fact(**{"Nota": "x", "Nota (2)": "y", "Nota (3)": "z"})}, "names stay distinct"),
    loads("a trailing delimiter in header and rows", f"{HEADER},\n{row(1)},\n", {2: fact()}, "each line ends in one"),
    loads("a trailing delimiter in the header", f"{HEADER},\n{row(1)}\n", {2: fact()}, "an empty last name is no column"),
    loads("trailing delimiters in the rows", table(row(1) + ",,,"), {2: fact()}, "empty cells beyond the header hold nothing"),
    loads("a hundred empty columns", f"{HEADER}{',' * 100}\n{row(1)}{',' * 100}\n", {2: fact()}, "a sheet that was formatted to its edge"),
    loads("a value under an unnamed last column", f"{HEADER},\n{row(1)},x\n", {}, "a cell without a name is not dropped in silence",
          rejected=((2, "", "width"),)),
    refuses("one field twice", under("supplier,supplier,customer,requested_at", "A,B,C,2026-03-01"), "Two columns are called",
            "either may be meant"),
    refuses("one date twice", under("handoff_id,case_id,supplier,customer,Solicitado,solicitado"), "Two columns are called", "case is no difference"),
    loads("two columns that mean one field", under("id,case_id,proveedor,supplier,customer,requested_at", "H1,C1,P,Ventas,Compras,2026-03-01 10:00"),
          {2: fact(proveedor="P")}, "the exact name wins, the choice is named, the other is kept", warnings=("header_guess",)),
    loads("returned instead of accepted", under(f"{HEADER},Devuelto", f"{SIX},sí", row(2) + ",No"),
          {2: fact(1, accepted=False), 3: fact(2, accepted=True)}, "the column says the opposite", warnings=("inverted",)),
    loads("rejected instead of accepted", under(f"{HEADER},Rejected", f"{SIX},TRUE", row(2) + ",FALSE"),
          {2: fact(1, accepted=False), 3: fact(2, accepted=True)}, "the same", warnings=("inverted",)),
    loads("an outcome's own word in an inverted column", under(f"{HEADER},Devuelto", f"{SIX},Devuelto", row(2) + ",Aceptado"),
          {2: fact(1, accepted=False), 3: fact(2, accepted=True)}, "a cell that says the outcome is not turned round", warnings=("inverted",)),
    loads("breached instead of kept", under(f"{HEADER},SLA breached", f"{SIX},true"), {2: fact(case_kept=False)}, "the same", warnings=("inverted",)),
    loads("accepted and returned", under(f"{HEADER},accepted,devuelto", f"{SIX},yes,no"), {2: fact(accepted=True, devuelto="no")},
          "one is taken, the other kept, the choice named", warnings=("header_guess",)),
    loads("yes and no where a date is due", under("handoff_id,case_id,supplier,customer,Solicitado,Entregado", "H1,C1,Ventas,Compras,2026-03-01 10:00,Sí"),
          {}, "“Entregado: Sí” is no time", rejected=((2, "Entregado", "timestamp"),)),
    refuses("no time of request", under("handoff_id,case_id,supplier,customer,promised_at"), "No column for requested_at", "required"),
    refuses("no customer", under("handoff_id,case_id,supplier,requested_at"), "No column for customer", "required"),
    refuses("other columns", "a,b\n1,2\n", "Hardly any", "nothing is recognised"),
    refuses("names of another language", "Lieferant,Kunde,Angefragt\nA,B,2026-03-01\n", "Hardly any", "asked, not guessed"),
    loads("no case and no id", under("supplier,customer,requested_at", "Ventas,Compras,2026-03-01 10:00"),
          {2: fact(handoff_id="04badfc8e02ba641-1", case_id="04badfc8e02ba641-1")}, "derived from the parties, the service and the time, and told", warnings=("no_case", "no_id")),
    loads("no case", under("handoff_id,supplier,customer,requested_at", "H1,Ventas,Compras,2026-03-01 10:00"),
          {2: fact(case_id="H1")}, "each handoff is its own case, and told", warnings=("no_case",)),
    loads("hostile names of columns", under(",".join((HEADER, *NAMES)), ",".join((SIX, *CELLS))),
          {2: fact(**dict(zip(NAMES, CELLS, strict=True)))}, "any column is kept; its name is text, not code"),
    refuses("a second table with its columns in another order",
            table(row(1), "handoff_id,case_id,customer,supplier,requested_at,delivered_at", "H2,C2,Compras,Ventas,2026-03-01 10:00,"),
            "Another table begins on line 3", "under the first header supplier and customer would change places"),
    refuses("a second table in another language and order",
            table(row(1), "", "id;caso;cliente;proveedor;solicitado;entregado".replace(";", ","), "H2,C2,Compras,Ventas,2026-03-01 10:00,"),
            "Another table begins on line 4", "its header is known by its synonyms"),
    loads("a second table in the same order", table(row(1), "id,caso,proveedor,cliente,solicitado,entregado", row(2)),
          {2: fact(1), 4: fact(2)}, "every cell is under the same field", rejected=((3, "delivered_at", "timestamp"), (3, "requested_at", "timestamp"))),
    loads("hours in minutes", under(f"{HEADER},Horas en pausa [min]", f"{SIX},30"), {2: fact(**{"Horas en pausa [min]": "30"})},
          "30 minutes are not 30 hours: kept as it is, and told", warnings=("header_guess",)),
    loads("hours in hours", under(f"{HEADER},Horas en pausa (h)", f"{SIX},3"), {2: fact(paused_hours=3.0)}, "the unit is the one that is read"),
    loads("a zone in the header", under("handoff_id,case_id,supplier,customer,Solicitado (hora CDMX)", "H1,C1,Ventas,Compras,2026-03-01 10:00"),
          {2: fact(1)}, "the company's zone is UTC: read so, and told", warnings=("zone_header",)),
    loads("the company's own zone in the header", under("handoff_id,case_id,supplier,customer,Solicitado (UTC)", "H1,C1,Ventas,Compras,2026-03-01 10:00"),
          {2: fact(1)}, "nothing is guessed"),
    loads("a zone in the header of times with offsets", under("handoff_id,case_id,supplier,customer,Solicitado (hora CDMX)", "H1,C1,Ventas,Compras,2026-03-01T04:00:00-06:00"),
          {2: fact(1)}, "the offset says it"),
    loads("a line break in the first name", under('"handoff\nid",case_id,supplier,customer,requested_at', "H1,C1,Ventas,Compras,2026-03-01 10:00"),
          {3: fact(1)}, "the header begins on line 1 and ends on line 2"),
    loads("returned with its time", under(f"{HEADER},Devuelto", row(1, delivered="2026-03-02 10:00") + ",2026-03-03 10:00", row(2) + ","),
          {2: fact(1, delivered_at=AT + timedelta(days=1), returned_at=AT + timedelta(days=2)), 3: fact(2)}, "the cells are times, not yes and no", warnings=("header_guess",)),
    loads("quotes in a name", under(f'{HEADER},"a ""b"" c"', f"{SIX},x"), {2: fact(**{'a "b" c': "x"})}, "the same"),
)  # fmt: skip
