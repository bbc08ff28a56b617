"""What the model of yields and routing says of a window, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kpi.agreements.links import Link
from kpi.measures.periods import Window


@dataclass(frozen=True)
class LinkYield:
    """A link as the model sees it.

    Parameters
    ----------
    handoffs : int
        Its handoffs of the window: those due in it; without a due, delivered in it; without that,
        requested in it.
    counted, kept : int
        Those of them that can be judged (due by now; without a due, taken or returned by the
        customer); on time, where they had a due, and not returned.
    passes : float
        How often a piece of work takes the link, of all work that begins.
    effect : float
        By how much the promise would rise if the link never missed. Effects do not add up.
    low, high : float
        95 % bootstrap interval of `effect`, over each link's judged handoffs.
    tied : bool
        The first link does not beat it in 90 % of the resamples; for the first itself: it does not
        beat the second.
    """

    link: Link
    handoffs: int
    counted: int
    kept: int
    passes: float
    effect: float
    low: float
    high: float
    tied: bool = False

    @property
    def rate(self) -> float | None:
        """Its yield; None where nothing can be judged: the model then lets it never miss."""
        return self.kept / self.counted if self.counted else None


@dataclass(frozen=True)
class YieldModel:
    """The promise of a window by yields and routing alone: a model, not a replay.

    Parameters
    ----------
    rate, low, high : float or None
        Share of the work that gets there without any miss, and its 95 % bootstrap interval. None
        where nothing can be judged, or no work begins or ends anywhere.
    outside : bool
        Only work that reaches external customers counts; otherwise all work, wherever it ends.
    without_cases : bool
        No handoff of the window names a case of its own: each is its own case, nothing can be
        replayed, and this model stands for the replay.
    links : tuple of LinkYield
        Those with the greatest effect first.
    """

    window: Window
    rate: float | None
    low: float | None
    high: float | None
    outside: bool
    without_cases: bool
    links: tuple[LinkYield, ...]

    @property
    def unjudged(self) -> int:
        """How many links have handoffs, none of which can be judged."""
        return sum(not link.counted for link in self.links)

    def as_json(self) -> dict[str, Any]:
        """Return the fields that the command line prints."""
        return {
            "rate": self.rate,
            "low": self.low,
            "high": self.high,
            "outside": self.outside,
            "without_cases": self.without_cases,
            "links": [
                {
                    **found.link._asdict(),
                    "handoffs": found.handoffs,
                    "counted": found.counted,
                    "kept": found.kept,
                    "rate": found.rate,
                    "passes": found.passes,
                    "effect": found.effect,
                    "low": found.low,
                    "high": found.high,
                    "tied": found.tied,
                }
                for found in self.links
            ],
        }
