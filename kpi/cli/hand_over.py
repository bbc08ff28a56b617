"""Hand files to the process that has the store open, and wait for its answer."""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kpi.intake.inbox import Request, answer_in, inbox_of, is_taken, leave
from kpi.store import StoreHeldError

# Seconds: a dashboard looks into its inbox every two; a large file may load for long.
UNTIL_TAKEN, UNTIL_DONE, BETWEEN_LOOKS = 15.0, 3600.0, 0.2


def hand_over(
    held: StoreHeldError, source: Path, request: Request, *, mapping: Path | None
) -> dict[str, Any]:
    """Leave a file in the store's inbox and return the report of its load.

    Raises
    ------
    StoreHeldError
        The one given, if whoever has the store open does not take the file, or does not finish.
    """
    inbox = inbox_of(held.location)
    if inbox is None or not source.is_file():
        raise held
    folder = leave(inbox, source, request, name=uuid.uuid4().hex, mapping=mapping)
    try:
        if not _within(UNTIL_TAKEN, lambda: is_taken(folder)):
            raise held
        if not _within(UNTIL_DONE, lambda: answer_in(folder) is not None):
            raise held
        answer = answer_in(folder)
        return answer if answer is not None else {}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _within(seconds: float, happened: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(BETWEEN_LOOKS)
    return True
