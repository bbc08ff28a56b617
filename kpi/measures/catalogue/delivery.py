"""KPIs of delivery time."""

from __future__ import annotations

from datetime import timedelta

from kpi.measures.catalogue.dimensions import DELIVERY_TIME, EXAMPLE_WEEK, on
from kpi.measures.kpi import Counting, Example, ExampleHandoff, Kpi
from kpi.words import N_

_TIMES = (
    ExampleHandoff(on(1), on(2), on(2, 8)),
    ExampleHandoff(on(1), on(3), on(3)),
    ExampleHandoff(on(2), on(3), on(4)),
    ExampleHandoff(on(2), on(5), None),
    ExampleHandoff(on(4), on(9), None),
)
_LEADS = tuple(
    ExampleHandoff(on(1), None, on(1) + timedelta(hours=hours), paused_hours=paused)
    for hours, paused in ((10, None), (20, None), (30, None), (40, None), (74, 24.0))
)

ON_TIME = Kpi(
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
        on(7),
        EXAMPLE_WEEK,
        value=0.5,
        n=4,
        good=2,
    ),
)
MEDIAN = Kpi(
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
        on(7),
        EXAMPLE_WEEK,
        value=30.0,
        n=5,
        good=None,
    ),
)
NINETIETH = Kpi(
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
        on(7),
        EXAMPLE_WEEK,
        value=46.0,
        n=5,
        good=None,
    ),
)
BACKLOG = Kpi(
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
        on(7),
        EXAMPLE_WEEK,
        value=1.0,
        n=2,
        good=1,
    ),
)
