"""What supplier and customer agreed for a link, how they came to it, and what was in force when."""

from kpi.agreements.changes import AgreedChange, agreed_changes
from kpi.agreements.in_force import (
    TargetInForce,
    agreement_spans,
    lead_time_in_force,
    targets_in_force,
)
from kpi.agreements.links import Link
from kpi.agreements.negotiation import (
    AWAITING,
    ENDED,
    FOREVER,
    IN_FORCE,
    SIDES,
    SIGNED,
    WITHDRAWN,
    Negotiation,
    Side,
    Step,
    Version,
    other,
)
from kpi.agreements.read import UnknownAgreementError, negotiation, negotiations, new_name
from kpi.agreements.terms import Terms, TermsError, checked
from kpi.agreements.transitions import (
    Hand,
    StepError,
    accept,
    counter,
    end,
    legal_steps,
    propose,
    withdraw,
)
from kpi.agreements.write import Signer, propose_all, propose_new, take_step

__all__ = [
    "AWAITING",
    "ENDED",
    "FOREVER",
    "IN_FORCE",
    "SIDES",
    "SIGNED",
    "WITHDRAWN",
    "AgreedChange",
    "Hand",
    "Link",
    "Negotiation",
    "Side",
    "Signer",
    "Step",
    "StepError",
    "TargetInForce",
    "Terms",
    "TermsError",
    "UnknownAgreementError",
    "Version",
    "accept",
    "agreed_changes",
    "agreement_spans",
    "checked",
    "counter",
    "end",
    "lead_time_in_force",
    "legal_steps",
    "negotiation",
    "negotiations",
    "new_name",
    "other",
    "propose",
    "propose_all",
    "propose_new",
    "take_step",
    "targets_in_force",
    "withdraw",
]
