"""Hand files to the process that has the store open, and wait for its answer."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from kpi.cli.waiting import wait_for
from kpi.intake.inbox import Request, answer_in, inbox_of, is_taken, leave, load_since
from kpi.store import StoreError, StoreHeldError, open_store
from kpi.words import Message, words_for

# Seconds: a dashboard looks into its inbox every two; a large file may load for long.
UNTIL_TAKEN, UNTIL_DONE = 15.0, 3600.0


class OwnerGoneError(StoreError):
    """Whoever had the store open ended before it answered; nothing was loaded."""


def hand_over(
    held: StoreHeldError,
    source: Path,
    request: Request,
    *,
    mapping: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """Leave a file in the store's inbox and return the report of its load.

    Parameters
    ----------
    now : datetime
        The present, with a zone.

    Raises
    ------
    StoreHeldError
        The one given, if whoever has the store open does not take the file, or does not finish.
    OwnerGoneError
        If it ended before it loaded the file.
    """
    inbox = inbox_of(held.location)
    if inbox is None or not source.is_file():
        raise held
    folder = leave(inbox, source, request, name=uuid.uuid4().hex, mapping=mapping)

    def left_behind() -> dict[str, Any] | None:
        return _left_behind(held.location, source, request, since=now)

    try:
        answer = wait_for(
            lambda: {} if is_taken(folder) else None, left_behind, seconds=UNTIL_TAKEN
        )
        if answer == {}:
            say = words_for(request.language)
            waiting = say(
                "{file} was taken by the program that has the store open; waiting for it…",
                file=request.name,
            )
            answer = wait_for(
                lambda: answer_in(folder), left_behind, seconds=UNTIL_DONE, told=waiting
            )
        if answer is None:
            raise held
        return answer
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _left_behind(
    location: str, source: Path, request: Request, *, since: datetime
) -> dict[str, Any] | None:
    """Return the report that an owner that has ended left in the store; None while it lives.

    Raises
    ------
    OwnerGoneError
        If it ended without having loaded the file.
    """
    try:
        with open_store(location) as store:
            report = load_since(store, source, request, since=since)
    except StoreHeldError:
        return None
    if report is None:
        raise OwnerGoneError(
            Message(
                "The program that had the store open ended before it loaded {file}. Nothing of it "
                "was loaded: run the command again.",
                {"file": request.name},
            )
        )
    return report.as_json(words_for(request.language))
