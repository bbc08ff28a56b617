"""Agreement files: one row per target that supplier and customer negotiated."""

from __future__ import annotations

from kpi.intake.fields import Field
from kpi.intake.kinds import Kind, Reference, Rule
from kpi.words import N_

# Intake is below the catalogue of KPIs; it needs to know only how their targets are written.
SHARE_KPIS = (
    "on_time_rate", "first_time_right", "ping_pong_rate", "repaired_in_time", "contact_response",
    "renewal", "rating_good_share", "perfect_handoff",
)  # fmt: skip
RATING_KPIS = ("rating_mean",)
# Of hours and counts; with those above they are all that are built in.
OTHER_KPIS = ("lead_time_p50", "lead_time_p90", "overdue_backlog")
BUILT_IN = (*SHARE_KPIS, *RATING_KPIS, *OTHER_KPIS)

STATUSES = {
    "proposed": ("proposed", "propuesto", "propuesta", "draft", "borrador"),
    "countered": ("countered", "contrapropuesto", "contrapropuesta", "contraoferta"),
    "accepted": ("accepted", "aceptado", "aceptada", "vigente"),
    "ended": ("ended", "terminado", "terminada", "finalizado", "finalizada", "concluido"),
}

AGREEMENT = Field(
    "agreement",
    "text",
    N_("Identifies the agreement."),
    ("agreement id", "ola"),
    ("acuerdo", "id_acuerdo", "convenio"),
    required=True,
)
VERSION = Field(
    "version",
    "whole",
    N_("Counts the versions of the agreement, from 1."),
    ("agreement version", "revision"),
    ("versión", "versión del acuerdo", "revisión"),
    required=True,
)
_FIELDS = (
    AGREEMENT,
    VERSION,
    Field(
        "supplier",
        "text",
        N_("The party that gives."),
        ("internal supplier", "from", "provider"),
        ("proveedor", "proveedor interno", "de"),
        required=True,
    ),
    Field(
        "customer",
        "text",
        N_("The party that receives."),
        ("internal customer", "to", "client"),
        ("cliente", "cliente interno", "para", "a"),
        required=True,
    ),
    Field(
        "service",
        "text",
        N_("What is provided; may be empty."),
        ("service name",),
        ("servicio", "tipo de servicio"),
        default="",
    ),
    Field(
        "kpi",
        "text",
        N_("The KPI that the target is for; empty where the row agrees times alone."),
        ("indicator", "metric"),
        ("indicador", "métrica"),
        default="",
    ),
    Field(
        "target",
        "target",
        N_("The number agreed: a share as 0.95 or 95%, hours, or a rating."),
        ("goal", "target value"),
        ("meta", "objetivo", "valor meta"),
    ),
    Field(
        "lead_time_hours",
        "hours",
        N_("Hours agreed from request to delivery."),
        ("lead time", "lead hours"),
        ("horas_de_entrega", "plazo en horas", "tiempo de entrega", "horas entrega", "plazo"),
    ),
    Field(
        "repair_time_hours",
        "hours",
        N_("Hours agreed from return to the next delivery."),
        ("repair time", "repair hours"),
        ("horas_de_reparación", "tiempo de reparación", "horas de corrección"),
    ),
    Field(
        "response_hours",
        "hours",
        N_("Hours agreed for answering a contact."),
        ("response time",),
        ("horas_de_respuesta", "tiempo de respuesta"),
    ),
    Field(
        "valid_from",
        "day",
        N_("First day on which the agreement is valid."),
        ("from date", "start date", "valid since"),
        ("válido_desde", "vigente desde", "desde", "inicio de vigencia", "fecha de inicio"),
    ),
    Field(
        "valid_to",
        "day",
        N_("Last day on which the agreement is valid, included."),
        ("to date", "end date", "valid until"),
        ("válido_hasta", "vigente hasta", "hasta", "fin de vigencia", "fecha de fin"),
    ),
    Field(
        "status",
        "choice",
        N_("proposed, countered, accepted or ended."),
        ("state",),
        ("estado", "estatus"),
        required=True,
        choices=STATUSES,
    ),
    Field(
        "supplier_accepted_at",
        "time",
        N_("When the supplier accepted it."),
        ("supplier accepted", "accepted by supplier"),
        ("proveedor_aceptó_en", "aceptado por proveedor", "aceptación del proveedor"),
    ),
    Field(
        "customer_accepted_at",
        "time",
        N_("When the customer accepted it."),
        ("customer accepted", "accepted by customer"),
        ("cliente_aceptó_en", "aceptado por cliente", "aceptación del cliente"),
    ),
    Field(
        "reason",
        "text",
        N_("Why this version was made."),
        ("comment", "why"),
        ("motivo", "razón", "comentario"),
    ),
)  # fmt: skip

_RULES = (
    Rule(
        "ends_early",
        "valid_to",
        ("valid_from", "valid_to"),
        "v_valid_to < v_valid_from",
        "order",
        N_("“{column}” ({value}) is before the first valid day."),
    ),
    Rule(
        "no_end",
        "valid_to",
        ("status", "valid_to"),
        "v_status = 'ended' AND v_valid_to IS NULL",
        "missing",
        N_("An agreement that ended needs its last valid day in “{column}”."),
    ),
)

AGREEMENTS = Kind(
    "agreements",
    N_("agreements"),
    "Agreements: one row for each target",
    _FIELDS,
    telling=True,
    reference=Reference("agreement_rows", "latest_agreements", ("agreement", "version", "kpi")),
    rules=_RULES,
)
