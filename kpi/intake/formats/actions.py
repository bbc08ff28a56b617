"""Action files: what somebody does about a link, until when, and what became of it."""

from __future__ import annotations

from kpi.intake.fields import Field
from kpi.intake.kinds import Kind, Reference, Rule
from kpi.words import N_

STATUSES = {
    "open": ("open", "in progress", "to do", "new", "abierta", "abierto", "pendiente", "en curso",
             "en proceso", "en progreso", "por hacer", "nueva"),
    "done": ("done", "finished", "completed", "closed", "hecha", "hecho", "terminada", "terminado",
             "concluida", "concluido", "completada", "cerrada", "cerrado", "finalizada"),
    "dropped": ("dropped", "cancelled", "canceled", "abandoned", "descartada", "descartado",
                "cancelada", "cancelado", "abandonada"),
}  # fmt: skip

_FIELDS = (
    Field(
        "action",
        "text",
        N_("Identifies the action; the same id in a later file means the same action."),
        ("action id", "action number", "action no", "action item", "task id", "task", "id",
         "number"),
        ("id_acción", "número de acción", "folio de acción", "id tarea", "tarea", "folio", "número",
         "clave"),
        required=True,
    ),
    Field(
        "supplier",
        "text",
        N_("The supplier of the link that it is about."),
        ("internal supplier", "provider", "from"),
        ("proveedor", "proveedor interno", "de"),
        required=True,
    ),
    Field(
        "customer",
        "text",
        N_("The customer of the link that it is about."),
        ("internal customer", "client", "to"),
        ("cliente", "cliente interno", "para"),
        required=True,
    ),
    Field(
        "service",
        "text",
        N_("The service of that link; may be empty."),
        ("service name", "service type"),
        ("servicio", "tipo de servicio", "nombre del servicio"),
        default="",
    ),
    Field(
        "text",
        "text",
        N_("What is to be done."),
        ("description", "what", "what to do", "action text", "summary", "title"),
        ("texto", "descripción", "qué se hará", "qué hacer", "acción", "compromiso", "título"),
        required=True,
    ),
    Field(
        "owner",
        "text",
        N_("Who sees that it gets done."),
        ("responsible", "assigned to", "assignee", "who"),
        ("responsable", "asignado a", "asignada a", "encargado", "encargada", "quién"),
    ),
    Field(
        "opened_on",
        "day",
        N_("The day on which it was decided."),
        ("opened", "opened at", "created", "created on", "start date", "raised on"),
        ("abierta_el", "abierta", "fecha de apertura", "apertura", "creada el", "fecha de inicio",
         "fecha de creación"),
    ),
    Field(
        "due_on",
        "day",
        N_("The last day on which it should be done."),
        ("due", "due date", "due by", "deadline", "target date"),
        ("vence_el", "vence", "vencimiento", "fecha de vencimiento", "fecha compromiso",
         "fecha de compromiso", "fecha límite", "para cuándo"),
    ),
    Field(
        "done_on",
        "day",
        N_("The day on which it was done or dropped; empty while it is open."),
        ("done", "done at", "finished on", "completed on", "closed on", "closed", "end date",
         "completion date"),
        ("hecha_el", "hecha", "terminada el", "fecha de término", "fecha de terminación",
         "fecha de cierre", "cerrada el", "concluida el"),
    ),
    Field(
        "status",
        "choice",
        N_("open, done or dropped."),
        ("state",),
        ("estado", "estatus", "situación"),
        required=True,
        choices=STATUSES,
    ),
    Field(
        "kpi",
        "text",
        N_("The KPI that it should improve; empty where none is named."),
        ("indicator", "metric"),
        ("indicador", "métrica"),
        default="",
    ),
    Field(
        "expected",
        "target",
        N_("The value that it should bring that KPI to: a share as 0.95 or 95%, hours, a rating."),
        ("expected value", "expected result", "goal"),
        ("esperado", "valor esperado", "resultado esperado", "meta"),
    ),
    Field(
        "rebase",
        "yes",
        N_("Whether the work is another once it is done: control charts begin anew then."),
        ("new baseline", "changes the process", "rebaseline"),
        ("nueva_base", "nueva línea base", "cambia el proceso", "reinicia la gráfica"),
    ),
)  # fmt: skip

_RULES = (
    Rule(
        "done_without_day",
        "status",
        ("status", "done_on"),
        "v_status = 'done' AND v_done_on IS NULL",
        "missing",
        N_("“{column}” says that the action is done: say on which day."),
    ),
    Rule(
        "open_with_day",
        "done_on",
        ("status", "done_on"),
        "v_status = 'open' AND v_done_on IS NOT NULL",
        "conflict",
        N_("“{column}” has a day ({value}), though the action is open."),
    ),
    Rule(
        "done_early",
        "done_on",
        ("opened_on", "done_on"),
        "v_done_on < v_opened_on",
        "order",
        N_("“{column}” ({value}) is before the day on which the action was opened."),
    ),
    Rule(
        "expected_of_nothing",
        "expected",
        ("kpi", "expected"),
        "v_expected IS NOT NULL AND v_kpi = ''",
        "target",
        N_("“{column}” ({value}) is expected of no KPI: name the KPI, or leave it empty."),
    ),
)

ACTIONS = Kind(
    "actions",
    N_("actions"),
    "Actions: what is done about a link, by whom and until when",
    _FIELDS,
    reference=Reference("action_rows", "latest_actions", ("action",)),
    rules=_RULES,
)
