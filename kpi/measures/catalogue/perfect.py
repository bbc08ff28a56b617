"""The KPI that looks at every dimension at once."""

from __future__ import annotations

from kpi.measures.catalogue.dimensions import EVERYTHING, EXAMPLE_WEEK, on
from kpi.measures.kpi import Counting, Example, ExampleHandoff, Kpi
from kpi.words import N_

PERFECT = Kpi(
    id="perfect_handoff",
    name=N_("Perfect handoffs"),
    question=N_("How many handoffs came on time, stayed, and displeased nobody?"),
    formula=N_(
        "on time and not returned or refused and rated 4, 5 or not at all, of one and the same "
        "handoff ÷ due by now. Belongs to the period of the due time."
    ),
    unit="share",
    better="higher",
    dimension=EVERYTHING,
    counting=Counting(
        kind="share",
        candidate="(h.due <= h.as_of OR h.due IS NULL)",
        belongs_at="coalesce(h.due, h.requested_at)",
        counted="h.due IS NOT NULL",
        good=(
            "(coalesce(h.delivered_at <= h.due, false) AND h.returned_at IS NULL"
            " AND h.accepted IS DISTINCT FROM false AND coalesce(h.rating >= 4, true))"
        ),
    ),
    example=Example(
        N_(
            "Five handoffs were due. One came late; of the four on time one was returned and one "
            "was rated 3. The other two, one rated 5 and one not rated, are perfect. "
            "2 of 5: 40 %. (On time 80 %, taken as they were 80 %, rated well 50 %.)"
        ),
        (
            ExampleHandoff(on(1), on(3), on(4)),
            ExampleHandoff(on(1), on(3), on(2), returned_at=on(5)),
            ExampleHandoff(on(1), on(3), on(2), rating=3),
            ExampleHandoff(on(1), on(3), on(2), rating=5),
            ExampleHandoff(on(1), on(3), on(3)),
        ),
        on(7),
        EXAMPLE_WEEK,
        value=0.4,
        n=5,
        good=2,
    ),
)
