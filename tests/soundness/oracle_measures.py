"""Measurements of links, period by period, each counted naively from its own handoffs (§5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from .flow import Known, Link, System, agreed_time, known_at


class Measured(NamedTuple):
    value: float
    n: int
    good: int | None


def week_of(moment: datetime) -> str:
    year, week, _ = moment.isocalendar()
    return f"{year}-W{week:02d}"


def month_of(moment: datetime) -> str:
    return f"{moment.year}-{moment.month:02d}"


LABELS = {"week": week_of, "month": month_of}


def percentile(values: Iterable[float], share: float) -> float:
    """Between the two values around rank share·(n − 1), in proportion (type 7)."""
    ranked = sorted(values)
    low = int(share * (len(ranked) - 1))
    part = share * (len(ranked) - 1) - low
    return ranked[low] + part * (ranked[min(low + 1, len(ranked) - 1)] - ranked[low])


def lead_hours(handoff: Known) -> float:
    """Requested → delivered, elapsed where no calendar is set, less pauses; never under 0."""
    hours = (handoff.delivered - handoff.requested).total_seconds() / 3600
    return max(0.0, hours - (handoff.stated.paused_hours or 0))


def measure(system: System, grain: str, as_of: datetime) -> dict[tuple[Link, str, str], Measured]:
    """Every link × KPI × period with something counted: shares, percentiles and mean ratings."""
    label = LABELS[grain]
    counted: dict[tuple[Link, str, str], list[float]] = {}

    def count(handoff: Known, kpi: str, at: datetime, mark: float) -> None:
        counted.setdefault((handoff.link, kpi, label(at)), []).append(mark)

    known = known_at(system, as_of)
    for link, kpi, at, good in support(system, as_of):
        counted.setdefault((link, kpi, label(at)), []).append(good)
    for h in known:
        if h.due is not None and h.due <= as_of:
            on_time = not h.open and h.delivered <= h.due
            count(h, "on_time_rate", h.due, on_time)
            count(h, "perfect_handoff", h.due, on_time and not h.returned and pleased(h))
        if h.open:
            continue
        count(h, "lead_time_p50", h.delivered, lead_hours(h))
        count(h, "lead_time_p90", h.delivered, lead_hours(h))
        if h.returned or h.stated.accepted is True:
            count(h, "first_time_right", h.delivered, not h.returned)
        if h.stated.rating is not None:
            count(h, "rating_mean", h.delivered, h.stated.rating)
            count(h, "rating_good_share", h.delivered, h.stated.rating >= 4)
        count(h, "ping_pong_rate", h.delivered, not sent_back(h, known))
    return {key: _value(key[1], marks) for key, marks in counted.items()}


def _value(kpi: str, marks: list[float]) -> Measured:
    if kpi.startswith("lead_time"):
        return Measured(percentile(marks, 0.5 if kpi.endswith("50") else 0.9), len(marks), None)
    good = None if kpi == "rating_mean" else int(sum(marks))
    value = sum(marks) / len(marks)
    # What is shown of a ping-pong rate is the rate that did.
    return Measured(1 - value if kpi == "ping_pong_rate" else value, len(marks), good)


def pleased(handoff: Known) -> bool:
    """Rated 4 or 5, or not at all."""
    return handoff.stated.rating is None or handoff.stated.rating >= 4


def sent_back(handoff: Known, known: Iterable[Known]) -> bool:
    """Whether the next handoff of the case goes from its customer straight to its supplier."""
    case = [h for h in known if h.stated.case_id == handoff.stated.case_id]
    after = sorted((h for h in case if h.order > handoff.order), key=lambda h: h.order)
    if not after or handoff.link.supplier == handoff.link.customer:
        return False
    back = (handoff.link.customer, handoff.link.supplier)
    return (after[0].link.supplier, after[0].link.customer) == back


def support(system: System, as_of: datetime) -> list[tuple[Link, str, datetime, bool]]:
    """Link, KPI, when it belongs and whether it was good: of returns and of contacts."""
    found = []
    for h in known_at(system, as_of):
        back = h.stated.returned_at
        if back is None or back > as_of:
            continue
        time = agreed_time(system.agreements, h.link, back, "repair_time_hours")
        if time is None or back + time > as_of:
            continue
        again = [
            other.delivered_at
            for other in system.handoffs
            if other.case_id == h.stated.case_id
            and other.link == h.link
            and other.handoff_id != h.handoff_id
            and other.requested_at <= as_of
            and other.delivered_at is not None
            and other.delivered_at >= back
        ]
        good = bool(again) and min(again) <= back + time
        found.append((h.link, "repaired_in_time", back + time, good))
    for c in system.contacts:
        if c.contacted_at is None or c.contacted_at > as_of:
            continue
        time = agreed_time(system.agreements, c.link, c.contacted_at, "response_hours")
        if time is None or c.contacted_at + time > as_of:
            continue
        due = c.contacted_at + time
        answered = c.answered_at is not None and c.answered_at <= due
        found.append((c.link, "contact_response", due, answered))
    return found
