"""Choose the links that the meeting should talk about, at most three."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import duckdb

from kpi.agreements import Link
from kpi.chain import PROPOSAL_WEEKS, Balance, LinkEffect, LinkVolume, propose_first
from kpi.chain.pairs import Party
from kpi.measures import catalogue, supplier_clocks
from kpi.verdicts import JUDGED, Signal, Verdict
from kpi.weekly.link_card import ActionDue, Card, CardKind, Measured

MOST_CARDS = 3


def cards_of(
    cursor: duckdb.DuckDBPyConnection,
    balance: Balance,
    parties: Mapping[str, Party],
    as_of: datetime,
    *,
    signals: Iterable[Signal] = (),
    actions: Iterable[ActionDue] = (),
) -> tuple[Card, ...]:
    """Return the links of the picture: see `kpi.weekly.link_card.CardKind`.

    Parameters
    ----------
    signals : iterable of Signal
        Of the week, for the weeks of each card's KPI.
    actions : iterable of ActionDue
        Open ones, the most pressing first.
    """
    read = _Reader(cursor, signals, actions)
    chosen: list[tuple[CardKind, LinkEffect]] = [("failing", e) for e in balance.failing]
    chosen += [("at risk", e) for e in balance.at_risk]
    if chosen:
        return tuple(_card(k, e, parties, read) for k, e in chosen[:MOST_CARDS])
    if not any(effect.verdict in JUDGED for effect in balance.all_links):
        proposed = propose_first(cursor, balance.window.week, as_of)
        return tuple(_proposal(volume, parties, read) for volume in proposed[:MOST_CARDS])
    deciding = sorted(
        (e for e in balance.all_links if e.broken_share > 0), key=lambda e: -e.broken_share
    )
    return tuple(_card("watch", e, parties, read) for e in deciding[:MOST_CARDS])


class _Reader:
    """Knows what belongs to a link: the name and unit of its KPI, its weeks, its next action."""

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        signals: Iterable[Signal],
        actions: Iterable[ActionDue],
    ) -> None:
        self.signals = {(one.link, one.kpi): one for one in signals}
        self.actions: dict[Link, ActionDue] = {}
        for action in actions:
            self.actions.setdefault(action.link, action)
        self.catalogue = catalogue(cursor)
        self.working = {clock.supplier for clock in supplier_clocks(cursor)}

    def measured(self, verdict: Verdict) -> Measured:
        entry = self.catalogue.get(verdict.kpi)
        unit = "number" if entry is None else str(entry.unit)
        # A company's own hours are whatever its column says.
        ours = entry is not None and entry.definition is None
        if unit == "hours" and ours and verdict.link.supplier in self.working:
            unit = "working hours"
        series = self.signals.get((verdict.link, verdict.kpi))
        return Measured(
            kpi=verdict.kpi,
            name=verdict.kpi if entry is None else entry.name,
            unit=unit,
            value=verdict.value,
            target=verdict.target,
            n=verdict.n,
            good=verdict.good,
            verdict=verdict.verdict,
            agreement=verdict.agreement,
            version=verdict.version,
            weeks=() if series is None else tuple(point.value for point in series.points),
        )


def _card(kind: CardKind, effect: LinkEffect, parties: Mapping[str, Party], read: _Reader) -> Card:
    late = effect.own_minutes + effect.inherited_minutes
    own = effect.own_minutes / late if late and not effect.cannot_inherit else None
    worst = next((v for v in effect.verdicts if v.verdict == effect.verdict), None)
    supplier = parties.get(effect.link.supplier)
    return Card(
        kind=kind,
        link=effect.link,
        verdict=effect.verdict,
        handoffs=effect.handoffs,
        broken_share=effect.broken_share,
        effect=effect.effect,
        cases_saved=effect.cases_saved,
        own_share=own,
        cannot_inherit=effect.cannot_inherit,
        measured=read.measured(worst) if worst is not None and worst.judged else None,
        owner=supplier.owner if supplier else "",
        action=read.actions.get(effect.link),
    )


def _proposal(volume: LinkVolume, parties: Mapping[str, Party], read: _Reader) -> Card:
    supplier = parties.get(volume.link.supplier)
    return Card(
        kind="agree first",
        link=volume.link,
        verdict="no target",
        handoffs=volume.delivered,
        weeks=PROPOSAL_WEEKS,
        owner=supplier.owner if supplier else "",
        hold_hours=volume.median_hold_hours,
        open=volume.open,
        action=read.actions.get(volume.link),
    )
