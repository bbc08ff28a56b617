"""Event logs → handoffs, and loads as assertions, read naively from the text (§4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

# --- Event logs ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Event:
    """One row of an event log; an unknown party is ''."""

    case_id: str
    party: str
    at: datetime
    activity: str = ""
    due: datetime | None = None
    resolved: datetime | None = None
    closed: datetime | None = None
    kept: bool | None = None


NOBODY = "⟨unknown party⟩"


class Derived(NamedTuple):
    """A handoff derived from events, without its id."""

    supplier: str
    customer: str
    requested_at: datetime
    delivered_at: datetime | None
    returned_at: datetime | None
    case_due_at: datetime | None
    case_closed_at: datetime | None
    case_kept: bool | None


@dataclass
class Holding:
    """A stretch of consecutive events of one party."""

    party: str
    began: datetime
    rejected: list[datetime] = field(default_factory=list)


def holdings(events: Iterable[Event], rejections: frozenset[str]) -> list[Holding]:
    """Who held the case when: an event of an unknown party changes nothing.

    A case that nobody known ever held is owed by one unknown party, so that its outcome counts (the
    text leaves this open).
    """
    found: list[Holding] = []
    events = list(events)
    if not any(e.party for e in events):
        return [Holding(NOBODY, events[0].at)]
    for event in events:
        if not event.party:
            continue
        if not found or found[-1].party != event.party:
            found.append(Holding(event.party, event.at))
        if event.activity in rejections:
            found[-1].rejected.append(event.at)
    return found


def derive(
    events: Iterable[Event], end_customer: str, rejections: frozenset[str] = frozenset()
) -> list[Derived]:
    """Derive a case's handoffs from its events, which come in the order they were first held.

    Each change of party is a handoff, from the first event of the holding to the first of the next.
    The last holder owes the case to the external customer: delivered at the case's end, which is
    resolved, or closed where resolved is missing or before the holding began; open while there is
    none. That end is also the given close of the case. A rejection returns the handoff that brought
    the case to the party that rejects. Case cells are those of the last event.
    """
    ordered = sorted(events, key=lambda e: e.at)  # stable: equal times keep their position
    if not ordered:
        return []
    cells = ordered[-1]
    held = holdings(ordered, rejections)
    end = _end(cells, held[-1].began)
    out = []
    for number, holding in enumerate(held):
        following = held[number + 1] if number + 1 < len(held) else None
        out.append(
            Derived(
                holding.party,
                following.party if following else end_customer,
                holding.began,
                following.began if following else end and max(end, holding.began),
                min(following.rejected, default=None) if following else None,
                cells.due,
                end,
                cells.kept,
            )
        )
    return out


def _end(cells: Event, began: datetime) -> datetime | None:
    """Resolved, or closed where resolved is missing or before the last holding began.

    A close before the holding began ends it at once (the text leaves this open): a handoff is never
    delivered before it was requested.
    """
    if cells.resolved is not None and cells.resolved >= began:
        return cells.resolved
    return cells.closed


class EventStore:
    """Standing loads of events; the same event in several loads is one event.

    Identity: case, time, party, activity and ordinal among equals within its load. Position: that
    in the first standing load that holds it. Case cells: each as the latest standing load that
    filled it says.
    """

    def __init__(self) -> None:
        self.loads: dict[int, list[Event]] = {}

    def standing(self) -> dict[str, list[Event]]:
        """Every case's events, in order of position."""
        first: dict[tuple[object, ...], tuple[int, int]] = {}
        cells: dict[tuple[object, ...], Event] = {}
        for load, events in sorted(self.loads.items()):
            seen: dict[tuple[object, ...], int] = {}
            for line, event in enumerate(events):
                same = (event.case_id, event.at, event.party, event.activity)
                key = (*same, seen.setdefault(same, 0))
                seen[same] += 1
                first.setdefault(key, (load, line))
                cells[key] = _overlay(cells.get(key), event)
        cases: dict[str, list[Event]] = {}
        for _, identity in sorted((place, key) for key, place in first.items()):
            cases.setdefault(cells[identity].case_id, []).append(cells[identity])
        return cases


def _overlay(old: Event | None, new: Event) -> Event:
    if old is None:
        return new
    return Event(
        new.case_id,
        new.party,
        new.at,
        new.activity,
        *(
            getattr(old, cell) if getattr(new, cell) is None else getattr(new, cell)
            for cell in ("due", "resolved", "closed", "kept")
        ),
    )


# --- Loads are assertions -----------------------------------------------------------------------

RUNNING = ("paused_hours", "case_closed_at", "case_kept")  # and any attribute
Cells = Mapping[str, str]  # column → canonical text; an empty cell is left out


@dataclass
class Counts:
    """What a load reports."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    ignored: int = 0
    rejected: int = 0
    conflicts: int = 0


class Assertions:
    """What each standing load asserted, row by row."""

    def __init__(self, columns: Iterable[str]) -> None:
        self.known = frozenset(columns)
        self.loads: dict[int, dict[str, Cells]] = {}

    def shown(self) -> dict[str, dict[str, str]]:
        """Rows that a standing load asserts; each cell is that of the latest that filled it."""
        rows: dict[str, dict[str, str]] = {}
        for _, asserted in sorted(self.loads.items()):
            for name, cells in asserted.items():
                rows.setdefault(name, {}).update(cells)
        return rows

    def ingest(
        self, load: int, records: Iterable[tuple[str, Cells]], *, replace: bool = False
    ) -> Counts:
        """Assert a file's records, in order.

        The same id again in the file: an exact copy is ignored, a differing row rejected. A new id
        is new; a filled empty cell or a changed running one updates; another value in another
        filled cell is a conflict, which keeps the whole record out unless replacing was chosen.
        """
        counts, before = Counts(), self.shown()
        mine: dict[str, Cells] = {}
        seen: dict[str, Cells] = {}
        for name, cells in records:
            if name in seen:
                counts.ignored += seen[name] == cells
                counts.rejected += seen[name] != cells
                continue
            seen[name] = cells
            old = before.get(name)
            changed = {c for c in cells if old is not None and old.get(c) != cells[c]}
            clashing = {c for c in changed if old and c in old and not self._running(c)}
            if clashing and not replace:
                counts.conflicts += 1
                continue
            counts.new += old is None
            counts.updated += old is not None and bool(changed)
            counts.unchanged += old is not None and not changed
            mine[name] = cells
        self.loads[load] = mine
        return counts

    def undo(self, load: int) -> None:
        """Remove a load's assertions."""
        del self.loads[load]

    def _running(self, column: str) -> bool:
        return column in RUNNING or column not in self.known
