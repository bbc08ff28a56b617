"""Explain a verdict or an effect in plain sentences."""

from __future__ import annotations

from kpi.chain import Balance, LinkEffect
from kpi.verdicts import Verdict
from kpi.words import Words
from kpi.words.terms import VERDICTS
from pages.parts import indicator


def word(verdict: str, say: Words) -> str:
    """Return the verdict's word."""
    return say(VERDICTS[verdict])


def effect_line(effect: LinkEffect, now: Balance, say: Words) -> str:
    """Say what the link did to the promise outside."""
    if not now.promise.cases:
        return say("No promise to a customer outside can be counted in this window.")
    if effect.late_by_inheritance and not effect.broken_share:
        return say(
            "Late by inheritance: its work arrived late from the link before. "
            "It decides no broken promise."
        )
    if not can_be_told(effect):
        return say(
            "What it has to do with broken promises cannot be told: its handoffs have no due time."
        )
    if not effect.broken_share:
        return say("It decides no broken promise to a customer outside.")
    share = say.part(effect.broken_share)
    line = say.plural(
        "Decides {share} of the broken promises; mending it alone would save {n} case.",
        "Decides {share} of the broken promises; mending it alone would save {n} cases.",
        effect.cases_saved,
        share=share,
    )
    # A case held open is charged to its links, and nobody can say what would save it.
    if not effect.cases_saved and not effect.cases_held:
        line = say(
            "Decides {share} of the broken promises, each together with other links: mending it "
            "alone would save none.",
            share=share,
        )
    if effect.cases_held:
        line += " " + say.plural(
            "{n} case is held open here.", "{n} cases are held open here.", effect.cases_held
        )
    return line


def can_be_told(effect: LinkEffect) -> bool:
    """Tell whether the link's part of the broken promises can be known.

    Without any due time nor any answer of the customer it has no delay and no return to find.
    """
    evidence = ("on_time_rate", "first_time_right")
    return bool(effect.broken_share) or any(
        verdict.n and verdict.kpi in evidence for verdict in effect.verdicts
    )


def inherited_line(effect: LinkEffect, say: Words) -> str:
    """Say how much of the link's lateness it inherited; nothing where it was not late."""
    late = effect.own_minutes + effect.inherited_minutes
    if not late:
        return ""
    if effect.cannot_inherit:
        return say("What of its lateness was inherited cannot be told.")
    return say(
        "{share} of its lateness was inherited.",
        share=say.part(effect.inherited_minutes / late),
    )


def verdict_line(verdict: Verdict, say: Words) -> str:
    """Say why the verdict is what it is."""
    line = _reason(verdict, say)
    if verdict.lowered and verdict.previous_target is not None:
        line += " " + say(
            "The target was lowered from {before}.",
            before=indicator.value(verdict.kpi, verdict.previous_target, say, verdict.link),
        )
    if verdict.little_judged and verdict.judged:
        line += " " + say(
            "Only {share} of the handoffs could be judged.",
            share=say.percent(verdict.judged_share or 0, 0),
        )
    return line


def _reason(verdict: Verdict, say: Words) -> str:  # noqa: PLR0911 - one line for each verdict
    if verdict.verdict == "no target":
        return say("Nobody has agreed on a target.")
    if verdict.verdict == "no data":
        return say("No handoff to count in this window.")
    if verdict.verdict == "too few":
        return _too_few(verdict, say)
    if verdict.verdict == "broken":
        return say("Below target by more than chance explains, all links considered.")
    if verdict.verdict == "at risk":
        return say("Below target; chance is a poor explanation.")
    if verdict.within_chance:
        return say("Below target, but by no more than chance explains.")
    return say("On target.")


def _too_few(verdict: Verdict, say: Words) -> str:
    line = say("Too few handoffs to tell chance from cause.")
    if verdict.at_wider is not None and verdict.wider is not None:
        line += " " + say(
            "Over {n} weeks: {verdict}, {value}.",
            n=verdict.wider.weeks,
            verdict=word(verdict.at_wider.verdict, say),
            value=indicator.value(verdict.kpi, verdict.at_wider.value, say, verdict.link),
        )
    elif verdict.before is not None:
        line += " " + say(
            "Under the target before: {verdict}.", verdict=word(verdict.before.verdict, say)
        )
    return line
