"""Headers that can mean either of two things: the rows tell, else the file is asked about."""

# ruff: noqa: E501 - a case reads best as one line

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.intake.corpus.case import Case, fact, loads, refuses, table

# The day of the load is 2026-04-01: see `tests.intake.reads.NOW`.
FIRST = datetime(2026, 3, 2, 17)
LATER = datetime(2026, 4, 20, 17)


def dated(header: str, *cells: str, more: str = "", rest: tuple[str, ...] = ()) -> str:
    """Write one handoff of a case of its own per cell, under a header for the cells."""
    rest = rest or ("",) * len(cells)
    rows = [
        f"H{n},C{n},Ventas,Compras,2026-03-01 10:00,{cell}{tail}"
        for n, (cell, tail) in enumerate(zip(cells, rest, strict=True), 1)
    ]
    return table(*rows, header=f"handoff_id,case_id,supplier,customer,requested_at,{header}{more}")


def steps(header: str, *cells: str) -> str:
    """Write two handoffs for each of three cases, one day after the other."""
    rows = [
        f"H{n},C{(n + 1) // 2},Ventas,Compras,2026-03-0{1 + (n + 1) % 2} 10:00,{cell}"
        for n, cell in enumerate(cells, 1)
    ]
    return table(*rows, header=f"handoff_id,case_id,supplier,customer,requested_at,{header}")


def step(number: int, **cells: Any) -> dict[str, Any]:
    """Return the row that `steps` gives."""
    return fact(
        number,
        case_id=f"C{(number + 1) // 2}",
        requested_at=datetime(2026, 3, 1 + (number + 1) % 2, 10),
        **cells,
    )


def one(number: int, **cells: Any) -> dict[str, Any]:
    """Return the row that `dated` gives."""
    return fact(number, case_id=f"C{number}", **cells)


