"""Which handoffs a KPI counts: the one query behind measurements, verdicts and drill-down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from kpi.measures.asked import LONGEST, reach_of_dues
from kpi.measures.catalogue_of import catalogue
from kpi.measures.clock_tables import HOUR
from kpi.measures.due import instant_sql, some_due_handoffs
from kpi.measures.kpi import Counting, Kpi
from kpi.measures.near import returned_near
from kpi.measures.periods import Window
from kpi.measures.sources import RELATIONS, counted_sources

_ROWS = Path(__file__).with_name("rows.sql").read_text(encoding="utf-8")
_WINDOW = Path(__file__).with_name("window.sql").read_text(encoding="utf-8")
_TARGETS = """
LEFT JOIN window_targets {t}
  ON {t}.supplier = h.supplier AND {t}.customer = h.customer AND {t}.service = h.service
 AND {t}.kpi = '{kpi}'"""
# Requested + T, in the supplier's hours and moved by the pauses.
LIMIT = "h.limit_at"
_LIMITED = f"""(
    SELECT h.* EXCLUDE (allowed),
           CASE WHEN h.clock IS NULL THEN h.requested_at + to_microseconds(allowed)
                ELSE worked_until(a.stretches, h.requested_worked + allowed, h.requested_at)
           END AS limit_at
    FROM (
        SELECT h.*, t.window_label,
               CAST(round((t.target + coalesce(h.paused_hours, 0)) * {HOUR}) AS BIGINT) AS allowed
        FROM {{handoffs}} h
        {{targets}}
        WHERE t.target IS NOT NULL
    ) h
    LEFT JOIN clock_aims a
      ON a.clock = h.clock AND a.part = clock_part(h.requested_worked + h.allowed)
)"""


def against_target(counting: Counting) -> Counting:
    """Return how a percentile is judged: as a due time of requested + T, T the link's target.

    One of other numbers than lead times: by those that keep the target.
    """
    if counting.within_target is not None:
        return replace(
            counting,
            kind="share",
            candidate=f"t.target IS NOT NULL AND {counting.candidate}",
            good=counting.within_target,
        )
    return replace(
        counting,
        kind="share",
        candidate=f"t.target IS NOT NULL AND {LIMIT} <= h.as_of",
        belongs_at=LIMIT,
        good=f"coalesce(h.delivered_at <= {LIMIT}, false)",
    )


def rows_in_window(kpi: Kpi, counting: Counting) -> str:
    """Return the SQL for the handoffs of windows; needs `prepare_windows` on the cursor."""
    in_part = part_of_window(counting, "coalesce(t.counts_from, w.starts)")
    if counting.belongs_at == LIMIT:
        in_part += " AND h.window_label = w.label"
    relation = RELATIONS[counting.source].of_window
    if counting.belongs_at == LIMIT:
        relation = _LIMITED.format(handoffs=relation, targets=_TARGETS.format(t="t", kpi=kpi.id))
    return _fill(counting, relation, "window_span", in_part, targets_joined(kpi))


def targets_joined(kpi: Kpi, name: str = "t") -> str:
    """Return the join of rows ``h`` and windows ``w`` with the KPI's targets in them."""
    return _TARGETS.format(t=name, kpi=kpi.id) + f" AND {name}.window_label = w.label"


def part_of_window(counting: Counting, since: str) -> str:
    """Return the condition that a row belongs to a window ``w``, from some instant in it on."""
    if counting.kind == "snapshot":
        return "true"
    return f"{counting.belongs_at} >= {since} AND {counting.belongs_at} < w.ends"


def rows_in_weeks(counting: Counting, relation: str) -> str:
    """Return the SQL for the handoffs of many weeks; needs the temp table ``periods``.

    Parameters
    ----------
    relation : str
        Where the rows are found, see `kpi.measures.asked.asked_rows`.
    """
    in_week = f"date_trunc('week', {counting.belongs_at}) = w.starts"
    return _fill(counting, relation, "periods", in_week, "")


