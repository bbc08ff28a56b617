"""The SQL that counts many KPIs over some windows, with one scan for those of one source."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kpi.measures.aggregates import LINK, Named, good_sql, value_sql
from kpi.measures.kpi import Kpi
from kpi.measures.rows import part_of_window, targets_joined
from kpi.measures.sources import RELATIONS

_OF_SOURCE = """
SELECT period, {link}, unnest([{counts}], max_depth := 2)
FROM (
    SELECT period, {link}, {aggregates}
    FROM (
        SELECT w.label AS period, {h_link}, {columns}
        FROM {rows} h
        CROSS JOIN window_span w{targets}
    )
    WHERE {asked} GROUP BY ALL
)
"""
# One line of the answer; all have the same fields.
_COUNTS = """{{'kpi': '{kpi}', 'value': {value}::DOUBLE, 'n': {n}::DOUBLE, 'good': {good}::DOUBLE,
  'candidates': {candidates}::DOUBLE, 'measured': {measured}::DOUBLE[],
  'oldest_hours': {oldest}::DOUBLE}}"""
_KEEPS_VALUES = ("percentile", "mean", "rating")


def counts_sql(kpis: Iterable[Kpi], fresh: Collection[str]) -> str:
    """Return the SQL of period, link, kpi, value, n, good, candidates, measured and oldest_hours.

    Needs `kpi.measures.rows.prepare_windows` on the cursor.

    Parameters
    ----------
    fresh : collection of str
        Ids of the KPIs for which some target came into force within its window: they are counted
        from then on. Of the others the whole window counts, and no target is joined.
    """
    sources: dict[str, list[Kpi]] = {}
    for kpi in kpis:
        sources.setdefault(RELATIONS[kpi.counting.source].of_window, []).append(kpi)
    parts = (_of_source(rows, group, fresh) for rows, group in sources.items())
    return f"FROM ({' UNION ALL '.join(parts)}) WHERE candidates > 0"


def _of_source(rows: str, kpis: Sequence[Kpi], fresh: Collection[str]) -> str:
    columns, aggregates = Named("c"), Named("a")
    targets, asked, counts = "", [], []
    for place, kpi in enumerate(kpis):
        since = "w.starts"
        if kpi.id in fresh:
            targets += targets_joined(kpi, f"t{place}")
            since = f"coalesce(t{place}.counts_from, w.starts)"
        in_part = part_of_window(kpi.counting, since)
        candidate = columns.name(f"coalesce(({kpi.counting.candidate}) AND {in_part}, false)")
        asked.append(candidate)
        counts.append(_counts(kpi, candidate, columns, aggregates))
    return _OF_SOURCE.format(
        link=LINK,
        h_link=", ".join(f"h.{part}" for part in LINK.split(", ")),
        rows=rows,
        columns=columns.sql(),
        targets=targets,
        asked=" OR ".join(dict.fromkeys(asked)),
        aggregates=aggregates.sql(),
        counts=", ".join(counts),
    )


def _counts(kpi: Kpi, candidate: str, columns: Named, aggregates: Named) -> str:
    counting = kpi.counting
    # A name cannot be used where it is made: what decides is written out.
    decides = next(sql for sql, name in columns.names.items() if name == candidate)
    counted_sql = f"{decides} AND ({counting.counted})"
    counted = columns.name(counted_sql)
    good, value = (
        columns.name(f"CASE WHEN {counted_sql} THEN {sql} END")
        for sql in (counting.good, counting.value)
    )
    keeps_values, snapshot = counting.kind in _KEEPS_VALUES, counting.kind == "snapshot"
    return _COUNTS.format(
        kpi=kpi.id,
        value=aggregates.name(value_sql(kpi, counted=counted, good=good, value=value)),
        n=aggregates.name(f"count_if({counted})"),
        good=aggregates.name(good_sql(kpi, good)),
        candidates=aggregates.name(f"count_if({candidate})"),
        measured=aggregates.name(
            f"list_sort(list({value}) FILTER ({counted}))" if keeps_values else "NULL::DOUBLE[]"
        ),
        oldest=aggregates.name(f"max({value})" if snapshot else "NULL::DOUBLE"),
    )
