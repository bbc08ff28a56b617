"""One thing that changed since the week before: a value that pages and pictures order and say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from kpi.agreements.links import Link
from kpi.words import Message, PartyName

Kind = Literal[
    "broke",
    "at_risk",
    "recovered",
    "renegotiated",
    "ended",
    "agreed",
    "silent_link",
    "no_longer_judged",
    "newly_judged",
    "new_link",
    "link_is_back",
]
TROUBLE = ("broken", "at risk")
KINDS: tuple[Kind, ...] = get_args(Kind)  # the most important first
PRESENCE: tuple[Kind, ...] = ("silent_link", "new_link", "link_is_back")


@dataclass(frozen=True)
class Change:
    """One thing that changed on a link since the same window one week earlier.

    Parameters
    ----------
    kind : str
        One of `KINDS`:

        - ``broke``: a KPI is broken that was not; ``at_risk``: the same for at risk, or what was
          broken is at risk now.
        - ``recovered``: every KPI that was broken or at risk is kept.
        - ``no_longer_judged``: what was judged has too few, no data or no target now;
          ``newly_judged``: the other way, and kept.
        - ``renegotiated``: another target or lead time counts now; ``agreed``: there was none;
          ``ended``: there is none any more.
        - ``new_link``: its first handoff ever was requested this week; ``link_is_back``: handoffs
          again after a window without; ``silent_link``: the window one week earlier had handoffs,
          this one has none. Under five handoffs make neither silence nor a return.
    supplier, customer, service : str
        The link.
    kpis : tuple of str
        The ids of the KPIs it is about; empty where it is about the link or its lead time.
    before, after : str, float or None
        Verdicts (``broke`` to ``newly_judged``), the number agreed (``renegotiated``; ``agreed``
        and ``ended`` where it is one number), or handoffs in the window (links that come and go).
    verdict : str
        The worst verdict of the link now.
    weight : float
        The part of the broken promises that the link decides, now or a week earlier, whichever is
        more: changes of one kind are ordered by it.
    message : Message
        The whole sentence, without its full stop.
    is_below : bool
        Kept now, but a KPI is below its target within chance: never shown as plainly green.
    """

    kind: Kind
    supplier: str
    customer: str
    service: str
    kpis: tuple[str, ...]
    before: str | float | None
    after: str | float | None
    verdict: str
    weight: float
    message: Message
    is_below: bool = False

    @property
    def link(self) -> Link:
        """The link that changed."""
        return Link(self.supplier, self.customer, self.service)

    @property
    def importance(self) -> tuple[int, float, float, Link, tuple[str, ...]]:
        """What changes are sorted by: the kind, how much the link decides, then its handoffs."""
        kind = self.kind
        if kind == "no_longer_judged" and self.before in TROUBLE:
            kind = "at_risk"  # trouble that can no longer be seen is not over
        moved = 0.0
        if self.kind in PRESENCE:  # what it handed over in one of the two windows
            counts = (self.before, self.after)
            moved = sum(count for count in counts if isinstance(count, (int, float)))
        return KINDS.index(kind), -self.weight, -moved, self.link, self.kpis


def names(link: Link) -> dict[str, PartyName]:
    """Return the values that name a link's parties in a sentence."""
    return {"supplier": PartyName(link.supplier), "customer": PartyName(link.customer)}
