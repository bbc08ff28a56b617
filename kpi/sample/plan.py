"""The terms in which the sample company is described: links, spells, steps and flows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kpi.agreements import Link


@dataclass(frozen=True)
class Party:
    """A department of the company, or someone outside it."""

    name: str
    department: str
    owner: str
    external: str = "no"
    promise_target: float | None = None


@dataclass(frozen=True)
class Plan:
    """How one link works, and what it agreed.

    Parameters
    ----------
    link : Link
        Supplier, customer, service.
    lead : float, optional
        Agreed hours from request to delivery; None where only the customer's own date counts.
    targets : dict
        KPI to agreed target; empty where nothing is agreed.
    work : float, optional
        Elapsed hours within which its own work is done once it can start; by default ``lead``.
    late, late_hours : float
        Share of handoffs whose own work overruns, and by how many working hours on average.
    returned, judged, rated : float
        Share returned by the customer, share with a yes or no, share with a rating.
    promised : bool
        Whether its system writes a promised time on each handoff.
    paused : float
        Share of handoffs that waited for the customer.
    status : str
        State of its agreement.
    since : date
        First day of its agreement.
    """

    link: Link
    lead: float | None
    targets: Mapping[str, float] = field(default_factory=dict)
    work: float | None = None
    late: float = 0.025
    late_hours: float = 7.0
    returned: float = 0.01
    judged: float = 0.92
    rated: float = 0.0
    promised: bool = False
    paused: float = 0.0
    status: str = "accepted"
    since: date = date(2025, 1, 13)


@dataclass(frozen=True)
class Spell:
    """A time in which a link works otherwise than usual, from its first day to before its last.

    ``stuck`` is the share of handoffs that are not delivered at all.
    """

    link: Link
    first: date
    last: date
    late: float
    late_hours: float
    stuck: float = 0.0


@dataclass(frozen=True)
class Renegotiation:
    """What a link had agreed before its present agreement, and why that changed."""

    link: Link
    day: date
    lead: float
    targets: Mapping[str, float]
    reason: str


@dataclass(frozen=True)
class Offer:
    """What one side put on the table for a link that has not agreed yet; the last one is open."""

    link: Link
    side: str
    signed_at: datetime
    lead: float
    targets: Mapping[str, float]
    reason: str


@dataclass(frozen=True)
class Task:
    """What somebody does about a link: an action, from a day until another, done or still open."""

    link: Link
    text: str
    owner: str
    opened: date
    due: date
    done: date | None = None
    kpi: str = ""
    expected: float | None = None
    rebase: bool = False


@dataclass(frozen=True)
class Step:
    """One handoff of a flow.

    Parameters
    ----------
    name : str
        How later steps refer to it.
    link : Link
        The link it belongs to.
    after : tuple of str
        Steps that must be delivered before its work starts; none means the order itself.
    chance : float
        Share of the cases in which it happens.
    only_with : str
        A step without which it does not happen.
    booked_before_due_of : str
        The step it does not wait for: it is requested a day before that one is due.
    requested_with_order : bool
        The customer outside asks on the day of the order.
    since : date, optional
        First day on which the step exists.
    until : date, optional
        First day on which it exists no more.
    """

    name: str
    link: Link
    after: tuple[str, ...] = ()
    chance: float = 1.0
    only_with: str = ""
    booked_before_due_of: str = ""
    requested_with_order: bool = False
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Flow:
    """A kind of case: how many a week (at today's size), and the steps it takes.

    ``due_days`` is what the customer outside is told, in days; ``longer`` adds days where the named
    step is part of the case. A flow without it makes no promise outside.
    """

    prefix: str
    weekly: float
    steps: tuple[Step, ...]
    due_days: int | None = None
    longer: tuple[str, int] = ("", 0)
    channels: tuple[str, ...] = ()
    closes: bool = False
