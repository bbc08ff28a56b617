"""One week of the company: an `Edition`, and the picture, page, document and slides made of it."""

from kpi.weekly.build import edition
from kpi.weekly.edition import Chain, Edition, Happened, OutsidePromise, Said, Trend, TrendWeek
from kpi.weekly.link_card import ActionDue, Card, CardKind, Measured

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
