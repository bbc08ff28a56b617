"""Which finished actions a week tells of for the first time: they showed, or made it worse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import duckdb

from kpi.measures import Week
from kpi.relations import Action, actions, change_line, prove
from kpi.relations.proof import MOST_WEEKS
from kpi.weekly.edition import Said

_VERDICTS = {"better": "kept", "worse": "broken"}


def proved_in(cursor: duckdb.DuckDBPyConnection, week: Week, as_of: datetime) -> tuple[Said, ...]:
    """Return a sentence for each action of which a week tells what the week before did not.

    Parameters
    ----------
    as_of : datetime
        Both weeks are told as of the same instant, like the other changes.

    Notes
    -----
    Only of actions that name the KPI they aim at: which one to hold the others to takes the
    verdicts of every link. Replaces temp tables, as `kpi.measures.measure` does.
    """
    return tuple(_told(cursor, week, as_of))


def _told(cursor: duckdb.DuckDBPyConnection, week: Week, as_of: datetime) -> Iterator[Said]:
    at = min(as_of, week.end - timedelta(microseconds=1))
    for action in actions(cursor, as_of=at):
        if not _may_tell(action, week):
            continue
        now = prove(cursor, action, as_of=as_of, until=week)
        if now is None or now.outcome not in _VERDICTS:
            continue
        before = prove(cursor, action, as_of=as_of, until=week.shift(-1))
        if before is None or before.outcome != now.outcome:
            yield Said(_VERDICTS[now.outcome], change_line(now), action.link)


def _may_tell(action: Action, week: Week) -> bool:
    """Whether the action was done in one of the weeks whose effect may show in this one."""
    if action.status != "done" or action.done_on is None or not action.kpi:
        return False
    done = Week.of(action.done_on)
    return done < week <= done.shift(MOST_WEEKS)
