"""The KPI catalogue: a new KPI is one entry here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from kpi.measures.kpi import Counting, Example, ExampleHandoff, Kpi
from kpi.measures.periods import Week
from kpi.words import N_

DELIVERY_TIME = N_("delivery time")
QUALITY = N_("quality")
EXPERIENCE = N_("experience")

_WEEK = "2026-W12"


def _on(day: int, hour: int = 9) -> datetime:
    """Return an instant of the examples' week, whose day 1 is Monday, 16 March 2026."""
    return Week.parse(_WEEK).start + timedelta(days=day - 1, hours=hour)


_TIMES = (
    ExampleHandoff(_on(1), _on(2), _on(2, 8)),
    ExampleHandoff(_on(1), _on(3), _on(3)),
    ExampleHandoff(_on(2), _on(3), _on(4)),
    ExampleHandoff(_on(2), _on(5), None),
    ExampleHandoff(_on(4), _on(9), None),
)
_LEADS = tuple(
    ExampleHandoff(_on(1), None, _on(1) + timedelta(hours=hours), paused_hours=paused)
    for hours, paused in ((10, None), (20, None), (30, None), (40, None), (74, 24.0))
)

_ON_TIME = Kpi(
    id="on_time_rate",
    name=N_("On time"),
    question=N_("How many of the handoffs that were due came by their due time?"),
    formula=N_(
        "delivered by due ÷ due by now; not delivered counts as missed. Belongs to the period of "
        "the due time: the earlier of what was promised and what the agreement allows."
    ),
    unit="share",
    better="higher",
    dimension=DELIVERY_TIME,
    counting=Counting(
        kind="share",
        # Without a due it cannot be told; such a handoff is looked for where it was requested.
        candidate="(h.due <= h.as_of OR h.due IS NULL)",
        belongs_at="coalesce(h.due, h.requested_at)",
        counted="h.due IS NOT NULL",
        good="coalesce(h.delivered_at <= h.due, false)",
    ),
    example=Example(
        N_(
            "Of five handoffs four were due in the week: one came early, one on the minute, one a "
            "day late and one has not come at all. The fifth is not due yet and not counted. "
            "2 of 4 on time: 50 %."
        ),
        _TIMES,
        _on(7),
        _WEEK,
        value=0.5,
        n=4,
        good=2,
    ),
)
_MEDIAN = Kpi(
    id="lead_time_p50",
    name=N_("Lead time, median"),
    question=N_("How long does a handoff usually take?"),
    formula=N_(
        "hours from requested to delivered, less pauses: half of the delivered took no longer. "
        "Belongs to the period of the delivery. Against a target of T hours: delivered within T ÷ "
        "all whose T hours have run out, so that not delivering never pays."
    ),
    unit="hours",
    better="lower",
    dimension=DELIVERY_TIME,
    counting=Counting(
        kind="percentile",
        candidate="h.delivered_at IS NOT NULL",
        belongs_at="h.delivered_at",
        value="h.lead_hours",
        quantile=0.5,
    ),
    example=Example(
        N_(
            "Five handoffs took 10, 20, 30, 40 and 74 hours; the last was paused for 24 of them, "
            "so 50 count. The one in the middle took 30 hours."
        ),
        _LEADS,
        _on(7),
        _WEEK,
        value=30.0,
        n=5,
        good=None,
    ),
)
_NINETIETH = Kpi(
    id="lead_time_p90",
    name=N_("Lead time, 9 of 10"),
    question=N_("Within how long do nine of ten handoffs arrive?"),
    formula=N_(
        "hours from requested to delivered, less pauses: nine of ten of the delivered took no "
        "longer. Belongs to the period of the delivery. Against a target of T hours: delivered "
        "within T ÷ all whose T hours have run out, so that not delivering never pays."
    ),
    unit="hours",
    better="lower",
    dimension=DELIVERY_TIME,
    counting=Counting(
        kind="percentile",
        candidate="h.delivered_at IS NOT NULL",
        belongs_at="h.delivered_at",
        value="h.lead_hours",
        quantile=0.9,
    ),
    example=Example(
        N_(
            "The same five took 10, 20, 30, 40 and 50 hours. Nine of ten lies six tenths of the "
            "way from the fourth to the fifth: 46 hours."
        ),
        _LEADS,
        _on(7),
        _WEEK,
        value=46.0,
        n=5,
        good=None,
    ),
)
_FIRST_TIME_RIGHT = Kpi(
    id="first_time_right",
    name=N_("Right first time"),
    question=N_("How many handoffs did the customer take as they were?"),
    formula=N_(
        "accepted and not returned ÷ judged by the customer (accepted, refused or returned). "
        "Belongs to the period of the delivery."
    ),
    unit="share",
    better="higher",
    dimension=QUALITY,
    counting=Counting(
        kind="share",
        candidate="h.delivered_at IS NOT NULL",
        belongs_at="h.delivered_at",
        counted="(h.accepted IS NOT NULL OR h.returned_at IS NOT NULL)",
        good="(h.accepted AND h.returned_at IS NULL)",
    ),
    example=Example(
        N_(
            "Four handoffs were delivered: two were accepted, one of them came back two days "
            "later, one was refused, and of the last the customer has said nothing. 1 of 3 right "
            "first time: 33.3 %."
        ),
        (
            ExampleHandoff(_on(1), None, _on(2), accepted=True),
            ExampleHandoff(_on(1), None, _on(2), accepted=True, returned_at=_on(4)),
            ExampleHandoff(_on(1), None, _on(3), accepted=False),
            ExampleHandoff(_on(1), None, _on(3)),
        ),
        _on(7),
        _WEEK,
        value=1 / 3,
        n=3,
        good=1,
    ),
)
_BACKLOG = Kpi(
    id="overdue_backlog",
    name=N_("Overdue and open"),
    question=N_("How many handoffs are past their due time and still not delivered?"),
    formula=N_(
        "open and past due, at the end of the period (or now, if it has not ended). Counted: the "
        "open ones with a due time; good: those not yet past it."
    ),
    unit="count",
    better="lower",
    dimension=DELIVERY_TIME,
    counting=Counting(
        kind="snapshot",
        candidate=(
            "h.requested_at <= w.last_instant"
            " AND (h.delivered_at IS NULL OR h.delivered_at > w.last_instant)"
        ),
        belongs_at="w.snapshot",
        counted="h.due IS NOT NULL",
        good="h.due >= w.snapshot",
        # How long it has been overdue, for the oldest's age.
        value="CASE WHEN h.due < w.snapshot THEN epoch_us(w.snapshot - h.due) / 3_600_000_000 END",
    ),
    example=Example(
        N_(
            "Of five handoffs three have been delivered. One of the other two is past its due "
            "time, the other still has two days: 1 overdue."
        ),
        _TIMES,
        _on(7),
        _WEEK,
        value=1.0,
        n=2,
        good=1,
    ),
)
_RATING = Kpi(
    id="rating_mean",
    name=N_("Rating"),
    question=N_("How do customers rate what they receive, from 1 to 5?"),
    formula=N_("mean of the ratings given. Belongs to the period of the delivery."),
    unit="rating",
    better="higher",
    dimension=EXPERIENCE,
    counting=Counting(
        kind="mean",
        candidate="h.delivered_at IS NOT NULL",
        belongs_at="h.delivered_at",
        counted="h.rating IS NOT NULL",
        value="h.rating::DOUBLE",
    ),
    example=Example(
        N_(
            "Three deliveries were rated 5, 4 and 2, a fourth was not rated: "
            "(5 + 4 + 2) ÷ 3 = 3.67."
        ),
        (
            ExampleHandoff(_on(1), None, _on(2), rating=5),
            ExampleHandoff(_on(1), None, _on(2), rating=4),
            ExampleHandoff(_on(1), None, _on(3), rating=2),
            ExampleHandoff(_on(1), None, _on(3)),
        ),
        _on(7),
        _WEEK,
        value=11 / 3,
        n=3,
        good=None,
    ),
)

KPIS: Mapping[str, Kpi] = {
    entry.id: entry
    for entry in (_ON_TIME, _MEDIAN, _NINETIETH, _FIRST_TIME_RIGHT, _BACKLOG, _RATING)
}
