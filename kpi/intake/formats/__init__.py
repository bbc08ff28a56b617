"""The kinds of file that can be loaded, one module each, and the known logs as TOML mappings."""

from __future__ import annotations

from collections.abc import Mapping

from kpi.intake.fields import Field
from kpi.intake.formats.actions import ACTIONS
from kpi.intake.formats.agreement_steps import AGREEMENT_STEPS
from kpi.intake.formats.agreements import AGREEMENTS
from kpi.intake.formats.annotations import ANNOTATIONS
from kpi.intake.formats.calendars import CALENDARS
from kpi.intake.formats.contacts import CONTACTS
from kpi.intake.formats.events import EVENTS
from kpi.intake.formats.handoffs import HANDOFFS
from kpi.intake.formats.parties import PARTIES
from kpi.intake.formats.services import SERVICES
from kpi.intake.kinds import Kind, Reference

# A new kind is a module and a name in this list; all else follows from it. A header that is
# complete for several kinds is the first of these.
_KINDS = (
    HANDOFFS, AGREEMENTS, CONTACTS, EVENTS, CALENDARS, ACTIONS, SERVICES, ANNOTATIONS, PARTIES,
    AGREEMENT_STEPS,
)  # fmt: skip

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}
FIELDS: Mapping[str, tuple[Field, ...]] = {kind.name: kind.fields for kind in _KINDS}
KIND_NAMES: Mapping[str, str] = {kind.name: kind.called for kind in _KINDS}
REFERENCES: Mapping[str, Reference] = {
    kind.name: kind.reference for kind in _KINDS if kind.reference is not None
}
