"""Exports of ticket systems: histories of changes, one row per ticket, steps of a life."""

# ruff: noqa: E501 - a case reads best as one line

from __future__ import annotations

from datetime import datetime
from typing import Any

from kpi.words.terms import END_CUSTOMER, FIRST_HOLDER
from tests.intake.corpus.case import Case, end_of, loads, refuses, table

HISTORY = "Issue key,Created,Author,Field,From,To,Date of change"
REST = "key,field,fromString,toString,created"
AUDIT = "documentkey,tablename,fieldname,oldvalue,newvalue,user,sys_created_on"
ISSUES = "Summary,Issue key,Issue id,Status,Assignee,Reporter,Created,Updated,Resolved,Due date,Labels,Labels"
INCIDENTS = "number,opened_at,short_description,caller_id,state,assignment_group,assigned_to,due_date,resolved_at,closed_at,sys_updated_on"
XES = "case:concept:name,time:timestamp,org:resource,concept:name,lifecycle:transition"


def at(day: int, hour: int = 9) -> datetime:
    """Return an hour of a day in March 2026."""
    return datetime(2026, 3, day, hour)


def event(case: str, when: datetime, party: str = "", **cells: Any) -> dict[str, Any]:
    """Return the filled cells of an event."""
    usual = {"case_id": case, "happened_at": when, "party": party, "end_customer": END_CUSTOMER}
    return {name: value for name, value in (usual | cells).items() if value}


def ticket(number: str = "P-1", **cells: Any) -> dict[str, Any]:
    """Return the filled cells of a handoff that is its own case."""
    usual = {
        "handoff_id": number,
        "case_id": number,
        "supplier": "Compras",
        "customer": "Ventas",
        "requested_at": at(1),
    }
    return usual | cells


def history(*records: str, header: str = HISTORY) -> str:
    """Write a history of changes."""
    return table(*records, header=header)


OPENED = at(1, 8)
PASSED = (
    "P-1,2026-03-01 08:00,Ana,assignee,,Ventas,2026-03-01 09:00",
    "P-1,2026-03-01 08:00,Ana,assignee,Ventas,Compras,2026-03-02 09:00",
)
VENTAS = event("P-1", at(1), "Ventas", opened_at=OPENED)
COMPRAS = event("P-1", at(2), "Compras", opened_at=OPENED)
KNOWN = ("changes",)

