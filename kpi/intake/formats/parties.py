"""Party files: one row per person, team or department."""

from __future__ import annotations

from kpi.intake.fields import Field
from kpi.intake.kinds import Kind, Reference
from kpi.words import N_

EXTERNAL = {
    "no": ("no", "false", "0", "n", "falso", "interno", "interna", "internal"),
    "customer": ("customer", "yes", "si", "s", "y", "true", "1", "verdadero", "cliente", "client"),
    "supplier": ("supplier", "proveedor", "proveedora", "provider"),
}

_FIELDS = (
    Field(
        "party",
        "text",
        N_("Name of the party, as the handoffs write it."),
        ("name", "team", "party name", "person"),
        ("parte", "nombre", "equipo", "área", "persona"),
        required=True,
    ),
    Field(
        "department",
        "text",
        N_("The department it belongs to."),
        ("dept", "division"),
        ("departamento", "gerencia", "dirección", "división"),
    ),
    Field(
        "external",
        "choice",
        N_("Outside the company: no, customer or supplier."),
        ("is external", "outside"),
        ("externo", "externa", "es externo"),
        choices=EXTERNAL,
        default="no",
    ),
    Field(
        "promise_target",
        "share",
        N_("Share of promises to this external customer that should be kept, as 0.95 or 95%."),
        ("promise", "target", "external target"),
        ("meta_promesa", "meta de la promesa", "meta", "meta externa"),
    ),
    Field(
        "owner",
        "text",
        N_("Who looks after the relationship."),
        ("responsible", "relationship owner"),
        ("responsable", "dueño", "dueña", "encargado", "encargada"),
    ),
    Field(
        "email",
        "text",
        N_("Where to write to."),
        ("e-mail", "mail"),
        ("correo", "correo electrónico"),
    ),
    Field(
        "country",
        "text",
        N_("Country, for holidays."),
        (),
        ("país",),
    ),
    Field(
        "calendar",
        "text",
        N_("Name of the working calendar."),
        ("working calendar",),
        ("calendario", "calendario laboral"),
    ),
)

PARTIES = Kind(
    "parties",
    N_("parties"),
    "Parties",
    _FIELDS,
    reference=Reference("party_rows", "latest_parties", ("party",)),
)
