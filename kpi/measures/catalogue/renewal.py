"""The KPI of innovation: whether targets are renewed, not set once."""

from __future__ import annotations

from datetime import datetime

from kpi.measures.catalogue.dimensions import EXAMPLE_WEEK, INNOVATION, on
from kpi.measures.kpi import Counting, Example, ExampleAgreement, ExampleHandoff, Kpi
from kpi.words import N_

RENEWAL = Kpi(
    id="renewal",
    name=N_("Renewed targets"),
    question=N_("How many agreements older than a year ask more than before, and are kept?"),
    formula=N_(
        "agreements in force for more than a year in which a target was raised, by its latest "
        "change, and is kept in the window ÷ agreements in force for more than a year. Belongs to "
        "the end of the period; a month or quarter looks at its last four weeks."
    ),
    unit="share",
    better="higher",
    dimension=INNOVATION,
    # Whether a raised target is kept is a verdict: `kpi.verdicts` counts the agreements.
    counting=Counting(kind="share", source="agreements"),
    example=Example(
        N_(
            "Two agreements are older than a year. One asked 60 % on time and now asks 70 %; the "
            "ten handoffs due since then were all on time. The other still asks what it asked. A "
            "third is half a year old and not counted. 1 of 2 renewed: 50 %."
        ),
        tuple(ExampleHandoff(on(1), on(3), on(2)) for _ in range(10)),
        on(8),
        EXAMPLE_WEEK,
        value=0.5,
        n=2,
        good=1,
        agreements=(
            ExampleAgreement(datetime(2025, 1, 1), "A", kpi="on_time_rate", target=0.6),
            ExampleAgreement(datetime(2026, 2, 1), "A", version=2, kpi="on_time_rate", target=0.7),
            ExampleAgreement(datetime(2025, 1, 1), "B", kpi="first_time_right", target=0.9),
            ExampleAgreement(datetime(2025, 10, 1), "C", kpi="rating_mean", target=4.0),
        ),
    ),
)
