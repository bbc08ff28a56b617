"""From a file's bytes to typed, checked, staged rows: what was read, and how it was understood."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import duckdb

from kpi.intake.blank_lines import refuse_blank
from kpi.intake.bytes import Text, as_utf8
from kpi.intake.changes import read_changes
from kpi.intake.collect import Counts
from kpi.intake.dates import DateReading
from kpi.intake.derived import derive_identity
from kpi.intake.dialect import above_header, find_layout
from kpi.intake.direct import Direct, line_watch, load_directly
from kpi.intake.doubts import settled
from kpi.intake.errors import RefusedError, Warning_
from kpi.intake.evidence import sample
from kpi.intake.formats import KINDS
from kpi.intake.layout import Layout
from kpi.intake.mapping import ColumnMapping, read_mapping, unknown_zone
from kpi.intake.own_column import is_own
from kpi.intake.plan import Plan
from kpi.intake.points import decimal_marks
from kpi.intake.scanning import of_one_width, scan
from kpi.intake.second_table import second_headers
from kpi.intake.source import Source, normalised_source, plain_source
from kpi.intake.staging import NotPlainError, stage
from kpi.intake.suspected import suspicious_texts
from kpi.intake.time_of_day import with_times_of_day
from kpi.intake.times_sql import Clock
from kpi.intake.unclear import refuse_unclear
from kpi.intake.understood import Reading
from kpi.intake.warned import warnings_of
from kpi.intake.whole_cases import ask_what_a_row_is
from kpi.store import Store, read_settings
from kpi.words import Message

__all__ = ["KINDS", "DateReading", "Reading", "RefusedError", "Warning_", "read"]


def read(
    store: Store,
    cursor: duckdb.DuckDBPyConnection,
    source: Path,
    *,
    name: str,
    kind: str | None = None,
    mapping: Mapping[str, Any] | Path | None = None,
    timezone: str | None = None,
    now: datetime,
    load: int | None = None,
) -> Reading:
    """Read a file into the temp tables ``staged``, ``faults``, ``raw_rejected`` and ``ignored``.

    Parameters
    ----------
    store : Store
        For its scratch folder and settings.
    cursor : DuckDBPyConnection
        Gets the temp tables; earlier ones of the same names are replaced.
    source : Path
        The file.
    name : str
        What the user calls it.
    kind : str, optional
        One of `KINDS`; by default recognised by the header.
    mapping : dict or Path, optional
        A mapping or the TOML file that holds one; see `kpi.intake.mapping`.
    timezone : str, optional
        IANA zone of zone-less times, where it is not the company's.
    now : datetime
        The day of the load; times more than five years after it are implausible.
    load : int, optional
        The load that asserts the file, where sound records may go straight into the store.

    Raises
    ------
    RefusedError
        If the file as a whole cannot be read without guessing.

    Notes
    -----
    ``staged`` (table or view): ``line BIGINT``, every field of the kind typed as in the schema
    (NULL where empty or not mapped, service ``''``), and for handoffs ``x1 … xn VARCHAR``. Events:
    case_id, happened_at, party (``''`` unknown), activity (``''`` none), opened_at, due_at,
    resolved_at, closed_at, kept, rejection BOOLEAN, end_customer VARCHAR. ``faults``: line, col
    (file column, ``''`` for the whole record), value, reason, phrase: one row per fault.
    ``raw_rejected``: line, cells VARCHAR[]. ``ignored``: line, reason (``footer``, ``header``,
    ``unknown party``, ``other change``, ``not complete``). A staged event on a negative line is
    implied by the record on that line, and no record itself.
    """
    said = read_mapping(mapping)
    said = replace(said, kind=known_kind(kind or said.kind) or "")
    clock = _clock(cursor, timezone, now)
    with tempfile.TemporaryDirectory(dir=store.scratch) as scratch:
        folder = Path(scratch)
        text = as_utf8(source, folder, name, hashed=load is not None, code_page=said.encoding)
        layout = find_layout(text.path, said.kind or None, said, name)
        refuse_unclear(layout.names, layout.found)
        if any(is_own(column) for column in layout.names):
            # Our own list of damaged records: U+FFFD in it stands for bytes that were never read.
            text = replace(text, damaged=True)
        _check_pattern(store, layout.found.mapping)
        zone = timezone or layout.found.mapping.timezone
        clock = replace(clock, file_zone=zone or None)
        plan, counts, path, direct = _staged(
            cursor, text, layout, clock, folder, load=load, name=name
        )
        again = second_headers(cursor, plan, name)
        derived = derive_identity(cursor, plan)
        if not (kind or said.kind):
            ask_what_a_row_is(cursor, plan, records=counts.records, direct=direct.records)
        counts, changes = read_changes(cursor, plan, counts)
        told = warnings_of(cursor, plan, text, derived, quick=counts.quick, direct=direct.filled)
        warnings = (*above_header(text.path, layout), *told, *again, *changes)
    return Reading(
        kind=plan.kind,
        format=layout.found.format,
        encoding=text.encoding,
        delimiter=layout.delimiter,
        header_line=layout.header_line,
        columns=layout.names,
        fields={name: layout.names[at] for name, at in plan.layout.found.fields.items()},
        times_of_day={name: layout.names[at] for name, at in plan.clock_columns.items()},
        attributes={name: layout.names[at] for name, at in plan.attributes.items()},
        records=counts.records,
        rejected_records=counts.rejected,
        ignored_records=counts.ignored,
        unknown_party_records=counts.unknown_party,
        zone=clock.file_zone or clock.zone,
        path=path,
        warnings=warnings,
        date_formats={plan.column(name): f.reading for name, f in plan.formats.items()},
        direct_records=direct.records,
        sha256=text.sha256,
    )


def _staged(
    cursor: duckdb.DuckDBPyConnection,
    text: Text,
    layout: Layout,
    clock: Clock,
    folder: Path,
    *,
    load: int | None,
    name: str,
) -> tuple[Plan, Counts, str, Direct]:
    """Stage the records, from the file itself if it is clean, else from a clean copy."""
    watch = line_watch(cursor, layout) if load is not None else None
    found = scan(text.path, layout.delimiter, watch)
    refuse_blank(text.path, found, name)
    plan = Plan(
        layout,
        clock,
        found.padding,
        text.ascii,
        quotes=found.quotes,
        apostrophes=found.apostrophes,
    )
    even = of_one_width(text.path, layout.delimiter, layout.body, found)
    plain = plain_source(text, layout, found) if even else None
    if plain is not None:
        plan = _looked_at(cursor, plan, plain)
        try:
            if load is not None:
                lines = watch.found(text.path) if watch else None
                went = load_directly(cursor, plan, plain, load, folder, lines=lines)
                if went is not None:
                    plan, counts, direct = went
                    return plan, counts, plain.path, direct
            return *stage(cursor, plan, plain), plain.path, Direct()
        except NotPlainError:
            pass
    copy = normalised_source(text, layout, folder)
    # A quoted cell may begin or end with a line break.
    padding = "any" if found.quotes or found.separators else found.padding
    plan = Plan(layout, clock, padding, text.ascii, quotes=found.quotes)
    plan = _looked_at(cursor, plan, copy)
    return *stage(cursor, plan, copy), copy.path, Direct()


def _looked_at(cursor: duckdb.DuckDBPyConnection, plan: Plan, source: Source) -> Plan:
    """Return the plan with what the rows tell about headers, numbers and names."""
    sample(cursor, source.first_rows or source.sql)
    plan = settled(cursor, with_times_of_day(cursor, plan, source.sql, "FROM sampled"), source.sql)
    suspected = suspicious_texts(cursor, plan, "FROM sampled")
    return replace(
        plan,
        decimal=decimal_marks(cursor, plan, source.sql),
        suspicions=(*plan.suspicions, *suspected),
    )


def _check_pattern(store: Store, said: ColumnMapping) -> None:
    """Refuse a pattern that is no regular expression, before it can abort the transaction."""
    cursor = store.cursor()
    try:
        cursor.execute("SELECT regexp_matches('', ?)", [said.rejection_pattern]).fetchall()
    except duckdb.Error as fault:
        raise RefusedError(
            Message(
                "The mapping's rejection_pattern “{pattern}” is not a regular expression.",
                {"pattern": said.rejection_pattern},
            )
        ) from fault
    finally:
        cursor.close()


def _clock(cursor: duckdb.DuckDBPyConnection, timezone: str | None, now: datetime) -> Clock:
    if timezone is not None and timezone not in available_timezones():
        raise unknown_zone(timezone)
    zone = read_settings(cursor).zone
    wall = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return Clock(zone, None, wall)


def known_kind(kind: str | None) -> str | None:
    """Return the kind of file asked for, None where none is; refuse one that is not known."""
    if kind and kind not in KINDS:
        raise RefusedError(
            Message(
                "“{kind}” is not a kind of file. Must be one of: {known}.",
                {"kind": kind, "known": ", ".join(KINDS)},
            )
        )
    return kind or None
