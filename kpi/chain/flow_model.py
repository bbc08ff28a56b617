"""What is true of links and parties without any agreement, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.agreements.links import Link


@dataclass(frozen=True)
class PingPong:
    """Two parties that send work straight back to each other.

    Parameters
    ----------
    a, b : str
        The parties, in alphabetical order.
    returns : int
        Handoffs between them whose next handoff of the case went straight back.
    handoffs : int
        All handoffs between them, both ways, delivered in the window.
    """

    a: str
    b: str
    returns: int
    handoffs: int

    @property
    def rate(self) -> float:
        """Share of the handoffs that came straight back."""
        return self.returns / self.handoffs


@dataclass(frozen=True)
class LinkVolume:
    """What is true of a link without any agreement.

    Parameters
    ----------
    handoffs : int
        Requested or due in the window.
    delivered : int
        Delivered in the window.
    median_hold_hours : float or None
        From request to delivery, elapsed, of those delivered in the window.
    held_hours : float
        Hours within the window during which handoffs were asked for and not delivered, summed.
    open : int
        Open as of now; `oldest_open_days` is the age of the oldest of them.
    returns : int
        Of those delivered in the window: returned by the customer.
    sent_back : int
        Of those delivered in the window: the next handoff of the case went straight back.
    """

    link: Link
    handoffs: int
    delivered: int
    median_hold_hours: float | None
    held_hours: float
    open: int
    oldest_open_days: float | None
    returns: int
    sent_back: int

    @property
    def impact_hours(self) -> float:
        """Deliveries of the window × their median hours: what an agreement could shorten.

        >>> LinkVolume(Link("Compras", "Almacén"), 3, 2, 5.0, 30.0, 1, 2.5, 0, 0).impact_hours
        10.0
        """
        return self.delivered * (self.median_hold_hours or 0.0)


@dataclass(frozen=True)
class Waiting:
    """A party at which cases wait.

    Parameters
    ----------
    held_hours : float
        Hours within the window during which work asked of it was not delivered, summed over
        handoffs.
    share : float
        Its part of the held hours of all parties.
    open : int
        Handoffs it owes as of now.
    """

    party: str
    held_hours: float
    share: float
    open: int
    oldest_open_days: float | None
