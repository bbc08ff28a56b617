"""Delays, the promise of a case and its replay, read naively from the text (§8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from .flow import Known, Link, System, known_at

NOTHING = timedelta(0)


@dataclass(frozen=True)
class Case:
    """The handoffs of one case that are known at as-of, in the order of §8."""

    case_id: str
    handoffs: tuple[Known, ...]
    as_of: datetime
    external_customers: frozenset[str]

    @cached_property
    def ends(self) -> tuple[Known, ...]:
        """Its handoffs to external customers, or, if it has none, its last handoff."""
        out = tuple(h for h in self.handoffs if h.link.customer in self.external_customers)
        return out or self.handoffs[-1:]

    @property
    def customer(self) -> str | None:
        """The external customer of its last end; None where the case never left the house."""
        last = self.ends[-1].link.customer
        return last if last in self.external_customers else None

    @cached_property
    def given_close(self) -> datetime | None:
        """The close given by the source, where it has come; the latest where rows differ."""
        closes = [h.stated.case_closed_at for h in self.handoffs if h.stated.case_closed_at]
        return max((c for c in closes if c <= self.as_of), default=None)

    @property
    def given_due(self) -> datetime | None:
        """case_due_at, the latest where rows differ."""
        return max(
            (h.stated.case_due_at for h in self.handoffs if h.stated.case_due_at), default=None
        )

    @property
    def declared(self) -> bool | None:
        """The outcome that the source declares (rows of a case agree here)."""
        said = [h.stated.case_kept for h in self.handoffs if h.stated.case_kept is not None]
        return said[-1] if said else None

    @property
    def due(self) -> datetime | None:
        """case_due_at, else the latest due of its ends."""
        return self.given_due or max((h.due for h in self.ends if h.due), default=None)

    @property
    def close(self) -> datetime:
        """The given close, else the latest delivery of the ends."""
        return self.given_close or max(h.delivered for h in self.ends)

    @property
    def unfinished(self) -> bool:
        """While a handoff of it is open and no close is given."""
        return self.given_close is None and any(h.open for h in self.handoffs)


def cases_of(system: System, as_of: datetime) -> tuple[Case, ...]:
    """Group what is known at as-of by case."""
    groups: dict[str, list[Known]] = {}
    for handoff in known_at(system, as_of):
        groups.setdefault(handoff.stated.case_id, []).append(handoff)
    return tuple(
        Case(name, tuple(sorted(group, key=lambda h: h.order)), as_of, system.external_customers)
        for name, group in sorted(groups.items())
    )


def pred_of(case: Case, handoff: Known) -> Known | None:
    """Of the case's handoffs to this one's supplier that come before it, the last."""
    earlier = [
        h
        for h in case.handoffs
        if h.link.customer == handoff.link.supplier and h.order < handoff.order
    ]
    return earlier[-1] if earlier else None


def waits_for_pred(handoff: Known, pred: Known | None) -> bool:
    """Requested while its pred was still at work: otherwise it starts when requested."""
    return pred is not None and handoff.requested < pred.delivered


def start_of(case: Case, handoff: Known) -> datetime:
    """The pred's delivery where the handoff waited for it, else its request."""
    pred = pred_of(case, handoff)
    return pred.delivered if pred and waits_for_pred(handoff, pred) else handoff.requested


def delays(case: Case, handoff: Known) -> tuple[timedelta, timedelta, timedelta]:
    """(delay, inherited, own).

    Delay is how much later than due it was delivered (or is now, while open), never negative, none
    without due. The start was planned at the later of its request and the pred's due, or, if the
    pred has none, when it happened; what the start slipped is inherited, up to the whole delay.
    """
    if handoff.due is None:
        return NOTHING, NOTHING, NOTHING
    delay = max(NOTHING, handoff.delivered - handoff.due)
    start = planned = start_of(case, handoff)
    pred = pred_of(case, handoff)
    if pred and waits_for_pred(handoff, pred) and pred.due is not None:
        planned = max(handoff.requested, pred.due)
    inherited = min(delay, max(NOTHING, start - planned))
    return delay, inherited, delay - inherited


