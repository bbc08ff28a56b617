"""What must be known beside the numbers of a balance, each a short sentence."""

from __future__ import annotations

from kpi.chain.findings import not_judged_line
from kpi.chain.model import Balance
from kpi.words import Message


def known_beside(balance: Balance) -> tuple[Message, ...]:
    """Return what the numbers leave out, and what they rest on."""
    found = [
        not_judged_line(balance),
        _open_cases(balance),
        _told_nothing(balance),
        Message("the total moved against each customer’s own rate: the mix of cases changed")
        if balance.mix_effect
        else None,
        Message("event logs carry no promises of their own: inherited delay cannot be seen in them")
        if balance.has_events_only
        else None,
        _sampled(balance),
    ]
    return tuple(note for note in found if note is not None)


def _open_cases(balance: Balance) -> Message | None:
    if not balance.open_without_due:
        return None
    return Message(
        "{n} open case without a due date is not counted, the oldest {days} days",
        {"n": balance.open_without_due, "days": round(balance.oldest_open_days or 0)},
        many="{n} open cases without a due date are not counted, the oldest {days} days",
    )


def _told_nothing(balance: Balance) -> Message | None:
    if not balance.promise.unknown:
        return None
    return Message(
        "{n} finished case tells nothing about its promise",
        {"n": balance.promise.unknown},
        many="{n} finished cases tell nothing about their promise",
    )


def _sampled(balance: Balance) -> Message | None:
    if not balance.sampled_cases:
        return None
    return Message(
        "{n} case with many late links has its shares estimated by sampling",
        {"n": balance.sampled_cases},
        many="{n} cases with many late links have their shares estimated by sampling",
    )
