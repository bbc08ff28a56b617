"""Service catalogues and contacts: what their rows must say, and what they are not taken for."""

# ruff: noqa: E501 - a case reads best as one line

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.intake.corpus.case import Case, end_of, loads, refuses, table

CONTACT = "contact_id,supplier,customer,service,channel,subject,planned_at,contacted_at,answered_at"
SERVICE = "supplier,service,description,standard,how_to_request,competences,owner"
AT = datetime(2026, 3, 13, 10)
ANSWERED = datetime(2026, 3, 13, 12)


def contact(number: int = 1, **cells: Any) -> dict[str, Any]:
    """Return the filled cells of a contact that took place."""
    usual = {
        "contact_id": f"K{number}",
        "supplier": "Compras",
        "customer": "Ventas",
        "contacted_at": AT,
    }
    return {name: value for name, value in (usual | cells).items() if value is not None}


def service(**cells: Any) -> dict[str, Any]:
    """Return the filled cells of a service."""
    return {"supplier": "Compras", "service": "herrajes"} | cells


def asks(*records: str, header: str = CONTACT) -> str:
    """Write contacts."""
    return table(*records, header=header)


def offers(*records: str, header: str = SERVICE) -> str:
    """Write services."""
    return table(*records, header=header)


CONTACTS: tuple[Case, ...] = (
    loads("contacts", asks("K1,Compras,Ventas,herrajes,reunión,Mensual,2026-03-13 09:00,2026-03-13 10:00,2026-03-13 12:00"),
          {2: contact(service="herrajes", channel="reunión", subject="Mensual", planned_at=datetime(2026, 3, 13, 9), answered_at=ANSWERED)}, "the layout of the data dictionary", kind="contacts"),
    loads("contacts in Spanish", asks("K1;Compras;Ventas;correo;¿Cuándo, y cuánto?;13/03/2026 10:00;13/03/2026 12:00", header="Folio;Proveedor;Cliente;Canal;Asunto;Fecha de contacto;Respondido"),
          {2: contact(channel="correo", subject="¿Cuándo, y cuánto?", answered_at=ANSWERED)}, "the users' language; a day above 12 tells the order", kind="contacts"),
    loads("appointments of a CRM", asks("K1,Compras,Ventas,Mensual,2026-03-13 09:00,2026-03-13 10:00", header="Activity ID,Provider,Client,Regarding,Scheduled Start,Actual Start"),
          {2: contact(subject="Mensual", planned_at=datetime(2026, 3, 13, 9))}, "Dynamics' names for the same", kind="contacts"),
    loads("a contact still to come", asks("K1,Compras,Ventas,,,,2026-03-13 10:00,,"), {2: contact(contacted_at=None, planned_at=AT)},
          "a plan is a fact, and its contact has not taken place", kind="contacts"),
    loads("a contact that never was", asks("K1,Compras,Ventas,,llamada,,,,"), {}, "neither planned nor held: it belongs to no week",
          rejected=((2, "contacted_at", "missing"),), kind="contacts"),
    loads("an answer before the question", asks("K1,Compras,Ventas,,,,,2026-03-13 12:00,2026-03-13 10:00"), {}, "it cannot be",
          rejected=((2, "answered_at", "order"),), kind="contacts"),
    loads("an answer to nothing", asks("K1,Compras,Ventas,,,,2026-03-13 10:00,,2026-03-13 12:00"), {}, "how long the answer took cannot be told",
          rejected=((2, "contacted_at", "missing"),), kind="contacts"),
    loads("an answer at the moment of the question", asks("K1,Compras,Ventas,,,,,2026-03-13 10:00,2026-03-13 10:00"), {2: contact(answered_at=AT)},
          "answered at once is answered", kind="contacts"),
    loads("an answer on a day", asks("K1,Compras,Ventas,,,,,2026-03-13 10:00,2026-03-13"), {2: contact(answered_at=end_of(2026, 3, 13))},
          "at the latest by the end of that day, told", warnings=("date_only",), kind="contacts"),
    loads("no answer, in words", asks("K1,Compras,Ventas,,,,,2026-03-13 10:00,n/a"), {2: contact()}, "words for empty, told", warnings=("placeholder",), kind="contacts"),
    loads("a bad answer and no plan", asks("K1,Compras,Ventas,,,,,,ayer"), {}, "one fault is told, not its consequences",
          rejected=((2, "answered_at", "timestamp"),), kind="contacts"),
    loads("a contact with an offset", asks("K1,Compras,Ventas,,,,,2026-03-13T04:00:00-06:00,"), {2: contact()}, "an offset is converted", kind="contacts"),
    loads("a contact with nobody", asks("K1,Compras,,,,,,2026-03-13 10:00,"), {}, "whose link it is on is required", rejected=((2, "customer", "missing"),), kind="contacts"),
    loads("a contact twice", asks("K1,Compras,Ventas,,,,,2026-03-13 10:00,", "K1,Compras,Ventas,,,,,2026-03-13 10:00,", "K1,Compras,Ventas,,,,,2026-03-13 12:00,"),
          {2: contact()}, "a copy is ignored, another truth is not chosen", ignored=((3, "duplicate"),), rejected=((4, "contact_id", "conflict"),), kind="contacts"),
    loads("a contact answered in the next export", asks("K1,Compras,Ventas,,,,,2026-03-13 10:00,2026-03-13 12:00"),
          {(1, 2): contact(), (2, 2): contact(answered_at=ANSWERED)}, "the later load of a key is shown, the earlier kept for undo",
          before=(asks("K1,Compras,Ventas,,,,,2026-03-13 10:00,").encode(),), kind="contacts"),
    refuses("contacts without ids", asks("Compras,Ventas,2026-03-13 10:00,2026-03-13 12:00", header="Proveedor,Cliente,Fecha de contacto,Respondido"),
            "No column for contact_id", "two exports could not be told to speak of one contact"),
    refuses("handoffs without a time of request", "id,supplier,customer,delivered_at\nH1,Compras,Ventas,2026-03-13 10:00\n", "No column for",
            "handoffs that lack a column are no contacts and no catalogue"),
)  # fmt: skip

