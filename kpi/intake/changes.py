"""Read event logs whose rows are not all changes of party: histories of changes, steps of a life.

A history of changes (Jira's issue history, audit tables) has one row per change of any field: its
name, the value before and the value after. The rows of the one field that names who holds the case
become events; those of a field that says whether the case is over give its end; all others are
ignored and counted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import duckdb

from kpi.intake.collect import Counts
from kpi.intake.column_names import name_key
from kpi.intake.errors import RefusedError, Warning_
from kpi.intake.formats import KINDS
from kpi.intake.formats.events import COMPLETE, UNKNOWN_PARTIES
from kpi.intake.kinds import listed
from kpi.intake.plan import Plan
from kpi.intake.questions import ask_first_holder, ask_party_field
from kpi.intake.times_sql import literal, word_list
from kpi.words import Message
from kpi.words.terms import FIRST_HOLDER

READ = Path(__file__).with_name("changes.sql").read_text(encoding="utf-8")
# Values of a field of which any value ends the case that nevertheless mean none.
NO_VALUE = ("", "?", "-", "unresolved", "sin resolver")
MOST_OFFERED = 12
_MANY_FIELDS = 1000


def read_changes(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, counts: Counts
) -> tuple[Counts, tuple[Warning_, ...]]:
    """Turn the staged rows of an event log into events; tell what was not one.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        With the staging tables; ``staged`` and ``ignored`` are changed in place.
    plan : Plan
    counts : Counts

    Returns
    -------
    Counts
        Of the same records.
    tuple of Warning_
        What was taken for what.

    Raises
    ------
    RefusedError
        If it cannot be told which field's values hold the case.

    Notes
    -----
    The holder before a case's first change is implied by that change: an event of its own, on the
    negative of the change's line, which no record is counted for.
    """
    mapped = {field.name for field in plan.mapped}
    warnings: tuple[Warning_, ...] = ()
    if plan.kind != "events":
        return counts, warnings
    if "transition" in mapped:
        counts = _only_complete(cursor, plan, counts)
    if {"changed_field", "value_after"} <= mapped:
        return _histories(cursor, plan, counts)
    return counts, warnings


def _only_complete(cursor: duckdb.DuckDBPyConnection, plan: Plan, counts: Counts) -> Counts:
    words = word_list(tuple(word.lower() for word in (plan.said.transitions or COMPLETE)))
    steps = f"FROM staged WHERE lower(transition) NOT IN {words}"
    others = _count(cursor, steps)
    unknown = _count(cursor, f"{steps} AND party = ''")
    # Of an unknown party it is in the list already.
    cursor.execute(
        f"UPDATE ignored SET reason = 'not complete' WHERE line IN (SELECT line {steps})"
    )
    cursor.execute(
        f"INSERT INTO ignored SELECT line, 'not complete' {steps}"
        " AND line NOT IN (SELECT line FROM ignored)"
    )
    _stage(cursor, "steps_read", f"SELECT * FROM staged WHERE lower(transition) IN {words}")
    return replace(
        counts,
        ignored=counts.ignored + others - unknown,
        unknown_party=counts.unknown_party - unknown,
    )


def _histories(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, counts: Counts
) -> tuple[Counts, tuple[Warning_, ...]]:
    fields = _fields_changed(cursor)
    holding = _holding(plan, fields)
    said = plan.said.unknown_parties
    cursor.execute(
        READ.format(
            party_names=word_list(holding),
            over_before=_is_over(plan, fields, "value_before"),
            over_after=_is_over(plan, fields, "value_after"),
            unknown=word_list(UNKNOWN_PARTIES if said is None else ("", *said)),
        )
    )
    first = plan.said.first_holder != "unknown"
    implied = (
        "passes AND nth = 1 AND held_before <> '' AND held_before <> holder"
        f" AND began < happened_at AND {str(first).lower()}"
    )
    before = _count(cursor, f"FROM changes_read WHERE {implied}")
    cursor.execute(
        "INSERT INTO ignored SELECT line,"
        " CASE WHEN passes THEN 'unknown party' ELSE 'other change' END"
        " FROM changes_read WHERE holder = ''"
    )
    others = _count(cursor, "FROM changes_read WHERE NOT passes")
    ignored = _count(cursor, "FROM changes_read WHERE holder = ''")
    kept = _count(cursor, "FROM changes_read WHERE holder = '' AND (passes OR turns)")
    _stage(cursor, "events_read", _events(implied))
    cursor.execute("DROP TABLE changes_read")
    return (
        replace(counts, ignored=counts.ignored + ignored, unknown_party=kept),
        tuple(_told(plan, holding, others, before)),
    )


def _events(implied: str) -> str:
    """Return the query of the events: changes of holder and of end, and the first holders."""
    named = {
        "party": ("holder", "held_before"),
        "activity": (
            "CASE WHEN passes THEN '' ELSE changed_field || ': ' || value_after END",
            literal(FIRST_HOLDER),
        ),
        "happened_at": ("happened_at", "began"),
        "closed_at": ("coalesce(closed_at, CASE WHEN over_now THEN over_since END)", "NULL"),
        "rejection": ("rejection", "CASE WHEN rejection IS NOT NULL THEN false END"),
    }
    columns = KINDS["events"].columns
    change, first = (
        listed([f"{named[c][at]} AS {c}" if c in named else c for c in columns]) for at in (0, 1)
    )
    return (
        f"SELECT line, {change} FROM changes_read WHERE passes OR turns"
        f" UNION ALL SELECT -line, {first} FROM changes_read WHERE {implied}"
    )


def _fields_changed(cursor: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Return the names of the fields that changed, the most frequent first."""
    rows = cursor.execute(
        "SELECT changed_field FROM staged GROUP BY ALL ORDER BY count(*) DESC, changed_field"
        f" LIMIT {_MANY_FIELDS}"
    ).fetchall()
    return tuple(name for (name,) in rows)


