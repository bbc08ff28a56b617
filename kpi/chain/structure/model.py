"""How the company hangs together in a window, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.agreements.links import Link
from kpi.chain.flow_model import PingPong
from kpi.measures.periods import Window


@dataclass(frozen=True)
class Ways:
    """Who gives to whom in a window, and where work begins.

    Parameters
    ----------
    handoffs : dict
        Link -> its handoffs requested or due in the window; 0 where only earlier handoffs of the
        window's cases took it.
    sources : frozenset of str
        Parties where work begins: the supplier of the first handoff of some case of the window, or,
        where no case belongs to it, of some case with a delivery in it;
        where no handoff names a case, parties that give more than they receive; always external
        suppliers, external customers that hand something in, and parties that receive from nobody.
    customers : frozenset of str
        External customers. What they receive has arrived; no way leads on through them.
    known : frozenset of str
        All parties of the company, those without a link in the window too.
    """

    handoffs: dict[Link, int]
    sources: frozenset[str]
    customers: frozenset[str]
    known: frozenset[str]

    @property
    def parties(self) -> frozenset[str]:
        """Those with a link."""
        return frozenset(end for link in self.handoffs for end in (link.supplier, link.customer))


@dataclass(frozen=True)
class OnEveryWay:
    """A party or a link without which some customer outside is not reached.

    Parameters
    ----------
    what : str or Link
    customers : tuple of str
        External customers to whom every way from every source leads through it.
    cases : int
        Cases of the window that passed through it.
    """

    what: str | Link
    customers: tuple[str, ...]
    cases: int


@dataclass(frozen=True)
class Bridge:
    """Two parties whose exchange alone joins two parts of the company.

    ``behind`` is the smaller part, with the one of the two that belongs to it; at least two
    parties.
    """

    a: str
    b: str
    behind: tuple[str, ...]


@dataclass(frozen=True)
class Loop:
    """Parties among which work can come back to where it was.

    Parameters
    ----------
    parties : tuple of str
        Each can be reached from each other.
    way : tuple of str
        The shortest way round through the busiest of their links, ending where it begins.
    handoffs : int
        Handoffs among them.
    """

    parties: tuple[str, ...]
    way: tuple[str, ...]
    handoffs: int


@dataclass(frozen=True)
class Supplier:
    """A party that gives a service, and how often in the window."""

    party: str
    handoffs: int


@dataclass(frozen=True)
class SameService:
    """One service from several suppliers, those with most handoffs first.

    ``customer`` is the one who receives it from all of them; None where they supply different ones.
    """

    service: str
    customer: str | None
    suppliers: tuple[Supplier, ...]


@dataclass(frozen=True)
class Structure:
    """What the graph of a window shows.

    Parameters
    ----------
    ways : Ways
    cases : int
        Cases that belong to the window, whatever became of them.
    without_cases : bool
        No handoff of the window names a case of its own: `cases` are single handoffs.
    on_every_way : tuple of OnEveryWay
        Parties before links; those of most customers first.
    bridges : tuple of Bridge
    loops : tuple of Loop
        Those with most handoffs first.
    ping_pong : tuple of PingPong
        Pairs that send work straight back.
    same_service : tuple of SameService
        Services with several suppliers: first those of one customer, then those of the company.
    isolated : tuple of str
        Known parties without a link in the window.
    leading_nowhere : tuple of str
        Parties from which no way leads to any customer outside; empty where none receives anything.
    """

    window: Window
    ways: Ways
    cases: int
    without_cases: bool
    on_every_way: tuple[OnEveryWay, ...]
    bridges: tuple[Bridge, ...]
    loops: tuple[Loop, ...]
    ping_pong: tuple[PingPong, ...]
    same_service: tuple[SameService, ...]
    isolated: tuple[str, ...]
    leading_nowhere: tuple[str, ...]
