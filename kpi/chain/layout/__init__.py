"""Layered layout of a chain: pure geometry, no drawing, no fonts.

`lay_out` takes nodes and links and says where each symbol, curve, arrowhead, name and label goes.
"""

from kpi.chain.layout.compose import count_columns, lay_out, relabel, style_for
from kpi.chain.layout.curves import along
from kpi.chain.layout.leaders import APART, leader, pointer
from kpi.chain.layout.model import Box, Layout, Link, Measure, Name, Node, Point, Route, Style

__all__ = [
    "APART",
    "Box",
    "Layout",
    "Link",
    "Measure",
    "Name",
    "Node",
    "Point",
    "Route",
    "Style",
    "along",
    "count_columns",
    "lay_out",
    "leader",
    "pointer",
    "relabel",
    "style_for",
]
