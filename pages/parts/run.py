"""What one run of a page goes by."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kpi.store import Store

Answer = TypeVar("Answer")


@dataclass
class Run:
    """What one run of a page goes by.

    Parameters
    ----------
    store : Store
        What it asks.
    written, revision : int
        In which state the store is.
    place : tuple
        The page and the view that are shown.
    known : dict
        What holds for the whole run: its instant, its words.
    """

    store: Store
    written: int
    revision: int
    place: tuple[Hashable, ...] = ()
    known: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, ask: Callable[[], Answer]) -> Answer:
        """Ask once in this run."""
        if name not in self.known:
            self.known[name] = ask()
        found: Answer = self.known[name]
        return found
