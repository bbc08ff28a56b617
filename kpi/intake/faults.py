"""The faults that reject a record: a short key inside, a stable reason and a phrase outside."""

from __future__ import annotations

from collections.abc import Mapping

from kpi.intake.calendar_cells import FAULTS as CALENDAR_FAULTS
from kpi.intake.formats import KINDS
from kpi.words import N_

# key -> (reason of the report, phrase with {value} and {column})
FAULTS: Mapping[str, tuple[str, str]] = {
    "missing": ("missing", N_("“{column}” is empty and must be filled.")),
    "timestamp": ("timestamp", N_("“{value}” in “{column}” is not a date that can be read.")),
    "timezone": (
        "timezone",
        N_(
            "“{value}” in “{column}” names a time zone by letters; write its offset, "
            "such as -06:00."
        ),
    ),
    "gap": (
        "dst",
        N_("“{value}” in “{column}” does not exist: the clocks went forward over it."),
    ),
    "dateless": (
        "missing",
        N_("“{column}” says {value}, but the record has no date to go with it."),
    ),
    "two_times": (
        "timestamp",
        N_("“{value}” in “{column}” is not the time of day that the date's own column says."),
    ),
    "placeholder": (
        "implausible",
        N_("“{value}” in “{column}” stands for no date, and the cell must be filled."),
    ),
    "implausible": (
        "implausible",
        N_("“{value}” in “{column}” is too far in the past or in the future."),
    ),
    "delivered_early": ("order", N_("“{column}” ({value}) is before the request.")),
    "returned_early": ("order", N_("“{column}” ({value}) is before the delivery.")),
    "yes": ("accepted", N_("“{value}” in “{column}” is neither yes nor no.")),
    "rating": ("rating", N_("“{value}” in “{column}” is not a whole number from 1 to 5.")),
    "number": (
        "implausible",
        N_("“{value}” in “{column}” is not a number that can be used there."),
    ),
    "thousands": (
        "implausible",
        N_("“{value}” in “{column}” may have a decimal comma or a thousands comma."),
    ),
    "points": (
        "implausible",
        N_("“{value}” in “{column}” may have a decimal point or a thousands point."),
    ),
    "choice": ("implausible", N_("“{value}” in “{column}” is not one of the words known there.")),
    "share": (
        "target",
        N_("“{value}” in “{column}” is not a share. Write 0.95 or 95%."),
    ),
    "target": ("target", N_("“{value}” in “{column}” is not a target for this KPI.")),
    **CALENDAR_FAULTS,
    "width": ("width", N_("The record has more or fewer cells than the header.")),
    "quote": (
        "quote",
        N_("The record has a quote that is not closed, or text after a closing one."),
    ),
    "control": ("control", N_("The record holds control characters.")),
    "encoding": (
        "encoding",
        N_("The record holds bytes that are no letters in the file's encoding."),
    ),
    **{rule.name: (rule.reason, rule.phrase) for kind in KINDS.values() for rule in kind.rules},
}
