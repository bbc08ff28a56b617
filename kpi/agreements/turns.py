"""Whose hand takes a step, whose turn it is, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kpi.agreements.negotiation import Negotiation, Side
from kpi.words import Message, UserError
from kpi.words.message import PartyName


class StepError(UserError):
    """A step that cannot be taken now; the message says whose turn it is."""


@dataclass(frozen=True)
class Hand:
    """Whose hand takes a step.

    Parameters
    ----------
    side : {"supplier", "customer", ""}
        For whom; empty where a draft is sent to both.
    who : str
        Their name.
    at : datetime
        Wall time in the company's zone, without a zone.
    reason : str
    """

    side: Side
    who: str
    at: datetime
    reason: str = ""


def nothing_open(found: Negotiation) -> Message:
    """Say that there is no open offer."""
    return Message(
        "{agreement} has no open offer. Either side may propose a next version.",
        {"agreement": found.agreement},
    )


def waits(found: Negotiation) -> Message:
    """Say whose answer an open offer waits for."""
    return Message("{turn} Until then nobody else can answer.", {"turn": whose_turn(found)})


def whose_turn(found: Negotiation) -> Message:
    """Say whose turn it is."""
    offer = found.offer
    if offer is None:
        return nothing_open(found)
    values = {"version": str(offer.number), "agreement": found.agreement}
    if len(found.turn) > 1:
        return Message("Version {version} of {agreement} waits for both sides.", values)
    return Message(
        "Version {version} of {agreement} waits for {party}: it is their turn.",
        values | {"party": side_name(found, found.turn[0])},
    )


def legal_steps(found: Negotiation, side: Side, moment: datetime) -> tuple[str, ...]:
    """Return what a side may do now, in this order.

    Accept, counter, decline, withdraw, propose, end.
    """
    offer = found.offer
    steps: list[str] = []
    if offer is not None and side in found.turn:
        steps += ["accept", "counter", "decline"]
    if offer is not None and (len(offer.unsigned) == 2 or side not in found.turn):
        steps.append("withdraw")
    if offer is None:
        steps.append("propose")
    if found.running(moment):
        steps.append("end")
    return tuple(steps) if side else ()


def side_name(found: Negotiation, side: Side) -> PartyName:
    """Name the party of a side."""
    return PartyName(found.party(side))


def named(hand: Hand) -> None:
    """Refuse a step without a name."""
    if not hand.who.strip():
        raise StepError(Message("Say who you are: a step without a name is nobody’s word."))


def reasoned(hand: Hand) -> None:
    """Refuse a step without a reason."""
    if not hand.reason.strip():
        raise StepError(Message("Say why: the other side will read the reason."))
