"""The steps of a negotiation, each from one frozen negotiation to the next.

Terms are never rewritten: a counter is a new version. Nothing reaches back: a version comes into
force no earlier than its last signature, and ends no earlier than the day on which it is ended.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from kpi.agreements.negotiation import FOREVER, Negotiation, Side, Step, Version, other
from kpi.agreements.terms import Terms, checked
from kpi.agreements.turns import (
    Hand,
    StepError,
    named,
    nothing_open,
    reasoned,
    side_name,
    waits,
    whose_turn,
)
from kpi.words import Message


def propose(found: Negotiation, terms: Terms, hand: Hand) -> Negotiation:
    """Put a first or a next version on the table; the side that proposes has thereby signed it.

    Raises
    ------
    StepError
        If an offer is open already, or the reason for a next version is missing.
    TermsError
        If the terms cannot be meant.
    """
    named(hand)
    if found.offer is not None:
        raise StepError(waits(found))
    if found.versions:
        reasoned(hand)
    return _offered(found, checked(terms), hand, "proposed")


def counter(found: Negotiation, terms: Terms, hand: Hand) -> Negotiation:
    """Answer an offer with other terms: a new version, signed by the side that counters.

    Raises
    ------
    StepError
        If no offer is open, it is the other side's turn, nothing differs, or there is no reason.
    """
    offer = _open_offer(found, hand)
    reasoned(hand)
    if terms == offer.terms:
        raise StepError(
            Message(
                "These are the terms of version {version} as they are. Change something, or "
                "accept it.",
                {"version": str(offer.number)},
            )
        )
    answered = replace(offer, status="countered")
    return _offered(_with(found, answered), checked(terms), hand, "countered")


def accept(found: Negotiation, hand: Hand, *, seen: Terms | None = None) -> Negotiation:
    """Sign the open offer; signed by both, it comes into force and supersedes the version before.

    Parameters
    ----------
    seen : Terms, optional
        What the signer read; other terms are not signed.

    Raises
    ------
    StepError
        If no offer is open, this side has signed, the terms are not those read, or its days cannot
        begin.
    """
    offer = _open_offer(found, hand)
    if seen is not None and seen != offer.terms:
        raise StepError(
            Message(
                "Version {version} of {agreement} is no longer what you read. Look at it again.",
                {"version": str(offer.number), "agreement": found.agreement},
            )
        )
    if offer.terms.valid_from is None:
        raise StepError(
            Message(
                "Version {version} has no first day. Counter it with one.",
                {"version": str(offer.number)},
            )
        )
    if offer.ends <= hand.at:
        raise StepError(
            Message(
                "The last day of version {version}, {day}, is past. Counter it with other days.",
                {"version": str(offer.number), "day": offer.terms.valid_to},
            )
        )
    signed = _signed(offer, hand.side, hand.at)
    status = "proposed" if signed.unsigned else "accepted"
    step = Step(offer.number, hand.side, "accepted", hand.who, hand.at, hand.reason)
    return _stepped(_with(found, replace(signed, status=status)), step)


def decline(found: Negotiation, hand: Hand) -> Negotiation:
    """Refuse the open offer and put nothing else on the table; what was in force stays in force.

    Raises
    ------
    StepError
        If no offer is open, it is the other side's turn, or the reason is missing.
    """
    offer = _open_offer(found, hand)
    reasoned(hand)
    return _closed(found, offer, hand, "declined")


def withdraw(found: Negotiation, hand: Hand) -> Negotiation:
    """Take one's own offer back; what was in force before it stays in force.

    Raises
    ------
    StepError
        If no offer is open, it is the other side's, or the reason is missing.
    """
    named(hand)
    offer = found.offer
    if offer is None:
        raise StepError(nothing_open(found))
    reasoned(hand)
    # Nobody signed a draft, so either side may take it off the table.
    if offer.accepted_at(hand.side) is None and len(offer.unsigned) < 2:
        raise StepError(
            Message(
                "Version {version} is the offer of {party}: they alone withdraw it. Accept it, "
                "counter it, or decline it.",
                {"version": str(offer.number), "party": side_name(found, other(hand.side))},
            )
        )
    return _closed(found, offer, hand, "withdrawn")


def end(found: Negotiation, last_day: date, hand: Hand) -> Negotiation:
    """End what both signed, from today on: every version that counts on ``last_day`` or later.

    Raises
    ------
    StepError
        If nothing is in force, the day is past, later than the version's own last day, or the
        reason is missing.
    """
    named(hand)
    running = found.running(hand.at)
    if not running:
        raise StepError(
            Message(
                "{agreement} is not in force, so there is nothing to end. {turn}",
                {"agreement": found.agreement, "turn": whose_turn(found)},
            )
        )
    reasoned(hand)
    if last_day < hand.at.date():
        raise StepError(
            Message(
                "{day} is past. An agreement ends today ({today}) or later: what was judged stays.",
                {"day": last_day, "today": hand.at.date()},
            )
        )
    longest = max(v.ends for v in running)
    if longest < FOREVER and last_day > max(v.terms.valid_to or last_day for v in running):
        raise StepError(
            Message(
                "{agreement} ends on its own before {day}. Propose a next version to renew it.",
                {"agreement": found.agreement, "day": last_day},
            )
        )
    ended = found
    for version in running:
        days = [day for day in (version.terms.valid_to, last_day) if day is not None]
        terms = replace(version.terms, valid_to=min(days))
        ended = _with(ended, replace(version, status="ended", terms=terms))
    last = max(v.number for v in running)
    return _stepped(ended, Step(last, hand.side, "ended", hand.who, hand.at, hand.reason))


def _offered(found: Negotiation, terms: Terms, hand: Hand, action: str) -> Negotiation:
    number = found.next_number()
    version = Version(number, terms, "proposed", reason=hand.reason)
    if hand.side:
        version = _signed(version, hand.side, hand.at)
    step = Step(number, hand.side, action, hand.who, hand.at, hand.reason)
    return _stepped(replace(found, versions=(*found.versions, version)), step)


def _closed(found: Negotiation, offer: Version, hand: Hand, action: str) -> Negotiation:
    """Take an offer off the table: no side has signed it for both."""
    # One's own signature goes too: ended and signed by both would have been in force.
    unsigned = _signed(offer, hand.side, None)
    # What ended has a last day, in every file: here the day on which the offer was closed.
    today = hand.at.date()
    last = offer.terms.valid_to or max(today, offer.terms.valid_from or today)
    taken = replace(unsigned, status="ended", terms=replace(offer.terms, valid_to=last))
    step = Step(offer.number, hand.side, action, hand.who, hand.at, hand.reason)
    return _stepped(_with(found, taken), step)


def _signed(version: Version, side: Side, at: datetime | None) -> Version:
    if side == "supplier":
        return replace(version, supplier_accepted_at=at)
    return replace(version, customer_accepted_at=at)


def _with(found: Negotiation, changed: Version) -> Negotiation:
    versions = tuple(changed if v.number == changed.number else v for v in found.versions)
    return replace(found, versions=versions)


def _stepped(found: Negotiation, step: Step) -> Negotiation:
    return replace(found, steps=(*found.steps, step))


def _open_offer(found: Negotiation, hand: Hand) -> Version:
    """Return the offer that this hand may answer."""
    named(hand)
    offer = found.offer
    if offer is None:
        raise StepError(nothing_open(found))
    if hand.side not in found.turn:
        raise StepError(waits(found))
    return offer
