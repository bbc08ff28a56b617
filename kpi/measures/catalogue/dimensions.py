"""The parts of the promise that a KPI may speak of, and the week of the worked examples."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from kpi.measures.periods import Week
from kpi.words import N_

DELIVERY_TIME = N_("delivery time")
QUALITY = N_("quality")
SUPPORT = N_("guarantee and support")
INNOVATION = N_("innovation")
EXPERIENCE = N_("experience")
EVERYTHING = N_("all together")

# What a definition calls it -> its phrase, in the order in which pages show them.
DIMENSIONS: Mapping[str, str] = {
    "delivery time": DELIVERY_TIME,
    "quality": QUALITY,
    "guarantee and support": SUPPORT,
    "innovation": INNOVATION,
    "experience": EXPERIENCE,
    "all together": EVERYTHING,
}
EXAMPLE_WEEK = "2026-W12"


def on(day: int, hour: int = 9) -> datetime:
    """Return an instant of the examples' week, whose day 1 is Monday, 16 March 2026."""
    return Week.parse(EXAMPLE_WEEK).start + timedelta(days=day - 1, hours=hour)
