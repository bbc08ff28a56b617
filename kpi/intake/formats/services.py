"""Service catalogue files: what each supplier offers, and how to ask for it."""

from __future__ import annotations

from kpi.intake.fields import Field
from kpi.intake.kinds import Kind, Reference
from kpi.words import N_

_FIELDS = (
    Field(
        "supplier",
        "text",
        N_("The party that offers it."),
        ("internal supplier", "provider", "offered by", "provided by", "team", "department"),
        ("proveedor", "proveedor interno", "área proveedora", "ofrecido por", "prestado por",
         "área", "equipo", "departamento"),
        required=True,
    ),
    Field(
        "service",
        "text",
        N_("What is offered, as the handoffs write it."),
        ("service name", "offering", "catalog item", "catalogue item"),
        ("servicio", "nombre del servicio", "tipo de servicio", "oferta"),
        required=True,
    ),
    Field(
        "description",
        "text",
        N_("What the customer gets."),
        ("service description", "short description", "details", "what it is"),
        ("descripción", "descripción del servicio", "detalle", "qué es", "qué incluye"),
    ),
    Field(
        "standard",
        "yes",
        N_("Can it be ordered as it is (yes), or is it talked about first (no)."),
        ("is standard", "standard service", "standard request"),
        ("estándar", "es estándar", "servicio estándar", "solicitud estándar", "normalizado"),
        inverted=("non-standard", "custom", "no estándar", "a la medida"),
    ),
    Field(
        "how_to_request",
        "text",
        N_("How and where it is asked for."),
        ("how to order", "request channel", "request via", "where to request"),
        ("cómo_solicitarlo", "cómo solicitar", "cómo pedirlo", "cómo se solicita",
         "canal de solicitud", "forma de solicitud", "dónde solicitarlo"),
    ),
    Field(
        "competences",
        "text",
        N_("What the supplier's people must be able to do."),
        ("competencies", "required competences", "skills", "required skills"),
        ("competencias", "competencias requeridas", "competencias necesarias", "habilidades",
         "conocimientos"),
    ),
    Field(
        "owner",
        "text",
        N_("Who answers for the service."),
        ("service owner", "responsible", "owned by"),
        ("responsable", "responsable del servicio", "dueño", "dueña", "dueño del servicio",
         "encargado", "encargada"),
    ),
)  # fmt: skip

SERVICES = Kind(
    "services",
    N_("service catalogue"),
    "Service catalogue: one row for each service of a supplier",
    _FIELDS,
    reference=Reference("service_rows", "latest_services", ("supplier", "service")),
)
