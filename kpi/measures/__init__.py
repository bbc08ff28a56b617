"""Handoffs → measurements: the KPI catalogue, due times, periods and counts."""

from kpi.measures.as_of import as_of, latest_instant
from kpi.measures.behind import handoffs_behind
from kpi.measures.by_week import counts_against_target, slower_than_usual, targets_of_window
from kpi.measures.calendars import WEEKDAYS, WorkingCalendar, holiday_names, read_calendars
from kpi.measures.catalogue import KPIS
from kpi.measures.catalogue_of import (
    KpiError,
    attribute_columns,
    catalogue,
    known_attributes,
    kpi_of,
)
from kpi.measures.counts import unknown_kpis, window_counts, windows_counts
from kpi.measures.defined_preview import Preview, preview
from kpi.measures.due import due_handoffs, known_as_now
from kpi.measures.kpi import Kpi
from kpi.measures.measuring import Grain, measure, prepare_periods
from kpi.measures.missing import DueMissing, due_missing, lacking_handoffs
from kpi.measures.periods import DEFAULT_WINDOW, WINDOWS, YEARS, PeriodError, Week, Window
from kpi.measures.working_time import supplier_clocks

__all__ = [
    "DEFAULT_WINDOW",
    "KPIS",
    "WEEKDAYS",
    "WINDOWS",
    "YEARS",
    "DueMissing",
    "Grain",
    "Kpi",
    "KpiError",
    "PeriodError",
    "Preview",
    "Week",
    "Window",
    "WorkingCalendar",
    "as_of",
    "attribute_columns",
    "catalogue",
    "counts_against_target",
    "due_handoffs",
    "due_missing",
    "handoffs_behind",
    "holiday_names",
    "known_as_now",
    "known_attributes",
    "kpi_of",
    "lacking_handoffs",
    "latest_instant",
    "measure",
    "prepare_periods",
    "preview",
    "read_calendars",
    "slower_than_usual",
    "supplier_clocks",
    "targets_of_window",
    "unknown_kpis",
    "window_counts",
    "windows_counts",
]
