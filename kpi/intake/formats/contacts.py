"""Contact files: when the two sides of a link met, asked and answered, or meant to."""

from __future__ import annotations

from kpi.intake.fields import Field
from kpi.intake.kinds import Kind, Reference, Rule
from kpi.words import N_

_FIELDS = (
    Field(
        "contact_id",
        "text",
        N_("Identifies the contact; the same id in a later file means the same contact."),
        ("contact", "contact number", "contact no", "id", "number", "interaction",
         "interaction id", "activity id", "meeting id", "call id"),
        ("id_contacto", "contacto", "número de contacto", "folio de contacto", "id interacción",
         "interacción", "folio", "número", "clave"),
        required=True,
    ),
    Field(
        "supplier",
        "text",
        N_("The party that gives, and answers."),
        ("internal supplier", "provider", "answered by"),
        ("proveedor", "proveedor interno", "área proveedora", "atendido por"),
        required=True,
    ),
    Field(
        "customer",
        "text",
        N_("The party that receives, and asks."),
        ("internal customer", "client", "asked by", "contacted by"),
        ("cliente", "cliente interno", "área cliente", "contactado por"),
        required=True,
    ),
    Field(
        "service",
        "text",
        N_("The service that it is about; may be empty."),
        ("service name", "service type"),
        ("servicio", "tipo de servicio", "nombre del servicio"),
        default="",
    ),
    Field(
        "channel",
        "text",
        N_("By what way: meeting, call, mail, chat, …"),
        ("medium", "contact channel", "contact type", "activity type", "via"),
        ("canal", "medio", "vía", "tipo de contacto", "canal de contacto"),
    ),
    Field(
        "subject",
        "text",
        N_("What it is about."),
        ("topic", "about", "regarding", "title"),
        ("asunto", "tema", "motivo"),
    ),
    Field(
        "planned_at",
        "time",
        N_("When it was planned for; empty if it was not."),
        ("planned", "planned for", "planned on", "scheduled", "scheduled at", "scheduled for",
         "scheduled start", "scheduled date"),
        ("planeado_en", "planeado", "planeado para", "planificado", "programado",
         "programado para", "agendado", "fecha planeada", "fecha planificada",
         "fecha programada"),
        end_of_day=True,
    ),
    Field(
        "contacted_at",
        "time",
        N_("When it took place or the customer asked; empty while it is only planned."),
        ("contacted", "contacted on", "contact date", "contact time", "date of contact",
         "asked at", "asked on", "held at", "held on", "received at", "actual start"),
        ("contactado_en", "contactado", "fecha de contacto", "fecha del contacto",
         "fecha y hora de contacto", "realizado", "realizado en", "fecha de realización",
         "recibido", "fecha de recepción"),
        required=True,
        blank=True,
    ),
    Field(
        "answered_at",
        "time",
        N_("When the supplier answered; empty while it has not."),
        ("answered", "answered on", "answer date", "responded", "responded at", "responded on",
         "response date", "first response", "first response at", "replied", "replied at"),
        ("respondido_en", "respondido", "contestado", "contestado en", "respuesta",
         "fecha de respuesta", "primera respuesta", "fecha de primera respuesta"),
        end_of_day=True,
    ),
)  # fmt: skip

_RULES = (
    Rule(
        "answered_early",
        "answered_at",
        ("contacted_at", "answered_at"),
        "v_answered_at < v_contacted_at",
        "order",
        N_("“{column}” ({value}) is earlier than the contact."),
    ),
    Rule(
        "answered_alone",
        "contacted_at",
        ("contacted_at", "answered_at"),
        "v_contacted_at IS NULL AND v_answered_at IS NOT NULL",
        "missing",
        N_("“{column}” is empty, though the contact was answered: say when it took place."),
    ),
    Rule(
        "never",
        "contacted_at",
        ("contacted_at", "planned_at", "answered_at"),
        "coalesce(v_contacted_at, v_planned_at, v_answered_at) IS NULL",
        "missing",
        N_("“{column}” is empty, and the contact was not planned either."),
    ),
)

CONTACTS = Kind(
    "contacts",
    N_("contacts"),
    "Contacts between the two sides of a link",
    _FIELDS,
    telling=True,
    reference=Reference("contact_rows", "latest_contacts", ("contact_id",)),
    rules=_RULES,
)