SERVICES: tuple[Case, ...] = (
    loads("a service catalogue", offers('Compras,herrajes,"Herrajes, a proveedores aprobados",yes,Portal,Negociación,Luis'),
          {2: service(description="Herrajes, a proveedores aprobados", standard=True, how_to_request="Portal", competences="Negociación", owner="Luis")},
          "the layout of the data dictionary", kind="services"),
    loads("a service catalogue in Spanish", offers("Compras;herrajes;Pedido;sí;Portal;Luis", header="Área;Servicio;Descripción;Estándar;Cómo solicitarlo;Responsable"),
          {2: service(description="Pedido", standard=True, how_to_request="Portal", owner="Luis")}, "the users' language", kind="services"),
    loads("a service catalogue, not parties", offers("Compras,herrajes,Pedido,Luis", header="Área,Servicio,Descripción,Responsable"),
          {2: service(description="Pedido", owner="Luis")}, "an area and its owner alone would be a list of parties; its services say more", kind="services"),
    loads("non-standard services", offers("Compras,herrajes,sí", "Compras,planos,no", header="Proveedor,Servicio,No estándar"),
          {2: service(standard=False), 3: service(service="planos", standard=True)}, "the column says the opposite, told", warnings=("inverted",), kind="services"),
    loads("a service standard by hearsay", offers("Compras,herrajes,,quizá,,,"), {}, "neither yes nor no", rejected=((2, "standard", "accepted"),), kind="services"),
    loads("a service without a name", offers("Compras,,Pedido,,,,"), {}, "what is offered is required", rejected=((2, "service", "missing"),), kind="services"),
    loads("one service of two suppliers", offers("Compras,herrajes,,,,,", "Ventas,herrajes,,,,,"), {2: service(), 3: service(supplier="Ventas")},
          "each answers for its own", kind="services"),
    loads("a service twice", offers("Compras,herrajes,uno,,,,", "Compras,herrajes,dos,,,,"), {2: service(description="uno")}, "which is true is not ours to choose",
          rejected=((3, "supplier", "conflict"),), kind="services"),
    loads("a service that is a formula", offers("Compras,=1+1,,,,,"), {2: service(service="=1+1")}, "text is text", kind="services"),
    refuses("a list that is hardly a catalogue", "supplier,service,one,two,three,four\nCompras,herrajes,1,2,3,4\n", "What the file holds is not clear",
            "two known names of six tell too little: asked, not guessed"),
    loads("the same list, said to be a catalogue", "supplier,service,one,two,three,four\nCompras,herrajes,1,2,3,4\n", {2: service()}, "the user's word decides",
          kind="services", how={"kind": "services"}),
)  # fmt: skip
CASES = CONTACTS + SERVICES
