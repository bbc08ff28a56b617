"""Files that follow files: updates, conflicts, the same again; and the other kinds of file."""

# ruff: noqa: E501 - a case reads best as one line

from __future__ import annotations

from datetime import datetime
from typing import Any

from kpi.words.terms import END_CUSTOMER
from tests.intake.corpus.case import AT, HEADER, Case, end_of, fact, loads, on, refuses, row, table

FIRST = table(row(1)).encode()
DAY = datetime(2026, 3, 2, 9)


def again(
    name: str, content: bytes | str, facts: dict[tuple[int, int], Any], why: str, **outcome: Any
) -> Case:
    """Return the case of a second file after one handoff, H1."""
    return loads(name, content, {(1, 2): fact()} | facts, why, before=(FIRST,), **outcome)


def after(
    name: str, column: str, written: tuple[str, str], stored: Any, why: str, **outcome: Any
) -> Case:
    """Return the case of one cell of H1 in two files, and what is stored in the end."""
    first, then = written
    before = (rest(first, column=column).encode(),)
    facts = {(1, 2): fact(**{column: stored})}
    return loads(name, rest(then, column=column), facts, why, before=before, **outcome)


def rest(value: str, *, column: str = "nota") -> str:
    """Write H1 with a seventh cell."""
    return table(f"{row(1)},{value}", header=f"{HEADER},{column}")


LATER: tuple[Case, ...] = (
    # Keys are (load, line): a row stays where it was first read, whatever later fills its cells.
    again("the same file again", FIRST, {}, "nothing new"),
    again("the same facts in other bytes", table(row(1)).replace(",", ";").encode("utf-16"), {}, "facts, not bytes"),
    again("a longer export", table(row(1), row(2)), {(2, 3): fact(2)}, "last week's rows come again every week"),
    again("a shorter export", table(row(2)), {(2, 2): fact(2)}, "what is not in the file is not taken back"),
    again("delivered since", table(row(1, delivered="2026-03-02 09:00")), {(1, 2): fact(delivered_at=DAY)}, "an empty cell is filled"),
    again("another supplier", table(row(1, "Almacén")), {}, "kept out whole, and told", conflicts=((2, "supplier"),)),
    again("another supplier and delivered", table(row(1, "Almacén", delivered="2026-03-02 09:00")), {}, "kept out whole, the delivery too",
          conflicts=((2, "supplier"),)),
    again("a second off", table(row(1, requested="2026-03-01 10:00:01")), {}, "another time is another fact", conflicts=((2, "requested_at"),)),
    again("another case of letters", table(row(1, "VENTAS")), {}, "names are verbatim: proposed for merging elsewhere, never in silence",
          conflicts=((2, "supplier"),)),
    again("replaced by choice", table(row(1, "Almacén")), {(1, 2): fact(supplier="Almacén")}, "the user chose so; told", warnings=("replaced",),
          how={"replace_conflicts": True}),
    again("a conflict beside a new row", table(row(1, "Almacén"), row(2)), {(2, 3): fact(2)}, "each record by itself", conflicts=((2, "supplier"),)),
    again("a header in another language later", table(row(1), row(2), header="Id entrega,Caso,Proveedor,Cliente,Solicitado,Entregado"),
          {(2, 3): fact(2)}, "the same fields"),
    again("an attribute that appears", rest("x"), {(1, 2): fact(nota="x")}, "filling is an update"),
    after("an attribute that changes", "nota", ("x", "y"), "y", "attributes run"),
    after("an attribute that is empty again", "nota", ("x", ""), "x", "an empty cell asserts nothing"),
    after("a pause that grows", "paused_hours", ("1", "2.5"), 2.5, "pauses run"),
    after("a case that closes later", "case_closed_at", ("2026-03-04 10:00", "2026-03-05 10:00"), datetime(2026, 3, 5, 10), "cases are opened again"),
    after("a rating that changes", "rating", ("4", "5"), 4, "a judgement is not rewritten in silence", conflicts=((2, "rating"),)),
    after("a promise that is empty again", "promised_at", ("2026-03-04 10:00", ""), datetime(2026, 3, 4, 10), "an empty cell asserts nothing"),
)  # fmt: skip


