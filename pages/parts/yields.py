"""The promise by yields and routing: where no handoff names its case, and as a second opinion."""

from __future__ import annotations

import streamlit as st

from kpi.chain.absorbing import (
    LinkYield,
    YieldModel,
    counted_note,
    yield_model,
    yield_note,
    yield_title,
)
from kpi.words import Words
from pages.parts import session
from pages.parts.address import View
from pages.parts.markup import Column, Html, heading, link_name, paragraph, safe, table
from pages.parts.panel import panel

MOST_ROWS = 8


def show(view: View, say: Words) -> None:
    """Show the model: open where it stands for the replay, folded where it is a second opinion."""
    found = _model(view)
    if not found.links:
        return
    if found.without_cases:
        panel(lambda: _told(found, view, say), key="yields")
        return
    with st.expander(say("A second opinion, by yields and routing")):
        panel(lambda: _told(found, view, say), key="yields")


def _model(view: View) -> YieldModel:
    as_of = session.moment()
    return session.remembered(
        "yield model",
        lambda: yield_model(session.store().cursor(), window=view.window, as_of=as_of),
        view.window,
        as_of,
    )


def _told(found: YieldModel, view: View, say: Words) -> str:
    note = say.render(yield_note(found))
    if found.rate is None:
        return heading(say.render(yield_title(found)), note)
    columns = (
        Column(say("Link")),
        Column(say("On time and right first time"), numeric=True),
        Column(say("Of the work passes here"), numeric=True),
        Column(say("If it never missed"), numeric=True),
    )
    weighing = [link for link in found.links if link.effect]
    rows = [_row(link, view, say) for link in weighing[:MOST_ROWS]]
    return "".join(
        (
            heading(say.render(yield_title(found)), note),
            table(columns, rows) if rows else "",
            paragraph("note", " ".join(_notes(found, len(weighing) - len(rows), say))),
        )
    )


def _row(link: LinkYield, view: View, say: Words) -> tuple[object, ...]:
    share = say("{kept} of {n}", kept=say.number(link.kept), n=say.number(link.counted))
    between = say(
        "from {low} to {high}", low=_hundredths(link.low, say), high=_hundredths(link.high, say)
    )
    tied = f" · {say('tied')}" if link.tied else ""
    return (
        link_name(link.link, view, say),
        _with_below(say.percent(link.rate or 0.0), share),
        say.percent(link.passes, 0),
        _with_below(say("+{points} points", points=_hundredths(link.effect, say)), between + tied),
    )


def _hundredths(share: float, say: Words) -> str:
    return say.number(100 * share, 1)


def _with_below(value: str, below: str) -> Html:
    return Html(f'{safe(value)}<span class="sub">{safe(below)}</span>')


def _notes(found: YieldModel, rest: int, say: Words) -> list[str]:
    notes = [say.render(counted_note(found))]
    if found.low is not None and found.high is not None:
        notes.append(
            say(
                "The share that arrives lies between {low} and {high}.",
                low=say.percent(found.low),
                high=say.percent(found.high),
            )
        )
    if rest:
        notes.append(say.plural("{n} more link weighs less.", "{n} more links weigh less.", rest))
    if found.unjudged:
        notes.append(
            say.plural(
                "{n} link has nothing that can be judged and is taken never to miss.",
                "{n} links have nothing that can be judged and are taken never to miss.",
                found.unjudged,
            )
        )
    return notes
