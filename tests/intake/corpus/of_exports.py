"""Exports as programs write them: frames, filters, marks, quotes of their own."""

# ruff: noqa: E501 - a case reads best as one line

from __future__ import annotations

from datetime import datetime

from tests.intake.corpus.case import Case, fact, loads, refuses, row, table

SPANISH = "Id entrega;Caso;Proveedor;Cliente;Fecha de solicitud;Entregado"
AT = datetime(2026, 3, 13, 14, 30)
LATER = datetime(2026, 3, 14, 9)
RULE = "-" * 60


def spanish(*records: str) -> str:
    """Write Spanish handoffs, all but the last cells given."""
    return table(
        *(f"H{n};C1;Ventas;Compras;{text}" for n, text in enumerate(records, 1)), header=SPANISH
    )


def told(name: str, supplier: str, code: str, why: str) -> Case:
    """Return the case of a party that is stored as it is written, with a warning."""
    quoted = '"' + supplier.replace('"', '""') + '"'
    return loads(
        name, table(row(supplier=quoted)), {2: fact(supplier=supplier)}, why, warnings=(code,)
    )


CASES: tuple[Case, ...] = (
    loads(
        "a list that SAP printed",
        "\n".join(
            [
                "13.03.2026     Salida dinámica de lista     1",
                RULE,
                f"|{SPANISH.replace(';', '|')}|",
                RULE,
                "|H1|C1|Ventas  |Compras|13.03.2026 14:30:00|14.03.2026 09:00:00|",
                "|H2|C1|Ventas  |Compras|13.03.2026 14:30:00|          |",
                RULE,
                "",
            ]
        ),
        {5: fact(1, requested_at=AT, delivered_at=LATER), 6: fact(2, requested_at=AT)},
        "lines of its frame are told, and do not hide that every record ends in a bar",
        rejected=((4, "", "width"), (7, "", "width")),
    ),
    loads(
        "what a database prints",
        "handoff_id | case_id | supplier | customer | requested_at\n-----------+---------+----------+----------+------------\nH1 | C1 | Ventas | Compras | 2026-03-01 10:00\n(1 row)\n",
        {3: fact()},
        "neither the frame nor the count is data; both are told",
        rejected=((2, "", "width"), (4, "", "width")),
    ),
    loads(
        "filters of Power BI",
        table(row(), "", "Applied filters:", "Año is 2026", "Estado is Cerrado"),
        {2: fact()},
        "it writes them after the table",
        ignored=((4, "footer"), (5, "footer"), (6, "footer")),
    ),
    loads(
        "filters of Power BI in one cell",
        table(row(), "", '"Filtros aplicados:\nAño es 2026\nEstado es Cerrado",,,,,'),
        {2: fact()},
        "so does Excel's export of it",
        ignored=((4, "footer"),),
    ),
    loads(
        "times with hrs",
        spanish(
            "13/03/2026 14:30 hrs;14/03/2026 09:00 h", "13/03/2026 14:30 hrs.;14/03/2026 9:00 horas"
        ),
        {n: fact(n - 1, requested_at=AT, delivered_at=LATER) for n in (2, 3)},
        "as people in Mexico write them",
    ),
    loads(
        "minutes without a zero",
        spanish("13/03/2026 14:5;", "13/03/2026 14:05:7;"),
        {
            2: fact(1, requested_at=datetime(2026, 3, 13, 14, 5)),
            3: fact(2, requested_at=datetime(2026, 3, 13, 14, 5, 7)),
        },
        "programs that put numbers together write five past so; 14:50 has its zero",
    ),
    loads(
        "thin spaces in times",
        spanish("13/03/2026\u202f14:30;", "13/03/2026\u00a02:30\u202fp.\u00a0m.;"),
        {n: fact(n - 1, requested_at=AT) for n in (2, 3)},
        "what Windows and macOS put there",
    ),
    loads(
        "digits of full width",
        spanish("13/03/2026 14:30;", "１３/０３/２０２６;"),
        {2: fact(1, requested_at=AT)},
        "no export writes them; listed",
        rejected=((3, "Fecha de solicitud", "timestamp"),),
    ),
    loads(
        "marks of direction in a date",
        spanish("13/03/2026 14:30;", "\u200e13/\u200e03/\u200e2026 14:30;"),
        {2: fact(1, requested_at=AT)},
        "copied from a dialog of Windows; listed",
        rejected=((3, "Fecha de solicitud", "timestamp"),),
    ),
    loads(
        "two files one after the other",
        spanish("13/03/2026 14:30;")
        + "\ufeff"
        + SPANISH
        + "\r\nH2;C1;Ventas;Compras;14/03/2026 09:00;\r\n",
        {2: fact(1, requested_at=AT), 4: fact(2, requested_at=LATER)},
        "the second begins with its mark and header",
        ignored=((3, "header"),),
    ),
    loads(
        "text that Excel turned round",
        spanish("13/03/2026 14:30;", '"=""13/03/2026""";'),
        {2: fact(1, requested_at=AT)},
        "a formula in a date's cell is no date; listed",
        rejected=((3, "Fecha de solicitud", "timestamp"),),
    ),
    told(
        "a quote of their own around names",
        '"Ventas"',
        "wrapped",
        "names are kept as they are; they are others than those without, told",
    ),
    told("single quotes around names", "'Ventas'", "wrapped", "as MySQL's exports; told"),
    told("text forced by a formula", '="007"', "wrapped", "as exports for Excel keep zeros; told"),
    told(
        "a formula that failed in a name",
        "#N/D",
        "spreadsheet_error",
        "names are kept as they are; this one is none, told",
    ),
    told(
        "an unseen mark in a name",
        "Ven\u200btas",
        "hidden_signs",
        "it looks like Ventas and is another party, told",
    ),
    told("a soft hyphen in a name", "Ven\u00adtas", "hidden_signs", "from a web page; told"),
    loads(
        "SAP's minus behind",
        table(
            f"{row()},2,5-",
            header="handoff_id;case_id;supplier;customer;requested_at;delivered_at;paused_hours".replace(
                ";", ","
            ),
        ).replace("2,5-", '"2,5-"'),
        {},
        "no pause is less than nothing",
        rejected=((2, "paused_hours", "implausible"),),
    ),
    loads(
        "services above parties",
        "service,description\nRevisión,x\nparty,department\nVentas,D1\n",
        {4: {"party": "Ventas", "department": "D1", "external": "no"}},
        "what stands above the header is told",
        kind="parties",
        warnings=("above_header",),
    ),
    refuses(
        "parties in another order below",
        "party,owner\nVentas,Ana\nowner,party\nLuis,Compras\n",
        "Another table begins on line 3",
        "Luis is no party",
    ),
    refuses(
        "services in another order below",
        "service,supplier\nRevisión,Ventas\nsupplier,service\nCaja,Cobro\n",
        "Another table begins on line 3",
        "Caja is no service",
    ),
    refuses(
        "parties below handoffs",
        table(
            "H1,C1,Ventas,Compras,2026-03-01 10:00",
            "party,department,external,owner,email",
            header="handoff_id,case_id,supplier,customer,requested_at",
        ),
        "another kind of file",
        "its records would be rejected one by one",
    ),
    loads(
        "the header again in other words",
        "parte,departamento\nVentas,D1\nNombre,Gerencia\n",
        {
            n: {"party": name, "department": of, "external": "no"}
            for n, name, of in ((2, "Ventas", "D1"), (3, "Nombre", "Gerencia"))
        },
        "it may be a party called Nombre; told",
        kind="parties",
        warnings=("header_guess",),
    ),
)