CHANGES: tuple[Case, ...] = (
    loads("a Jira history", history(*PASSED), {2: VENTAS, 3: COMPRAS}, "the case is held by the assignee after each change", warnings=KNOWN, kind="events"),
    loads("a Jira history of other fields too", history(*PASSED, "P-1,2026-03-01 08:00,Ana,labels,,x,2026-03-02 10:00", "P-1,2026-03-01 08:00,Ana,Story Points,1,2,2026-03-02 11:00"),
          {2: VENTAS, 3: COMPRAS}, "a label passes nothing on: counted, not lost", ignored=((4, "other change"), (5, "other change")), warnings=KNOWN, kind="events"),
    loads("a Jira history with a first holder", history("P-1,2026-03-01 08:00,Ana,assignee,Ventas,Compras,2026-03-02 09:00"),
          {-2: event("P-1", OPENED, "Ventas", opened_at=OPENED, activity=FIRST_HOLDER), 2: COMPRAS}, "who had it before the first change had it since it was opened; told, as the file may be a part",
          warnings=("changes", "first_holder"), kind="events"),
    loads("a part of a Jira history", history("P-1,2026-03-01 08:00,Ana,assignee,Ventas,Compras,2026-03-02 09:00"), {2: COMPRAS}, "the user says that the value before tells nothing",
          warnings=KNOWN, kind="events", how={"mapping": {"first_holder": "unknown"}}),
    loads("a first holder seen before", history("P-1,status,To Do,Doing,2026-03-01 09:00", "P-1,assignee,Ventas,Compras,2026-03-02 09:00", header="Issue key,Field,From,To,Date of change"),
          {-3: event("P-1", at(1), "Ventas", activity=FIRST_HOLDER), 3: event("P-1", at(2), "Compras")}, "without a time of opening, since the case is first seen",
          ignored=((2, "other change"),), warnings=("changes", "first_holder"), kind="events"),
    loads("a first holder never seen", history("P-1,assignee,Ventas,Compras,2026-03-02 09:00", header="Issue key,Field,From,To,Date of change"),
          {2: event("P-1", at(2), "Compras")}, "since when it was held is not known, and is not made up", warnings=KNOWN, kind="events"),
    loads("a Jira history that ends", history(*PASSED, "P-1,2026-03-01 08:00,Ana,resolution,,Done,2026-03-03 09:00"),
          {2: VENTAS, 3: COMPRAS, 4: event("P-1", at(3), activity="resolution: Done", opened_at=OPENED, closed_at=at(3))}, "a resolution ends the case, whatever it is",
          ignored=((4, "other change"),), warnings=KNOWN, kind="events"),
    loads("a case assigned after its end", history(PASSED[0], "P-1,2026-03-01 08:00,Ana,resolution,,Done,2026-03-02 08:00", PASSED[1]),
          {2: VENTAS, 3: event("P-1", at(2, 8), activity="resolution: Done", opened_at=OPENED, closed_at=at(2, 8)), 4: COMPRAS | {"closed_at": at(2, 8)}},
          "giving a finished case back does not open it", ignored=((3, "other change"),), warnings=KNOWN, kind="events"),
    loads("a case opened again", history(PASSED[0], "P-1,2026-03-01 08:00,Ana,status,Doing,Done,2026-03-02 08:00", "P-1,2026-03-01 08:00,Ana,status,Done,Doing,2026-03-02 09:00"),
          {2: VENTAS, 3: event("P-1", at(2, 8), activity="status: Done", opened_at=OPENED, closed_at=at(2, 8)), 4: event("P-1", at(2), activity="status: Doing", opened_at=OPENED)},
          "its last word is that it is open", ignored=((3, "other change"), (4, "other change")), warnings=KNOWN, kind="events"),
    loads("a case resolved, then closed", history(PASSED[0], "P-1,2026-03-01 08:00,Ana,status,Doing,Resolved,2026-03-02 08:00", "P-1,2026-03-01 08:00,Ana,status,Resolved,Closed,2026-03-09 08:00"),
          {2: VENTAS, 3: event("P-1", at(2, 8), activity="status: Resolved", opened_at=OPENED, closed_at=at(2, 8))}, "the robot that closes it a week later ends nothing",
          ignored=((3, "other change"), (4, "other change")), warnings=KNOWN, kind="events"),
    loads("the newest change first", history(PASSED[1], PASSED[0]), {2: COMPRAS, 3: VENTAS}, "time decides, not the order of lines", warnings=KNOWN, kind="events"),
    loads("a change to nobody", history(PASSED[0], "P-1,2026-03-01 08:00,Ana,assignee,Ventas,,2026-03-02 09:00", "P-1,2026-03-01 08:00,Ana,assignee,,Unassigned,2026-03-03 09:00"),
          {2: VENTAS, 3: event("P-1", at(2), opened_at=OPENED), 4: event("P-1", at(3), opened_at=OPENED)}, "nobody is no party: counted",
          ignored=((3, "unknown party"), (4, "unknown party")), warnings=KNOWN, kind="events"),
    loads("a Jira history in Spanish", history("P-1;Ana;14/03/2026 09:00;Responsable;;Ventas", "P-1;Ana;15/03/2026 09:00;Responsable;Ventas;Compras", "P-1;Ana;16/03/2026 09:00;Estado;En curso;Listo", header="Clave de incidencia;Autor;Fecha del cambio;Campo;De;A"),
          {2: event("P-1", at(14), "Ventas"), 3: event("P-1", at(15), "Compras"), 4: event("P-1", at(16), activity="Estado: Listo", closed_at=at(16))}, "the users' language",
          ignored=((4, "other change"),), warnings=KNOWN, kind="events"),
    loads("a Jira changelog by REST", history("P-1,assignee,,Ventas,2026-03-01T09:00:00.000+0000", "P-1,assignee,Ventas,Compras,2026-03-02T03:00:00.000-0600", header=REST),
          {2: event("P-1", at(1), "Ventas"), 3: event("P-1", at(2), "Compras")}, "its one time, created, is that of the change", warnings=KNOWN, kind="events"),
    loads("a Jira data pipeline", history("10002,1,JIRA1,2026-03-01T09:00:00Z,assignee,jira,,,JIRA2,Ventas", header="issue_id,changelog_id,author_key,created_date,field,field_type,from,from_string,to,to_string"),
          {2: event("10002", at(1), "Ventas")}, "names are read, not the keys beside them; told", warnings=("changes", "header_guess"), kind="events"),
    refuses("a history of two holders", history(PASSED[0], "P-1,2026-03-01 08:00,Ana,Team,,Norte,2026-03-01 09:00"), "it is not clear which field says who holds", "a person or the team: asked, not guessed"),
    refuses("a history without a holder", history("P-1,2026-03-01 08:00,Ana,Squad,,Norte,2026-03-01 09:00", "P-1,2026-03-01 08:00,Ana,labels,,x,2026-03-01 09:00"), "it is not clear which field says who holds",
            "which field it is, only a person knows"),
    loads("the holder said", history("P-1,2026-03-01 08:00,Ana,Squad,,Norte,2026-03-01 09:00", PASSED[1]), {2: event("P-1", at(1), "Norte", opened_at=OPENED)}, "the user's word decides",
          ignored=((3, "other change"),), kind="events", how={"mapping": {"party_fields": ["Squad"]}}),
    refuses("an audit of ServiceNow", history("a1,incident,assignment_group,,G1,ana,2026-03-01 09:00:00", "a1,incident,assigned_to,,U1,ana,2026-03-01 09:00:00", header=AUDIT), "it is not clear which field says who holds",
            "groups and people both hold incidents"),
    loads("an audit of ServiceNow, by groups", history("a1,incident,assignment_group,,G1,ana,2026-03-01 09:00:00", "a1,incident,assigned_to,,U1,ana,2026-03-01 09:00:00", "a1,incident,assignment_group,G1,G2,ana,2026-03-02 09:00:00", "a1,incident,incident_state,2,6,ana,2026-03-03 09:00:00", header=AUDIT),
          {2: event("a1", at(1), "G1"), 4: event("a1", at(2), "G2"), 5: event("a1", at(3), activity="incident_state: 6", closed_at=at(3))}, "state 6 is resolved",
          ignored=((3, "other change"), (5, "other change")), kind="events", how={"mapping": {"party_fields": ["assignment_group"]}}),
    loads("an audit of Dynamics", history("C-1,Owner,,Ventas,2026-03-01 09:00,Update", header="Case Number,Changed Field,Old Value,New Value,Changed Date,Event"),
          {2: event("C-1", at(1), "Ventas")}, "the user says that owners hold cases", kind="events", how={"mapping": {"party_fields": ["Owner"]}}),
    loads("a change without its time", history(PASSED[0], "P-1,2026-03-01 08:00,Ana,assignee,Ventas,Compras,"), {2: VENTAS}, "when is required", rejected=((3, "Date of change", "missing"),), warnings=KNOWN, kind="events"),
)  # fmt: skip

