"""From what the passes left to the staging tables: sound, faulty, rejected and ignored records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from kpi.intake.careful import absent_sql, checks
from kpi.intake.faults import FAULTS
from kpi.intake.plan import Plan
from kpi.intake.source import Source
from kpi.intake.times_sql import literal, word_list

# First cells of the rows that programs put after their tables.
FOOTER = (
    r"(?i)^\W*(grand total|gran total|sub-?total(es)?|total(es)?|suma|sum|promedio|average"
    r"|recuento|count|registros|records|rows|filas|fin|end|generado|generated|exportado|exported|fuente|source"
    r"|impreso|printed|p[aá]gina|page)\b"
)

# Power BI writes the filters of the table after it, over as many lines as there are.
FILTERS = r"(?i)^\W*(applied filters|filtros aplicados)\b"


@dataclass(frozen=True)
class Counts:
    """Records by what became of them; see `kpi.intake.reading.Reading`.

    ``quick``: the first pass left its table.
    """

    records: int
    rejected: int
    ignored: int
    unknown_party: int
    quick: bool = False


def collect(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: Source, *, quick: bool, after: int
) -> Counts:
    """Make the four tables of the interface from ``careful`` and, where it ran, ``quick``.

    Parameters
    ----------
    quick : bool
        The first pass left its table.
    after : int
        The last line of those that are in the store already.
    """
    _show_staged(cursor, plan, quick=quick)
    staged, last = _row(cursor, "SELECT count(*), coalesce(max(line), 0) FROM staged")
    _damaged(cursor, source)
    _footers(cursor, plan, max(last, after))
    _faults(cursor, plan)
    rejected = made(
        cursor,
        """CREATE TEMP TABLE raw_rejected AS
        SELECT line, cells FROM careful
        WHERE keys IS NOT NULL AND line NOT IN (SELECT line FROM footers)
        UNION ALL SELECT line, cells FROM damaged WHERE line NOT IN (SELECT line FROM footers)
        ORDER BY line""",
    )
    unknown = "UNION ALL SELECT line, 'unknown party' FROM staged WHERE party = ''"
    ignored = made(
        cursor,
        f"""CREATE TEMP TABLE ignored AS
        SELECT line, 'header' AS reason FROM careful WHERE role = 'header'
        UNION ALL SELECT line, 'footer' FROM footers
        {unknown if plan.kind == "events" else ""} ORDER BY line""",
    )
    both = 0
    if plan.kind == "events":
        (both,) = _row(cursor, "SELECT count(*) FROM ignored WHERE reason = 'unknown party'")
    return Counts(staged + rejected + ignored - both, rejected, ignored, both, quick)


def _show_staged(cursor: duckdb.DuckDBPyConnection, plan: Plan, *, quick: bool) -> None:
    """Make ``staged`` of the sound records; what the file has no column for is a constant there.

    So it is neither stored nor compared row by row.
    """
    told = _told_by_mapping(plan)
    names = [told.get(field.name, field.name) for field in plan.fields]
    columns = ", ".join(["line", *names, *plan.attributes])
    absent = "".join(
        f", {absent_sql(field)} AS {field.name}"
        for field in plan.fields
        if field not in plan.mapped
    )
    parts = [
        f"SELECT {columns} FROM (SELECT *{absent} FROM temp.careful)"
        " WHERE role IS NULL AND keys IS NULL"
    ]
    if quick:
        parts.insert(0, f"SELECT {columns} FROM (SELECT *{absent} FROM temp.quick)")
    cursor.execute(f"CREATE TEMP VIEW staged AS {' UNION ALL '.join(parts)}")


def _told_by_mapping(plan: Plan) -> dict[str, str]:
    """Return field -> SQL for what the mapping says of an event log where the file has no cell.

    A rejection is NULL where neither says what one is.
    """
    if plan.kind != "events":
        return {}
    said = plan.said
    tests = []
    if said.rejection_activities:
        tests.append(f"activity IN {word_list(said.rejection_activities)}")
    if said.rejection_pattern:
        tests.append(f"regexp_matches(activity, {literal(said.rejection_pattern)})")
    rejection = " OR ".join(tests) or "NULL::BOOLEAN"
    return {
        "rejection": f"coalesce(rejection, {rejection}) AS rejection",
        "end_customer": f"coalesce(end_customer, {literal(said.end_customer)}) AS end_customer",
    }


def _damaged(cursor: duckdb.DuckDBPyConnection, source: Source) -> None:
    if not source.faulty or source.faults is None:
        cursor.execute(
            "CREATE TEMP TABLE damaged (line BIGINT, key VARCHAR, value VARCHAR, cells VARCHAR[])"
        )
        return
    cursor.execute(
        f"""CREATE TEMP TABLE damaged AS
        SELECT CAST(line AS BIGINT) AS line, key, value, from_json(cells, '["VARCHAR"]') AS cells
        FROM read_csv({literal(str(source.faults))}, auto_detect = false, header = false,
            delim = ',', quote = '"', escape = '"', comment = '', strict_mode = true, max_line_size
            = 33554432, columns = {{'line': 'VARCHAR', 'key': 'VARCHAR', 'value': 'VARCHAR',
                        'cells': 'VARCHAR'}})"""
    )


def _footers(cursor: duckdb.DuckDBPyConnection, plan: Plan, last: int) -> None:
    """Tell the rows after the last sound record that programs add: totals, counts, print dates."""
    unsound = "SELECT 1 FROM {} WHERE line > ? LIMIT 1"
    if not any(
        cursor.execute(unsound.format(rows), [last]).fetchone() for rows in ("careful", "damaged")
    ):
        cursor.execute("CREATE TEMP TABLE footers (line BIGINT)")
        return
    lacking = [at for at, check in enumerate(checks(plan), 1) if check.field in _required(plan)]
    missing = " + ".join(f"CAST(keys[{at}] IS NOT NULL AS INTEGER)" for at in lacking) or "0"
    first = "list_filter(cells, lambda cell: trim(cell) <> '')[1]"
    cursor.execute(
        f"""CREATE TEMP TABLE footers AS
        WITH unsound AS (
            SELECT line, cells FROM careful
            WHERE keys IS NOT NULL AND ({missing}) >= {min(2, len(lacking))}
            UNION ALL SELECT line, cells FROM damaged WHERE key = 'width')
        SELECT line FROM unsound,
            (SELECT min(line) AS filters FROM unsound WHERE regexp_matches({first}, $filters))
        WHERE line > {last}
          AND (regexp_matches({first}, $footer) OR coalesce(line >= filters, false))""",
        {"footer": FOOTER, "filters": FILTERS},
    )


def _required(plan: Plan) -> set[str]:
    return {field.name for field in plan.mapped if field.required and not field.blank}


def _faults(cursor: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE fault_words AS SELECT unnest($keys) AS key,"
        " unnest($reasons) AS reason, unnest($phrases) AS phrase",
        {
            "keys": list(FAULTS),
            "reasons": [reason for reason, _ in FAULTS.values()],
            "phrases": [phrase for _, phrase in FAULTS.values()],
        },
    )
    checked = checks(plan)
    columns = "[" + ", ".join(literal(plan.layout.names[one.position]) for one in checked) + "]"
    positions = "[" + ", ".join(str(one.position + 1) for one in checked) + "]"
    beside = "[" + ", ".join(str(one.beside + 1) for one in checked) + "]"
    cursor.execute(
        f"""CREATE TEMP TABLE faults AS
        WITH each AS (
            SELECT line, cells, unnest(keys) AS key, generate_subscripts(keys, 1) AS place
            FROM careful WHERE keys IS NOT NULL AND line NOT IN (SELECT line FROM footers)),
        named AS (
            SELECT line, {columns}[place] AS col, key, place,
                   concat_ws(' ', cells[{positions}[place]],
                             nullif(cells[{beside}[place]], '')) AS value
            FROM each WHERE key IS NOT NULL
            UNION ALL SELECT line, '', key, 0, value FROM damaged
            WHERE line NOT IN (SELECT line FROM footers))
        SELECT line, col, value, reason, phrase FROM named LEFT JOIN fault_words USING (key)
        ORDER BY line, place"""
    )


def made(
    cursor: duckdb.DuckDBPyConnection, statement: str, values: Mapping[str, str] | None = None
) -> int:
    """Make a table and return how many rows it got."""
    (rows,) = _row(cursor, statement, values)
    return rows


def _row(
    cursor: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, str] | None = None
) -> tuple[int, ...]:
    row = cursor.execute(sql, values or {}).fetchone()
    assert row is not None  # noqa: S101 - an aggregate, or a statement that answers with its count
    return row
