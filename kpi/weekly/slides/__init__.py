"""The week as slides whose every word, number, curve and table can be edited."""

from kpi.weekly.slides.deck import as_pptx

__all__ = ["as_pptx"]