def outcome(case: Case) -> str:
    """Kept, broken, held (broken while unfinished): these count; unfinished or unknown: not.

    An unfinished case is broken once as-of is past its due, and not counted before that (or without
    one). A finished one: a declared outcome decides, else case_due_at (closed by then, no end
    returned), else the ends (all that have a due on time, none returned), else it is unknown.
    """
    if case.unfinished:
        return "held" if case.due is not None and case.due < case.as_of else "unfinished"
    if case.declared is not None:
        return "kept" if case.declared else "broken"
    if case.given_due is None and all(h.due is None for h in case.ends):
        return "unknown"
    return "kept" if keeps_promise(case, untouched(case)) else "broken"


def period(case: Case) -> datetime:
    """What says to which period the case belongs: its due, or its close if it has none."""
    return case.due or case.close


@dataclass(frozen=True)
class Replayed:
    """A handoff after the replay."""

    delivered: datetime
    due: datetime | None
    returned: bool

    @property
    def late(self) -> bool:
        return self.due is not None and self.delivered > self.due


def untouched(case: Case) -> dict[str, Replayed]:
    """What happened, in the shape of a replay."""
    return {h.handoff_id: Replayed(h.delivered, h.due, h.returned) for h in case.handoffs}


def replay(
    case: Case, repaired: frozenset[Link], accepted: frozenset[Link] | None = None
) -> dict[str, Replayed]:
    """Replay the case in order, as if the repaired links had kept their own promises.

    Where ``accepted`` is given, the repaired links have no own delay, and those have no return.

    A handoff requested only after its pred was delivered keeps that wait: its request and its due
    move with the pred. Any other starts at the later of its request and the new deliveries of all
    earlier handoffs to its supplier that had been delivered by its start. From the new start it
    takes as long as it took, less its own delay (and its return) if its link is repaired, and is
    never delivered before its new start.
    """
    new: dict[str, Replayed] = {}
    for h in case.handoffs:
        pred, start, due = pred_of(case, h), start_of(case, h), h.due
        if pred and not waits_for_pred(h, pred):
            shift = new[pred.handoff_id].delivered - pred.delivered
            new_start = h.requested + shift
            due = None if due is None else due + shift
        else:
            inflow = [
                new[e.handoff_id].delivered
                for e in case.handoffs
                if e.link.customer == h.link.supplier and e.order < h.order and e.delivered <= start
            ]
            new_start = max([h.requested, *inflow])
        mended = h.link in repaired
        saved = delays(case, h)[2] if mended else NOTHING
        delivered = max(new_start, new_start + (h.delivered - start) - saved)
        taken = mended if accepted is None else h.link in accepted
        new[h.handoff_id] = Replayed(delivered, due, h.returned and not taken)
    return new


def keeps_promise(case: Case, replayed: dict[str, Replayed]) -> bool:
    """Judge a finished case by the evidence it has.

    By case_due_at: closed by then and no end returned, where a given close moves by the shift of
    the latest delivery among the ends. Else by the ends. Else only a declared outcome speaks: the
    case had a late or returned handoff and none is left.
    """
    ends = [replayed[h.handoff_id] for h in case.ends]
    if case.given_due is not None:
        last = max(e.delivered for e in ends)
        if case.given_close is not None:
            last = case.given_close + (last - max(h.delivered for h in case.ends))
        return last <= case.given_due and not any(e.returned for e in ends)
    if any(e.due is not None for e in ends):
        return not any(e.late or e.returned for e in ends)
    before = untouched(case).values()
    return any(h.late or h.returned for h in before) and not any(
        h.late or h.returned for h in replayed.values()
    )


def saved_by(
    case: Case, repaired: frozenset[Link], accepted: frozenset[Link] | None = None
) -> bool:
    """Whether a broken case would be kept; one kept without any repair is saved by nobody."""
    if outcome(case) != "broken" or keeps_promise(case, replay(case, frozenset())):
        return False
    return keeps_promise(case, replay(case, repaired, accepted))
