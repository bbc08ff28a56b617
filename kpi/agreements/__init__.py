"""What supplier and customer agreed for a link, and which agreement was in force when."""

from kpi.agreements.in_force import (
    TargetInForce,
    agreement_spans,
    lead_time_in_force,
    targets_in_force,
)
from kpi.agreements.links import Link

__all__ = [
    "Link",
    "TargetInForce",
    "agreement_spans",
    "lead_time_in_force",
    "targets_in_force",
]
