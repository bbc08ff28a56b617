"""How good the loaded data are, and how each load compares."""

from __future__ import annotations

from html import escape

from kpi.intake import LoadEntry, lacking, list_loads, similar_parties
from kpi.words import Words
from pages.parts import session
from pages.parts.markup import Column, facts, heading, table
from pages.parts.panel import panel

MOST_NAMES = 10
MOST_LOADS = 8


def show(say: Words) -> None:
    """Show what handoffs lack, what the loads kept out, and names that look alike."""
    found = session.remembered("lacking", lambda: lacking(session.store().cursor()))
    if not found.handoffs:
        return
    alike = session.remembered("alike", lambda: similar_parties(session.store().cursor()))
    loads = session.remembered("loads", lambda: list_loads(session.store().cursor()))
    standing = [entry for entry in loads if entry.stands and entry.records]
    lines = [
        _fact(say("Without a promise of their own"), found.without_promise, found.handoffs, say),
        _fact(say("Delivered, not judged by the customer"), found.unjudged, found.delivered, say),
        _fact(
            say("Rejected or in conflict, in all standing loads"),
            sum(_kept_out(entry) for entry in standing),
            sum(entry.records for entry in standing),
            say,
        ),
    ]
    note = say("what the verdicts rest on")
    panel(
        heading(say("How good the data are"), note) + facts(lines) + _by_load(standing, say)
        + _names(alike, say),
        key="quality",
    )  # fmt: skip


def _fact(name: str, part: int, whole: int, say: Words) -> tuple[str, str, str]:
    share = say.percent(part / whole) if whole else "–"
    below = say("{part} of {whole}", part=part, whole=whole)
    return name, share, below


def _kept_out(entry: LoadEntry) -> int:
    return entry.rejected_records + entry.conflict_records


def _by_load(loads: list[LoadEntry], say: Words) -> str:
    """Show the share kept out of each load, the latest first, where any kept something out."""
    shown = loads[:MOST_LOADS]
    if not any(_kept_out(entry) for entry in shown):
        return ""
    columns = (
        Column(say("Load")),
        Column(say("File")),
        Column(say("Rejected or in conflict"), numeric=True),
        Column(say("Share"), numeric=True),
    )
    rows = [
        (
            str(entry.load),
            entry.file_name,
            say.number(_kept_out(entry)),
            say.percent(_kept_out(entry) / entry.records),
        )
        for entry in shown
    ]
    return table(columns, rows)


def _names(alike: tuple[tuple[str, ...], ...], say: Words) -> str:
    if not alike:
        return ""
    groups = "; ".join("“" + "”, “".join(names) + "”" for names in alike[:MOST_NAMES])
    told = say.plural(
        "{n} group of names may be the same party: {names}. Nothing was merged.",
        "{n} groups of names may be the same party: {names}. Nothing was merged.",
        len(alike),
        names=groups,
    )
    return f'<p class="warning">{escape(told)}</p>'
