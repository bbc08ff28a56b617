"""The SQL that reads times with all care: one cell, or a date with its time of day beside it."""

from __future__ import annotations

from collections.abc import Iterator

from kpi.intake.clock_sql import (
    clock_fault_sql,
    clock_parts_sql,
    dated_sql,
    joined_sql,
    since_midnight_sql,
)
from kpi.intake.dates import NUMBERS
from kpi.intake.fields import Field
from kpi.intake.plan import Plan
from kpi.intake.times_sql import (
    EARLIEST,
    LETTER,
    YEARS_AHEAD,
    YEARS_AHEAD_OF_DAYS,
    empty_word_sql,
    fold_sql,
    gap_sql,
    literal,
    moment_sql,
    parts_sql,
    placeholder_sql,
    shift_sql,
    wall_sql,
)
from kpi.intake.values import Cell

# A time that ends in letters other than am and pm names its zone.
_LETTERS = f"[A-Z{LETTER[1:]}+"
_ZONE_LETTERS = (
    rf"\d\d?:\d\d.*?({_LETTERS}[/_]{_LETTERS}"
    r"|([B-OQ-Z][A-Z]|[AP][A-LN-Z]|[A-Z]{3,5})([+-]\d+)?)\)?$"
)
_MAX_SHIFT = 15 * 60


def parts(plan: Plan, field: Field) -> Iterator[str]:
    """Yield SQL for the parts of a time: ``p_``, and ``q_`` of its time of day beside it."""
    name = field.name
    if name in plan.easy:
        return
    yield f"{parts_sql(f'f_{name}', plan.formats[name])} AS p_{name}"
    clock = plan.time_of_day(name)
    if clock is not None:
        yield f"{clock_parts_sql(f'h_{name}', clock.digits)} AS q_{name}"


def walls(plan: Plan, field: Field) -> Iterator[str]:
    """Yield SQL for a time as written, ``w_``; its offset, ``s_``; whether it is a day, ``d_``.

    Where the time of day stands beside it, ``b_`` is what the date's own cell says and ``o_`` the
    microseconds since midnight.
    """
    name, format_ = field.name, plan.formats[field.name]
    if name in plan.easy:
        yield f"try_strptime(f_{name}, {literal(format_.fast or '')}) AS w_{name}"
        return
    wall = wall_sql(f"f_{name}", f"p_{name}", format_, plan.clock)
    if plan.time_of_day(name) is None:
        yield f"{wall} AS w_{name}"
    else:
        yield f"{wall} AS b_{name}"
        yield f"{since_midnight_sql(f'h_{name}', f'q_{name}')} AS o_{name}"
        yield f"{joined_sql(f'b_{name}', f'o_{name}')} AS w_{name}"
    yield f"{shift_sql(f'p_{name}', format_)} AS s_{name}"
    by_parts = f"coalesce(p_{name}.hour = '', false)"
    dated = by_parts if format_.family not in NUMBERS else str(format_.dated_only).lower()
    if plan.time_of_day(name) is not None:
        dated = dated_sql(f"b_{name}", f"o_{name}")
    if name in plan.said.whole_days:
        dated = f"({dated} OR coalesce(CAST(w_{name} AS TIME) = TIME '00:00', false))"
    yield f"{dated} AS d_{name}"


def moments(plan: Plan, field: Field) -> Iterator[str]:
    """Yield SQL for the time in the company's zone, ``m_``; whether it stands for none, ``z_``."""
    name = field.name
    if name in plan.easy:
        return
    wall = f"w_{name}"
    if field.end_of_day:
        wall = (
            f"CASE WHEN d_{name} THEN w_{name} + INTERVAL 86399999999 MICROSECOND ELSE w_{name} END"
        )
    moment = wall if field.type == "day" else moment_sql(f"({wall})", f"s_{name}", plan.clock)
    yield f"{moment} AS m_{name}"
    day = f"w_{name}" if plan.time_of_day(name) is None else f"b_{name}"
    yield f"({placeholder_sql(f'f_{name}', day)}) AS z_{name}"


def time_cell(plan: Plan, field: Field) -> Cell:
    """Return how a time is read, once its parts are."""
    name, clock = field.name, plan.clock
    cell, wall, moment, shift = f"f_{name}", f"w_{name}", f"m_{name}", f"s_{name}"
    filled = field.required and not field.blank
    if name in plan.easy:
        return Cell(wall, f"CASE WHEN {cell} = '' THEN 'missing' END") if filled else Cell(wall)
    missing, placeholder = ("'missing'", "'placeholder'") if filled else ("NULL", "NULL")
    years = YEARS_AHEAD_OF_DAYS if field.type == "day" else YEARS_AHEAD
    bounds = f"TIMESTAMP '{EARLIEST}' AND TIMESTAMP '{clock.latest(years)}'"
    gap = fold = ""
    if clock.file_zone and field.type == "time":
        gap = "" if plan.time_of_day(name) else _gap(plan, name)
        twice = fold_sql(wall, clock.file_zone)
        fold = f"WHEN {shift} IS NULL AND NOT d_{name} AND {twice} THEN 'fold'"
    date_only = f"WHEN d_{name} THEN 'date_only'" if field.type == "time" else ""
    value = f"CAST({moment} AS DATE)" if field.type == "day" else moment
    unread = f"{cell} = '' OR z_{name} OR {wall} IS NULL"
    if plan.time_of_day(name) is not None:
        unread += f" OR (h_{name} <> '' AND o_{name} IS NULL AND NOT {empty_word_sql(f'h_{name}')})"
    return Cell(
        f"CASE WHEN {unread} THEN NULL ELSE {value} END",
        f"""CASE WHEN {cell} = '' THEN {missing} WHEN z_{name} THEN {placeholder}
        WHEN {wall} IS NULL AND {empty_word_sql(cell)} THEN {missing}
        WHEN {wall} IS NULL AND regexp_matches({cell}, {literal(_ZONE_LETTERS)}) THEN 'timezone'
        WHEN {wall} IS NULL THEN 'timestamp'
        WHEN abs({shift}) > {_MAX_SHIFT} THEN 'timezone' {gap}
        WHEN {moment} NOT BETWEEN {bounds} THEN 'implausible' END""",
        f"""CASE WHEN {cell} = '' THEN NULL WHEN z_{name} THEN 'placeholder'
        WHEN {wall} IS NULL THEN CASE WHEN {empty_word_sql(cell)} THEN 'empty_word' END
        {date_only} {fold} END""",
    )


def _gap(plan: Plan, name: str) -> str:
    """Return the case of a wall time that the clocks of the file's zone went over."""
    zone = plan.clock.file_zone
    return f"WHEN s_{name} IS NULL AND {gap_sql(f'w_{name}', zone)} THEN 'gap'" if zone else ""


def clock_fault(plan: Plan, name: str) -> str:
    """Return SQL for the fault key of the time of day beside a date."""
    field = next(one for one in plan.mapped if one.name == name)
    date = f"f_{name}"
    absent = f"({date} = '' OR z_{name} OR (b_{name} IS NULL AND {empty_word_sql(date)}))"
    if field.required and not field.blank:  # then it is the date that is told
        absent = "false"
    gap = _gap(plan, name)
    return clock_fault_sql(f"h_{name}", f"o_{name}", f"b_{name}", absent, gap)
