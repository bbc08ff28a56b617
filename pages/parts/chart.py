"""A chart on a page: its finding, its drawing for wide and for narrow places, its numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from kpi.figures import narrowed
from kpi.words import Words
from pages.parts import take_away
from pages.parts.markup import heading
from pages.parts.panel import panel
from pages.parts.ready import ready


@dataclass(frozen=True)
class Chart:
    """A figure with its words.

    Parameters
    ----------
    title, note : str
        The finding, and what is drawn.
    figure : plotly Figure
        For a wide place.
    alternative : str
        The words for those who do not see it.
    numbers : DataFrame
        What is drawn, its columns as people call them.
    narrow : plotly Figure, optional
        For a narrow place; by default made of the wide one.
    name : str
        What it is called when it is taken along, where not by its finding.
    """

    title: str
    note: str
    figure: go.Figure
    alternative: str
    numbers: pd.DataFrame
    narrow: go.Figure | None = None
    name: str = ""


def chart(key: str, make: Callable[[], Chart | None], say: Words, *of: object) -> None:
    """Show a chart, made once for all who look at the same; nothing where there is none.

    Parameters
    ----------
    key : str
        Names it on its page.
    make : callable
        Makes it.
    *of : object
        What it depends on, beside all that `session.drawn` knows of.
    """
    ready(f"chart {key}", lambda: _show(key, make(), say), *of)


def _show(key: str, one: Chart | None, say: Words) -> None:
    if one is None:
        return
    panel(heading(one.title, one.note), key=f"{key} heading")
    _draw(key, one)
    title = one.name or one.title
    take_away.offer(key, say, title=title, note=one.note, numbers=lambda: one.numbers)


def _draw(key: str, one: Chart) -> None:
    """Draw a chart twice: the server does not know how wide its place is, the page's rules do."""
    narrow = narrowed(one.figure) if one.narrow is None else one.narrow
    with st.container(key=f"figure {key}"):
        for width, drawn in (("wide", one.figure), ("narrow", narrow)):
            with st.container(key=f"{width} {key}"):
                st.plotly_chart(
                    drawn,
                    theme=None,
                    key=key if width == "wide" else f"{key} narrow",
                    config={"displayModeBar": False},
                    alt=one.alternative,
                )
