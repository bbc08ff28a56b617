"""Fixed terms: what the library's codes are called on screen, and the names it makes up itself."""

from __future__ import annotations

from collections.abc import Mapping

from kpi.words.message import N_

# Names the external customer of an event log whose mapping names none. Stored as it is, so that
# links, filters and exports agree; spoken in the reader's language by `Words.party`.
END_CUSTOMER = "⟨external customer⟩"
END_CUSTOMER_PHRASE = N_("External customer")

# Owes a case to the external customer where an event log names no party that ever held it.
UNKNOWN_PARTY = "⟨unknown party⟩"
UNKNOWN_PARTY_PHRASE = N_("Unknown party")

# The activity of an event that a history of changes implies: who held the case before the first.
FIRST_HOLDER = "⟨first holder⟩"

VERDICTS: Mapping[str, str] = {
    "broken": N_("broken"),
    "at risk": N_("at risk"),
    "kept": N_("kept"),
    "too few": N_("too few"),
    "no data": N_("no data"),
    "no target": N_("no target"),
}

STATES: Mapping[str, str] = {
    "out of balance": N_("Out of balance"),
    "targets don't add up": N_("Targets don’t add up"),
    "out of balance, links not judged": N_("Out of balance, links not judged"),
    "strained": N_("Strained"),
    "in balance": N_("In balance"),
    "outside unknown": N_("Outside not judged"),
}
