"""Who owes whom an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from html import escape

from kpi.agreements import FOREVER, SIDES, Negotiation
from kpi.words import Words
from pages.parts import agreement_words as told
from pages.parts.address import View
from pages.parts.markup import Column, Html, heading, table

SEEN = 12


def title(found: Sequence[Negotiation], party: str, say: Words) -> str:
    """Say who owes an answer, the one who owes most first."""
    waiting = [one for one in found if one.turn]
    if not waiting:
        in_force = sum(one.in_force(told.wall()) is not None for one in found)
        return say.plural(
            "Nobody owes an answer: {n} agreement in force",
            "Nobody owes an answer: {n} agreements in force",
            in_force,
        )
    if party:
        mine = sum(party in {one.party(side) for side in one.turn} for one in waiting)
        name = say.party(party)
        if not mine:
            return say("{party} owes no answer", party=name)
        return say.plural("{party} owes {n} answer", "{party} owes {n} answers", mine, party=name)
    owing = Counter(one.party(side) for one in waiting for side in one.turn)
    most = max(owing.values())
    first = min(name for name, n in owing.items() if n == most)
    if list(owing.values()).count(most) > 1:
        return say.plural(
            "{n} proposal waits for an answer of {parties} parties",
            "{n} proposals wait for an answer of {parties} parties",
            len(waiting),
            parties=len(owing),
        )
    return say.plural(
        "{n} proposal waits for an answer: {party} owes {owed}",
        "{n} proposals wait for an answer: {party} owes {owed}",
        len(waiting),
        party=say.party(first),
        owed=most,
    )


def lead(found: Sequence[Negotiation], say: Words) -> str:
    """Say how many agreements count, and how many have not been renewed for a year."""
    in_force = sum(one.in_force(told.wall()) is not None for one in found)
    old = sum(told.renewal_due(one) for one in found)
    if not in_force:
        return say("A number that both sides signed is a target; any other is an opinion.")
    return say(
        "{in_force} in force, {old} of them unchanged for more than a year. A number that both "
        "sides signed is a target; any other is an opinion.",
        in_force=in_force,
        old=old,
    )


def rows(found: Sequence[Negotiation], party: str, view: View, say: Words) -> str:
    """Build the inbox: the offers that wait, those of the reader's party first."""
    waiting = sorted((one for one in found if one.turn), key=told.in_turn)
    if party:
        waiting = [one for one in waiting if one.side_of(party)]
    if not waiting:
        return ""
    waiting.sort(key=lambda one: (one.side_of(party) not in one.turn, _since(one).date()))
    columns = (
        Column(say("Offer")),
        Column(say("Who owes the answer")),
        Column(say("It asks for")),
        Column(say("Waits since")),
    )
    heard = heading(say("Waiting for an answer"), say("the oldest first; open one to answer it"))
    rest = len(waiting) - SEEN
    more = say.plural("{n} more offer", "{n} more offers", rest) if rest > 0 else ""
    listed = [_row(one, party, view, say) for one in waiting]
    return heard + table(columns, listed, folded=(SEEN, more))


def _since(found: Negotiation) -> datetime:
    """Return when the offer was made; of a file's, when it was signed; `FOREVER` if unknown."""
    offer = found.offer
    signed = [at for side in SIDES if offer is not None and (at := offer.accepted_at(side))]
    return found.newest_step() or max(signed, default=FOREVER)


def _row(found: Negotiation, party: str, view: View, say: Words) -> tuple[object, ...]:
    offer = found.offer
    assert offer is not None  # noqa: S101 - only what waits is listed
    here = escape(told.place(found, view, **({"as": party} if party else {})))
    kind = say("counter-offer") if found.answered else say("proposal")
    name = Html(
        f'<a href="{here}">{escape(told.pair(found, say))}</a>'
        f'<span class="sub">{escape(found.agreement)} · {escape(kind)}</span>'
    )
    owes = escape(told.parties(found, found.turn, say))
    mine = found.side_of(party) in found.turn if party else False
    last = _since(found)
    return (
        name,
        Html(f"<b>{owes}</b>" if mine else owes),
        told.asks(offer.terms, say),
        "–" if last == FOREVER else say.date(last.date()),
    )
