"""Whose delay it was: own and inherited, as parts of one bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from kpi.figures.axes import TEXT_SIZE, blank, plain
from kpi.figures.palette import PALETTES, Theme
from kpi.words import Words

ROW = 46  # pixels per bar


@dataclass(frozen=True)
class Delay:
    """The late time of a link, in minutes: what it caused, and what it received from upstream."""

    name: str
    own: float
    inherited: float

    @property
    def own_share(self) -> float | None:
        """The part that it caused; None where there is no delay."""
        total = self.own + self.inherited
        return self.own / total if total > 0 else None


def own_inherited_bar(delays: Sequence[Delay], say: Words, theme: Theme = "light") -> go.Figure:
    """Draw one bar per link: its own delay dark, what it inherited pale, both named beside it."""
    palette = PALETTES[theme]
    figure = blank(theme, height=ROW * max(1, len(delays)) + 24, right=24)
    names = [plain(delay.name) for delay in delays]
    shares = [delay.own_share for delay in delays]
    for values, colour in (
        ([share or 0.0 for share in shares], palette.muted),
        ([0.0 if share is None else 1 - share for share in shares], palette.line),
    ):
        figure.add_bar(
            x=values, y=list(range(len(delays))), orientation="h", width=0.28,
            marker={"color": colour}, hoverinfo="skip",
        )  # fmt: skip
    for row, (name, delay) in enumerate(zip(names, delays, strict=True)):
        words = _parts(delay, say)
        text = f"<b>{name}</b> · {words}" if name else words
        figure.add_annotation(
            x=0, y=row, xanchor="left", yanchor="bottom", yshift=8, text=text, showarrow=False,
            font={"color": palette.ink, "size": TEXT_SIZE},
        )  # fmt: skip
    figure.update_layout(barmode="stack", margin={"l": 0, "r": 0, "t": 18, "b": 0})
    figure.update_xaxes(visible=False, range=[0, 1])
    figure.update_yaxes(visible=False, range=[len(delays) - 0.6, -0.7])
    return figure


def own_inherited_text(delays: Sequence[Delay], say: Words) -> str:
    """Say whose delay it was, for those who do not see the bars."""
    return ". ".join(
        say("{link}: {verdict}", link=delay.name, verdict=_parts(delay, say))
        if delay.name
        else _parts(delay, say)
        for delay in delays
    )


def _parts(delay: Delay, say: Words) -> str:
    share = delay.own_share
    if share is None:
        return say("no delay")
    return say(
        "{own} own, {inherited} inherited",
        own=say.percent(share, 0),
        inherited=say.percent(1 - share, 0),
    )
