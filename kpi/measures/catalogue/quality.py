"""KPIs of quality."""

from __future__ import annotations

from kpi.measures.catalogue.dimensions import EXAMPLE_WEEK, QUALITY, on
from kpi.measures.kpi import Counting, Example, ExampleHandoff, Kpi
from kpi.words import N_

FIRST_TIME_RIGHT = Kpi(
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
            ExampleHandoff(on(1), None, on(2), accepted=True),
            ExampleHandoff(on(1), None, on(2), accepted=True, returned_at=on(4)),
            ExampleHandoff(on(1), None, on(3), accepted=False),
            ExampleHandoff(on(1), None, on(3)),
        ),
        on(7),
        EXAMPLE_WEEK,
        value=1 / 3,
        n=3,
        good=1,
    ),
)
PING_PONG = Kpi(
    id="ping_pong_rate",
    name=N_("Sent straight back"),
    question=N_("How much of what is delivered comes straight back?"),
    formula=N_(
        "delivered handoffs whose next handoff of the case goes from the customer straight back to "
        "the supplier ÷ delivered. Next in the order of deliveries. Belongs to the period of the "
        "delivery. A target of 5 % is judged as 95 % that do not come back."
    ),
    unit="share",
    better="lower",
    dimension=QUALITY,
    counting=Counting(
        kind="share",
        source="course",
        candidate="h.delivered_at IS NOT NULL",
        belongs_at="h.delivered_at",
        good="NOT coalesce(h.sent_back, false)",
        shows_the_rest=True,
    ),
    example=Example(
        N_(
            "Four handoffs were delivered, each of a case of its own. One case then went straight "
            "back to the supplier, one went on to somebody else, two are where they were "
            "delivered. 1 of 4 was sent straight back: 25 %."
        ),
        (
            ExampleHandoff(on(1), None, on(2), case_id="A"),
            ExampleHandoff(on(2), None, on(3), case_id="A", goes_back=True),
            ExampleHandoff(on(1), None, on(2), case_id="B"),
            ExampleHandoff(on(2), None, on(4), case_id="B", goes_on=True),
            ExampleHandoff(on(1), None, on(3), case_id="C"),
            ExampleHandoff(on(1), None, on(3), case_id="D"),
        ),
        on(7),
        EXAMPLE_WEEK,
        value=0.25,
        n=4,
        good=3,
    ),
)
