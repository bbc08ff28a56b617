"""One week of the company: an `Edition`, and the picture, page, document and slides made of it."""

from kpi.weekly.build import edition
from kpi.weekly.edition import (
    ActionDue,
    Card,
    CardKind,
    Chain,
    Edition,
    Happened,
    Measured,
    OutsidePromise,
    Said,
    Trend,
    TrendWeek,
)

__all__ = [
    "ActionDue",
    "Card",
    "CardKind",
    "Chain",
    "Edition",
    "Happened",
    "Measured",
    "OutsidePromise",
    "Said",
    "Trend",
    "TrendWeek",
    "edition",
]
