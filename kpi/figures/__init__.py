"""Pictures: the chain as SVG, charts as plotly figures, in one set of colours.

Charts have no title: the page writes the finding above them. Show them with ``theme=None`` and give
their ``…_text`` as the alternative for those who do not see them.
"""

from kpi.figures.case_bars import CaseBar, case_line, case_line_text
from kpi.figures.chain import draw_chain, lay_out_chain
from kpi.figures.chain_key import chain_key
from kpi.figures.chain_of_pairs import draw_pairs, lay_out_pairs
from kpi.figures.chain_values import ChainLink, ChainNode, ChainPicture, stroke_width
from kpi.figures.contrast import accents, contrast, readable, resembles
from kpi.figures.control_chart import ControlPoint, control_chart, control_text
from kpi.figures.delay_bar import Delay, own_inherited_bar, own_inherited_text
from kpi.figures.lead_time import lead_time_histogram, lead_time_text
from kpi.figures.narrow import narrowed
from kpi.figures.palette import MARKS, PALETTES, Mark, Palette, Theme
from kpi.figures.series import Note, TargetStep, TrendPoint
from kpi.figures.sparkline import sparkline_svg
from kpi.figures.trend import kpi_series, promise_trend, trend_text

__all__ = [
    "MARKS",
    "PALETTES",
    "CaseBar",
    "ChainLink",
    "ChainNode",
    "ChainPicture",
    "ControlPoint",
    "Delay",
    "Mark",
    "Note",
    "Palette",
    "TargetStep",
    "Theme",
    "TrendPoint",
    "accents",
    "case_line",
    "case_line_text",
    "chain_key",
    "contrast",
    "control_chart",
    "control_text",
    "draw_chain",
    "draw_pairs",
    "kpi_series",
    "lay_out_chain",
    "lay_out_pairs",
    "lead_time_histogram",
    "lead_time_text",
    "narrowed",
    "own_inherited_bar",
    "own_inherited_text",
    "promise_trend",
    "readable",
    "resembles",
    "sparkline_svg",
    "stroke_width",
    "trend_text",
]
