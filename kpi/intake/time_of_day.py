"""Times of day in columns of their own: which date each belongs to, by headers, cells, answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from kpi.intake.clock_cells import ClockCells, look_at
from kpi.intake.clock_names import (
    as_date,
    belong_together,
    is_clock,
    is_dated,
    may_be_clock,
    may_last,
    stem_of,
)
from kpi.intake.clock_told import ask_which, guessed, shortened
from kpi.intake.column_names import position_of
from kpi.intake.errors import RefusedError
from kpi.intake.header import means_field
from kpi.intake.own_column import is_own
from kpi.intake.plan import Plan, TimeOfDay
from kpi.words import Message

# So many rows tell that a column holds no times of day.
FIRST_ROWS = 1000


@dataclass(frozen=True)
class _Pair:
    """A date and its time of day, by position; a guess has the reason to tell."""

    date: int
    clock: int
    guess: bool = False


def with_times_of_day(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, first_rows: str
) -> Plan:
    """Return the plan with each time of day beside the date that it belongs to.

    Parameters
    ----------
    cursor : DuckDBPyConnection
    plan : Plan
    source : str
        Query with columns line, c0, c1, ….
    first_rows : str
        The same, faster for the first records alone.

    Raises
    ------
    RefusedError
        If a time of day can belong to several dates, or the mapping names columns that cannot be.
    """
    names, said = plan.layout.names, _said(plan)
    again = any(is_own(name) for name in names)
    if not any(field.type == "time" for field in plan.mapped):
        return plan
    clocks = [at for at in _clock_columns(plan) if at not in said.values()]
    if clocks:
        early = look_at(cursor, plan, f"FROM ({first_rows}) LIMIT {FIRST_ROWS}", clocks)
        clocks = [at for at in clocks if again or early[at].may_be_clocks]
    if not clocks and not any(at is not None for at in said.values()):
        return plan
    dates = sorted({*_time_columns(plan), *(at for at, name in enumerate(names) if is_dated(name))})
    looked = {*clocks, *dates, *(at for at in said.values() if at is not None)}
    cells = look_at(cursor, plan, source, sorted(looked))
    clocks = [
        at
        for at in clocks
        if (cells[at].are_clocks and not (may_last(names[at]) and cells[at].are_lengths))
        # Of the few records that come back mended, none may have a sound one.
        or (again and not cells[at].only_zeros)
    ]
    pairs = [_Pair(date, clock) for date, clock in said.items() if clock is not None]
    pairs += _by_name(plan, cells, clocks, said)
    pairs += _by_field(plan, cells, [at for at in clocks if at not in _clocks(pairs)], said)
    left = [at for at in clocks if at not in _clocks(pairs) and not stem_of(names[at])]
    pairs += _by_place(plan, cells, left, {*said, *(pair.date for pair in pairs)})
    return _with(plan, pairs, cells)


def _clocks(pairs: Sequence[_Pair]) -> set[int]:
    return {pair.clock for pair in pairs}


def _said(plan: Plan) -> dict[int, int | None]:
    """Return position of a date -> that of its time of day, as the mapping says; None for none."""
    names, found = plan.layout.names, {}
    for date, clock in plan.said.times_of_day.items():
        places = position_of(names, date), position_of(names, clock) if clock else None
        for column, place in zip((date, clock), places, strict=True):
            if column and place is None:
                raise RefusedError(
                    Message(
                        "The mapping's times_of_day name the column “{column}”, which the file "
                        "does not have. Its columns: {columns}.",
                        {"column": column, "columns": ", ".join(names)},
                    )
                )
        assert places[0] is not None  # noqa: S101 - refused above
        found[places[0]] = places[1]
    return found


def _time_columns(plan: Plan) -> Iterator[int]:
    """Yield the columns that are read as times, or could be."""
    for field in plan.mapped:
        if field.type == "time":
            yield plan.position(field.name)
            yield from plan.layout.found.rivals.get(field.name, ())


def _clock_columns(plan: Plan) -> Iterator[int]:
    """Yield the columns whose header may be that of a time of day alone."""
    names = plan.layout.names
    others = {plan.position(field.name) for field in plan.mapped if field.type != "time"}
    said = {position_of(names, column) for column in plan.said.columns.values() if column}
    for at, name in enumerate(names):
        if at in others or at in said or is_own(name):
            continue
        partners = (other for other in names if other != name and not may_be_clock(other))
        if is_clock(name) or (
            may_be_clock(name) and any(belong_together(name, other) for other in partners)
        ):
            yield at


def _by_name(
    plan: Plan,
    cells: Mapping[int, ClockCells],
    clocks: Sequence[int],
    said: Mapping[int, int | None],
) -> Iterator[_Pair]:
    """Yield the pairs whose headers say the same: “Fecha creación” and “Hora creación”."""
    names = plan.layout.names
    free = [at for at in cells if at not in said and at not in clocks and cells[at].are_dates]
    found = {at: [date for date in free if belong_together(names[at], names[date])]
             for at in clocks}  # fmt: skip
    for clock, dates in found.items():
        read = [at for at in dates if at in set(_time_columns(plan))] or dates
        if not read or (len(read) == 1 and _field_of(plan, read[0], clock) is None):
            continue
        rivals = [at for at in clocks if at != clock and set(found[at]) & set(read)]
        if rivals and not (stem_of(names[clock]) or len(read) > 1):
            continue  # several bare ones: their places tell
        if len(read) > 1 or rivals:
            raise ask_which(plan, clock, read)
        yield _Pair(read[0], clock, guess=may_last(names[clock]))


def _by_field(
    plan: Plan,
    cells: Mapping[int, ClockCells],
    clocks: Sequence[int],
    said: Mapping[int, int | None],
) -> Iterator[_Pair]:
    """Yield the pairs that mean the same field: “Entregado el” and “Hora de entrega”."""
    names = plan.layout.names
    for clock in clocks:
        if any(belong_together(names[clock], other) for other in names):
            continue
        dates = [
            at
            for field in plan.mapped
            if field.type == "time"
            and (at := plan.position(field.name)) not in {clock, *said}
            and cells[at].are_dates
            and any(means_field(plan.kind, field.name, name) for name in as_date(names[clock]))
        ]
        if len(dates) > 1:
            raise ask_which(plan, clock, dates)
        if dates:
            yield _Pair(dates[0], clock, guess=True)


def _by_place(
    plan: Plan, cells: Mapping[int, ClockCells], clocks: Sequence[int], taken: set[int]
) -> Sequence[_Pair]:
    """Return the pairs of bare headers, “Hora”: the only date, or each right after its own."""
    if not clocks:
        return ()
    names, times = plan.layout.names, {plan.position(field.name) for field in plan.times}
    dates = [
        at
        for at in cells
        if at not in taken
        and at not in clocks
        and cells[at].are_dates
        and cells[at].filled
        and (at in times or is_dated(names[at]))
    ]
    read = [at for at in dates if at in times]
    if not read:
        return ()
    if len(dates) == len(clocks) == 1:
        return [_Pair(dates[0], clocks[0], guess=True)]
    if [at - 1 for at in clocks] == dates:
        return [_Pair(at - 1, at, guess=True) for at in clocks if at - 1 in times]
    raise ask_which(plan, clocks[0], read)


def _field_of(plan: Plan, date: int, clock: int) -> str | None:
    """Return the field that a pair is: that of the date, else that of the time of day."""
    fields = {plan.position(field.name): field.name for field in plan.mapped
              if field.type == "time"}  # fmt: skip
    return fields.get(date) or fields.get(clock)


def _with(plan: Plan, pairs: Sequence[_Pair], cells: Mapping[int, ClockCells]) -> Plan:
    """Return the plan with the pairs; a field that was read from a time of day gets its date."""
    fields, rivals = dict(plan.layout.found.fields), dict(plan.layout.found.rivals)
    times: dict[int, TimeOfDay] = {}
    warnings = list(plan.suspicions)
    names = plan.layout.names
    clocks = _clocks(pairs)
    for pair in pairs:
        field = _field_of(plan, pair.date, pair.clock)
        if field is None:
            raise RefusedError(
                Message(
                    "The mapping gives “{date}” a time of day, “{clock}”, but no time is read "
                    "from that column.",
                    {"date": names[pair.date], "clock": names[pair.clock]},
                )
            )
        fields = {name: at for name, at in fields.items() if at != pair.clock} | {field: pair.date}
        found = cells[pair.clock]
        times[pair.date] = TimeOfDay(pair.clock, found.digits, found.fast, found.written)
        if pair.guess:
            warnings.append(guessed(plan, pair.date, pair.clock))
        if found.shortened:
            warnings.append(shortened(names[pair.clock], found))
    used = {*clocks, *fields.values()}
    rivals = {
        name: tuple(at for at in others if at not in used)
        for name, others in rivals.items()
        if name in fields
    }
    rivals = {name: others for name, others in rivals.items() if others}
    found_now = replace(plan.layout.found, fields=fields, rivals=rivals)
    layout = replace(plan.layout, found=found_now)
    return replace(plan, layout=layout, times_of_day=times, suspicions=tuple(warnings))
