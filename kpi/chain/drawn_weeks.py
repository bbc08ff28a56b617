"""The links of several weeks together, so that one arrangement serves them all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb

from kpi.agreements.links import Link
from kpi.chain.model import Balance, LinkEffect
from kpi.measures import Week, Window, due_handoffs
from kpi.measures.near import asked_or_due

WEEKS = 13  # that one arrangement serves: a quarter
_HANDOFFS = Path(__file__).with_name("window_handoffs.sql").read_text(encoding="utf-8")


def weeks_together(week: Week, latest: Week) -> tuple[Week, ...]:
    """Return the weeks drawn in one arrangement with a week, the first one first.

    Parameters
    ----------
    week : Week
        The one to show.
    latest : Week
        The last complete one: blocks of 13 weeks are counted back from it.

    Examples
    --------
    >>> latest = Week.parse("2026-W12")
    >>> [together[-1].label for together in (
    ...     weeks_together(latest, latest),
    ...     weeks_together(Week.parse("2026-W01"), latest),
    ...     weeks_together(Week.parse("2025-W51"), latest),
    ...     weeks_together(Week.parse("2026-W13"), latest),
    ... )]
    ['2026-W12', '2026-W12', '2025-W51', '2026-W13']
    """
    back = (latest.monday - week.monday).days // 7
    last = week if back < 0 else latest.shift(-WEEKS * (back // WEEKS))
    return tuple(last.shift(n - WEEKS + 1) for n in range(WEEKS))


def effects_together(
    cursor: duckdb.DuckDBPyConnection, *, last: Balance, as_of: datetime
) -> tuple[LinkEffect, ...]:
    """Return every link that a window of the 13 weeks holds, to arrange them all at once.

    Parameters
    ----------
    last : Balance
        Of the last of the weeks: its verdicts and shares say which links need room for a label.

    Returns
    -------
    tuple of LinkEffect
        With the handoffs requested or due in any of the windows, sorted by link.
    """
    first = Window(last.window.week.shift(1 - WEEKS), last.window.weeks)
    due_handoffs(cursor, as_of)
    span = {"first": first.start, "last": last.window.end}
    seen = asked_or_due(cursor, first.start, last.window.end, as_of=as_of)
    rows = cursor.execute(_HANDOFFS.format(seen=seen), span).fetchall()
    known = {effect.link: effect for effect in last.all_links}
    found = []
    for supplier, customer, service, handoffs, _ in rows:
        link = Link(supplier, customer, service)
        unseen = LinkEffect(link=link, verdict="no target", verdicts=(), handoffs=0)
        found.append(replace(known.get(link, unseen), handoffs=handoffs))
    return tuple(sorted(found, key=lambda effect: effect.link))
