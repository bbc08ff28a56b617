"""The history of one agreement: who, when, why; of a file's versions, their dates."""

from __future__ import annotations

from html import escape

from kpi.agreements import Negotiation, Step, Version
from kpi.words import Words
from pages.parts import agreement_words as told
from pages.parts.agreement_history import STATUSES
from pages.parts.markup import Column, Html, heading, table

# What a version was, by what a step then made of it.
_BEFORE = {
    "accepted": "proposed",
    "declined": "proposed",
    "withdrawn": "proposed",
    "ended": "accepted",
}


def history(found: Negotiation, say: Words) -> str:
    """Build the history, the latest first."""
    columns = (
        Column(say("When")),
        Column(say("Who")),
        Column(say("What")),
        Column(say("Version")),
        Column(say("Why")),
    )
    stepped = {step.version for step in found.steps if step.action in ("proposed", "countered")}
    rows = [_step(found, step, say) for step in reversed(found.steps)]
    countered = {v.number + 1 for v in found.versions if v.status == "countered"}
    rows += [
        _from_file(v, say, _closed_by(found, v), answers=v.number in countered)
        for v in reversed(found.versions)
        if v.number not in stepped
    ]
    return heading(say("How it came about")) + table(columns, rows)


def _step(found: Negotiation, step: Step, say: Words) -> tuple[object, ...]:
    party = say.party(found.party(step.side)) if step.side else say("both sides")
    what = escape(say(told.ACTIONS[step.action]))
    if step.undone_at is not None:
        back = say("taken back on {day}", day=step.undone_at.date())
        what = f'<s>{what}</s><span class="sub">{escape(back)}</span>'
    return (
        say.instant(step.taken_at),
        say("{who} for {party}", who=step.who, party=party),
        Html(what),
        step.version,
        step.reason or "–",
    )


def _closed_by(found: Negotiation, version: Version) -> str:
    """Return what a step did to a file's version; empty where none touched it."""
    taken = (one for one in found.steps if one.version == version.number and not one.undone_at)
    return next((one.action for one in taken), "")


def _from_file(version: Version, say: Words, then: str, *, answers: bool) -> tuple[object, ...]:
    """Tell a version of a file, as it was before a step of the app made it something else."""
    signed = [at for at in (version.supplier_accepted_at, version.customer_accepted_at) if at]
    did = _BEFORE.get(then, version.status)
    if did in ("proposed", "countered"):
        did = "countered" if answers else "proposed"
    return (
        say.instant(max(signed)) if signed else told.day(version.terms.valid_from, say),
        say("from a file"),
        say(STATUSES.get(did, did)),
        version.number,
        version.reason or "–",
    )
