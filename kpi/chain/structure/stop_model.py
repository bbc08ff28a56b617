"""What is cut if a party or a link stops, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.agreements.links import Link
from kpi.chain.structure.model import Supplier
from kpi.measures.periods import Window


@dataclass(frozen=True)
class CustomerCut:
    """What an external customer would have lost.

    Parameters
    ----------
    cases, cut : int
        Its cases of the window; those of them that passed through what stops.
    reached : bool
        Whether some way still leads to it from some source. None did before either where
        `StopImpact.unreachable` does not name it.
    """

    customer: str
    cases: int
    cut: int
    reached: bool

    @property
    def share(self) -> float:
        """The part of its cases that is cut."""
        return self.cut / self.cases if self.cases else 0.0


@dataclass(frozen=True)
class ServiceCut:
    """A service that would no longer come from there, and who gives the same already.

    Parameters
    ----------
    service : str
        Empty where the handoffs name none: then nobody can say who gives the same.
    handoffs : int
        Given by what stops, in the window.
    customers : tuple of str
        Who receives them.
    same_customers : tuple of Supplier
        Others that give this service to one of these customers; handoffs to all.
    others : tuple of Supplier
        Others that give it, to anybody else.
    """

    service: str
    handoffs: int
    customers: tuple[str, ...]
    same_customers: tuple[Supplier, ...]
    others: tuple[Supplier, ...]

    @property
    def replaceable(self) -> bool:
        """Whether anybody else gives the service."""
        return bool(self.same_customers or self.others)


@dataclass(frozen=True)
class StopImpact:
    """What is cut if a party or a link stops.

    Parameters
    ----------
    stopped : str or Link
    cases, cut : int
        Cases that belong to the window; those that passed through what stops.
    customers : tuple of CustomerCut
        External customers with cases in the window or no longer reached; most cut cases first.
    unreachable : tuple of str
        External customers to whom a way led from a source, and no longer does.
    services : tuple of ServiceCut
        Those that nobody else gives first.
    without_cases : bool
        No handoff of the window names a case: the cases are single handoffs, and say nothing of
        what else would have been cut.
    """

    window: Window
    stopped: str | Link
    cases: int
    cut: int
    customers: tuple[CustomerCut, ...]
    unreachable: tuple[str, ...]
    services: tuple[ServiceCut, ...]
    without_cases: bool

    @property
    def share(self) -> float:
        """The part of the window's cases that is cut."""
        return self.cut / self.cases if self.cases else 0.0
