"""Say in words every guess that reading a file rested on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import duckdb

from kpi.intake.bytes import Text
from kpi.intake.careful import noted
from kpi.intake.code_pages import CODE_PAGES
from kpi.intake.doubts import ask_again
from kpi.intake.errors import Warning_
from kpi.intake.formats import FIELDS
from kpi.intake.plan import Plan
from kpi.intake.questions import ask_code_page, ask_order, ask_polarity, ask_zone
from kpi.intake.suspected import suspicious_headers
from kpi.intake.times_sql import literal
from kpi.intake.unclear import about_column
from kpi.words import Message

# note -> (code, what is said; its values come later)
_NOTES = {
    "date_only": (
        "date_only",
        Message(
            "{n} value of “{column}” has no time of day: it is read as {when}.",
            many="{n} values of “{column}” have no time of day: they are read as {when}.",
        ),
    ),
    "placeholder": (
        "placeholder",
        Message(
            "{n} value of “{column}” stands for no date and is read as empty.",
            many="{n} values of “{column}” stand for no date and are read as empty.",
        ),
    ),
    "empty_word": (
        "placeholder",
        Message(
            "{n} value of “{column}” says that there is none and is read as empty.",
            many="{n} values of “{column}” say that there is none and are read as empty.",
        ),
    ),
    "fold": (
        "dst",
        Message(
            "{n} value of “{column}” occurs twice, as the clocks went back: the first is taken.",
            many="{n} values of “{column}” occur twice, as the clocks went back: "
            "the first is taken.",
        ),
    ),
    "early_promise": (
        "order",
        Message(
            "In {n} record the promise (“{column}”) is earlier than the request.",
            many="In {n} records the promise (“{column}”) is earlier than the request.",
        ),
    ),
}


def warnings_of(
    cursor: duckdb.DuckDBPyConnection,
    plan: Plan,
    text: Text,
    derived: frozenset[str],
    *,
    quick: bool,
    direct: Mapping[str, int],
) -> tuple[Warning_, ...]:
    """Return the warnings of a reading that has been staged.

    Parameters
    ----------
    quick : bool
        The first pass left its table.
    direct : dict
        Field of times -> cells that went into the store without being staged.
    """
    counts = _quick_counts(cursor, plan, direct) if quick and plan.times else direct
    return (
        *_of_text(text),
        *_of_header(plan),
        *_of_derived(derived),
        *suspicious_headers(plan),
        *plan.suspicions,
        *_of_dates(plan),
        *_of_values(cursor, plan, counts),
        *_of_zones(cursor, plan, counts),
    )


def _of_text(text: Text) -> Iterator[Warning_]:
    if text.code_page is not None:
        told = Message(
            "The file is not UTF-8; it is read as {page}.",
            {"page": CODE_PAGES[text.code_page.name]},
        )
        yield Warning_("encoding", told, ask_code_page(text.code_page))


def _of_header(plan: Plan) -> Iterator[Warning_]:
    found = plan.layout.found
    for field in sorted(found.inverted & set(found.fields) - set(found.mapping.inverted)):
        yield Warning_(
            "inverted",
            Message(
                "“{column}” says the opposite of {field}: its yes is read as no.",
                {"column": plan.column(field), "field": _named(plan, field)},
            ),
            ask_polarity(plan.column(field), field),
        )
    for field, why in found.guesses.items():
        yield Warning_("header_guess", why, ask_again(plan, field))
    for field, others in found.rivals.items():
        yield Warning_(
            "header_guess",
            Message(
                "“{column}” is read as {field}; “{others}” could mean it too.",
                {
                    "field": _named(plan, field),
                    "column": plan.column(field),
                    "others": "”, “".join(plan.layout.names[at] for at in others),
                },
            ),
            about_column(plan.layout.names, found, field, [found.fields[field], *others]),
        )


def _named(plan: Plan, field: str) -> Message:
    return next(known.spoken_name for known in FIELDS[plan.kind] if known.name == field)


def _of_derived(derived: frozenset[str]) -> Iterator[Warning_]:
    if "case_id" in derived:
        yield Warning_(
            "no_case", Message("The file has no case column: each handoff is its own case.", {})
        )
    if "handoff_id" in derived:
        yield Warning_(
            "no_id",
            Message("The file has no handoff id: ids are made of the other required columns.", {}),
        )


def _of_dates(plan: Plan) -> Iterator[Warning_]:
    for name, format_ in plan.formats.items():
        if format_.half_turned is not None:
            yield Warning_("date_order", format_.half_turned)
        if format_.guessed:
            yield Warning_(
                "date_order",
                Message(
                    "“{column}” is read as {format}. {evidence}",
                    {
                        "column": plan.column(name),
                        "format": format_.reading.spoken_format,
                        "evidence": format_.reading.evidence,
                    },
                ),
                ask_order(plan.column(name), (), ("day first", "month first"), all_columns=False),
            )


def _of_values(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, quick: Mapping[str, int]
) -> Iterator[Warning_]:
    names = noted(plan)
    fields = "[" + ", ".join(literal(name) for name in names) + "]"
    rows = cursor.execute(
        f"""SELECT {fields}[place] AS field, note, count(*) FROM (
            SELECT unnest(notes) AS note, generate_subscripts(notes, 1) AS place
            FROM careful WHERE notes IS NOT NULL AND keys IS NULL)
        WHERE note IS NOT NULL GROUP BY ALL ORDER BY min(place), note"""
    ).fetchall()
    rows += _quick_dates(plan, quick)
    rows = _merged(rows)
    ends = {field.name: field.end_of_day for field in plan.fields}
    for field, note, count in rows:
        code, message = _NOTES[note]
        when = Message("the end of that day") if ends[field] else Message("00:00 of that day")
        values = {"n": count, "column": plan.column(field), "when": when}
        yield Warning_(code, replace(message, values=values))


def _quick_dates(plan: Plan, quick: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Return the dates without time that the first pass read."""
    return [
        (name, "date_only", n) for name, n in quick.items() if n and plan.formats[name].fast_dated
    ]


def _quick_counts(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, direct: Mapping[str, int]
) -> Mapping[str, int]:
    """Count the values of each column of times that the first pass read."""
    names = [field.name for field in plan.times]
    counts = ", ".join(f"count({name})" for name in names)
    row = cursor.execute(f"SELECT {counts} FROM quick").fetchone()
    return {name: n + direct.get(name, 0) for name, n in zip(names, row or (), strict=True)}


def _merged(rows: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    counts: dict[tuple[str, str], int] = {}
    for field, note, count in rows:
        counts[field, note] = counts.get((field, note), 0) + count
    return [(field, note, count) for (field, note), count in counts.items()]


def _of_zones(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, quick: Mapping[str, int]
) -> Iterator[Warning_]:
    row = cursor.execute(
        "SELECT coalesce(sum(zoned), 0), coalesce(sum(unzoned), 0) FROM careful WHERE keys IS NULL"
    ).fetchone()
    zoned, unzoned = row or (0, 0)
    for name, count in quick.items():
        format_ = plan.formats[name]
        zoned += count if format_.offset else 0
        unzoned += 0 if format_.offset or format_.fast_dated else count
    if zoned and unzoned:
        yield Warning_(
            "zone_mixed",
            Message(
                "Some times carry an offset and some do not: those without are read as {zone}.",
                {"zone": plan.clock.file_zone or plan.clock.zone},
            ),
            # Who has said the zone is not asked again.
            None if plan.clock.file_zone else ask_zone((plan.clock.zone, "UTC")),
        )
