"""What the dashboard does in the background: take in what arrives in the inbox, lend copies."""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kpi.intake.inbox import Arriving, inbox_of, take_in
from kpi.store import Store
from kpi.store.lend import copies_of, lend

# A load under way must not keep readers waiting, so each looks by itself.
BETWEEN_FILES, BETWEEN_COPIES, SECONDS_TO_END = 2.0, 0.5, 5.0

_log = logging.getLogger("eslabon")


def watch(store: Store) -> None:
    """Take in the store's inbox and lend its copies until it is closed; not of one in memory."""
    inbox, copies = inbox_of(store.location), copies_of(store.location)
    if inbox is None or copies is None:
        return
    seen: dict[Path, Arriving] = {}

    def take() -> None:
        nonlocal seen
        seen = take_in(store, inbox, now=datetime.now(UTC), seen=seen)

    _keep_on(store, take, inbox, BETWEEN_FILES)
    _keep_on(store, lambda: lend(store, copies, now=datetime.now(UTC)), copies, BETWEEN_COPIES)


def _keep_on(store: Store, look: Callable[[], None], folder: Path, seconds: float) -> None:
    """Look into a folder again and again until the store is closed."""

    def keep_on() -> None:
        while not store.closed.wait(seconds):
            try:
                look()
            except Exception:
                if not store.closed.is_set():
                    _log.exception("%s could not be looked after", folder)

    thread = threading.Thread(target=keep_on, name=f"eslabon {folder.name}", daemon=True)
    thread.start()

    def leave() -> None:
        store.closed.set()
        thread.join(SECONDS_TO_END)

    # A thread still at work while the program ends would keep the store's connection alive.
    atexit.register(leave)
