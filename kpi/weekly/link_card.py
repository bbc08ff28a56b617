"""A link on the picture of one week: what it decides, why, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kpi.agreements import Link

# Why these links are on the picture: they fail; they are at risk; none is, and these decide most of
# what still broke; nothing is judged, and these deserve an agreement first.
CardKind = Literal["failing", "at risk", "watch", "agree first"]


@dataclass(frozen=True)
class Measured:
    """A KPI of a link beside the target that both agreed.

    Parameters
    ----------
    kpi, name : str
        Its id, and the phrase that names it.
    unit : str
        As `kpi.words.units.in_unit` takes it.
    value, target : float or None
        In that unit.
    n : int
        Handoffs counted; ``good`` of them were good, None where the KPI has no good ones.
    agreement, version
        Which agreement set the target.
    weeks : tuple of float or None
        Its value week by week up to the edition's, since the last change of what it measures.
    """

    kpi: str
    name: str
    unit: str
    value: float | None
    target: float | None
    n: int
    good: int | None
    verdict: str
    agreement: str | None = None
    version: int | None = None
    weeks: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class ActionDue:
    """Something that somebody undertook to do about a link.

    Parameters
    ----------
    late : bool
        Due before the as-of instant and not done.
    """

    link: Link
    text: str
    owner: str
    due: date | None
    late: bool = False


@dataclass(frozen=True)
class Card:
    """One of the links that the meeting should talk about.

    Parameters
    ----------
    broken_share : float
        Its fair part of the broken promises, 0 to 1.
    effect : float
        Share of the counted cases that mending it alone would have saved; never add these up.
    cases_saved : int
        The cases behind `effect`.
    own_share : float or None
        Part of its lateness that it originated; the rest it received. None where it was never late
        or where that cannot be seen (`cannot_inherit`).
    handoffs : int
        Requested or due in the window; of a link to agree on first, delivered in `weeks` weeks.
    measured : Measured or None
        The KPI of its worst verdict.
    owner : str
        Who answers for its supplier; empty where nobody is named.
    action : ActionDue or None
        The next open action on it.
    hold_hours : float or None
        Of a link to agree on first: the median time from request to delivery.
    open : int
        Of a link to agree on first: handoffs open as of now.
    weeks : int
        Of a link to agree on first: the weeks that it is proposed by.
    """

    kind: CardKind
    link: Link
    verdict: str
    handoffs: int
    broken_share: float = 0.0
    effect: float = 0.0
    cases_saved: int = 0
    own_share: float | None = None
    cannot_inherit: bool = False
    measured: Measured | None = None
    owner: str = ""
    action: ActionDue | None = None
    hold_hours: float | None = None
    open: int = 0
    weeks: int = 0
