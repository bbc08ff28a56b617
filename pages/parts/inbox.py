"""Take in, in the background, what arrives in the store's inbox while the dashboard runs."""

from __future__ import annotations

import atexit
import logging
import threading
from datetime import UTC, datetime
from pathlib import Path

from kpi.intake.inbox import Arriving, inbox_of, take_in
from kpi.store import Store

SECONDS_BETWEEN_LOOKS, SECONDS_TO_END = 2.0, 5.0

_log = logging.getLogger("eslabon")


def watch(store: Store) -> threading.Thread | None:
    """Start to take in the store's inbox until the store is closed; None where it has no inbox."""
    inbox = inbox_of(store.location)
    if inbox is None:
        return None

    def look() -> None:
        seen: dict[Path, Arriving] = {}
        while not store.closed.wait(SECONDS_BETWEEN_LOOKS):
            try:
                seen = take_in(store, inbox, now=datetime.now(UTC), seen=seen)
            except Exception:
                if not store.closed.is_set():
                    _log.exception("The inbox %s could not be taken in", inbox)

    thread = threading.Thread(target=look, name="eslabon inbox", daemon=True)
    thread.start()

    def leave() -> None:
        store.closed.set()
        thread.join(SECONDS_TO_END)

    # A thread still at work while the program ends would keep the store's connection alive.
    atexit.register(leave)
    return thread
