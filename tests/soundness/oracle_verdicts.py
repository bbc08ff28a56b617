"""Counts, exact tests, false discovery control and verdicts, read naively (§5–§7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import comb

from .flow import (
    INSTANT,
    AgreementRow,
    Known,
    Link,
    System,
    in_force_from,
    known_at,
    rows_in_force,
)
from .oracle_measures import pleased, sent_back, support

SHARE_KPIS = (
    "on_time_rate", "first_time_right", "lead_time_p50", "lead_time_p90", "ping_pong_rate",
    "perfect_handoff", "repaired_in_time", "contact_response", "rating_good_share",
)  # fmt: skip
PERCENTILES = {"lead_time_p50": 0.5, "lead_time_p90": 0.9}
SIGNIFICANT, AT_RISK, FEWEST = 0.05, 0.20, 5


@dataclass(frozen=True)
class Judged:
    """A verdict and what it rests on; the agreement row that set the target, if any."""

    verdict: str
    good: int
    n: int
    p_value: float | None = None
    row: AgreementRow | None = None


@dataclass(frozen=True)
class Part:
    """The part of a window that is counted, as known at as-of."""

    start: datetime
    end: datetime
    as_of: datetime

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


def _paused(handoff: Known) -> timedelta:
    return timedelta(hours=handoff.stated.paused_hours or 0)


def on_time(handoffs: Iterable[Known], part: Part) -> list[bool]:
    """Delivered by due, of those due in the period and by now; not delivered counts as missed."""
    return [
        not h.open and h.delivered <= h.due
        for h in handoffs
        if h.due is not None and part.holds(h.due) and h.due <= part.as_of
    ]


def right_first_time(handoffs: Iterable[Known], part: Part) -> list[bool]:
    """Not returned, of those delivered in the period that the customer judged."""
    return [
        not h.returned
        for h in handoffs
        if not h.open
        and part.holds(h.delivered)
        and (h.returned or h.stated.accepted is not None)
        and not _answer_still_to_come(h)
    ]


def _answer_still_to_come(handoff: Known) -> bool:
    """A no whose return lies after as-of has not been said yet."""
    return handoff.stated.accepted is False and not handoff.returned


def within(handoffs: Iterable[Known], limit: timedelta, part: Part) -> list[bool]:
    """A percentile's target judged like a due time of requested + T, which the pauses move."""
    counted = []
    for h in handoffs:
        due = h.requested + limit + _paused(h)
        if part.holds(due) and due <= part.as_of:
            counted.append(not h.open and h.delivered <= due)
    return counted


def p_value(good: int, n: int, target: float) -> float:
    """Exact one-sided binomial: the chance of so few good ones if the target were the truth."""
    return sum(comb(n, k) * target**k * (1 - target) ** (n - k) for k in range(good + 1))


def enough(n: int, target: float) -> bool:
    """At least five, and n misses would be significant at 5 %."""
    return n >= FEWEST and (1 - target) ** n <= SIGNIFICANT


def discoveries(p_values: list[float]) -> list[bool]:
    """Benjamini–Hochberg: up to the largest rank i with p(i) ≤ i/m · 5 %, all are significant."""
    ranked = sorted(p_values)
    limit = max(
        (p for i, p in enumerate(ranked, 1) if p <= SIGNIFICANT * i / len(ranked)), default=-1.0
    )
    return [p <= limit for p in p_values]


def judge(counts: list[tuple[int, int, float | None]]) -> list[tuple[str, float | None]]:
    """Verdict and p of each (good, n, target) of one family."""
    tests = [
        p_value(good, n, target) if target is not None and enough(n, target) else None
        for good, n, target in counts
    ]
    found = iter(discoveries([p for p in tests if p is not None]))
    return [
        (_verdict(good, n, target, p, significant=p is not None and next(found)), p)
        for (good, n, target), p in zip(counts, tests, strict=True)
    ]


def _verdict(good: int, n: int, target: float | None, p: float | None, *, significant: bool) -> str:
    if target is None:
        return "no target"
    if n == 0:
        return "no data"
    if p is None:
        return "too few"
    if good / n >= target:
        return "kept"
    if significant:
        return "broken"
    return "at risk" if p <= AT_RISK else "kept"


def target_in_force(
    rows: Iterable[AgreementRow], link: Link, kpi: str, moment: datetime
) -> tuple[AgreementRow | None, datetime | None]:
    """The target in force on the last day of the window (or at as-of before that), and since when.

    A renewal with the same target continues it: step back while the version before says the same.
    """
    rows = tuple(rows)
    row = before = _target(rows_in_force(rows, link, moment), kpi)
    since = None
    while row and before and before.target == row.target:
        since = in_force_from(before)
        earlier = rows_in_force(rows, link, since - INSTANT) if since else ()
        before = _target(earlier, kpi)
    return row, since


def _target(rows: tuple[AgreementRow, ...], kpi: str) -> AgreementRow | None:
    return next((r for r in rows if r.kpi == kpi and r.target is not None), None)


def verdicts(
    system: System, *, start: datetime, end: datetime, as_of: datetime
) -> dict[tuple[Link, str], Judged]:
    """Judge every link × share KPI of the whole store over the window, one family."""
    known = known_at(system, as_of)
    links = {h.link for h in known} | {r.link for r in system.agreements}
    helped = support(system, as_of)
    cases: dict[str, list[Known]] = {}
    for h in known:
        cases.setdefault(h.stated.case_id, []).append(h)
    found = {}
    for link in sorted(links):
        mine = [h for h in known if h.link == link]
        for kpi in SHARE_KPIS:
            row, since = target_in_force(system.agreements, link, kpi, min(end - INSTANT, as_of))
            part = Part(max(start, since or start), end, as_of)
            if kpi == "ping_pong_rate":
                marks = [
                    not sent_back(h, cases[h.stated.case_id])
                    for h in mine
                    if not h.open and part.holds(h.delivered)
                ]
            elif kpi in ("repaired_in_time", "contact_response"):
                marks = [
                    g for at, k, when, g in helped if (at, k) == (link, kpi) and part.holds(when)
                ]
            else:
                marks = _count(mine, kpi, row, part)
            found[link, kpi] = (marks, row)
    family = judge([(sum(marks), len(marks), _share(row)) for marks, row in found.values()])
    return {
        key: Judged(verdict, sum(marks), len(marks), p, row)
        for (key, (marks, row)), (verdict, p) in zip(found.items(), family, strict=True)
    }


def _share(row: AgreementRow | None) -> float | None:
    """The share to reach: of a percentile with a target in hours, the percentile itself."""
    if row is None or row.target is None:
        return None
    if row.kpi == "ping_pong_rate":  # 5 % may come back: 95 % must not
        return round(1 - row.target, 12)
    return PERCENTILES.get(row.kpi, row.target)


def _count(handoffs: list[Known], kpi: str, row: AgreementRow | None, part: Part) -> list[bool]:
    if kpi == "on_time_rate":
        return on_time(handoffs, part)
    if kpi == "first_time_right":
        return right_first_time(handoffs, part)
    if kpi == "perfect_handoff":
        return [
            not h.open and h.delivered <= h.due and not h.returned and pleased(h)
            for h in handoffs
            if h.due is not None and part.holds(h.due) and h.due <= part.as_of
        ]
    if kpi == "rating_good_share":
        rated = [h for h in handoffs if not h.open and h.stated.rating is not None]
        return [pleased(h) for h in rated if part.holds(h.delivered)]
    if row is None or row.target is None:
        return [True for h in handoffs if not h.open and part.holds(h.delivered)]
    return within(handoffs, timedelta(hours=row.target), part)
