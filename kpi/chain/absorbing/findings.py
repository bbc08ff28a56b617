"""Say in plain sentences what the model of yields and routing shows."""

from __future__ import annotations

from kpi.chain.absorbing.model import YieldModel
from kpi.words import Message, PartyName, Share


def yield_title(found: YieldModel) -> Message:
    """Say which link weighs most, or that none does."""
    if found.rate is None:
        return Message("No yield can be told: no handoff of this window can be judged.")
    first = found.links[0]
    if not first.effect:
        return Message("By yields and routing, all work arrives without a miss.")
    if first.tied:
        return Message(
            "By yields and routing {rate} of the work arrives without a miss; no single link "
            "weighs clearly most.",
            {"rate": Share(found.rate)},
        )
    return Message(
        "By yields and routing, {supplier} → {customer} weighs most: without its misses {after} "
        "of the work would arrive without any, not {rate}.",
        {
            "supplier": PartyName(first.link.supplier),
            "customer": PartyName(first.link.customer),
            "rate": Share(found.rate),
            "after": Share(found.rate + first.effect),
        },
    )


def yield_note(found: YieldModel) -> Message:
    """Say that it is a model, and what it stands for."""
    if found.without_cases:
        return Message(
            "A model of yields and routing, not a replay: these handoffs name no case, so nobody "
            "knows which of them belong together. Work moves on as often as the volumes say, and "
            "one late or returned handoff breaks it."
        )
    return Message(
        "A second opinion that needs no cases: a model of yields and routing, not a replay. Work "
        "moves on as often as the volumes say, and one late or returned handoff breaks it."
    )


def counted_note(found: YieldModel) -> Message:
    """Say which work counts."""
    if found.outside:
        return Message("Counted is the work that reaches a customer outside.")
    return Message("No customer outside receives anything here: work counts wherever it ends.")
