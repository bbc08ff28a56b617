"""What the oracle reads, as plain values, and what of it is known at as-of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

INSTANT = timedelta(microseconds=1)
DAWN, NEVER = datetime.fromisoformat("0001-01-01"), datetime.fromisoformat("9999-12-31")


class Link(NamedTuple):
    """Supplier → customer for one service."""

    supplier: str
    customer: str
    service: str = ""


@dataclass(frozen=True)
class Handoff:
    """One row as a file states it."""

    handoff_id: str
    case_id: str
    supplier: str
    customer: str
    requested_at: datetime
    service: str = ""
    promised_at: datetime | None = None
    delivered_at: datetime | None = None
    accepted: bool | None = None
    returned_at: datetime | None = None
    rating: int | None = None
    paused_hours: float | None = None
    case_due_at: datetime | None = None
    case_closed_at: datetime | None = None
    case_kept: bool | None = None

    @property
    def link(self) -> Link:
        return Link(self.supplier, self.customer, self.service)


@dataclass(frozen=True)
class Party:
    name: str
    external: str = "no"  # no, customer, supplier
    promise_target: float | None = None


@dataclass(frozen=True)
class AgreementRow:
    """One target of one version of an agreement."""

    agreement: str
    version: int
    link: Link
    valid_from: date
    kpi: str = ""
    target: float | None = None
    lead_time_hours: float | None = None
    valid_to: date | None = None
    status: str = "accepted"
    supplier_accepted_at: datetime | None = None
    customer_accepted_at: datetime | None = None
    repair_time_hours: float | None = None
    response_hours: float | None = None


@dataclass(frozen=True)
class Contact:
    """Somebody asks, and is answered or not."""

    contact_id: str
    supplier: str
    customer: str
    service: str
    contacted_at: datetime | None
    answered_at: datetime | None = None

    @property
    def link(self) -> Link:
        return Link(self.supplier, self.customer, self.service)


@dataclass(frozen=True)
class System:
    """A company: its handoffs, parties, agreements and contacts."""

    handoffs: tuple[Handoff, ...]
    parties: tuple[Party, ...] = ()
    agreements: tuple[AgreementRow, ...] = ()
    contacts: tuple[Contact, ...] = ()

    @property
    def external_customers(self) -> frozenset[str]:
        return frozenset(p.name for p in self.parties if p.external == "customer")


def in_force_from(row: AgreementRow) -> datetime | None:
    """§4: from the latest of valid_from and both acceptances; without both nobody agreed."""
    if row.status not in ("accepted", "ended"):
        return None
    if row.supplier_accepted_at is None or row.customer_accepted_at is None:
        return None
    begins = datetime.combine(row.valid_from, time())
    return max(begins, row.supplier_accepted_at, row.customer_accepted_at)


def in_force_until(row: AgreementRow) -> datetime:
    """§4: valid_to is included, so the agreement runs to the midnight after it; none = no end.

    An ended agreement must say when it ended; one that does not was never in force.
    """
    if row.valid_to is None:
        return NEVER if row.status == "accepted" else DAWN
    return datetime.combine(row.valid_to, time()) + timedelta(days=1)


def rows_in_force(
    rows: Iterable[AgreementRow], link: Link, moment: datetime
) -> tuple[AgreementRow, ...]:
    """Rows of the one version in force for the link: of several, the one begun last."""
    running: dict[tuple[datetime, int, str], list[AgreementRow]] = {}
    for row in rows:
        begins = in_force_from(row)
        if row.link == link and begins is not None and begins <= moment < in_force_until(row):
            running.setdefault((begins, row.version, row.agreement), []).append(row)
    return tuple(running[max(running)]) if running else ()


def agreed_lead_time(
    rows: Iterable[AgreementRow], link: Link, moment: datetime
) -> timedelta | None:
    """Lead time of the version in force; its rows say the same or nothing."""
    return agreed_time(rows, link, moment, "lead_time_hours")


def agreed_time(
    rows: Iterable[AgreementRow], link: Link, moment: datetime, name: str
) -> timedelta | None:
    """Lead, repair or response time of the version in force."""
    for row in rows_in_force(rows, link, moment):
        hours: float | None = getattr(row, name)
        if hours is not None:
            return timedelta(hours=hours)
    return None


@dataclass(frozen=True)
class Known:
    """A handoff as it is known at as-of: later things have not happened."""

    handoff_id: str
    link: Link
    requested: datetime
    delivered: datetime  # as-of while open
    open: bool
    due: datetime | None
    returned: bool
    stated: Handoff

    @property
    def order(self) -> tuple[datetime, datetime, bool, datetime, str]:
        """§8: before and last by (delivered, requested, due, handoff_id), no due last."""
        return (
            self.delivered,
            self.requested,
            self.due is None,
            self.due or NEVER,
            self.handoff_id,
        )


def due_of(handoff: Handoff, rows: Iterable[AgreementRow]) -> datetime | None:
    """§5: the earlier of promised_at and requested_at + the lead time agreed then, if any.

    The agreed one moves by the pauses; what was promised does not.
    """
    lead = agreed_lead_time(rows, handoff.link, handoff.requested_at)
    dues = [] if handoff.promised_at is None else [handoff.promised_at]
    if lead is not None:
        dues.append(handoff.requested_at + lead + timedelta(hours=handoff.paused_hours or 0))
    return min(dues, default=None)


def known_at(system: System, as_of: datetime) -> tuple[Known, ...]:
    """§2: what happens after as-of has not happened; a handoff requested later does not exist yet.

    A return is a returned_at that has come, or the customer's no on something delivered; a no whose
    return lies in the future has not been said yet.
    """
    known = []
    for h in system.handoffs:
        if h.requested_at > as_of:
            continue
        is_open = h.delivered_at is None or h.delivered_at > as_of
        if h.returned_at is not None:
            returned = h.returned_at <= as_of
        else:
            returned = h.accepted is False and not is_open
        known.append(
            Known(
                handoff_id=h.handoff_id,
                link=h.link,
                requested=h.requested_at,
                delivered=as_of if is_open or h.delivered_at is None else h.delivered_at,
                open=is_open,
                due=due_of(h, system.agreements),
                returned=returned,
                stated=h,
            )
        )
    return tuple(known)
