"""Say in one sentence what became of a case, and which link decided it."""

from __future__ import annotations

from kpi.chain.one_case import CaseLine
from kpi.words import Hours, Message, PartyName


def case_title(case: CaseLine) -> Message:
    """Say whether the promise of the case was kept, by how much it was missed, and by whom."""
    name, late = case.case_id, case.late_hours
    if case.outcome == "kept":
        if case.due is None or late > 0:
            return Message("Case {case} was kept.", {"case": name})
        return Message(
            "Case {case} was kept, {early} before its due time.",
            {"case": name, "early": Hours(-late)},
        )
    if case.outcome == "broken":
        return _broken(case)
    if case.outcome == "not due":
        return Message("Case {case} is open and due on {due}.", {"case": name, "due": case.due})
    if case.outcome == "no due":
        return Message("Case {case} is open, and nothing says when it is due.", {"case": name})
    return Message("Case {case} is finished; nothing tells whether it was kept.", {"case": name})


def blame_line(case: CaseLine) -> Message | None:
    """Say which link carries most of a broken case; None where the case is not broken."""
    if case.outcome != "broken":
        return None
    step = case.first_to_blame
    if case.unfinished:
        return _waiting(case)
    if step is None and not any(one.due or one.returned for one in case.steps):
        return Message(
            "No handoff of it had a promise of its own: whose delay it was, nobody knows."
        )
    if step is None:
        return Message("No link’s own delay explains it.")
    names = {
        "supplier": PartyName(step.link.supplier),
        "customer": PartyName(step.link.customer),
    }
    if step.saves_alone:
        return Message("{supplier} → {customer} alone would have kept it.", names)
    return Message("{supplier} → {customer} carries most of it, with others.", names)


def _waiting(case: CaseLine) -> Message:
    """Say which link holds an unfinished case: the open one that is late by itself."""
    still_open = [step for step in case.steps if step.open]
    late = [step for step in still_open if step.own_hours] or still_open
    links = {step.link for step in late}
    if len(links) != 1:
        return Message("It waits where a handoff is still open.")
    (link,) = links
    names = {"supplier": PartyName(link.supplier), "customer": PartyName(link.customer)}
    return Message("It waits at {supplier} → {customer}.", names)


def _broken(case: CaseLine) -> Message:
    name, late = case.case_id, case.late_hours
    if case.unfinished:
        return Message(
            "Case {case} is still open, {late} past its due time.",
            {"case": name, "late": Hours(late)},
        )
    if case.due is not None and late > 0:
        return Message("Case {case} came {late} late.", {"case": name, "late": Hours(late)})
    return Message("Case {case} was not kept.", {"case": name})
