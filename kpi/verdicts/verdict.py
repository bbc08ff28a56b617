"""A verdict: one measurement of a link held against the target that both sides agreed."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.agreements import Link
from kpi.measures import Window

# Worst first. Of the last three the order is also the order in which they apply, from the right.
VERDICT_ORDER = ("broken", "at risk", "kept", "too few", "no data", "no target")
# The verdicts that say something about the link, not about what is missing.
JUDGED = ("broken", "at risk", "kept")


@dataclass(frozen=True)
class Verdict:
    """What the handoffs of a window say about one KPI of one link.

    Parameters
    ----------
    link, kpi, window
        What is judged, over which weeks.
    verdict : str
        One of `VERDICT_ORDER`.
    value : float, optional
        The measurement in the KPI's unit; None where nothing was measured.
    n, good : int
        Handoffs counted, and those of them that were good; good is None where the KPI has none
        (a mean rating, a percentile without target).
    target : float, optional
        The target in force on the window's last day, in the KPI's unit.
    p_value : float, optional
        Chance of so few good ones (or so bad a value) if the link were exactly on target.
    low, high : float, optional
        95 % interval of the value, in the KPI's unit.
    within_chance : bool
        Kept, but below target: never to be shown as plainly green.
    agreement, version
        Which agreement set the target.
    judged_share : float, optional
        Share of the window's handoffs that could be judged at all.
    wider : Window, optional
        Where too few: the next wider window that has enough.
    at_wider : Verdict, optional
        The verdict of that window.
    previous_target : float, optional
        The different target that the present one replaced.
    lowered : bool
        The present target asks less than the one it replaced.
    before : Verdict, optional
        Where the present target has too few or no handoffs yet and replaced another: the last
        verdict under the old one, with its own window.
    oldest_hours : float, optional
        How long the oldest of an overdue backlog has been overdue.

    Examples
    --------
    >>> from kpi.measures import Week
    >>> week = Window(Week.parse("2026-W12"))
    >>> Verdict(Link("Compras", "Almacén"), "on_time_rate", week, "kept", value=1.0, n=9, good=9,
    ...         target=0.9).below_target
    False
    """

    link: Link
    kpi: str
    window: Window
    verdict: str
    value: float | None = None
    n: int = 0
    good: int | None = None
    target: float | None = None
    p_value: float | None = None
    low: float | None = None
    high: float | None = None
    within_chance: bool = False
    agreement: str | None = None
    version: int | None = None
    judged_share: float | None = None
    wider: Window | None = None
    at_wider: Verdict | None = None
    previous_target: float | None = None
    lowered: bool = False
    before: Verdict | None = None
    oldest_hours: float | None = None

    @property
    def judged(self) -> bool:
        """Whether the link was judged: broken, at risk or kept."""
        return self.verdict in JUDGED

    @property
    def below_target(self) -> bool:
        """Whether the measurement itself misses the target, significant or not."""
        return self.within_chance or self.verdict in ("broken", "at risk")

    @property
    def little_judged(self) -> bool:
        """Whether under half of the window's handoffs could be judged, which is to be flagged."""
        return self.judged_share is not None and self.judged_share < 0.5


def worst(verdicts: tuple[str, ...] | list[str]) -> str:
    """Return the worst of some verdicts; of none, ``no target``.

    Examples
    --------
    >>> worst(["kept", "at risk", "no data"])
    'at risk'
    """
    return min(verdicts, key=VERDICT_ORDER.index, default="no target")
