"""The one drawing of a week: 1600×900, for the page, the PDF, the picture and the HTML file."""

from kpi.weekly.sheet.compose import HEIGHT, WIDTH, Sheet, draw_sheet

__all__ = ["HEIGHT", "WIDTH", "Sheet", "draw_sheet"]
