"""The company in a window: what the cases of §8 add up to, link by link, and its state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from .flow import Link, System
from .oracle import NOTHING, Case, cases_of, delays, outcome, period, saved_by
from .oracle_shares import contributing_links, fair_shares

COUNTED = ("kept", "broken", "held")


def total_minutes(spans: Iterable[timedelta]) -> float:
    """Sum durations, in minutes."""
    return sum(spans, NOTHING) / timedelta(minutes=1)


@dataclass
class Account:
    """One link in the window."""

    fair: Fraction = Fraction(0)  # in cases
    saved: int = 0
    held: int = 0
    own: list[timedelta] = field(default_factory=list)
    inherited: list[timedelta] = field(default_factory=list)
    open_own: list[timedelta] = field(default_factory=list)

    @property
    def own_minutes(self) -> float:
        return total_minutes(self.own)

    @property
    def inherited_minutes(self) -> float:
        return total_minutes(self.inherited)

    @property
    def open_minutes(self) -> float:
        return total_minutes(self.open_own)


@dataclass
class Totals:
    """The counted cases of the window and every link that took part in them."""

    outcomes: dict[str, str] = field(default_factory=dict)  # every case of the window
    customers: dict[str, tuple[int, int]] = field(default_factory=dict)  # kept, counted
    links: dict[Link, Account] = field(default_factory=dict)
    unexplained: int = 0
    saveable: int = 0  # broken cases that repairing every link would save, and held ones

    def number(self, *which: str) -> int:
        return sum(o in which for o in self.outcomes.values())

    @property
    def counted(self) -> int:
        return self.number(*COUNTED)

    @property
    def broken(self) -> int:
        return self.number("broken", "held")

    def share(self, part: Fraction | int, *, of_broken: bool = False) -> float:
        whole = self.broken if of_broken else self.counted
        return float(Fraction(part) / whole) if whole else 0.0

    def late_share(self, link: Link) -> float:
        """The link's part of all own minutes."""
        whole = sum(a.own_minutes for a in self.links.values())
        return self.links[link].own_minutes / whole if whole else 0.0


def company(system: System, *, start: datetime, end: datetime, as_of: datetime) -> Totals:
    """Add up the cases that belong to [start, end)."""
    result = Totals()
    for case in cases_of(system, as_of):
        if not start <= period(case) < end:
            continue
        result.outcomes[case.case_id] = verdict = outcome(case)
        if verdict in COUNTED:
            _count_customer(result, case, verdict)
            _charge(result, case, verdict)
    return result


def _count_customer(result: Totals, case: Case, verdict: str) -> None:
    if case.customer is not None:
        kept, counted = result.customers.get(case.customer, (0, 0))
        result.customers[case.customer] = (kept + (verdict == "kept"), counted + 1)


def _charge(result: Totals, case: Case, verdict: str) -> None:
    for handoff in case.handoffs:
        _, inherited, own = delays(case, handoff)
        account = result.links.setdefault(handoff.link, Account())
        account.own.append(own)
        account.inherited.append(inherited)
        account.open_own.append(own if handoff.open else timedelta(0))
    if verdict == "kept":
        return
    for link, part in fair_shares(case).items():
        result.links[link].fair += part
        result.links[link].held += verdict == "held"
        result.links[link].saved += saved_by(case, frozenset({link}))
    if verdict == "held" or saved_by(case, frozenset(contributing_links(case))):
        result.saveable += 1
    else:
        result.unexplained += 1


def state(outside: list[str], links: list[str]) -> str:
    """State of the company from the verdicts of its external customers and of its links.

    Outside is the worst of those that can be judged. A broken or strained promise with some link
    broken or at risk: out of balance; with every judged link kept: the targets don't add up; with
    none judged: links not judged. A kept one is strained while a link is broken. Nobody judged
    outside: unknown.
    """
    judged_outside = {v for v in outside if v in ("broken", "at risk", "kept")}
    judged = {v for v in links if v in ("broken", "at risk", "kept")}
    if not judged_outside:
        return "outside unknown"
    if judged_outside == {"kept"}:
        return "strained" if "broken" in judged else "in balance"
    if not judged:
        return "out of balance, links not judged"
    return "targets don't add up" if judged == {"kept"} else "out of balance"
