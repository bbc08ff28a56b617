"""Measurements of links, period by period, each counted naively from its own handoffs (§5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from .flow import Known, Link, System, known_at


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

    for h in known_at(system, as_of):
        if h.due is not None and h.due <= as_of:
            count(h, "on_time_rate", h.due, not h.open and h.delivered <= h.due)
        if h.open:
            continue
        count(h, "lead_time_p50", h.delivered, lead_hours(h))
        count(h, "lead_time_p90", h.delivered, lead_hours(h))
        if h.returned or h.stated.accepted is True:
            count(h, "first_time_right", h.delivered, not h.returned)
        if h.stated.rating is not None:
            count(h, "rating_mean", h.delivered, h.stated.rating)
    return {key: _value(key[1], marks) for key, marks in counted.items()}


def _value(kpi: str, marks: list[float]) -> Measured:
    if kpi.startswith("lead_time"):
        return Measured(percentile(marks, 0.5 if kpi.endswith("50") else 0.9), len(marks), None)
    good = None if kpi == "rating_mean" else int(sum(marks))
    return Measured(sum(marks) / len(marks), len(marks), good)
