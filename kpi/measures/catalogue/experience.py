"""KPIs of the customer's experience."""

from __future__ import annotations

from kpi.measures.catalogue.dimensions import EXAMPLE_WEEK, EXPERIENCE, on
from kpi.measures.kpi import Counting, Example, ExampleHandoff, Kpi
from kpi.words import N_

_RATINGS = (
    ExampleHandoff(on(1), None, on(2), rating=5),
    ExampleHandoff(on(1), None, on(2), rating=4),
    ExampleHandoff(on(1), None, on(3), rating=2),
    ExampleHandoff(on(1), None, on(3)),
)

RATING = Kpi(
    id="rating_mean",
    name=N_("Rating"),
    question=N_("How do customers rate what they receive, from 1 to 5?"),
    formula=N_("mean of the ratings given. Belongs to the period of the delivery."),
    unit="rating",
    better="higher",
    dimension=EXPERIENCE,
    counting=Counting(
        kind="rating",
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
        _RATINGS,
        on(7),
        EXAMPLE_WEEK,
        value=11 / 3,
        n=3,
        good=None,
    ),
)

GOOD_RATINGS = Kpi(
    id="rating_good_share",
    name=N_("Good ratings"),
    question=N_("How many of the ratings given are a 4 or a 5?"),
    formula=N_("rated 4 or 5 ÷ rated. Belongs to the period of the delivery."),
    unit="share",
    better="higher",
    dimension=EXPERIENCE,
    counting=Counting(
        kind="share",
        candidate="h.delivered_at IS NOT NULL",
        belongs_at="h.delivered_at",
        counted="h.rating IS NOT NULL",
        good="h.rating >= 4",
    ),
    example=Example(
        N_(
            "Three deliveries were rated 5, 4 and 2, a fourth was not rated. "
            "2 of 3 ratings are good: 66.7 %."
        ),
        _RATINGS,
        on(7),
        EXAMPLE_WEEK,
        value=2 / 3,
        n=3,
        good=2,
    ),
)
