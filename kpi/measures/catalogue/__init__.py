"""The KPI catalogue: a new KPI is one entry in the module of its dimension."""

from __future__ import annotations

from collections.abc import Mapping

from kpi.measures.catalogue.delivery import BACKLOG, MEDIAN, NINETIETH, ON_TIME
from kpi.measures.catalogue.experience import GOOD_RATINGS, RATING
from kpi.measures.catalogue.perfect import PERFECT
from kpi.measures.catalogue.quality import FIRST_TIME_RIGHT, PING_PONG
from kpi.measures.catalogue.renewal import RENEWAL
from kpi.measures.catalogue.support import ANSWERED, REPAIRED
from kpi.measures.kpi import Kpi

KPIS: Mapping[str, Kpi] = {
    entry.id: entry
    for entry in (
        ON_TIME,
        MEDIAN,
        NINETIETH,
        FIRST_TIME_RIGHT,
        PING_PONG,
        REPAIRED,
        ANSWERED,
        PERFECT,
        BACKLOG,
        RATING,
        GOOD_RATINGS,
        RENEWAL,
    )
}