def rows_under_target(kpi: Kpi, counting: Counting, relation: str) -> str:
    """Return the SQL for the handoffs of many weeks under the target of ``window_targets``.

    Needs `prepare_targets` and, after it, the temp table ``periods``; links without a target are
    left out, and so is what belongs to a time before it came into force.
    """
    at = counting.belongs_at
    in_week = f"t.target IS NOT NULL AND w.ends > t.since AND {at} >= t.since"
    in_week += f" AND date_trunc('week', {at}) = w.starts"
    if counting.kind == "snapshot":
        in_week = "t.target IS NOT NULL AND w.ends > t.since"
    targets = _TARGETS.format(t="t", kpi=kpi.id)
    if counting.belongs_at == LIMIT:
        relation = _LIMITED.format(handoffs=relation, targets=targets)
    return _fill(counting, relation, "periods", in_week, targets)


def prepare_targets(
    cursor: duckdb.DuckDBPyConnection, windows: Sequence[Window], as_of: datetime
) -> None:
    """Create the counted sources on this cursor, and what is agreed for some windows.

    ``window_span``: a row for each, its ``label`` the place among them; ``window_targets``: the
    targets that count in each, by ``window_label``.
    """
    counted_sources(cursor, as_of)
    span, targets = _WINDOW.split(";\n\n")[:2]
    cursor.execute(
        span,
        {
            "labels": [str(place) for place in range(len(windows))],
            "starts": [window.start for window in windows],
            "ends": [window.end for window in windows],
            "as_of": as_of,
        },
    )
    cursor.execute(targets)


def prepare_windows(
    cursor: duckdb.DuckDBPyConnection, windows: Sequence[Window], as_of: datetime
) -> None:
    """Create the counted sources and the temp tables of some windows on this cursor.

    Those of `prepare_targets`, and ``window_handoffs``: the rows of ``due_handoffs`` that the
    windows can look at; ``window_course``: the cases delivered in them;
    ``window_returns``: what came back, as far as its repair can be due in them.
    """
    prepare_targets(cursor, windows, as_of)
    clocks, handoffs, cases, course = _WINDOW.split(";\n\n")[2:]
    cursor.execute(clocks)
    percentiles = [
        kpi.id
        for kpi in catalogue(cursor).values()
        if kpi.counting.kind == "percentile" and kpi.counting.within_target is None
    ]
    seen = some_due_handoffs(cursor, as_of, only=_can_be_seen(cursor, windows, as_of))
    cursor.execute(handoffs.format(seen=seen), {"percentiles": percentiles})
    cursor.execute(cases)
    of_cases = "case_id IN (FROM window_cases)"
    cursor.execute(course.format(followed=some_due_handoffs(cursor, as_of, only=of_cases)))
    first, end = min(w.start for w in windows), max(w.end for w in windows)
    returns = returned_near(cursor, first, end, as_of=as_of)
    cursor.execute(f"CREATE OR REPLACE TEMP VIEW window_returns AS {returns}")


def _can_be_seen(
    cursor: duckdb.DuckDBPyConnection, windows: Sequence[Window], as_of: datetime
) -> str:
    """Return which stored rows windows can look at, so that no due is computed of the others."""
    reach, back = reach_of_dues(cursor)
    if reach is None:
        return "true"
    longest = cursor.execute("SELECT coalesce(max(target), 0) FROM window_targets").fetchall()[0][0]
    if longest > LONGEST:
        return "true"
    first, end = min(w.start for w in windows), max(w.end for w in windows)
    since = instant_sql(first - reach - timedelta(hours=longest))
    starts, until = instant_sql(min(first, as_of)), instant_sql(end + back)
    return (
        f"least(requested_at, promised_at) < {until} AND (delivered_at IS NULL"
        f" OR delivered_at >= {starts} OR promised_at >= {starts} OR requested_at >= {since})"
    )


def _fill(counting: Counting, handoffs: str, spans: str, in_span: str, targets: str) -> str:
    return _ROWS.format(
        belongs_at=counting.belongs_at,
        counted=counting.counted,
        good=counting.good,
        value=counting.value,
        candidate=counting.candidate,
        handoffs=handoffs,
        spans=spans,
        targets=targets,
        in_span=in_span,
    )
