"""A chart on a page: its finding, its drawing for wide and for narrow places, its numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import count

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from kpi.figures import narrowed
from kpi.words import Words
from pages.parts import session, take_away
from pages.parts.markup import heading
from pages.parts.panel import panel

_NUMBERS = count(1)


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
    made = cache(make)

    def texts() -> tuple[str, str, str, str] | None:
        one = made()
        if one is None:
            return None
        return one.title, one.note, one.name or one.title, str(next(_NUMBERS))

    told = session.drawn(f"chart {key}", texts, *of)
    if told is None:
        return
    title, note, name, number = told
    panel(heading(title, note), key=f"{key} heading")
    _figure(lambda: _draw(key, made()), number)
    take_away.offer(key, say, title=name, note=note, numbers=lambda: _numbers(made()), of=(number,))


# Streamlit sends the messages of a drawing again, ready made: building and checking a figure takes
# a hundred times as long. At most so many drawings, each of some 10 to 60 kB.
@st.cache_resource(show_spinner=False, max_entries=256)
def _figure(_draw: Callable[[], None], number: str) -> None:
    del number  # names the drawing
    _draw()


def _draw(key: str, one: Chart | None) -> None:
    """Draw a chart twice: the server does not know how wide its place is, the page's rules do."""
    if one is None:
        return
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


def _numbers(one: Chart | None) -> pd.DataFrame:
    return pd.DataFrame() if one is None else one.numbers
