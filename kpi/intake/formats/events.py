"""Event logs: one row per change of a case, as ticket and process-mining exports give them."""

from __future__ import annotations

from kpi.intake.fields import Field
from kpi.intake.kinds import Kind
from kpi.words import N_

# A party so written is unknown, unless the mapping says otherwise.
UNKNOWN_PARTIES = ("", "?", "-")

_FIELDS = (
    Field(
        "case_id",
        "text",
        N_("The order, ticket or request that changed."),
        ("case", "case:concept:name", "case number", "number", "ticket", "ticket id", "issue",
         "issue key", "key", "incident", "order", "order id", "order number", "request id"),
        ("caso", "id_caso", "número de caso", "número", "folio", "clave", "incidente", "incidencia",
         "pedido", "orden", "expediente", "solicitud"),
        required=True,
    ),
    Field(
        "happened_at",
        "time",
        N_("When it changed."),
        ("timestamp", "time:timestamp", "event time", "changed at", "updated at", "sys_updated_at",
         "sys_updated_on", "changed", "updated", "datetime", "date time", "time", "date"),
        ("ocurrido_en", "marca de tiempo", "fecha y hora", "fecha hora", "fecha de cambio",
         "fecha de actualización", "fecha actualización", "actualizado", "momento", "fecha"),
        required=True,
    ),
    Field(
        "party",
        "text",
        N_("Who holds the case from then on; empty if unknown."),
        ("assignment group", "org:group", "org:role", "group", "team", "department", "queue",
         "role", "assigned to", "assignee", "org:resource", "resource"),
        ("parte", "grupo de asignación", "grupo asignado", "grupo", "equipo", "área",
         "departamento", "cola", "rol", "asignado a", "responsable", "recurso"),
        required=True,
        blank=True,
    ),
    Field(
        "activity",
        "text",
        N_("What was done."),
        ("concept:name", "event", "action", "step", "incident state", "state", "status"),
        ("actividad", "evento", "acción", "paso", "estado", "estatus"),
        default="",
    ),
    Field(
        "opened_at",
        "time",
        N_("When the case was opened."),
        ("opened", "case opened", "case:startdate", "created at", "created"),
        ("abierto_en", "fecha de apertura", "apertura", "fecha apertura", "creado", "creado en",
         "fecha de creación"),
    ),
    Field(
        "due_at",
        "time",
        N_("When the case is due."),
        ("due", "due date", "case due", "case:enddate_planned", "deadline"),
        ("vence_en", "vence", "vencimiento", "fecha de vencimiento", "fecha límite",
         "fecha compromiso", "fecha promesa"),
        end_of_day=True,
    ),
    Field(
        "resolved_at",
        "time",
        N_("When the case was resolved."),
        ("resolved", "case resolved", "resolution date"),
        ("resuelto_en", "fecha de resolución", "resuelto", "fecha resolución"),
        end_of_day=True,
    ),
    Field(
        "closed_at",
        "time",
        N_("When the case was closed."),
        ("closed", "case closed", "case:enddate", "close date"),
        ("cerrado_en", "fecha de cierre", "cerrado", "cierre", "fecha cierre"),
        end_of_day=True,
    ),
    Field(
        "kept",
        "yes",
        N_("Did the source declare the promise outside as kept: yes or no."),
        ("made sla", "promise kept", "case kept"),
        ("cumplido", "promesa cumplida", "cumple", "caso cumplido"),
        inverted=("breached", "sla breached", "has breached", "incumplido"),
    ),
    Field(
        "rejection",
        "yes",
        N_("Does this change return the handoff that brought the case to the party: yes or no."),
        ("is rejection",),
        ("es_rechazo", "es rechazo"),
    ),
    Field(
        "end_customer",
        "text",
        N_("The external customer that the case is owed to."),
        ("external customer",),
        ("cliente_externo", "cliente externo"),
    ),
)  # fmt: skip

EVENTS = Kind(
    "events",
    N_("event log"),
    "Event logs: one row for each change of a case",
    _FIELDS,
    telling=True,
)
