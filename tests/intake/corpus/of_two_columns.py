"""Moments in two columns: which time of day belongs to which date."""

from __future__ import annotations

from datetime import datetime

from tests.intake.corpus.case import Case, end_of, fact, loads, refuses
from tests.intake.corpus.of_times_of_day import AT, DAY, MINUTE, pair, reads

CASES: tuple[Case, ...] = (
    reads(
        "SAP's own names",
        {"20260313;143005": AT, "20260313;090000": datetime(2026, 3, 13, 9)},
        "DATS and TIMS say everything",
        header="ERDAT;ERZET",
    ),
    reads(
        "SAP's names on screen",
        {"03/13/2026;2:30:05 PM": AT, "03/13/2026;12:00 AM": DAY, "03/13/2026;2:30 p. m.": MINUTE},
        "created on a day, at a time",
        header="Created On;Created At",
    ),
    reads(
        "date and hour in brackets",
        {"13/03/2026;14:30:05": AT},
        "a remark that says which is which",
        header="Creado (fecha);Creado (hora)",
    ),
    reads(
        "a zone named by the time's header",
        {"13/03/2026;14:30:05": AT},
        "it is read as the company's; told and asked",
        header="Fecha creación;Hora creación (CST)",
        warnings=("zone_header",),
    ),
    reads(
        "the time before the date",
        {"14:30:05;13/03/2026": AT},
        "the order of columns says nothing",
        header="Hora de creación;Fecha de creación",
    ),
    reads(
        "camel case of date and hour",
        {"2026-03-13;14:30:05": AT},
        "as programs name columns",
        header="fechaSolicitud;horaSolicitud",
    ),
    reads(
        "a bare hour",
        {"13/03/2026;14:30": MINUTE},
        "there is no other date; told",
        header="Creado el;Hora",
        warnings=("header_guess",),
    ),
    reads(
        "a time named like the field",
        {"13/03/2026;14:30": MINUTE},
        "solicitado and solicitud are one field; told",
        header="Solicitado;Hora de solicitud",
        warnings=("header_guess",),
    ),
    refuses(
        "two dates and one hour",
        pair("13/03/2026;14:30;14/03/2026", header="Creado el;Hora;Fecha de entrega real"),
        "which date they belong to",
        "either could be meant",
    ),
    refuses(
        "one hour and a date that is not read",
        pair("13/03/2026;14/03/2026;14:30", header="Creado el;Fecha de impresión;Hora"),
        "which date they belong to",
        "it may be the time of printing",
    ),
    loads(
        "two dates, each before its hour",
        pair(
            "13/03/2026;14:30;14/03/2026;8:00", header="Creado el;Hora;Fecha de entrega real;Hora"
        ),
        {2: fact(1, requested_at=MINUTE, delivered_at=datetime(2026, 3, 14, 8))},
        "their places tell; told",
        warnings=("header_guess",),
    ),
    loads(
        "which date an hour belongs to is said",
        pair("13/03/2026;14:30;14/03/2026", header="Creado el;Hora;Fecha de entrega real"),
        {2: fact(1, requested_at=MINUTE, delivered_at=end_of(2026, 3, 14))},
        "as answered",
        warnings=("date_only",),
        how={"mapping": {"times_of_day": {"Creado el": "Hora"}}},
    ),
    loads(
        "an hour that belongs to no date",
        pair("13/03/2026;14:30", header="Creado el;Hora"),
        {2: fact(1, requested_at=DAY, Hora="14:30")},
        "as answered: it stays text",
        warnings=("date_only",),
        how={"mapping": {"times_of_day": {"Creado el": ""}}},
    ),
    refuses(
        "a time of day of a column that is not there",
        pair("13/03/2026;14:30"),
        "Hora alta",
        "the mapping is of another file",
        mapping={"times_of_day": {"Fecha creación": "Hora alta"}},
    ),
    loads(
        "nothing but midnights",
        pair("13/03/2026;00:00:00", "14/03/2026;00:00:00", header="Fecha solicitud;Hora solicitud"),
        {
            n: fact(n - 1, requested_at=datetime(2026, 3, 11 + n), **{"Hora solicitud": "00:00:00"})
            for n in (2, 3)
        },
        "no time was kept; the dates are told as such",
        warnings=("date_only",),
    ),
    loads(
        "lengths of time beside a date",
        pair(
            "13/03/2026 10:00;14/03/2026;26:30",
            "13/03/2026 10:00;15/03/2026;41:00",
            header="Creado el;Actual delivery date;Actual delivery time",
        ),
        {
            n: fact(
                n - 1,
                requested_at=datetime(2026, 3, 13, 10),
                delivered_at=end_of(2026, 3, 12 + n),
                **{"Actual delivery time": {2: "26:30", 3: "41:00"}[n]},
            )
            for n in (2, 3)
        },
        "no clock shows 41:00: it says how long",
        warnings=("date_only",),
    ),
    loads(
        "a log with date and time apart",
        "Fecha;Hora;Folio;Área\n13/03/2026;14:30;C1;Ventas\n14/03/2026;09:00;C1;Compras\n",
        {
            2: {
                "case_id": "C1",
                "happened_at": MINUTE,
                "party": "Ventas",
                "end_customer": "⟨external customer⟩",
            },
            3: {
                "case_id": "C1",
                "happened_at": datetime(2026, 3, 14, 9),
                "party": "Compras",
                "end_customer": "⟨external customer⟩",
            },
        },
        "the usual log of a home-made system",
        kind="events",
    ),
)
