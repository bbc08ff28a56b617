"""What changed in what links have agreed: targets and lead times in force, then and now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from kpi.agreements import Link, lead_times_in_force, targets_in_force
from kpi.chain.change import Change, Kind, names
from kpi.chain.spoken import spoken_value
from kpi.measures import Kpi
from kpi.words import N_, Hours, Message

LEAD_TIME = ""  # stands where a KPI would: the agreed lead time concerns them all

_LEAD_TIME_NAME = N_("Lead time")
# What every link has agreed at one instant: link and KPI -> target in the KPI's unit; link and
# `LEAD_TIME` -> hours.
Agreed = Mapping[tuple[Link, str], float]


def agreed_at(cursor: duckdb.DuckDBPyConnection, moment: datetime) -> Agreed:
    """Return the targets and lead times that count at an instant."""
    targets = {(found.link, found.kpi): found.target for found in targets_in_force(cursor, moment)}
    times = lead_times_in_force(cursor, moment)
    return targets | {(link, LEAD_TIME): hours for link, hours in times.items()}


@dataclass(frozen=True)
class Speaking:
    """What is known of KPIs and links beside the numbers agreed.

    Parameters
    ----------
    kpis : mapping
        Id -> KPI; numbers of others are not told.
    working : collection of str
        Suppliers whose hours are of a calendar.
    verdicts, weights : mapping
        Link -> its verdict, and what it decides of the broken promises.
    """

    kpis: Mapping[str, Kpi]
    working: Collection[str] = ()
    verdicts: Mapping[Link, str] = field(default_factory=dict)
    weights: Mapping[Link, float] = field(default_factory=dict)

    def name(self, kpi: str) -> Message:
        """Name a KPI, or the lead time."""
        return Message(_LEAD_TIME_NAME if kpi == LEAD_TIME else self.kpis[kpi].name)

    def value(self, link: Link, kpi: str, number: float | None) -> object:
        """Write an agreed number of a link."""
        working = link.supplier in self.working
        if kpi == LEAD_TIME:
            return "–" if number is None else Hours(number, working=working)
        return spoken_value(self.kpis[kpi], number, working=working)

    def order(self, kpi: str) -> int:
        """Say where a KPI stands in the catalogue; the lead time comes last."""
        return len(self.kpis) if kpi == LEAD_TIME else list(self.kpis).index(kpi)


def term_changes(now: Agreed, before: Agreed, speaking: Speaking) -> Iterator[Change]:
    """Find what links agreed anew, for the first time, or no longer.

    Parameters
    ----------
    now, before : mapping
        As `agreed_at` gives them for the ends of two windows.

    Examples
    --------
    >>> from kpi.measures import KPIS
    >>> link = Link("Compras", "Almacén")
    >>> was, now = {(link, "on_time_rate"): 0.92}, {(link, "on_time_rate"): 0.95}
    >>> [change] = term_changes(now, was, Speaking(KPIS))
    >>> change.kind, str(change.message)
    ('renegotiated', 'Compras → Almacén agreed anew: On time from 92% to 95%')
    """
    first: dict[Link, list[str]] = {}
    over: dict[Link, list[str]] = {}
    for link, kpi in sorted(now.keys() | before.keys()):
        if kpi != LEAD_TIME and kpi not in speaking.kpis:
            continue
        old, new = before.get((link, kpi)), now.get((link, kpi))
        if old is None:
            first.setdefault(link, []).append(kpi)
        elif new is None:
            over.setdefault(link, []).append(kpi)
        elif old != new:
            yield _change("renegotiated", link, [kpi], (old, new), speaking)
    for link, kpis in first.items():
        yield _grouped("agreed", link, kpis, now, speaking)
    for link, kpis in over.items():
        yield _grouped("ended", link, kpis, before, speaking)


def _grouped(kind: Kind, link: Link, kpis: list[str], agreed: Agreed, speaking: Speaking) -> Change:
    kpis.sort(key=speaking.order)
    number = agreed[link, kpis[0]]
    numbers = (None, number) if kind == "agreed" else (number, None)
    return _change(kind, link, kpis, numbers, speaking)


def _change(
    kind: Kind,
    link: Link,
    kpis: list[str],
    numbers: tuple[float | None, float | None],
    speaking: Speaking,
) -> Change:
    values: dict[str, object] = {
        **names(link),
        "n": len(kpis),
        "kpi": speaking.name(kpis[0]),
        "old": speaking.value(link, kpis[0], numbers[0]),
        "new": speaking.value(link, kpis[0], numbers[1]),
    }
    old, new = numbers if len(kpis) == 1 else (None, None)
    return Change(
        kind=kind,
        **link._asdict(),
        kpis=tuple(kpi for kpi in kpis if kpi != LEAD_TIME),
        before=old,
        after=new,
        verdict=speaking.verdicts.get(link, "no target"),
        weight=speaking.weights.get(link, 0.0),
        message=_sentence(kind, values),
    )


def _sentence(kind: Kind, values: dict[str, object]) -> Message:
    if kind == "agreed":
        return Message(
            "{supplier} → {customer} now has a target: {kpi} {new}",
            values,
            many="{supplier} → {customer} now has {n} targets, among them {kpi} {new}",
        )
    if kind == "ended":
        return Message(
            "{supplier} → {customer} no longer has a target: {kpi} was {old}",
            values,
            many="{supplier} → {customer} no longer has {n} targets, among them {kpi} {old}",
        )
    return Message("{supplier} → {customer} agreed anew: {kpi} from {old} to {new}", values)
