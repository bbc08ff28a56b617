"""What must be known beside the numbers of a balance."""

from __future__ import annotations

from kpi.chain import Balance, findings
from kpi.words import Words


def of_balance(now: Balance, say: Words) -> list[str]:
    """Return the notes of a balance, each a short sentence."""
    notes = []
    not_judged = findings.not_judged_line(now)
    if not_judged is not None:
        notes.append(say.render(not_judged))
    if now.open_without_due:
        notes.append(
            say.plural(
                "{n} open case without a due date is not counted, the oldest {days} days",
                "{n} open cases without a due date are not counted, the oldest {days} days",
                now.open_without_due,
                days=say.number(now.oldest_open_days or 0),
            )
        )
    if now.promise.unknown:
        notes.append(
            say.plural(
                "{n} finished case tells nothing about its promise",
                "{n} finished cases tell nothing about their promise",
                now.promise.unknown,
            )
        )
    if now.mix_effect:
        notes.append(
            say("the total moved against each customer’s own rate: the mix of cases changed")
        )
    if now.has_events_only:
        notes.append(
            say("event logs carry no promises of their own: inherited delay cannot be seen in them")
        )
    if now.sampled_cases:
        notes.append(
            say.plural(
                "{n} case with many late links has its shares estimated by sampling",
                "{n} cases with many late links have their shares estimated by sampling",
                now.sampled_cases,
            )
        )
    return notes