TICKETS: tuple[Case, ...] = (
    loads("Jira's own issues", table('"Cotizar, urgente",P-1,1,Done,Compras,Ventas,01/Mar/26 9:00 AM,22/Mar/26 3:45 PM,03/Mar/26 4:00 PM,05/Mar/26 12:00 AM,a,b', header=ISSUES),
          {2: ticket(delivered_at=at(3, 16), promised_at=end_of(2026, 3, 5), Summary="Cotizar, urgente", Status="Done", Updated="22/Mar/26 3:45 PM", Labels="a", **{"Issue id": "1", "Labels (2)": "b"})},
          "the reporter asked the assignee; a due date is the whole day, though Jira writes its midnight", warnings=("no_case", "date_only")),
    loads("Jira's own issues in Spanish", table("Cotizar;P-1;Listo;Compras;Ventas;13/mar/26 9:00 a. m.;22/mar/26 3:45 p. m.;14/mar/26 4:00 p. m.", header="Resumen;Clave de incidencia;Estado;Persona asignada;Informador;Creada;Actualizada;Resuelta"),
          {2: ticket(requested_at=at(13), delivered_at=at(14, 16), Resumen="Cotizar", Estado="Listo", Actualizada="22/mar/26 3:45 p. m.")}, "the users' language and its months", warnings=("no_case",)),
    loads("an issue of nobody", table("x,P-1,1,To Do,,Ventas,01/Mar/26 9:00 AM,22/Mar/26 3:45 PM,,,,", header=ISSUES), {}, "no supplier: asked of nobody, and told",
          rejected=((2, "Assignee", "missing"),), warnings=("no_case",)),
    loads("an issue resolved in the next export", table("x,P-1,1,Done,Compras,Ventas,01/Mar/26 9:00 AM,22/Mar/26 3:45 PM,03/Mar/26 4:00 PM,,,", header=ISSUES),
          {(1, 2): ticket(delivered_at=at(3, 16), Summary="x", Status="Done", Updated="22/Mar/26 3:45 PM", **{"Issue id": "1"})}, "an open handoff is delivered: an update",
          before=(table("x,P-1,1,To Do,Compras,Ventas,01/Mar/26 9:00 AM,02/Mar/26 3:45 PM,,,,", header=ISSUES).encode(),), warnings=("no_case",)),
    loads("incidents of ServiceNow", table("INC1,2026-03-01 09:00:00,x,Ventas,Closed,Compras,Ana,2026-03-02 09:00:00,2026-03-01 19:00:00,2026-03-06 09:00:00,2026-03-06 09:00:00", header=INCIDENTS),
          {2: ticket("INC1", promised_at=at(2), delivered_at=at(1, 19), case_closed_at=at(6), short_description="x", state="Closed", assigned_to="Ana", sys_updated_on="2026-03-06 09:00:00")},
          "the caller asked the group; resolved is delivered", warnings=("no_case",)),
    loads("incidents of ServiceNow from a workbook, in Spanish", table("INC1;2026-03-01 09:00:00;Ventas;Compras;2026-03-01 19:00:00", header="Número;Abierto;Solicitante;Grupo de asignación;Resuelto"),
          {2: ticket("INC1", delivered_at=at(1, 19))}, "labels, as Excel exports have them", warnings=("no_case",)),
    refuses("tickets without a requester", table(*(f"T{n},Compras,2026-03-01 09:00,2026-03-02 09:00" for n in range(10)), header="Ticket,Team,Created,Updated"), "Each of the 10 cases is on one row alone",
            "a row may be the last change of a case or the whole of it: asked, not guessed"),
    loads("ten first changes, said to be a log", table(*(f"T{n},Compras,2026-03-0{n}" for n in range(1, 10)), "T0,Compras,2026-03-10", header="Ticket,Team,Updated"),
          {n + 1: event(f"T{n}", at(n, 0), "Compras") for n in range(1, 10)} | {11: event("T0", at(10, 0), "Compras")}, "the user's word decides", warnings=("date_only",), kind="events", how={"kind": "events"}),
    refuses("a log with the columns of incidents", table(*(f"INC{n % 3},2026-03-01 09:00,Ventas,G{n},2026-03-0{n} 09:00" for n in range(1, 10)), "INC1,2026-03-01 09:00,Ventas,G0,2026-03-10 09:00", header="number,opened_at,caller_id,assignment_group,sys_updated_on"),
            "The 10 rows speak of 3 handoffs only", "the same header heads a log: its rows say so"),
    loads("orders of SAP", table("4711,10,Compras,Ventas,01.03.2026,05.03.2026,04.03.2026", header="Order Number,Item,Vendor,Sold-to Party,Order Date,Requested Delivery Date,Goods Issue Date"),
          {2: {"handoff_id": "5f46819cdf7f949f-1", "case_id": "4711", "supplier": "Compras", "customer": "Ventas", "requested_at": at(1, 0), "promised_at": end_of(2026, 3, 5), "delivered_at": end_of(2026, 3, 4), "Item": "10"}},
          "points and days as SAP writes them", warnings=("no_id", "date_only", "date_order"), how={"mapping": {"dayfirst": True}}),
)  # fmt: skip

