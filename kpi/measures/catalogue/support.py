"""KPIs of guarantee and support: what happens when something was wrong, or somebody asks."""

from __future__ import annotations

from kpi.measures.catalogue.dimensions import EXAMPLE_WEEK, SUPPORT, on
from kpi.measures.kpi import (
    Counting,
    Example,
    ExampleAgreement,
    ExampleContact,
    ExampleHandoff,
    Kpi,
)
from kpi.words import N_

REPAIRED = Kpi(
    id="repaired_in_time",
    name=N_("Repaired in time"),
    question=N_("How much of what came back was delivered again within the agreed repair time?"),
    formula=N_(
        "returned, and delivered again by the return plus the agreed repair time ÷ returned whose "
        "repair time has run out. Delivered again is the next delivery of the case on this link "
        "after the return. Belongs to the period in which the repair time runs out."
    ),
    unit="share",
    better="higher",
    dimension=SUPPORT,
    counting=Counting(
        kind="share",
        source="returns",
        # Without an agreed time or the instant of the return it cannot be told.
        candidate="(h.repair_due <= h.as_of OR h.repair_due IS NULL)",
        belongs_at="coalesce(h.repair_due, h.returned_at, h.delivered_at)",
        counted="h.repair_due IS NOT NULL",
        good="coalesce(h.repaired_at <= h.repair_due, false)",
    ),
    example=Example(
        N_(
            "Agreed repair time: 24 hours. Three handoffs came back. One was delivered again after "
            "6 hours, one after 48, one has not been delivered again. 1 of 3 repaired in time: "
            "33.3 %."
        ),
        (
            ExampleHandoff(on(1), None, on(2), returned_at=on(3), case_id="A"),
            ExampleHandoff(on(3), None, on(3, 15), case_id="A"),
            ExampleHandoff(on(1), None, on(2), returned_at=on(3), case_id="B"),
            ExampleHandoff(on(3), None, on(5), case_id="B"),
            ExampleHandoff(on(1), None, on(2), returned_at=on(4), case_id="C"),
        ),
        on(7),
        EXAMPLE_WEEK,
        value=1 / 3,
        n=3,
        good=1,
        agreements=(ExampleAgreement(on(-60), repair_time_hours=24.0),),
    ),
)
ANSWERED = Kpi(
    id="contact_response",
    name=N_("Contacts answered in time"),
    question=N_("How many of those who asked got an answer within the agreed time?"),
    formula=N_(
        "answered by the contact plus the agreed response time ÷ contacts whose response time has "
        "run out. Belongs to the period in which the response time runs out."
    ),
    unit="share",
    better="higher",
    dimension=SUPPORT,
    counting=Counting(
        kind="share",
        source="contacts",
        candidate="(h.response_due <= h.as_of OR h.response_due IS NULL)",
        belongs_at="coalesce(h.response_due, h.contacted_at)",
        counted="h.response_due IS NOT NULL",
        good="coalesce(h.answered_at <= h.response_due, false)",
    ),
    example=Example(
        N_(
            "Agreed response time: 4 hours. Of three contacts one was answered after an hour, one "
            "after a day, one not at all; a fourth was only planned. 1 of 3 answered in time: "
            "33.3 %."
        ),
        (),
        on(7),
        EXAMPLE_WEEK,
        value=1 / 3,
        n=3,
        good=1,
        contacts=(
            ExampleContact(contacted_at=on(2), answered_at=on(2, 10)),
            ExampleContact(contacted_at=on(2), answered_at=on(3)),
            ExampleContact(contacted_at=on(3)),
            ExampleContact(planned_at=on(4)),
        ),
        agreements=(ExampleAgreement(on(-60), response_hours=4.0),),
    ),
)
