"""Annotation files: what happened on a day, to be shown beside the charts."""

from __future__ import annotations

from kpi.intake.fields import Field
from kpi.intake.kinds import Kind, Reference
from kpi.words import N_

_FIELDS = (
    Field(
        "day",
        "day",
        N_("The day that the note is about."),
        ("date",),
        ("fecha", "día"),
        required=True,
        heading="date",
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

ANNOTATIONS = Kind(
    "annotations",
    N_("annotations"),
    "Annotations: what happened, and when",
    _FIELDS,
    reference=Reference("annotation_rows", "latest_annotations", ("day", "text", "scope")),
)
