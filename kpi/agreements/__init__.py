"""What supplier and customer agreed for a link, how they came to it, and what was in force when."""

from kpi.agreements.as_json import negotiation_as_json, terms_as_json
from kpi.agreements.changes import AgreedChange, agreed_changes
from kpi.agreements.draft import DRAFT, Draft, DraftError, judged_by, read_drafts
from kpi.agreements.in_force import (
    TargetInForce,
    agreement_spans,
    lead_time_in_force,
    lead_times_in_force,
    targets_in_force,
)
from kpi.agreements.links import Link
from kpi.agreements.negotiation import (
    AWAITING,
    COUNTERED,
    DECLINED,
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
from kpi.agreements.terms import Terms, TermsError, checked, parse_target, target_units
from kpi.agreements.transitions import (
    accept,
    counter,
    decline,
    end,
    propose,
    withdraw,
)
from kpi.agreements.turns import Hand, StepError, legal_steps
from kpi.agreements.write import Signer, propose_all, propose_new, take_step

__all__ = [
    "AWAITING",
    "COUNTERED",
    "DECLINED",
    "DRAFT",
    "ENDED",
    "FOREVER",
    "IN_FORCE",
    "SIDES",
    "SIGNED",
    "WITHDRAWN",
    "AgreedChange",
    "Draft",
    "DraftError",
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
    "decline",
    "end",
    "judged_by",
    "lead_time_in_force",
    "lead_times_in_force",
    "legal_steps",
    "negotiation",
    "negotiation_as_json",
    "negotiations",
    "new_name",
    "other",
    "parse_target",
    "propose",
    "propose_all",
    "propose_new",
    "read_drafts",
    "take_step",
    "target_units",
    "targets_in_force",
    "terms_as_json",
    "withdraw",
]
