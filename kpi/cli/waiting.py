"""Wait for the process that has the store open, no longer than makes sense."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import click

BETWEEN_LOOKS = 0.2  # seconds
# Whether the owner still lives is told by trying to open the store: its lock goes with it.
BETWEEN_TRIES, UNTIL_TOLD = 2.0, 5.0
Answer = TypeVar("Answer")


def wait_for(
    happened: Callable[[], Answer | None],
    left_behind: Callable[[], Answer | None],
    *,
    seconds: float,
    told: str = "",
) -> Answer | None:
    """Wait for an answer of the owner, or for what it left behind where it has ended.

    Parameters
    ----------
    happened, left_behind : callable
        Look for the one and for the other; None while there is none.
    seconds : float
        After so many the answer is None.
    told : str
        What is said on standard error where it takes a while.
    """
    begun = tried = time.monotonic()
    while (answer := happened()) is None:
        now = time.monotonic()
        if now - begun > seconds:
            return None
        if now - tried > BETWEEN_TRIES:
            tried = now
            # It may have answered and ended since we looked.
            answer = left_behind() if happened() is None else None
            if answer is not None:
                return answer
        if told and now - begun > UNTIL_TOLD:
            click.echo(told, err=True)
            told = ""
        time.sleep(BETWEEN_LOOKS)
    return answer