def agreement(*cells: str, header: str = "agreement,version,supplier,customer,kpi,target,status,valid_from") -> str:  # fmt: skip
    """Write agreements."""
    return table(*cells, header=header)


def target(written: str, stored: float | None, kpi: str = "on_time_rate") -> Case:
    """Return the case of one target."""
    facts = {
        "agreement": "A1", "version": 1, "supplier": "Ventas", "customer": "Compras", "kpi": kpi,
        "target": stored, "status": "accepted", "valid_from": on(2026, 1, 1),
    }  # fmt: skip
    content = agreement(f'A1,1,Ventas,Compras,{kpi},"{written}",accepted,2026-01-01')
    name = f"target of {kpi} {written}"
    if stored is None:
        return loads(name, content, {}, "never guessed", rejected=((2, "target", "target"),), kind="agreements")  # fmt: skip
    return loads(name, content, {2: facts}, "how people write it", kind="agreements")


def event(case: str, at: datetime, party: str | None, **cells: Any) -> dict[str, Any]:
    """Return the filled cells of an event."""
    usual = {"case_id": case, "happened_at": at, "party": party, "end_customer": END_CUSTOMER}
    return {name: value for name, value in (usual | cells).items() if value}


EVENTS = "case_id,timestamp,team,activity"
KINDS: tuple[Case, ...] = (
    target("0.95", 0.95), target("0,95", 0.95), target("95%", 0.95), target("95 %", 0.95), target("95,5%", 0.955), target("1", 1.0),
    target("95", None), target("105%", None), target("casi todo", None), target("-5%", None), target("0.95.1", None),
    target("72", 72.0, "lead_time_p90"), target("4.5", 4.5, "rating_mean"), target("6", None, "rating_mean"),
    loads("an agreement that ended without its end", agreement("A1,1,Ventas,Compras,on_time_rate,0.9,ended,2026-01-01,,2025-12-20 09:00,2025-12-21 09:00", header="agreement,version,supplier,customer,kpi,target,status,valid_from,valid_to,supplier_accepted_at,customer_accepted_at"),
          {}, "both accepted it, so until when it was in force is required", rejected=((2, "valid_to", "missing"),), kind="agreements"),
    loads("an agreement that ends before it begins", agreement("A1,1,Ventas,Compras,on_time_rate,0.9,accepted,2026-02-01,2026-01-01", header="agreement,version,supplier,customer,kpi,target,status,valid_from,valid_to"),
          {}, "it cannot be", rejected=((2, "valid_to", "order"),), kind="agreements"),
    loads("an agreement in Spanish", agreement("A1;1;Ventas;Compras;on_time_rate;95 %;Aceptado;13/02/2026", header="Acuerdo;Versión;Proveedor;Cliente;Indicador;Meta;Estatus;Vigente desde"),
          {2: {"agreement": "A1", "version": 1, "supplier": "Ventas", "customer": "Compras", "kpi": "on_time_rate", "target": 0.95, "status": "accepted", "valid_from": on(2026, 2, 13)}},
          "the users' language", kind="agreements"),
    loads("a status nobody knows", agreement("A1,1,Ventas,Compras,on_time_rate,0.9,quizá,2026-01-01"), {}, "never guessed",
          rejected=((2, "status", "implausible"),), kind="agreements"),
    loads("a version of zero", agreement("A1,0,Ventas,Compras,on_time_rate,0.9,accepted,2026-01-01"), {}, "versions count from one",
          rejected=((2, "version", "implausible"),), kind="agreements"),
    loads("one target twice", agreement("A1,1,Ventas,Compras,on_time_rate,0.9,accepted,2026-01-01", "A1,1,Ventas,Compras,on_time_rate,0.8,accepted,2026-01-01"),
          {2: {"agreement": "A1", "version": 1, "supplier": "Ventas", "customer": "Compras", "kpi": "on_time_rate", "target": 0.9, "status": "accepted", "valid_from": on(2026, 1, 1)}},
          "which is true is not ours to choose", rejected=((3, "agreement", "conflict"),), kind="agreements"),
    loads("parties", table("Ventas,Comercial,,", "Cliente final,,sí,95%", header="party,department,external,promise_target"),
          {2: {"party": "Ventas", "department": "Comercial", "external": "no"}, 3: {"party": "Cliente final", "external": "customer", "promise_target": 0.95}},
          "yes reads as customer", kind="parties"),
    loads("parties in Spanish", table("Maderas;Compras;Proveedor;ana@x.mx", header="Parte;Departamento;Externo;Correo"),
          {2: {"party": "Maderas", "department": "Compras", "external": "supplier", "email": "ana@x.mx"}}, "the users' language", kind="parties"),
    loads("a bare promise target", table("Cliente final,customer,95", header="party,external,promise_target"), {}, "0.95 or 95 %: a bare 95 is refused",
          rejected=((2, "promise_target", "target"),), kind="parties"),
    loads("a party twice", table("Ventas,Comercial", "Ventas,Comercial", "Ventas,Otro", header="party,department"),
          {2: {"party": "Ventas", "department": "Comercial", "external": "no"}}, "a copy is ignored, another truth is not chosen",
          ignored=((3, "duplicate"),), rejected=((4, "party", "conflict"),), kind="parties", how={"kind": "parties"}),
    loads("annotations", table('2026-03-02,"Huelga, dos días",', "2026-03-03,Inventario,Almacén", header="date,text,scope"),
          {2: {"day": on(2026, 3, 2), "text": "Huelga, dos días"}, 3: {"day": on(2026, 3, 3), "text": "Inventario", "scope": "Almacén"}}, "notes for the charts", kind="annotations"),
    loads("an annotation without day", table(",Huelga,", header="date,text,scope"), {}, "a note needs its day", rejected=((2, "date", "missing"),), kind="annotations"),
    refuses("a list of names", "name,one,two,three\nx,1,2,3\n", "What the file holds is not clear", "one known name is no layout"),
    loads("an event log", table("K1,2026-03-01 10:00,Ventas,alta", "K1,2026-03-02 10:00,Compras,orden", header=EVENTS),
          {2: event("K1", AT, "Ventas", activity="alta"), 3: event("K1", datetime(2026, 3, 2, 10), "Compras", activity="orden")}, "one row per change", kind="events"),
    loads("an event log of unknown parties", table("K1,2026-03-01 10:00,?,alta", "K1,2026-03-02 10:00,,x", "K1,2026-03-03 10:00,-,y", header=EVENTS),
          {2: event("K1", AT, None, activity="alta"), 3: event("K1", datetime(2026, 3, 2, 10), None, activity="x"), 4: event("K1", datetime(2026, 3, 3, 10), None, activity="y")},
          "a change to nobody known is counted, not guessed", ignored=((2, "unknown party"), (3, "unknown party"), (4, "unknown party")), kind="events"),
    loads("an event without case", table(",2026-03-01 10:00,Ventas,alta", header=EVENTS), {}, "whose it is is required", rejected=((2, "case_id", "missing"),), kind="events"),
    loads("an event without time", table("K1,,Ventas,alta", header=EVENTS), {}, "when it was is required", rejected=((2, "timestamp", "missing"),), kind="events"),
    loads("an XES log", table("K1,2026-03-01T10:00:00+00:00,Ventas,alta", header="case:concept:name,time:timestamp,org:group,concept:name"),
          {2: event("K1", AT, "Ventas", activity="alta")}, "recognised by its header", kind="events"),
    loads("an event log in Spanish", table("K1;13/03/2026 12:00;Ventas;alta", header="Número de caso;Fecha y hora;Grupo;Actividad"),
          {2: event("K1", datetime(2026, 3, 13, 12), "Ventas", activity="alta")}, "the users' language", kind="events"),
    loads("a due day of an event", table("K1,2026-03-01 10:00,Ventas,2026-03-09", header="case_id,timestamp,team,due date"),
          {2: event("K1", AT, "Ventas", due_at=end_of(2026, 3, 9))}, "a due day lasts to its end, told", warnings=("date_only",), kind="events"),
)  # fmt: skip
CASES = LATER + KINDS
