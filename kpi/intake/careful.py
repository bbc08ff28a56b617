"""The SQL that reads every cell with all care: the one definition of what is sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpi.intake.careful_times import clock_fault, moments, parts, time_cell, walls
from kpi.intake.fields import Field
from kpi.intake.formats import KINDS
from kpi.intake.formats.events import UNKNOWN_PARTIES
from kpi.intake.plan import SQL_TYPES, Plan
from kpi.intake.times_sql import literal, word_list
from kpi.intake.values import Cell, clean_sql, trim_sql, value_cell


def careful_sql(plan: Plan, source: str) -> str:
    """Return the query that reads all records of a source.

    Parameters
    ----------
    plan : Plan
    source : str
        Query with columns line, c0, c1, …: the file's cells as they are.

    Returns
    -------
    str
        A query with: line; each field that has a column in the file; x1 …; ``role`` (header, blank
        or NULL); ``keys``: fault keys in the order of `checks` (NULL for a sound record);
        ``notes``: the same for warnings; ``cells``: the original cells of an unsound record;
        ``zoned`` and ``unzoned``: times with and without an offset.
    """
    cells = {field.name: f"f_{field.name}" for field in plan.mapped}
    read = {field.name: _cell(plan, field, cells) for field in plan.mapped}
    values = ", ".join(f"({read[name].value}) AS v_{name}" for name in read) + _ruled_absent(plan)
    faults = ", ".join(f"({read[name].fault}) AS k_{name}" for name in read)
    notes = ", ".join(f"({read[name].note}) AS n_{name}" for name in read)
    extra = "".join(f", {name}" for name in plan.attributes)
    rules = "".join(f", {rule} AS r_{name}" for name, _, rule in _rules(plan))
    faults += "".join(f", ({clock_fault(plan, name)}) AS kc_{name}" for name in plan.clock_columns)
    keys = ", ".join(check.key for check in checks(plan))
    noted = ", ".join(f"n_{field.name}" for field in plan.mapped)
    staged = ", ".join(f"v_{name} AS {name}" for name in read)
    return f"""
WITH source AS ({source}),
trimmed AS (SELECT *, {_trimmed(plan)} FROM source),
clean AS (SELECT line, [{_cells(plan)}] AS cells, {_role(plan)} AS role, {_clean(plan)}
          FROM trimmed),
parts AS (SELECT *{_each_time(plan, parts)} FROM clean),
walls AS (SELECT *{_each_time(plan, walls)} FROM parts),
moments AS (SELECT *{_each_time(plan, moments)} FROM walls),
valued AS (
    SELECT line, cells, role, {values}, {faults}, {notes}{extra},
           {_zone_count(plan, "NOT NULL")} AS zoned, {_zone_count(plan, "NULL")} AS unzoned
    FROM moments),
ruled AS (SELECT *{rules} FROM valued),
told AS (
    SELECT *, CASE WHEN role IS NULL AND coalesce({keys}) IS NOT NULL THEN [{keys}] END AS keys,
           CASE WHEN role IS NULL AND coalesce({noted}, {_early(plan)}) IS NOT NULL
                THEN [{noted}, {_early(plan)}] END AS notes
    FROM ruled)
SELECT line, {staged}{extra}, role, keys, notes,
       CASE WHEN keys IS NOT NULL THEN cells END AS cells, zoned, unzoned
