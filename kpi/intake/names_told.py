"""What a preview of a merge says, sentence by sentence; for the page and the command line alike."""

from __future__ import annotations

from collections.abc import Mapping

from kpi.intake.names_preview import Differing, MergePreview
from kpi.words import N_, Message, PartyName, Share

ATTRIBUTE_NAMES: Mapping[str, str] = {
    "department": N_("department"),
    "external": N_("inside or outside the company"),
    "promise_target": N_("promise target"),
    "owner": N_("owner"),
    "email": N_("e-mail"),
    "country": N_("country"),
    "calendar": N_("calendar"),
}


def told_preview(seen: MergePreview) -> tuple[Message, ...]:
    """Return the sentences of a preview, what matters most first."""
    told = [
        Message(
            "{n} handoff comes under “{party}”.",
            {"n": seen.handoffs, "party": PartyName(seen.into)},
            many="{n} handoffs come under “{party}”.",
        ),
        Message(
            "{n} agreement comes along.",
            {"n": seen.agreements},
            many="{n} agreements come along.",
        ),
        Message(
            "Links of these parties: {before} now, {after} then.",
            {"before": seen.links_before, "after": seen.links_after},
        ),
    ]
    if seen.inside:
        told.append(
            Message(
                "{n} handoff between them becomes work inside the party: kept, but no link.",
                {"n": seen.inside},
                many="{n} handoffs between them become work inside the party: kept, but no link.",
            )
        )
    if seen.emptied:
        told.append(
            Message(
                "{n} case has nothing but such handoffs: the promise outside no longer counts it.",
                {"n": seen.emptied},
                many="{n} cases have nothing but such handoffs: the promise outside no longer "
                "counts them.",
            )
        )
    if seen.inside_agreements:
        told.append(
            Message(
                "{n} agreement between them holds no link then; it comes back with an undo.",
                {"n": seen.inside_agreements},
                many="{n} agreements between them hold no link then; they come back with an undo.",
            )
        )
    if seen.staying:
        told.append(
            Message(
                "{n} agreement began before and stays with the whole: “{party}” has to agree anew.",
                {"n": seen.staying, "party": PartyName(seen.into)},
                many="{n} agreements began before and stay with the whole: “{party}” has to agree "
                "anew.",
            )
        )
    told += [
        Message(
            "On {supplier} → {customer} the agreements {agreements} then stand side by side; per "
            "KPI the one signed last counts.",
            {
                "supplier": PartyName(one.supplier),
                "customer": PartyName(one.customer),
                "agreements": ", ".join(one.agreements),
            },
        )
        for one in seen.beside
    ]
    told += [_differing(one) for one in seen.differing]
    return tuple(told)


def _differing(one: Differing) -> Message:
    attribute = Message(ATTRIBUTE_NAMES[one.attribute])
    name, value = one.lost[0]
    values = {
        "attribute": attribute,
        "lost": _value(value),
        "name": PartyName(name),
        "stays": _value(one.stays),
    }
    if one.stays is None:
        return Message(
            "What holds for {attribute}: nothing; “{lost}” of “{name}” no longer does.", values
        )
    return Message(
        "What holds for {attribute}: “{stays}”; “{lost}” of “{name}” no longer does.", values
    )


def _value(value: object) -> object:
    return Share(value) if isinstance(value, float) else value
