"""The values that a trend is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class TrendPoint:
    """The value of one week (its Monday) from so many counted; None where nothing was."""

    week: date
    value: float | None
    n: int


@dataclass(frozen=True)
class TargetStep:
    """A target in force from a day until the next step; None ends it."""

    since: date
    target: float | None


@dataclass(frozen=True)
class Note:
    """Something that happened on a day: an agreement, an action, a change."""

    day: date
    text: str
