"""The state of the company, read off two facts: the promise outside and the links' verdicts."""

from __future__ import annotations

from collections.abc import Collection

from kpi.chain.model import (
    IN_BALANCE,
    LINKS_NOT_JUDGED,
    OUT_OF_BALANCE,
    OUTSIDE_UNKNOWN,
    STRAINED,
    TARGETS_DO_NOT_ADD_UP,
)


def company_state(outside: str, links: Collection[str]) -> str:
    """Return the state, one of `kpi.chain.STATES`.

    Parameters
    ----------
    outside : str
        The worst verdict over the external customers that can be judged.
    links : collection of str
        The verdict of each link.

    Examples
    --------
    Every light inside is green and the customer outside is lost:

    >>> company_state("broken", ["kept", "kept", "no data"])
    "targets don't add up"
    """
    if outside in ("broken", "at risk"):
        if "broken" in links or "at risk" in links:
            return OUT_OF_BALANCE
        return TARGETS_DO_NOT_ADD_UP if "kept" in links else LINKS_NOT_JUDGED
    if outside == "kept":
        return STRAINED if "broken" in links else IN_BALANCE
    return OUTSIDE_UNKNOWN
