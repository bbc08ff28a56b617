"""Event logs: one row per change of a case, as ticket and process-mining exports give them."""

from __future__ import annotations

from kpi.intake.fields import Field
from kpi.intake.kinds import Kind
from kpi.words import N_

# A party so written is unknown, unless the mapping says otherwise.
UNKNOWN_PARTIES = ("", "?", "-")
# A step so written counts, unless the mapping says otherwise.
COMPLETE = ("", "complete", "completed", "completado", "completada")

_FIELDS = (
    Field(
        "case_id",
        "text",
        N_("The order, ticket or request that changed."),
        ("case", "case:concept:name", "case number", "number", "ticket", "ticket id", "issue",
         "issue key", "key", "incident", "order", "order id", "order number", "request id",
         "work item key", "document key", "issue id", "object value", "objectid"),
        ("caso", "id_caso", "número de caso", "número", "folio", "clave", "clave de incidencia",
         "clave de la incidencia", "incidente", "incidencia", "pedido", "orden", "expediente",
         "solicitud"),
        required=True,
    ),
    Field(
        "happened_at",
        "time",
        N_("When it changed."),
        ("timestamp", "time:timestamp", "event time", "changed at", "updated at", "sys_updated_at",
         "sys_updated_on", "date of change", "change date", "changed date", "changed on",
         "changed", "updated", "modified on", "complete timestamp", "udate", "aedat",
         "datetime", "date time", "time", "date"),
        ("ocurrido_en", "marca de tiempo", "fecha y hora", "fecha hora", "fecha de cambio",
         "fecha del cambio", "fecha de modificación", "fecha de actualización",
         "fecha actualización", "actualizado", "actualizada", "momento", "fecha"),
        required=True,
    ),
    Field(
        "party",
        "text",
        N_("Who holds the case from then on; empty if unknown."),
        ("assignment group", "org:group", "org:role", "group", "team", "department", "queue",
         "role", "assigned to", "assignee", "org:resource", "resource"),
        ("parte", "grupo de asignación", "grupo asignado", "grupo", "equipo", "área",
         "departamento", "cola", "rol", "asignado a", "asignado", "persona asignada",
         "responsable", "recurso"),
        required=True,
        blank=True,
        instead=("changed_field", "value_after"),
    ),
    Field(
        "activity",
        "text",
        N_("What was done."),
        ("concept:name", "event", "action", "step", "incident state", "state", "status"),
        ("actividad", "evento", "acción", "paso", "estado", "estatus"),
        default="",
        instead=("changed_field", "value_after"),
    ),
    Field(
        "opened_at",
        "time",
        N_("When the case was opened."),
        ("opened", "case opened", "case:startdate", "created at", "created", "created on",
         "erdat"),
        ("abierto_en", "fecha de apertura", "apertura", "fecha apertura", "creado", "creada",
         "creado en", "creado el", "fecha de creación"),
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
        ("resuelto_en", "fecha de resolución", "resuelto", "resuelta", "fecha resolución"),
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
    Field(
        "changed_field",
        "text",
        N_("Of a history of changes: which field of the case changed."),
        ("field", "field name", "fieldname", "changed field", "field changed", "attribute",
         "attribute name", "fname"),
        ("campo_cambiado", "campo", "nombre del campo", "nombre de campo", "campo modificado",
         "atributo"),
        default="",
        stored=False,
    ),
    Field(
        "value_before",
        "text",
        N_("Of a history of changes: the value before the change."),
        ("from string", "from value", "from", "old value", "previous value", "original value",
         "value old", "before"),
        ("valor_anterior", "valor previo", "valor antiguo", "valor original", "desde", "de",
         "antes"),
        default="",
        stored=False,
    ),
    Field(
        "value_after",
        "text",
        N_("Of a history of changes: the value after the change."),
        ("to string", "to value", "to", "new value", "value new", "after"),
        ("valor_nuevo", "nuevo valor", "valor posterior", "hasta", "hacia", "a", "después"),
        default="",
        stored=False,
    ),
    Field(
        "transition",
        "text",
        N_("Step in the life of an activity, as XES logs tell it: only complete ones count."),
        ("lifecycle:transition", "lifecycle transition", "lifecycle"),
        ("transición", "ciclo de vida"),
        default="",
        stored=False,
    ),
)  # fmt: skip

EVENTS = Kind(
    "events",
    N_("event log"),
    "Event logs: one row for each change of a case",
    _FIELDS,
    telling=True,
)