FROM told"""


@dataclass(frozen=True)
class Check:
    """What is checked of a record.

    Parameters
    ----------
    key : str
        SQL name of the fault key.
    field : str
        Whose cell it is about; ``""`` for the time of day beside a date.
    position : int
        Of the column at fault.
    beside : int
        Of the one whose cell is told with it, -1 for none.
    """

    key: str
    field: str
    position: int
    beside: int = -1


def checks(plan: Plan) -> tuple[Check, ...]:
    """Return what is checked, in the order of ``keys``."""
    clocks = plan.clock_columns
    return (
        *(Check(f"k_{one.name}", one.name, plan.position(one.name)) for one in plan.mapped),
        *(Check(f"kc_{name}", "", at) for name, at in clocks.items()),
        *(
            Check(f"r_{name}", field, plan.position(field), clocks.get(field, -1))
            for name, field, _ in _rules(plan)
        ),
    )


def noted(plan: Plan) -> tuple[str, ...]:
    """Return the fields in the order of ``notes``; the last is the promise before the request."""
    return (*(field.name for field in plan.mapped), "promised_at")


def _cells(plan: Plan) -> str:
    return ", ".join(f"c{at}" for at in range(plan.width))


def _trimmed(plan: Plan) -> str:
    return ", ".join(f"{trim_sql(f'c{at}', plan.padding)} AS t{at}" for at in range(plan.width))


def _role(plan: Plan) -> str:
    trimmed = [f"t{at}" for at in range(plan.width)]
    blank = " AND ".join(f"{cell} = ''" for cell in trimmed)
    header = " AND ".join(
        f"{cell} = {literal(name)}" for cell, name in zip(trimmed, plan.layout.header, strict=True)
    )
    return f"CASE WHEN {blank} THEN 'blank' WHEN {header} THEN 'header' END"


def _clean(plan: Plan) -> str:
    def clean(at: int, empty: tuple[str, ...]) -> str:
        return clean_sql(f"t{at}", empty, ascii_=plan.ascii, apostrophes=plan.apostrophes)

    cells = [f"{clean(plan.position(f.name), plan.said.empty)} AS f_{f.name}" for f in plan.mapped]
    cells += [f"{clean(at, plan.said.empty)} AS h_{one}" for one, at in plan.clock_columns.items()]
    cells += [f"nullif({clean(at, ())}, '') AS {name}" for name, at in plan.attributes.items()]
    return ", ".join(cells)


def _each_time(plan: Plan, make: object) -> str:
    assert callable(make)  # noqa: S101 - one of the three functions below
    return "".join(f", {sql}" for field in plan.times for sql in make(plan, field))


def _cell(plan: Plan, field: Field, cells: dict[str, str]) -> Cell:
    if field.type in ("time", "day"):
        return time_cell(plan, field)
    inverted, decimal = field.name in plan.layout.found.inverted, plan.decimal.get(field.name, "")
    cell = value_cell(field, cells[field.name], cells, inverted=inverted, decimal=decimal)
    if field.name == "party" and plan.kind == "events":
        unknown = plan.said.unknown_parties
        words = word_list(UNKNOWN_PARTIES if unknown is None else ("", *unknown))
        return Cell(f"CASE WHEN f_party IN {words} THEN '' ELSE f_party END")
    return cell


def _ruled_absent(plan: Plan) -> str:
    """Return SQL for the fields that rules speak of and the file has no column for."""
    spoken_of = {name for rule in KINDS[plan.kind].rules for name in rule.fields}
    absent = sorted(spoken_of - {field.name for field in plan.mapped})
    return "".join(f", {absent_sql(KINDS[plan.kind].field(name))} AS v_{name}" for name in absent)


def _rules(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Yield (name, field that is blamed, SQL for the fault key) of the rules between cells."""
    have = {field.name for field in plan.mapped}
    if plan.kind == "handoffs" and "delivered_at" in have:
        yield (
            "delivered",
            "delivered_at",
            "CASE WHEN v_delivered_at < v_requested_at THEN 'delivered_early' END",
        )
    if plan.kind == "handoffs" and {"delivered_at", "returned_at"} <= have:
        yield (
            "returned",
            "returned_at",
            # Without time it is 00:00 here and the end of the day there: the same day is no fault.
            """CASE WHEN v_returned_at < v_delivered_at AND NOT (n_returned_at IS NOT DISTINCT FROM
            'date_only' AND CAST(v_returned_at AS DATE) = CAST(v_delivered_at AS DATE))
            THEN 'returned_early' END""",
        )
    for rule in KINDS[plan.kind].rules:
        if rule.blamed in have:
            sound = "".join(f" AND k_{name} IS NULL" for name in rule.fields if name in have)
            broken = f"CASE WHEN ({rule.broken}){sound} THEN {literal(rule.name)} END"
            yield rule.name, rule.blamed, broken


def _early(plan: Plan) -> str:
    if plan.kind == "handoffs" and "promised_at" in {field.name for field in plan.mapped}:
        return "CASE WHEN v_promised_at < v_requested_at THEN 'early_promise' END"
    return "NULL::VARCHAR"


def _zone_count(plan: Plan, null: str) -> str:
    counts = [
        f"CAST(w_{field.name} IS NOT NULL AND NOT d_{field.name} "
        f"AND s_{field.name} IS {null} AS INTEGER)"
        for field in plan.times
        if field.type == "time" and field.name not in plan.easy
    ]
    if null == "NULL":
        counts += [f"CAST(w_{name} IS NOT NULL AS INTEGER)" for name in sorted(plan.easy)]
    return " + ".join(counts) or "0"


def absent_sql(field: Field) -> str:
    """Return SQL for a field whose column the file does not have."""
    if field.default is not None:
        return literal(field.default)
    return f"NULL::{SQL_TYPES[field.type]}"
