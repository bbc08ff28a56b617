"""The SQL that measures many KPIs over many periods, with one scan for those that can share it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

import duckdb

from kpi.measures.aggregates import LINK, Named, good_sql, value_sql
from kpi.measures.asked import Asked, asked_rows
from kpi.measures.due import instant_sql, some_due_handoffs
from kpi.measures.kpi import Kpi

_BATCH = """
WITH seen AS (
    SELECT {link}, w.number AS period, {columns}
    FROM {rows} h
    JOIN periods w ON {in_period}
    WHERE ({candidates}) {asked}
), measured AS (
    SELECT {link}, period, {aggregates} FROM seen GROUP BY ALL
)
{parts}"""
_PART = """SELECT {link}, period, '{kpi}' AS kpi, {value}::DOUBLE AS value, {n} AS n, {good} AS good
FROM measured WHERE {n} > 0"""
# Most links had a promise lately: only of the others the first due time must be looked for.
_LATELY = """
CREATE OR REPLACE TEMP TABLE lately_promised AS
SELECT DISTINCT {link} FROM handoffs
WHERE promised_at IS NOT NULL AND requested_at >= {since} AND requested_at <= {until} {asked}"""
_OTHERS = """
CREATE OR REPLACE TEMP TABLE other_links AS
SELECT DISTINCT {link} FROM handoffs ANTI JOIN lately_promised USING ({link})
WHERE true {asked}"""
_QUARTER = timedelta(weeks=13)
# A link without anything open has a backlog of 0, once it ever had a handoff with a due time.
# What has a promise has a due: only of the others the agreed time must be known.
_QUIET = """
SELECT {link}, number AS period, '{kpi}' AS kpi, 0.0 AS value, 0 AS n, 0 AS good
FROM (
    SELECT {link}, {until} AS first_due FROM lately_promised WHERE true {asked}
    UNION ALL
    SELECT {link}, min(requested_at) AS first_due
    FROM (
        SELECT {link}, requested_at FROM handoffs SEMI JOIN other_links USING ({link})
        WHERE promised_at IS NOT NULL AND requested_at < {end} AND requested_at <= {as_of}
        UNION ALL
        SELECT {link}, requested_at FROM ({unpromised}) WHERE due IS NOT NULL
    )
    WHERE true {asked} GROUP BY ALL
) dated
JOIN periods ON first_due <= last_instant
ANTI JOIN (FROM measured WHERE {n} > 0) m
  ON m.supplier = dated.supplier AND m.customer = dated.customer AND m.service = dated.service
 AND m.period = number"""


def measured_sql(cursor: duckdb.DuckDBPyConnection, time: Asked, kpis: Iterable[Kpi]) -> str:
    """Return the SQL of link, kpi, period, value, n and good, sorted by the first five."""
    batches: dict[tuple[str, str, bool], list[Kpi]] = {}
    for kpi in kpis:
        counting = kpi.counting
        key = (counting.source, counting.belongs_at, counting.kind == "snapshot")
        batches.setdefault(key, []).append(kpi)
    parts = " UNION ALL BY NAME ".join(
        f"(FROM ({_batch_sql(cursor, time, batch)}))" for batch in batches.values()
    )
    return f"""
    SELECT {LINK}, kpi, label AS period, value, n, good
    FROM ({parts}) m JOIN periods w ON w.number = m.period
    ORDER BY ALL"""


def _batch_sql(cursor: duckdb.DuckDBPyConnection, time: Asked, kpis: Sequence[Kpi]) -> str:
    """Return the SQL of KPIs that count the same rows at the same instant."""
    first = kpis[0].counting
    columns, aggregates = Named("c"), Named("a")
    parts = [_part(kpi, columns, aggregates, kpis) for kpi in kpis]
    if first.kind == "snapshot":
        in_period = "w.number = h.number"
        until = instant_sql(min(time.first_instant, time.as_of))
        since = instant_sql(time.first - _QUARTER)
        cursor.execute(_LATELY.format(link=LINK, since=since, until=until, asked=time.links))
        cursor.execute(_OTHERS.format(link=LINK, asked=time.links))
        others = f"promised_at IS NULL AND ({LINK}) IN (FROM other_links)"
        unpromised = some_due_handoffs(cursor, time.as_of, only=others)
        parts += [
            _QUIET.format(
                link=LINK,
                kpi=kpi.id,
                until=until,
                end=instant_sql(time.end),
                as_of=instant_sql(time.as_of),
                unpromised=unpromised,
                asked=time.links,
                n=aggregates.name(f"count_if({_columns(kpi, columns)[0]})"),
            )
            for kpi in kpis
        ]
    else:
        in_period = f"w.starts = date_trunc('{time.grain}', {first.belongs_at})"
    everything = " ".join([*columns.names, first.belongs_at])
    return _BATCH.format(
        link=LINK,
        columns=columns.sql(),
        rows=asked_rows(cursor, time, first, everything),
        in_period=in_period,
        candidates=" OR ".join(dict.fromkeys(f"({kpi.counting.candidate})" for kpi in kpis)),
        asked=time.links,
        aggregates=aggregates.sql(),
        parts="\nUNION ALL\n".join(parts),
    )


def _part(kpi: Kpi, columns: Named, aggregates: Named, kpis: Sequence[Kpi]) -> str:
    counted, good, value = _columns(kpi, columns)
    if kpi.counting.kind == "percentile":
        # Percentiles of the same values come from one list of them.
        alike = {one.counting.quantile for one in kpis if _columns(one, columns)[2] == value}
        wanted = sorted(quantile for quantile in alike if quantile is not None)
        place = 1 + wanted.index(kpi.counting.quantile or 0.0)
        found = f"{aggregates.name(f'quantile_cont({value}, {wanted})')}[{place}]"
    else:
        found = aggregates.name(value_sql(kpi, counted=counted, good=good, value=value))
    return _PART.format(
        link=LINK,
        kpi=kpi.id,
        value=found,
        n=aggregates.name(f"count_if({counted})"),
        good=aggregates.name(good_sql(kpi, good)),
    )


def _columns(kpi: Kpi, columns: Named) -> tuple[str, str, str]:
    counting = kpi.counting
    counted = f"({counting.candidate}) AND ({counting.counted})"
    good, value = (
        columns.name(f"CASE WHEN {counted} THEN {sql} END")
        for sql in (counting.good, counting.value)
    )
    return columns.name(f"({counted})"), good, value
