"""Handoffs → measurements: the KPI catalogue, due times, periods and counts."""

from kpi.measures.as_of import as_of, latest_instant
from kpi.measures.due import due_handoffs
from kpi.measures.periods import DEFAULT_WINDOW, WINDOWS, PeriodError, Week, Window

__all__ = [
    "DEFAULT_WINDOW",
    "WINDOWS",
    "PeriodError",
    "Week",
    "Window",
    "as_of",
    "due_handoffs",
    "latest_instant",
]
