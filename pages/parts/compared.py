"""A week beside the week before and the same week a quarter ago."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kpi.figures import ControlPoint
from kpi.words import Words
from kpi.words.units import in_unit

QUARTER = timedelta(weeks=13)


def weeks(points: Sequence[ControlPoint], last: date, unit: str, say: Words) -> str:
    """Say what a week measured, the week before and the week 13 weeks earlier; with their counts.

    Parameters
    ----------
    points : sequence of ControlPoint
        Those of the chart, each a week.
    last : date
        The Monday of the week that the page shows.
    unit : str
        Of the chart: what the reader compares is what they see.
    """
    known = {point.week: point for point in points}

    def told(monday: date) -> str:
        point = known.get(monday)
        if point is None or point.value is None:
            return say("nothing measured")
        return say("{value} (of {n})", value=in_unit(unit, point.value, say), n=say.number(point.n))

    return say(
        "{week}: {now}. The week before: {before}. A quarter ago, {quarter}: {then}.",
        week=say.week(last),
        now=told(last),
        before=told(last - timedelta(weeks=1)),
        quarter=say.week(last - QUARTER),
        then=told(last - QUARTER),
    )