GUESS = ("header_guess",)
CASES: tuple[Case, ...] = (
    # Fecha de entrega, delivery date: delivered or promised.
    loads("a delivery date still to come", dated("Fecha de entrega", "2026-03-02 17:00", "2026-04-20 17:00"),
          {2: one(1, promised_at=FIRST), 3: one(2, promised_at=LATER)}, "nothing is delivered in the future, and every cell is filled", warnings=GUESS),
    loads("a delivery date still to come, English", dated("Delivery date", "2026-03-02 17:00", "2026-04-20 17:00"),
          {2: one(1, promised_at=FIRST), 3: one(2, promised_at=LATER)}, "the same", warnings=GUESS),
    loads("a delivery date that is empty while open", dated("Fecha de entrega", "2026-03-02 17:00", ""),
          {2: one(1, delivered_at=FIRST), 3: one(2)}, "what is not delivered yet has no day; still a guess, so it is named", warnings=GUESS),
    loads("a delivery date to the minute", dated("Fecha de entrega", "2026-03-02 17:07"),
          {2: one(1, delivered_at=datetime(2026, 3, 2, 17, 7))}, "nobody promises 17:07; named", warnings=GUESS),
    loads("a delivery date filled while the state is open", dated("Fecha entrega", "2026-03-02 17:00", "2026-03-02 17:00", more=",Estado", rest=(",Cerrado", ",En proceso")),
          {2: one(1, promised_at=FIRST, Estado="Cerrado"), 3: one(2, promised_at=FIRST, Estado="En proceso")}, "what is in progress was not delivered", warnings=GUESS),
    refuses("a delivery date that tells nothing", dated("Fecha de entrega", "2026-03-02 17:00", "2026-03-03 17:00"), "can mean two things",
            "all filled, all in the past, on the hour: delivered and promised look the same"),
    refuses("a delivery date with one day to come among empty cells", dated("Fecha de entrega", *["2026-03-02 17:00"] * 30, "2026-04-20 17:00", ""), "can mean two things",
            "a slip in a column of deliveries, or promises some of which are missing"),
    loads("a delivery date that was answered", dated("Fecha de entrega", "2026-03-02 17:00"), {2: one(1, promised_at=FIRST)}, "said, not guessed",
          how={"mapping": {"columns": {"promised_at": "Fecha de entrega"}}}),
    loads("a delivery date that was answered the other way", dated("Fecha de entrega", "2026-03-02 17:00"), {2: one(1, delivered_at=FIRST)}, "said, not guessed",
          how={"mapping": {"columns": {"delivered_at": "Fecha de entrega"}}}),
    loads("a delivery date beside a promise", dated("Fecha de entrega", "2026-03-02 17:00", more=",Fecha compromiso", rest=(",2026-03-03 17:00",)),
          {2: one(1, delivered_at=FIRST, promised_at=datetime(2026, 3, 3, 17))}, "the other column is the promise: no doubt is left"),
    loads("a delivery date beside the real one", dated("Fecha de entrega", "2026-03-02 17:00", more=",Fecha de entrega real", rest=(",2026-03-03 17:00",)),
          {2: one(1, promised_at=FIRST, delivered_at=datetime(2026, 3, 3, 17))}, "one is the real one, so the other is the planned one; named", warnings=GUESS),
    loads("a delivery date beside the actual one", dated("Delivery date", "2026-03-02 17:00", more=",Actual delivery date", rest=(",2026-03-03 17:00",)),
          {2: one(1, promised_at=FIRST, delivered_at=datetime(2026, 3, 3, 17))}, "the same", warnings=GUESS),
    loads("delivered alone", dated("Entregado", "2026-03-02 17:00"), {2: one(1, delivered_at=FIRST)}, "a participle is no plan"),
    # Fecha compromiso, due, target date: of the handoff or of the case.
    loads("one due for all handoffs of a case", steps("Fecha compromiso", *["2026-03-02 17:00"] * 6),
          {n + 1: step(n, case_due_at=FIRST) for n in range(1, 7)}, "steps of different days do not share a promise; the case does", warnings=GUESS),
    loads("one target date for all handoffs of a case", steps("Target date", *["2026-03-02 17:00"] * 6),
          {n + 1: step(n, case_due_at=FIRST) for n in range(1, 7)}, "the same", warnings=GUESS),
    loads("a due for each handoff", steps("Due", *["2026-03-02 17:00", "2026-03-03 17:00"] * 3),
          {n + 1: step(n, promised_at=datetime(2026, 3, 3 - n % 2, 17)) for n in range(1, 7)}, "it differs within the case: it is the handoff's"),
    loads("one promise for all handoffs of a case", steps("Prometido", *["2026-03-02 17:00"] * 6),
          {n + 1: step(n, promised_at=FIRST) for n in range(1, 7)}, "the header says promised: it is believed"),
    # Cierre, closed: of the handoff or of the case.
    loads("one close for all handoffs of a case", steps("Cierre", *["2026-03-02 17:00"] * 6),
          {n + 1: step(n, case_closed_at=FIRST) for n in range(1, 7)}, "the case's; named", warnings=GUESS),
    loads("a close for each handoff", steps("Closed", *["2026-03-02 17:00", "2026-03-03 17:00"] * 3),
          {n + 1: step(n, delivered_at=datetime(2026, 3, 3 - n % 2, 17)) for n in range(1, 7)}, "a case closes once: these are deliveries; named", warnings=GUESS),
    refuses("a close where each case has one handoff", dated("Fecha de cierre", "2026-03-02 17:00"), "can mean two things", "the end of the handoff or of the case"),
    loads("a close beside a delivery", dated("Cerrado", "2026-03-02 17:00", more=",Entregado", rest=(",2026-03-02 17:00",)),
          {2: one(1, case_closed_at=FIRST, delivered_at=FIRST)}, "delivered is there: the other is the case's"),
    # Cliente and proveedor: inside or outside.
    loads("a client beside the area that receives", table("H1,C1,Ventas,Compras,2026-03-01 10:00,ACME", header="id,caso,proveedor,área destino,solicitado,cliente"),
          {2: fact(1, cliente="ACME")}, "the area is the internal customer; the client outside is kept as text; named", warnings=GUESS),
    loads("a provider beside the area of origin", table("H1,C1,Ventas,Compras,2026-03-01 10:00,ACME", header="id,caso,área origen,cliente,solicitado,proveedor"),
          {2: fact(1, proveedor="ACME")}, "the same on the other side", warnings=GUESS),
    loads("a client alone", table("H1,C1,Ventas,Compras,2026-03-01 10:00", header="id,caso,proveedor,cliente,solicitado"), {2: fact(1)}, "whoever receives is the customer"),
    # What looks like a time, a state or a party and is not.
    loads("SLA, state and people", dated("Entregado", "2026-03-02 17:00", more=",SLA,Estado,Resolved by,Closed by", rest=(",48 h,Cerrado,Ana,Luis",)),
          {2: one(1, delivered_at=FIRST, SLA="48 h", Estado="Cerrado", **{"Resolved by": "Ana", "Closed by": "Luis"})},
          "an SLA may be a name, hours or a day; “by” is a person: kept as text, read as nothing else"),
    refuses("a day alone", table("H1,C1,Ventas,Compras,2026-03-01", header="id,caso,proveedor,cliente,fecha"), "No column for requested_at", "of what the day is, is asked"),
)  # fmt: skip
