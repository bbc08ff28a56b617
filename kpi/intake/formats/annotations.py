"""Annotation files: what happened on a day, to be shown beside the charts."""

from __future__ import annotations

from kpi.intake.fields import Field
from kpi.words import N_

FIELDS = (
    Field(
        "day",
        "day",
        N_("The day that the note is about."),
        ("date",),
        ("fecha", "día"),
        required=True,
    ),
    Field(
        "text",
        "text",
        N_("What happened."),
        ("note", "annotation"),
        ("texto", "nota", "anotación"),
        required=True,
    ),
    Field(
        "scope",
        "text",
        N_("Empty for the company, a party, or supplier > customer."),
        ("about", "where"),
        ("alcance", "ámbito", "sobre"),
        default="",
    ),
)
