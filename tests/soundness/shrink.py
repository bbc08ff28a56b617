"""The smallest system that still shows a difference, to be worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from .flow import System

CELLS = (
    "promised_at", "delivered_at", "accepted", "returned_at", "rating", "paused_hours",
    "case_due_at", "case_closed_at", "case_kept",
)  # fmt: skip


def smallest(system: System, differs: Callable[[System], bool]) -> System:
    """Drop rows and cells from a system while it still shows the difference."""
    shrinking = True
    while shrinking:
        shrinking = False
        for candidate in _smaller(system):
            if candidate.handoffs and differs(candidate):
                system, shrinking = candidate, True
                break
    return system


def _smaller(system: System) -> Iterator[System]:
    cases = sorted({h.case_id for h in system.handoffs})
    half = len(cases) // 2
    for part in (cases[:half], cases[half:], *([case] for case in cases)):
        kept = tuple(h for h in system.handoffs if h.case_id not in part)
        if kept != system.handoffs:
            yield replace(system, handoffs=kept)
    for name in ("handoffs", "agreements", "parties"):
        rows = getattr(system, name)
        for i in range(len(rows)):
            yield replace(system, **{name: rows[:i] + rows[i + 1 :]})
    for i, handoff in enumerate(system.handoffs):
        emptied: list[dict[str, Any]] = [
            {cell: None} for cell in CELLS if getattr(handoff, cell) is not None
        ]
        for change in [*emptied, *([{"service": ""}] if handoff.service else [])]:
            changed = replace(handoff, **change)
            yield replace(
                system, handoffs=(*system.handoffs[:i], changed, *system.handoffs[i + 1 :])
            )
