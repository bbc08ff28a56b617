"""Which charts stand out in the week, among how many, and how many would by luck alone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kpi.agreements import Link
from kpi.chain import LinkEffect
from kpi.verdicts import JUDGED, Listed, Signal, listed, signal_title
from kpi.words import Words
from pages.parts import address, answers, indicator, session
from pages.parts.address import View
from pages.parts.markup import Column, Html, heading, link_name, mark, table
from pages.parts.panel import panel

# A special cause borrows the shape and colour of a verdict.
_LIKE = {"concern": "broken", "improvement": "kept"}


def show(shown: Sequence[LinkEffect], view: View, say: Words) -> None:
    """Show the signals, of the links shown, of those judged or with a share in broken promises."""
    every = answers.signals_of(view.window.week)
    told = session.drawn("stands out", lambda: _told(every, shown, view, say))
    if told:
        panel(told, key="stands out")


def _told(every: Sequence[Signal], shown: Sequence[LinkEffect], view: View, say: Words) -> str:
    matter = {e.link for e in shown if e.verdict in JUDGED or e.broken_share}
    found = listed(every, matter)
    if not found.charts:
        return ""
    note = say(
        "Each chart holds the last complete week against the link’s own weeks before. Had nothing "
        "changed anywhere, luck alone would make about {expected} of {charts} stand out.",
        expected=say.number(found.by_chance, 1),
        charts=found.charts,
    )
    body = table(_columns(say), [_row(charts, view, say) for charts in _by_link(found.signals)])
    return heading(_title(found, say), note) + (body if found.signals else "")


def _title(found: Listed, say: Words) -> str:
    if not found.signals:
        return say("No chart stands out from its own past")
    return say.plural(
        "{n} chart of {charts} stands out from its own past",
        "{n} charts of {charts} stand out from their own past",
        len(found.signals),
        charts=found.charts,
    )


def _by_link(found: Sequence[Signal]) -> list[list[Signal]]:
    """Gather the charts of a link that changed for the worse, and those for the better."""
    gathered: dict[tuple[Link, str], list[Signal]] = {}
    for one in found:
        gathered.setdefault((one.link, one.variation or "concern"), []).append(one)
    return list(gathered.values())


def _columns(say: Words) -> tuple[Column, ...]:
    return (Column(say("Link")), Column(say("Change")), Column(say("Finding")))


def _row(charts: Sequence[Signal], view: View, say: Words) -> tuple[object, ...]:
    link, like = charts[0].link, _LIKE[charts[0].variation or "concern"]
    word = say("worse") if like == "broken" else say("better")
    findings: dict[str, list[str]] = {}
    for one in charts:
        named = (
            f'<a href="{escape(_chart_of(one, view))}">{escape(indicator.name(one.kpi, say))}</a>'
        )
        findings.setdefault(say.render(signal_title(one)), []).append(named)
    told = "".join(
        f'{" · ".join(names)}<span class="sub">{escape(finding)}</span>'
        for finding, names in findings.items()
    )
    return (
        link_name(link, view, say),
        Html(f'<span class="{like}">{mark(like).text}{escape(word)}</span>'),
        Html(f'<div class="why">{told}</div>'),
    )


def _chart_of(one: Signal, view: View) -> str:
    return address.href("link", view, **address.link_params(one.link), kpi=one.kpi)
