"""The catalogue and its reference; the worked examples are run in tests/verdicts."""

from __future__ import annotations

from pathlib import Path

from kpi.measures import KPIS
from kpi.measures.reference import kpi_reference

DOCS = Path(__file__).parents[2] / "docs"


def test_the_reference_is_up_to_date() -> None:
    assert (DOCS / "kpis.md").read_text(encoding="utf-8") == kpi_reference()


def test_a_lower_target_asks_less_only_where_higher_is_better() -> None:
    assert KPIS["on_time_rate"].asks_less(0.8, than=0.9)
    assert KPIS["lead_time_p90"].asks_less(72, than=48)
    assert not KPIS["lead_time_p90"].asks_less(48, than=48)
