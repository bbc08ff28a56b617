"""Say in plain sentences how the company hangs together, and what a stop would cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpi.agreements.links import Link
from kpi.chain.structure.model import SameService, Structure
from kpi.chain.structure.paths import reached_customers
from kpi.chain.structure.stop_model import StopImpact
from kpi.words import Listed, Message, PartyName, Share

MOST_OF_A_KIND = 3


def structure_title(found: Structure) -> Message:
    """Say who stands on every way to a customer outside."""
    parties = [one for one in found.on_every_way if not isinstance(one.what, Link)]
    if not reached_customers(found.ways):
        return Message("In this window no way leads to a customer outside.")
    if not parties:
        return Message("No single party stands on every way to a customer outside.")
    first = parties[0]
    if len(parties) == 1 and len(first.customers) == 1:
        return Message(
            "Every way to {customer} leads through {party}.",
            {"party": PartyName(first.what), "customer": PartyName(first.customers[0])},
        )
    return Message(
        "{n} party stands on every way to a customer outside: {names}.",
        {"n": len(parties), "names": _names(str(one.what) for one in parties)},
        many="{n} parties stand on every way to some customer outside: {names}.",
    )


def structure_lines(found: Structure) -> tuple[Message, ...]:
    """Say one thing of each kind that the graph shows: loops, bridges, duplicates and the rest."""
    return (*_loops(found), *_bridges(found), *_straight_back(found), *_same(found), *_apart(found))


def _loops(found: Structure) -> Iterable[Message]:
    if not found.loops and found.ways.handoffs:
        yield Message("No loop: work never comes back to where it was.")
    for loop in found.loops[:MOST_OF_A_KIND]:
        yield Message(
            "Work can go round among {n} parties, for example {way}.",
            {"n": len(loop.parties), "way": " → ".join(loop.way)},
        )


def _bridges(found: Structure) -> Iterable[Message]:
    for bridge in found.bridges[:MOST_OF_A_KIND]:
        yield Message(
            "Only what {a} and {b} exchange joins {names} with the rest.",
            {"a": PartyName(bridge.a), "b": PartyName(bridge.b), "names": _names(bridge.behind)},
        )


def _straight_back(found: Structure) -> Iterable[Message]:
    for pair in found.ping_pong[:MOST_OF_A_KIND]:
        yield Message(
            "{a} and {b} send work straight back to each other: {returns} of {handoffs} handoffs.",
            {
                "a": PartyName(pair.a),
                "b": PartyName(pair.b),
                "returns": pair.returns,
                "handoffs": pair.handoffs,
            },
        )


def _same(found: Structure) -> Iterable[Message]:
    if not any(link.service for link in found.ways.handoffs) and found.ways.handoffs:
        yield Message("The handoffs name no service: who gives the same as another cannot be told.")
    for same in found.same_service[: 2 * MOST_OF_A_KIND]:
        yield _same_service(same)


def _same_service(same: SameService) -> Message:
    names = {
        "service": same.service,
        "names": _names(supplier.party for supplier in same.suppliers),
    }
    if same.customer is None:
        return Message("The same service from several: {service}, from {names}.", names)
    return Message(
        "{customer} receives the same service from several: {service}, from {names}.",
        {**names, "customer": PartyName(same.customer)},
    )


def _apart(found: Structure) -> Iterable[Message]:
    if found.leading_nowhere:
        yield Message(
            "No way leads from {names} to a customer outside.",
            {"names": _names(found.leading_nowhere)},
        )
    if found.isolated:
        yield Message(
            "{n} party gives and receives nothing in this window: {names}.",
            {"n": len(found.isolated), "names": _names(found.isolated)},
            many="{n} parties give and receive nothing in this window: {names}.",
        )


def stop_title(found: StopImpact) -> Message:
    """Say how much is cut, and whether some customer outside is no longer reached."""
    whole = {
        "name": _stopped(found.stopped),
        "cut": found.cut,
        "cases": found.cases,
        "share": Share(found.share, 0),
    }
    # That nothing reaches a customer which stops goes without saying.
    lost = [name for name in found.unreachable if name != found.stopped]
    if not found.cases:
        return _stop_without_cases(lost, whole)
    if lost:
        return Message(
            "If {name} stops, nothing reaches {names} any more; {cut} of {cases} cases of this "
            "window ({share}) passed through there.",
            {**whole, "names": _names(lost)},
        )
    if not found.cut:
        return Message("If {name} stops, no case of this window is cut.", whole)
    if found.customers and all(customer.reached for customer in found.customers):
        return Message(
            "If {name} stops, {cut} of {cases} cases of this window ({share}) are cut; every "
            "customer outside can still be reached another way.",
            whole,
        )
    return Message(
        "If {name} stops, {cut} of {cases} cases of this window ({share}) are cut.", whole
    )


def _stop_without_cases(lost: Sequence[str], whole: dict[str, object]) -> Message:
    if lost:
        return Message(
            "If {name} stops, nothing reaches {names} any more; no case belongs to this window "
            "that could be counted.",
            {**whole, "names": _names(lost)},
        )
    return Message(
        "No case belongs to this window: what a stop of {name} would cut cannot be counted.", whole
    )


def stop_services_line(found: StopImpact) -> Message | None:
    """Say how many of the services nobody else gives; None where none is given."""
    if not found.services:
        return None
    named = [one for one in found.services if one.service]
    if not named:
        return Message("The handoffs name no service: who could give the same cannot be told.")
    alone = [one.service for one in named if not one.replaceable]
    if not alone:
        return Message(
            "What it gives, others already give too: {n} service.",
            {"n": len(named)},
            many="What it gives, others already give too: {n} services.",
        )
    names = {"alone": len(alone), "n": len(named), "names": _names(alone)}
    if len(alone) == len(named):
        return Message("Nobody else gives what it gives: {names}.", names)
    return Message("Nobody else gives {alone} of its {n} services: {names}.", names)


def _stopped(stopped: str | Link) -> str:
    return stopped.name if isinstance(stopped, Link) else PartyName(stopped)


def _names(names: Iterable[str]) -> Listed:
    return Listed(tuple(PartyName(name) for name in names))
