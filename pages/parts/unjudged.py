"""What is true without any agreement: volumes, hold times, where cases wait, ping-pong pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from kpi.agreements import Link
from kpi.chain import PROPOSAL_WEEKS, Balance, LinkVolume
from kpi.words import Words
from pages.parts import answers
from pages.parts.address import View
from pages.parts.markup import Column, Html, heading, link_name, mark, table

MOST_LINKS = 6
MOST_PAIRS = 3


def volumes(now: Balance, view: View, say: Words) -> str:
    """Build the table of the links worth an agreement first, or of the busiest ones."""
    if first := agree_first(view, say):
        return first
    busiest = sorted(answers.volumes_of(now.window), key=lambda volume: -volume.delivered)
    if not busiest:
        return heading(say("No handoff in this window"), say("Choose another week above."))
    verdicts = {effect.link: effect.verdict for effect in now.all_links}
    note = say("by deliveries · window of {n} weeks", n=now.window.weeks)
    return heading(say("The busiest links"), note) + _table(busiest, verdicts, view, say)


def agree_first(view: View, say: Words) -> str:
    """Build the table of the links worth an agreement first; nothing where none is left."""
    proposed = answers.proposals_of(view.window.week)
    if not proposed:
        return ""
    note = say(
        "links without agreement, by the time that work waits on them in all: deliveries × median "
        "time · window of {n} weeks",
        n=PROPOSAL_WEEKS,
    )
    return heading(say("Agree on these links first"), note) + _table(proposed, {}, view, say)


def _table(
    volumes: Sequence[LinkVolume], verdicts: Mapping[Link, str], view: View, say: Words
) -> str:
    columns = (
        Column(say("Link")),
        Column(say("Deliveries"), numeric=True),
        Column(say("Held, median"), numeric=True),
        Column(say("In all"), numeric=True),
        Column(say("Open"), numeric=True),
        Column(say("Sent straight back"), numeric=True),
    )
    rows = [
        _row(volume, verdicts.get(volume.link, "no target"), view, say)
        for volume in volumes[:MOST_LINKS]
    ]
    return table(columns, rows)


def _row(volume: LinkVolume, verdict: str, view: View, say: Words) -> Sequence[object]:
    hold = volume.median_hold_hours
    back = volume.sent_back / volume.delivered if volume.delivered else None
    return (
        Html(mark(verdict).text + link_name(volume.link, view, say).text),
        say.number(volume.delivered),
        "–" if hold is None else say.hours(hold),
        "–" if hold is None else say.hours(volume.impact_hours),
        say.number(volume.open),
        "–" if back is None else say.percent(back, 0),
    )


def between_parties(now: Balance, view: View, say: Words) -> str:
    """Build the list of ping-pong pairs and of the parties at which work waits."""
    parts = []
    if now.ping_pong:
        items = "".join(
            _pair(pair.a, pair.b, pair.returns, pair.handoffs, say)
            for pair in now.ping_pong[:MOST_PAIRS]
        )
        parts.append(heading(say("Sent back and forth")) + f'<ul class="plain">{items}</ul>')
    waiting = answers.waiting_of(view.window)
    if waiting and not (now.failing or now.at_risk):
        items = "".join(
            f"<li>{escape(say.party(place.party))} "
            f'<span class="muted">· {say.percent(place.share, 0)}</span></li>'
            for place in waiting[:MOST_PAIRS]
        )
        note = say("part of all the hours that work waited in the window")
        parts.append(heading(say("Where cases wait"), note) + f'<ul class="plain">{items}</ul>')
    return '<div style="height:14px"></div>'.join(parts)


def _pair(a: str, b: str, returns: int, handoffs: int, say: Words) -> str:
    share = say.plural(
        "{n} of {handoffs} went straight back",
        "{n} of {handoffs} went straight back",
        returns,
        handoffs=handoffs,
    )
    return (
        f"<li>{escape(say.party(a))} ⇄ {escape(say.party(b))} "
        f'<span class="muted">· {escape(share)}</span></li>'
    )
