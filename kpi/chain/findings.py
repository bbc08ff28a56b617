"""Say in plain sentences what a balance shows: the titles of pages, pictures and slides.

Every sentence is true in every state: nothing failing, no data, no agreements. Never statistics
jargon, never the blame of a person: the link is named.
"""

from __future__ import annotations

from kpi.chain.change import names
from kpi.chain.model import (
    IN_BALANCE,
    LINKS_NOT_JUDGED,
    OUT_OF_BALANCE,
    STRAINED,
    TARGETS_DO_NOT_ADD_UP,
    Balance,
    LinkEffect,
)
from kpi.words import N_, Listed, Message, Share
from kpi.words.terms import STATES

# Below this part of the broken promises a link does not carry a headline.
WORTH_NAMING = 0.05
NOT_JUDGED = {
    "no target": N_("{n} without a target"),
    "too few": N_("{n} with too few handoffs"),
    "no data": N_("{n} without any handoff"),
}


# Whether there is a target, and whether internal requests are counted beside it.
_PROMISE_LINES = {
    (False, False): N_(
        "Promise to the customer kept in {kept} of {cases} cases ({rate}); no target agreed."
    ),
    (False, True): N_(
        "Promise to the customer kept in {kept} of {cases} cases ({rate}); no target agreed. "
        "With internal requests, {all_kept} of {all_cases}."
    ),
    (True, False): N_(
        "Promise to the customer kept in {kept} of {cases} cases ({rate}), target {target}."
    ),
    (True, True): N_(
        "Promise to the customer kept in {kept} of {cases} cases ({rate}), target {target}. "
        "With internal requests, {all_kept} of {all_cases}."
    ),
}


def state(balance: Balance) -> Message:
    """Return the state's name, as a title begins."""
    return Message(STATES[balance.state])


def headline(balance: Balance) -> Message:
    """Return the one sentence that follows the state's name."""
    decisive = [effect for effect in balance.failing if effect.broken_share >= WORTH_NAMING]
    if balance.state == OUT_OF_BALANCE:
        return _out_of_balance(balance, decisive)
    if balance.state == TARGETS_DO_NOT_ADD_UP:
        return _not_adding_up(balance)
    if balance.state == LINKS_NOT_JUDGED:
        return Message("The promise outside is not kept, and no link can be judged yet.")
    if balance.state == STRAINED:
        return _strained(balance)
    if balance.state == IN_BALANCE:
        return Message("The promise outside holds and no link is failing.")
    return _outside_unknown(balance)


def _out_of_balance(balance: Balance, decisive: list[LinkEffect]) -> Message:
    if decisive and _stands_out(balance):
        first = decisive[0]
        tenths = round(10 * first.broken_share)
        if tenths >= 2:
            return Message(
                "{supplier} → {customer} decides {tenths} of every 10 broken promises.",
                {**names(first.link), "tenths": tenths},
            )
        if len(balance.failing) == 1:
            return Message(
                "{supplier} → {customer} decides {share} of the broken promises.",
                {**names(first.link), "share": Share(first.broken_share, 0)},
            )
        return Message(
            "{supplier} → {customer} decides {share} of the broken promises, "
            "more than any other failing link.",
            {**names(first.link), "share": Share(first.broken_share, 0)},
        )
    if decisive:
        together = sum(effect.broken_share for effect in decisive)
        return Message(
            "{n} failing link decides {share} of the broken promises.",
            {"n": len(decisive), "share": Share(together, 0)},
            many="{n} failing links together decide {share} of the broken promises; "
            "none stands out.",
        )
    if balance.failing:
        return Message(
            "The promise outside is not kept, but the failing links explain almost none of it."
        )
    return Message(
        "The promise outside is not kept; {n} link is at risk, none is clearly failing.",
        {"n": len(balance.at_risk)},
        many="The promise outside is not kept; {n} links are at risk, none is clearly failing.",
    )


def _stands_out(balance: Balance) -> bool:
    """Whether the first failing link is first for certain, and in this very window too.

    The order may be that of 13 weeks.
    """
    first = balance.failing[0]
    return not balance.tied and first.broken_share == max(e.broken_share for e in balance.failing)


def _not_adding_up(balance: Balance) -> Message:
    """Say that what is judged is kept, and how much is not judged: two of 200 prove little."""
    unjudged = sum(balance.not_judged.values())
    judged = len(balance.all_links) - unjudged
    if not unjudged:
        return Message("Every judged link keeps its target, and the customer outside still loses.")
    return Message(
        "{n} judged link keeps its target, and the customer outside still loses; "
        "not judged: {others}.",
        {"n": judged, "others": unjudged},
        many="{n} judged links keep their targets, and the customer outside still loses; "
        "not judged: {others}.",
    )


def _strained(balance: Balance) -> Message:
    first = balance.failing[0]
    if len(balance.failing) == 1:
        return Message(
            "The promise outside holds, but {supplier} → {customer} is failing.", names(first.link)
        )
    return Message(
        "The promise outside holds, but {n} link is failing.",
        {"n": len(balance.failing)},
        many="The promise outside holds, but {n} links are failing.",
    )


def _outside_unknown(balance: Balance) -> Message:
    verdict = balance.promise.verdict
    if verdict == "no target":
        if balance.promise.cases:
            return Message(
                "{kept} of {cases} cases kept their promise; nobody has said how many must.",
                {"kept": balance.promise.kept, "cases": balance.promise.cases},
            )
        return Message("No promise to the customer outside has been agreed yet.")
    if verdict == "too few":
        return Message(
            "Only {n} case can be counted: too few to judge the promise outside.",
            {"n": balance.promise.cases},
            many="Only {n} cases can be counted: too few to judge the promise outside.",
        )
    return Message("No case fell due in this window.")


def promise_line(balance: Balance) -> Message:
    """Return the numbers below the headline: kept of counted, the rate, the target.

    Where some cases end at customers outside, those come first, because the target is theirs.
    """
    promise = balance.promise
    if not promise.cases:
        return Message("No case with a promise can be counted in this window.")
    kept, cases = promise.external_kept, promise.external_cases
    inside_too = 0 < cases < promise.cases
    if not cases:
        kept, cases = promise.kept, promise.cases
    values = {
        "kept": kept,
        "cases": cases,
        "rate": Share(kept / cases),
        "target": Share(promise.target or 0.0),
        "all_kept": promise.kept,
        "all_cases": promise.cases,
    }
    return Message(_PROMISE_LINES[promise.target is not None, inside_too], values)


def chain_title(balance: Balance) -> Message:
    """Return the title of the chain's picture."""
    links, failing = len(balance.all_links), len(balance.failing)
    judged = links - sum(balance.not_judged.values())
    if failing:
        return Message(
            "{n} of {links} links is failing",
            {"n": failing, "links": links},
            many="{n} of {links} links are failing",
        )
    if not judged:
        return Message(
            "{n} link, none with a target yet",
            {"n": links},
            many="{n} links, none judged yet",
        )
    if balance.at_risk:
        return Message(
            "{n} of {links} links is at risk, none is failing",
            {"n": len(balance.at_risk), "links": links},
            many="{n} of {links} links are at risk, none is failing",
        )
    return Message("No link of {links} is failing", {"links": links})


def not_judged_line(balance: Balance) -> Message | None:
    """Return how many links could not be judged, and why."""
    why = tuple(
        Message(phrase, {"n": balance.not_judged[reason]})
        for reason, phrase in NOT_JUDGED.items()
        if balance.not_judged.get(reason)
    )
    return Message("Not judged: {why}", {"why": Listed(why)}) if why else None
