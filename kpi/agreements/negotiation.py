"""A negotiation: the versions of one agreement of one link, and the steps that led to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from kpi.agreements.links import Link
from kpi.agreements.terms import Terms

Side = Literal["supplier", "customer", ""]
SIDES: tuple[Side, Side] = ("supplier", "customer")
FOREVER = datetime(9999, 12, 31)

# What a negotiation is, seen from one instant.
AWAITING = "awaiting"
COUNTERED = "countered"
IN_FORCE = "in force"
SIGNED = "signed"
ENDED = "ended"
DECLINED = "declined"
WITHDRAWN = "withdrawn"


def other(side: Side) -> Side:
    """Return the side across the table."""
    return "customer" if side == "supplier" else "supplier"


@dataclass(frozen=True)
class Version:
    """One version: its terms, which never change, and how far it came.

    Parameters
    ----------
    number : int
        From 1.
    terms : Terms
    status : {"proposed", "countered", "accepted", "ended"}
    supplier_accepted_at, customer_accepted_at : datetime, optional
        Wall times of the signatures.
    reason : str
        Why it was made; may be empty.
    """

    number: int
    terms: Terms
    status: str
    supplier_accepted_at: datetime | None = None
    customer_accepted_at: datetime | None = None
    reason: str = ""

    def accepted_at(self, side: Side) -> datetime | None:
        """Return when a side signed."""
        return self.supplier_accepted_at if side == "supplier" else self.customer_accepted_at

    @property
    def unsigned(self) -> tuple[Side, ...]:
        """The sides that have not signed."""
        return tuple(side for side in SIDES if self.accepted_at(side) is None)

    @property
    def starts(self) -> datetime | None:
        """When it came, or comes, into force: the latest of its first day and both signatures.

        None where it never does: not accepted, not signed by both, without a first day, or ended
        without a last day.
        """
        if self.status not in ("accepted", "ended") or self.terms.valid_from is None:
            return None
        if self.status == "ended" and self.terms.valid_to is None:
            return None
        signed = [self.supplier_accepted_at, self.customer_accepted_at]
        if signed[0] is None or signed[1] is None:
            return None
        starts = max(datetime.combine(self.terms.valid_from, time()), signed[0], signed[1])
        return starts if starts < self.ends else None

    @property
    def ends(self) -> datetime:
        """The first instant after its last day; `FOREVER` without one."""
        if self.terms.valid_to is None or self.terms.valid_to >= FOREVER.date():
            return FOREVER
        return datetime.combine(self.terms.valid_to, time()) + timedelta(days=1)

    @property
    def is_offer(self) -> bool:
        """Whether it waits for a signature; a file may call it accepted and lack one."""
        return self.status == "proposed" or (self.status == "accepted" and bool(self.unsigned))


@dataclass(frozen=True)
class Step:
    """One step: who did what, when and why.

    Parameters
    ----------
    side : {"supplier", "customer", ""}
        For whom; empty for a draft that was sent to both.
    action : str
        proposed, countered, accepted, declined, withdrawn or ended.
    taken_at : datetime
        Wall time in the company's zone.
    undone_at : datetime, optional
        When its load was undone (UTC): the step was taken back.
    load : int, optional
        The load that holds what it wrote.
    """

    version: int
    side: Side
    action: str
    who: str
    taken_at: datetime
    reason: str = ""
    undone_at: datetime | None = None
    load: int | None = None


@dataclass(frozen=True)
class Negotiation:
    """Everything said about one agreement of one link.

    Parameters
    ----------
    versions : tuple of Version
        By number.
    steps : tuple of Step
        In the order in which they were taken; a file's versions have none.
    """

    agreement: str
    link: Link
    versions: tuple[Version, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def offer(self) -> Version | None:
        """The version on the table: the latest one, while a signature is missing."""
        return self.versions[-1] if self.versions and self.versions[-1].is_offer else None

    @property
    def turn(self) -> tuple[Side, ...]:
        """The sides that owe an answer: those who have not signed the offer."""
        offer = self.offer
        if offer is None:
            return ()
        # A file may hold an offer that both signed and nobody called accepted: either may.
        return offer.unsigned or SIDES

    @property
    def answered(self) -> Version | None:
        """The version that the offer counters, None where it counters none."""
        offer = self.offer
        before = [v for v in self.versions if offer is not None and v.number < offer.number]
        return before[-1] if before and before[-1].status == "countered" else None

    @property
    def closed(self) -> Step | None:
        """The step that declined or withdrew the latest offer; None where it was taken back."""
        standing = [step for step in self.steps if step.undone_at is None]
        last = standing[-1] if standing else None
        return last if last is not None and last.action in (DECLINED, WITHDRAWN) else None

    def version(self, number: int) -> Version | None:
        """Return a version by its number."""
        return next((v for v in self.versions if v.number == number), None)

    def in_force(self, moment: datetime) -> Version | None:
        """Return the version that counts at an instant: the latest to start, then the highest."""
        counting = [
            (v.starts, v.number, v)
            for v in self.versions
            if v.starts is not None and v.starts <= moment < v.ends
        ]
        return max(counting, key=lambda c: c[:2])[2] if counting else None

    def running(self, moment: datetime) -> tuple[Version, ...]:
        """Return the versions that count at an instant or would count later."""
        return tuple(v for v in self.versions if v.starts is not None and moment < v.ends)

    def party(self, side: Side) -> str:
        """Name the party of a side."""
        return self.link.supplier if side == "supplier" else self.link.customer

    def side_of(self, party: str) -> Side:
        """Return the side of a party; empty where it is none of both."""
        if party == self.link.supplier:
            return "supplier"
        return "customer" if party == self.link.customer else ""

    def state(self, moment: datetime) -> str:
        """Say what it is at an instant.

        Awaiting, in force, signed, countered, ended, declined or withdrawn. Countered is an offer
        that was refused while nothing else was put on the table, as files may tell it; declined
        and withdrawn are said of what was never in force.
        """
        if self.offer is not None:
            return AWAITING
        if self.in_force(moment) is not None:
            return IN_FORCE
        if self.running(moment):
            return SIGNED
        if self.versions and self.versions[-1].status == "countered":
            return COUNTERED
        if any(v.starts is not None for v in self.versions):
            return ENDED
        return WITHDRAWN if self.closed is None else self.closed.action

    def newest_step(self) -> datetime | None:
        """Return when the last step was taken, taken back or not."""
        return max((step.taken_at for step in self.steps), default=None)

    def next_number(self) -> int:
        """Return the number of the next version; one taken back is not used again."""
        used = [v.number for v in self.versions] + [step.version for step in self.steps]
        return max(used, default=0) + 1
