"""What a finished action shows, in a plain sentence."""

from __future__ import annotations

from typing import Any

from kpi.measures import Kpi
from kpi.relations.proof import Proof
from kpi.words import Hours, Message, PartyName, Share


def proof_line(proof: Proof) -> Message:
    """Say in one sentence whether a finished action shows, with the numbers it rests on."""
    told = _told(proof)
    expected = proof.action.expected
    if proof.kpi is None or expected is None or not proof.told or proof.usual is not None:
        return told
    return Message(
        "{told} Expected: {expected}.",
        {"told": told, "expected": _written(proof.kpi, expected)},
    )


def _told(proof: Proof) -> Message:  # noqa: PLR0911 - one line for each outcome
    if proof.outcome == "agreement changed":
        return Message("It cannot be told: the agreed lead time changed at the same time.")
    if proof.kpi is None or proof.outcome == "not measured":
        return Message("It cannot be told: nothing was judged on this link before.")
    if proof.outcome == "too little before":
        return Message("It cannot be told: too little was counted before it was done.")
    weeks = Message("{n} week", {"n": proof.weeks_after}, many="{n} weeks")
    if proof.outcome == "too early":
        if not proof.weeks_after:
            return Message("Too early to say: no whole week has passed since.")
        return Message(
            "Too early to say: {n} counted in {weeks}.", {"n": proof.n_after, "weeks": weeks}
        )
    values = _values(proof, weeks)
    if proof.outcome == "better":
        return Message(
            "It shows: {kpi} from {before} to {after} in {weeks}, more than chance explains.",
            values,
        )
    if proof.outcome == "worse":
        return Message(
            "It got worse: {kpi} from {before} to {after} in {weeks}, more than chance explains.",
            values,
        )
    return Message(
        "No difference beyond chance yet: {kpi} from {before} to {after} in {weeks}.", values
    )


def change_line(proof: Proof) -> Message:
    """Say of a finished action that showed for the better or the worse, among other changes.

    The numbers come before the action's own words, which may be long.
    """
    weeks = Message("{n} week", {"n": proof.weeks_after}, many="{n} weeks")
    link = proof.action.link
    values = {
        **_values(proof, weeks),
        "supplier": PartyName(link.supplier),
        "customer": PartyName(link.customer),
        "action": proof.action.text,
    }
    if proof.outcome == "better":
        return Message(
            "{supplier} → {customer}: an action shows, {kpi} from {before} to {after} in {weeks}: "
            "{action}",
            values,
        )
    return Message(
        "{supplier} → {customer}: worse since an action, {kpi} from {before} to {after} in "
        "{weeks}: {action}",
        values,
    )


def _values(proof: Proof, weeks: Message) -> dict[str, object]:
    return {
        "kpi": _named(proof),
        "before": _shown(proof, proof.before),
        "after": _shown(proof, proof.after),
        "weeks": weeks,
    }


def _named(proof: Proof) -> Message:
    assert proof.kpi is not None  # noqa: S101 - only what was measured is named
    name = Message(proof.kpi.name)
    if proof.usual is None:
        return name
    return Message("{kpi} (share over {usual})", {"kpi": name, "usual": Hours(proof.usual)})


def _shown(proof: Proof, value: float | None) -> Any:
    assert proof.kpi is not None  # noqa: S101 - only what was measured is shown
    if value is None:
        return "–"
    return Share(value, 0) if proof.usual is not None else _written(proof.kpi, value)


def _written(kpi: Kpi, value: float) -> Any:
    if kpi.unit == "share":
        return Share(value, 0)
    return Hours(value) if kpi.unit == "hours" else value