LIVES: tuple[Case, ...] = (
    loads("steps of a life", table("K1,2026-03-01T09:00:00,Ventas,alta,start", "K1,2026-03-01T10:00:00,Ventas,alta,complete", "K1,2026-03-02T09:00:00,Compras,orden,COMPLETE", header=XES),
          {3: event("K1", at(1, 10), "Ventas", activity="alta"), 4: event("K1", at(2), "Compras", activity="orden")}, "only what is complete counts, the rest is told", ignored=((2, "not complete"),), kind="events"),
    loads("an unknown party in a step of a life", table("K1,2026-03-01T09:00:00,,alta,schedule", "K1,2026-03-01T10:00:00,Ventas,alta,complete", header=XES),
          {3: event("K1", at(1, 10), "Ventas", activity="alta")}, "one reason is enough", ignored=((2, "not complete"),), kind="events"),
    loads("starts that count", table("K1,2026-03-01T09:00:00,Ventas,alta,start", "K1,2026-03-01T10:00:00,Ventas,alta,complete", header=XES),
          {2: event("K1", at(1), "Ventas", activity="alta")}, "the user's word decides", ignored=((3, "not complete"),), kind="events", how={"mapping": {"transitions": ["start"]}}),
)  # fmt: skip
CASES = CHANGES + TICKETS + LIVES
