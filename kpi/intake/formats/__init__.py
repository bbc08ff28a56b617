"""The kinds of file that can be loaded, one module each, and the known logs as TOML mappings."""

from __future__ import annotations

from collections.abc import Mapping

from kpi.intake.fields import Field
from kpi.intake.formats.agreements import FIELDS as AGREEMENT_FIELDS
from kpi.intake.formats.annotations import FIELDS as ANNOTATION_FIELDS
from kpi.intake.formats.events import FIELDS as EVENT_FIELDS
from kpi.intake.formats.handoffs import FIELDS as HANDOFF_FIELDS
from kpi.intake.formats.parties import FIELDS as PARTY_FIELDS

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "handoffs": HANDOFF_FIELDS,
    "events": EVENT_FIELDS,
    "agreements": AGREEMENT_FIELDS,
    "parties": PARTY_FIELDS,
    "annotations": ANNOTATION_FIELDS,
}
