"""The numbers behind the drawings, as tables with the columns that people read."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpi.chain.pairs import Pair
from kpi.figures import CaseBar, ControlPoint, TrendPoint
from kpi.words import Words
from kpi.words.terms import VERDICTS


def weeks(points: Sequence[TrendPoint | ControlPoint], say: Words) -> pd.DataFrame:
    """Return a row for each week: its Monday, what was measured, how many were counted."""
    return pd.DataFrame(
        {
            say("Week"): [point.week.isoformat() for point in points],
            say("Measured"): [point.value for point in points],
            say("Counted"): [point.n for point in points],
        }
    )


def handoffs(bars: Sequence[CaseBar], say: Words) -> pd.DataFrame:
    """Return a row for each handoff of a case: its times, and its delay in hours."""
    return pd.DataFrame(
        {
            say("Link"): [bar.name for bar in bars],
            say("Requested"): [bar.requested for bar in bars],
            say("Due"): [bar.due for bar in bars],
            say("Delivered"): [None if bar.open else bar.delivered for bar in bars],
            say("{time} (h)", time=say("Own delay")): [bar.own_hours for bar in bars],
            say("{time} (h)", time=say("Inherited")): [bar.inherited_hours for bar in bars],
        }
    )


def links(pairs: Sequence[Pair], say: Words) -> pd.DataFrame:
    """Return a row for each link of each drawn line, of the worst verdict first in a line."""
    return pd.DataFrame(
        [
            {
                say("Supplier"): say.party(pair.supplier),
                say("Customer"): say.party(pair.customer),
                say("Service"): effect.link.service,
                say("Verdict"): say(VERDICTS[effect.verdict]),
                say("Handoffs"): effect.handoffs,
                say("Of the broken promises"): effect.broken_share,
            }
            for pair in pairs
            for effect in pair.effects
        ]
    )
