"""Pictures: the chain as SVG, charts as plotly figures, in one set of colours."""

from kpi.figures.chain import draw_chain
from kpi.figures.chain_values import ChainLink, ChainNode, ChainPicture, stroke_width
from kpi.figures.palette import MARKS, PALETTES, Mark, Palette, Theme

__all__ = [
    "MARKS",
    "PALETTES",
    "ChainLink",
    "ChainNode",
    "ChainPicture",
    "Mark",
    "Palette",
    "Theme",
    "draw_chain",
    "stroke_width",
]
