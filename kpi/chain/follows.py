"""The performance directly-follows graph of event logs: what follows what, and after how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb

_FOLLOWS = Path(__file__).with_name("follows.sql").read_text(encoding="utf-8")

Step = Literal["party", "activity"]
_NEVER_YET, _FOR_EVER = datetime(1, 1, 1), datetime(9999, 12, 31)


@dataclass(frozen=True)
class Follows:
    """One step that directly follows another in cases.

    Parameters
    ----------
    step, next_step : str
        Parties or activities, as the log names them; the same where one acted twice running.
    times : int
        How often.
    mean_hours, median_hours : float
        Elapsed hours from the one event to the next.
    """

    step: str
    next_step: str
    times: int
    mean_hours: float
    median_hours: float


def directly_follows(
    cursor: duckdb.DuckDBPyConnection,
    *,
    as_of: datetime,
    by: Step = "party",
    first: datetime = _NEVER_YET,
    last: datetime = _FOR_EVER,
) -> tuple[Follows, ...]:
    """Return what directly follows what in the event logs of the store, the most frequent first.

    Parameters
    ----------
    by : str
        Whether ``party`` or ``activity`` are the steps; events that do not name it are passed over.
    first, last : datetime
        Only what followed in ``[first, last)``; all by default.

    Notes
    -----
    Handoffs that were loaded as such have no events and are not in it: their waits are the hold
    times of their links. Cost: one sort of the events.

    References
    ----------
    van der Aalst (2019), A practitioner's guide to process mining: limitations of the
    directly-follows graph, Procedia Computer Science 164, 321–328: it shows what happens, and may
    show orders that no case took.
    """
    values = {"as_of": as_of, "first": first, "last": last}
    # The steps are columns of ours, never what a user typed.
    query = _FOLLOWS.format(step={"party": "party", "activity": "activity"}[by])
    return tuple(Follows(*row) for row in cursor.execute(query, values).fetchall())