def _holding(plan: Plan, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names under which the field that holds the case stands in the file."""
    if plan.said.party_fields:
        wanted = {name_key(name) for name in plan.said.party_fields}
        return tuple(name for name in fields if name_key(name) in wanted)
    party = {name_key(header) for header in KINDS["events"].field("party").synonyms}
    by_key: dict[str, list[str]] = {}
    for name in fields:
        if name_key(name) in party:
            by_key.setdefault(name_key(name), []).append(name)
    if len(by_key) == 1 or not fields:
        return tuple(name for names in by_key.values() for name in names)
    offered = [names[0] for names in by_key.values()] or [name for name in fields if name]
    raise RefusedError(
        Message(
            "The file is a history of changes, and it is not clear which field says who holds a "
            "case. Say it on the Data page, or as party_fields in a mapping. The fields that "
            "change: {fields}.",
            {"fields": ", ".join(fields[:MOST_OFFERED])},
        ),
        ask_party_field(offered[:MOST_OFFERED]),
    )


def _is_over(plan: Plan, fields: Iterable[str], value: str) -> str:
    """Return SQL: does a value mean that the case is over; NULL where its field tells nothing."""
    if value == "value_before" and value not in {field.name for field in plan.mapped}:
        return "NULL::BOOLEAN"
    word = f"lower(strip_accents({value}))"
    cases = []
    for ending, values in plan.said.ended.items():
        names = tuple(name for name in fields if name_key(name) == name_key(ending))
        if names:
            plain = word_list(tuple(_plain(one) for one in values))
            test = f"{word} IN {plain}" if values else f"{word} NOT IN {word_list(NO_VALUE)}"
            cases.append(f"WHEN changed_field IN {word_list(names)} THEN {test}")
    return f"CASE {' '.join(cases)} END" if cases else "NULL::BOOLEAN"


def _plain(value: str) -> str:
    plain = unicodedata.normalize("NFKD", value)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def _told(plan: Plan, holding: tuple[str, ...], others: int, before: int) -> Iterable[Warning_]:
    if not plan.said.party_fields:
        passing = Message(
            "Changes of “{field}” pass a case from one party to the next.",
            {"field": "”, “".join(holding)},
        )
        rest = Message(
            "{passing} {n} change of other fields does not.",
            {"passing": passing, "n": others},
            many="{passing} {n} changes of other fields do not.",
        )
        yield Warning_("changes", rest if others else passing)
    if before and not plan.said.first_holder:
        yield Warning_(
            "first_holder",
            Message(
                "{n} case is taken to be held, since it was opened or first seen, by the value "
                "before its first change.",
                {"n": before},
                many="{n} cases are taken to be held, since they were opened or first seen, by the "
                "value before their first change.",
            ),
            ask_first_holder(),
        )


def _stage(cursor: duckdb.DuckDBPyConnection, table: str, query: str) -> None:
    """Put the rows of a query, kept in a temp table, in the place of the staged ones."""
    cursor.execute(f"CREATE TEMP TABLE {table} AS {query}")
    cursor.execute(f"CREATE OR REPLACE TEMP VIEW staged AS FROM temp.{table}")


def _count(cursor: duckdb.DuckDBPyConnection, rows: str) -> int:
    row = cursor.execute(f"SELECT count(*) {rows}").fetchone()
    assert row is not None  # noqa: S101 - an aggregate answers one row
    return int(row[0])
