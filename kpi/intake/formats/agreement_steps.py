"""Files of the steps of negotiations: who proposed, countered, accepted, declined, and why."""

from __future__ import annotations

from dataclasses import replace

from kpi.intake.fields import Field
from kpi.intake.formats.agreements import AGREEMENT, VERSION
from kpi.intake.kinds import Kind, Reference
from kpi.words import N_

SIDES = {"supplier": ("supplier", "proveedor"), "customer": ("customer", "cliente")}
ACTIONS = {
    "proposed": ("proposed", "propuso"),
    "countered": ("countered", "contrapropuso"),
    "accepted": ("accepted", "aceptó"),
    "declined": ("declined", "rechazó"),
    "withdrawn": ("withdrawn", "retiró"),
    "ended": ("ended", "terminó"),
}

_FIELDS = (
    AGREEMENT,
    replace(VERSION, meaning=N_("The version that the step is about.")),
    Field(
        "side",
        "choice",
        N_("supplier or customer; empty for a draft that was sent to both."),
        ("for side",),
        ("lado", "parte"),
        choices=SIDES,
        default="",
    ),
    Field(
        "action",
        "choice",
        N_("proposed, countered, accepted, declined, withdrawn or ended."),
        ("step",),
        ("paso", "acción"),
        required=True,
        choices=ACTIONS,
    ),
    Field(
        "who",
        "text",
        N_("Who took the step."),
        ("taken by",),
        ("quién", "quien"),
        required=True,
    ),
    Field(
        "taken_at",
        "time",
        N_("When it was taken."),
        ("when",),
        ("cuándo", "tomado_en"),
        required=True,
    ),
    Field(
        "reason",
        "text",
        N_("Why it was taken."),
        ("why",),
        ("motivo", "razón"),
        default="",
    ),
    Field(
        "taken_back_at",
        "time",
        N_("When it was taken back, in UTC; empty for a step that stands."),
        ("undone at",),
        ("deshecho_en",),
    ),
)

AGREEMENT_STEPS = Kind(
    "agreement_steps",
    N_("steps of negotiations"),
    "Steps of negotiations: who, when and why",
    _FIELDS,
    reference=Reference(
        "agreement_step_rows",
        "latest_agreement_steps",
        ("agreement", "version", "side", "action", "taken_at"),
    ),
)
