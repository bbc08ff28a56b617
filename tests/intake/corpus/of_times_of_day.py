"""Moments in two columns: how the time of day beside a date is read."""

from __future__ import annotations

from datetime import datetime

from tests.intake.corpus.case import Case, end_of, fact, loads, table

FOUR = "handoff_id;case_id;supplier;customer"
SPANISH = "Fecha creación;Hora creación"
AT = datetime(2026, 3, 13, 14, 30, 5)
MINUTE = datetime(2026, 3, 13, 14, 30)
DAY = datetime(2026, 3, 13)


def pair(*cells: str, header: str = SPANISH) -> str:
    """Write handoffs with the given last cells, semicolons between them."""
    rows = (f"H{n};C1;Ventas;Compras;{text}" for n, text in enumerate(cells, 1))
    return table(*rows, header=f"{FOUR};{header}")


def reads(
    name: str, cells: dict[str, datetime], why: str, *, header: str = SPANISH, **outcome: object
) -> Case:
    """Return the case of dates and times of day that are all read."""
    facts = {n: fact(n - 1, requested_at=at) for n, at in enumerate(cells.values(), 2)}
    return loads(name, pair(*cells, header=header), facts, why, **outcome)


CASES: tuple[Case, ...] = (
    reads(
        "a date and a time of day",
        {"13/03/2026;14:30:05": AT, "13/03/2026;14:30": MINUTE},
        "the headers say the same but for date and hour",
    ),
    reads(
        "a time of day of Excel",
        {
            "46094;0,604224537037037": AT,
            "46094;0.5": datetime(2026, 3, 13, 12),
            "46094;6,94444E-04": datetime(2026, 3, 13, 0, 1),
        },
        "a share of the day",
    ),
    reads(
        "a time of day with Excel's first day",
        {"13/03/2026;30/12/1899 14:30:05": AT, "13/03/2026;1900-01-00 14:30:05": AT},
        "a bare time stands on the first day of the program's calendar",
    ),
    reads(
        "hours spelled out",
        {
            "13/03/2026;14:30 hrs": MINUTE,
            "13/03/2026;14:30 h": MINUTE,
            "13/03/2026;14h30": MINUTE,
            "13/03/2026;02:30 p.\u202fm.": MINUTE,
        },
        "as people write them",
    ),
    reads(
        "24:00 beside a date",
        {
            "12/03/2026;14:30": datetime(2026, 3, 12, 14, 30),
            "12/03/2026;24:00:00": DAY,
            "13/03/2026;10:00": datetime(2026, 3, 13, 10),
        },
        "the end of a day is the next one's beginning",
    ),
    reads(
        "digits that lost a zero",
        {
            "20260313;143005": AT,
            "20260313;93005": datetime(2026, 3, 13, 9, 30, 5),
            "20260313;0": DAY,
        },
        "a spreadsheet takes them for numbers; told",
        header="ERDAT;ERZET",
        warnings=("clock_zero",),
    ),
    reads(
        "hours and minutes in four digits",
        {"13/03/2026;1430": MINUTE, "13/03/2026;0905": datetime(2026, 3, 13, 9, 5)},
        "all of the column have four",
    ),
    reads(
        "no time of day in some rows",
        {"13/03/2026;14:30": MINUTE, "13/03/2026;": DAY, "13/03/2026;-": DAY},
        "a date alone is read as ever, and counted",
        warnings=("date_only",),
    ),
    reads(
        "midnights in the date's own column",
        {"13/03/2026 00:00:00;14:30": MINUTE, "13/03/2026 0:00;": DAY},
        "a midnight before a time of day says only the day",
        warnings=("date_only",),
    ),
    loads(
        "an open delivery of SAP",
        pair(
            "20260313;143005;20260314;080000",
            "20260313;143005;00000000;000000",
            "20260313;143005;;",
            header="ERDAT;ERZET;Actual delivery date;Actual delivery time",
        ),
        {
            2: fact(1, requested_at=AT, delivered_at=datetime(2026, 3, 14, 8)),
            3: fact(2, requested_at=AT),
            4: fact(3, requested_at=AT),
        },
        "zeros are no day; a “delivery time” may be a length: told",
        warnings=("placeholder", "header_guess"),
    ),
    loads(
        "a delivery without time of day",
        pair(
            "13/03/2026;14:30;14/03/2026;8:00",
            "13/03/2026;14:30;14/03/2026;",
            header=f"{SPANISH};Fecha de entrega real;Hora de entrega real",
        ),
        {
            2: fact(1, requested_at=MINUTE, delivered_at=datetime(2026, 3, 14, 8)),
            3: fact(2, requested_at=MINUTE, delivered_at=end_of(2026, 3, 14)),
        },
        "a delivery by day is by its end",
        warnings=("date_only",),
    ),
    loads(
        "a time of day of no clock",
        pair("13/03/2026;14:30", "13/03/2026;25:99", "13/03/2026;13:30 PM", "13/03/2026;mañana"),
        {2: fact(1, requested_at=MINUTE)},
        "what cannot be read is not left out of the moment",
        rejected=(
            (3, "Hora creación", "timestamp"),
            (4, "Hora creación", "timestamp"),
            (5, "Hora creación", "timestamp"),
        ),
    ),
    loads(
        "four digits among six",
        pair("20260313;143005", "20260313;1430", header="ERDAT;ERZET"),
        {2: fact(1, requested_at=AT)},
        "14:30 or 0:14:30",
        rejected=((3, "ERZET", "timestamp"),),
    ),
    loads(
        "a date of no calendar beside its time",
        pair("13/03/2026;14:30", "31/02/2026;14:30"),
        {2: fact(1, requested_at=MINUTE)},
        "the date is at fault, and it alone",
        rejected=((3, "Fecha creación", "timestamp"),),
    ),
    loads(
        "no date beside the time",
        pair("13/03/2026;14:30", ";14:30"),
        {2: fact(1, requested_at=MINUTE)},
        "the date is what is missing",
        rejected=((3, "Fecha creación", "missing"),),
    ),
    loads(
        "a delivery with a time of day alone",
        pair(
            "13/03/2026;14:30;14/03/2026;8:00",
            "13/03/2026;14:30;;8:00",
            "13/03/2026;14:30;;0:00",
            header=f"{SPANISH};Fecha de entrega real;Hora de entrega real",
        ),
        {
            2: fact(1, requested_at=MINUTE, delivered_at=datetime(2026, 3, 14, 8)),
            4: fact(3, requested_at=MINUTE),
        },
        "something was delivered, but when? Midnight says nothing",
        rejected=((3, "Hora de entrega real", "missing"),),
    ),
    loads(
        "two times of one moment",
        pair(
            "13/03/2026 00:00;14:30",
            "13/03/2026 00:00;14:30",
            "13/03/2026 10:00;14:30",
            "13/03/2026 14:30;14:30",
        ),
        {
            2: fact(1, requested_at=MINUTE),
            3: fact(2, requested_at=MINUTE),
            5: fact(4, requested_at=MINUTE),
        },
        "which is right cannot be told",
        rejected=((4, "Hora creación", "timestamp"),),
    ),
    loads(
        "delivered before the request on the same day",
        pair(
            "13/03/2026;14:30;13/03/2026;8:00",
            "13/03/2026;14:30;13/03/2026;15:00",
            header=f"{SPANISH};Fecha de entrega real;Hora de entrega real",
        ),
        {3: fact(2, requested_at=MINUTE, delivered_at=datetime(2026, 3, 13, 15))},
        "dates alone would hide it",
        rejected=((2, "Fecha de entrega real", "order"),),
    ),
    loads(
        "a time over which the clocks went",
        pair("13/03/2026;14:30", "08/03/2026;02:30"),
        {2: fact(1, requested_at=datetime(2026, 3, 13, 19, 30))},
        "the time of day is at fault",
        rejected=((3, "Hora creación", "dst"),),
        how={"timezone": "America/Chicago"},
    ),
)
