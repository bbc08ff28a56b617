"""What the system room says: the balance of the company in one window, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kpi.agreements.links import Link
from kpi.chain.as_json import balance_as_json
from kpi.chain.flow_model import LinkVolume, PingPong, Waiting
from kpi.chain.promise_model import CustomerPromise, Promise, WeekPromise
from kpi.chain.repair import SmallestRepair
from kpi.measures.periods import Window

if TYPE_CHECKING:
    from kpi.verdicts import Verdict

OUT_OF_BALANCE = "out of balance"
TARGETS_DO_NOT_ADD_UP = "targets don't add up"
LINKS_NOT_JUDGED = "out of balance, links not judged"
STRAINED = "strained"
IN_BALANCE = "in balance"
OUTSIDE_UNKNOWN = "outside unknown"
STATES = (
    OUT_OF_BALANCE,
    TARGETS_DO_NOT_ADD_UP,
    LINKS_NOT_JUDGED,
    STRAINED,
    IN_BALANCE,
    OUTSIDE_UNKNOWN,
)

__all__ = [
    "STATES",
    "Balance",
    "CustomerPromise",
    "LinkEffect",
    "LinkVolume",
    "PingPong",
    "Promise",
    "Waiting",
    "WeekPromise",
]


@dataclass(frozen=True)
class LinkEffect:
    """What one link did to the promises outside in the window.

    Parameters
    ----------
    verdict : str
        Its worst verdict over all its KPIs.
    verdicts : tuple of Verdict
        Every verdict of the link in the window, worst first.
    handoffs : int
        Handoffs requested or due in the window.
    fair_share : float
        Shapley value over the broken cases plus held cases, divided by the counted cases.
        These may be added up and stacked.
    fair_low, fair_high : float
        95 % bootstrap interval of `fair_share`.
    ranking_share : float
        The fair share in `Balance.ranking_window`, by which the links are ranked.
    broken_share : float
        The fair share divided by the broken cases instead: "4 of 10 broken promises".
    effect : float
        Share of the counted cases that this link alone would have saved. Never add effects up.
    effect_low, effect_high : float
        95 % bootstrap interval of `effect`.
    cases_saved, cases_held : int
        Cases behind `effect`; broken unfinished cases that an open handoff of this link holds.
    own_minutes, inherited_minutes : float
        Late minutes it originated and received, over the handoffs of the counted cases.
    open_minutes : float
        The part of `own_minutes` on handoffs still open.
    late_share : float
        Its part of the own minutes of all links.
    tied : bool
        The first of its group (failing, at risk, others) does not beat it in 90 % of the
        resamples; for the first itself: it does not beat the second.
    late_by_inheritance : bool
        See `kpi.chain.effects.late_by_inheritance`.
    cannot_inherit : bool
        All its handoffs in the counted cases come from an event log, where a holding starts when
        the one before ends: inherited delay cannot be seen, so own is not "100 % own".
    """

    link: Link
    verdict: str
    verdicts: tuple[Verdict, ...]
    handoffs: int
    fair_share: float = 0.0
    fair_low: float = 0.0
    fair_high: float = 0.0
    ranking_share: float = 0.0
    broken_share: float = 0.0
    effect: float = 0.0
    effect_low: float = 0.0
    effect_high: float = 0.0
    cases_saved: int = 0
    cases_held: int = 0
    own_minutes: float = 0.0
    inherited_minutes: float = 0.0
    open_minutes: float = 0.0
    late_share: float = 0.0
    tied: bool = False
    late_by_inheritance: bool = False
    cannot_inherit: bool = False


@dataclass(frozen=True)
class Balance:
    """Whether the promise outside holds in a window, and which links decide it.

    Parameters
    ----------
    state : str
        One of `STATES`.
    failing : tuple of LinkEffect
        Links whose verdict is broken, ranked by the fair share in `ranking_window`.
    at_risk : tuple of LinkEffect
        Likewise those at risk: shown below a line.
    all_links : tuple of LinkEffect
        Every link with a handoff in the window or in its counted cases, or with a verdict: the
        failing, those at risk, then all others, each group ranked.
    within_targets_share, not_judged_share, unexplained_share : float
        Shares of the counted cases that complete the sum: fair shares of the links judged kept, of
        the links that could not be judged, and broken cases that no link's own delay explains.
        With the fair shares of `failing` and `at_risk` they add up to
        ``promise.broken / promise.cases``.
    ranking_window : Window
        The window itself, or 13 weeks where it has fewer than 50 saveable or held cases.
    tied : bool
        The first failing link does not beat the second in 90 % of the resamples.
    saveable_cases, held_cases : int
        Broken cases that repairing everything would save; broken cases still unfinished.
    sampled_cases : int
        Cases with more than 10 contributing links, whose fair shares are sampled with a fixed seed.
    not_judged : dict
        Links that could not be judged: ``too few``, ``no data``, ``no target`` -> number of links.
    open_without_due : int
        Unfinished cases without a due, as of now: not counted; `oldest_open_days` is the age of the
        oldest.
    open_not_due : int
        Unfinished cases as of now whose due has not passed, whatever the window.
    mix_effect : bool
        Since the same window one week earlier the total moved against every customer's rate; of
        external customers where any has a case, as in the sentences on the promise outside.
    has_events_only : bool
        Every handoff of the window comes from event logs: promises of their own and inherited delay
        cannot be seen.
    smallest_repair : SmallestRepair, optional
        The fewest links whose repair brings the promise outside to its target; None where no
        external customer with cases has one.
    """

    window: Window
    as_of: datetime
    state: str
    promise: Promise
    failing: tuple[LinkEffect, ...]
    at_risk: tuple[LinkEffect, ...]
    all_links: tuple[LinkEffect, ...]
    within_targets_share: float
    not_judged_share: float
    unexplained_share: float
    ranking_window: Window
    tied: bool
    saveable_cases: int
    held_cases: int
    sampled_cases: int
    not_judged: dict[str, int]
    open_without_due: int
    oldest_open_days: float | None
    open_not_due: int
    ping_pong: tuple[PingPong, ...]
    mix_effect: bool
    has_events_only: bool
    smallest_repair: SmallestRepair | None = None

    @property
    def broken_cases(self) -> int:
        """Cases counted and not kept."""
        return self.promise.broken

    def as_json(self) -> dict[str, Any]:
        """Return the fields that ``balance --format json`` prints."""
        return balance_as_json(self)
