"""The SQL of the first pass: typed at once where every cell is written as expected, else left over.

What this pass takes, `careful_sql` would read to the same values; a test holds them together. It is
there for speed alone.
"""

from __future__ import annotations

from kpi.intake.careful import absent_sql
from kpi.intake.fields import Field
from kpi.intake.formats.events import UNKNOWN_PARTIES
from kpi.intake.plan import Plan
from kpi.intake.times_sql import EARLIEST, literal, word_list
from kpi.intake.values import trim_sql

# The commonest first, after the empty cell: a cell is compared with one after the other.
_YES_NO = (
    ("true", True), ("false", False), ("yes", True), ("no", False), ("1", True), ("0", False),
    ("True", True), ("False", False), ("TRUE", True), ("FALSE", False), ("Yes", True),
    ("No", False), ("NO", False), ("sí", True), ("Sí", True), ("SÍ", True), ("si", True),
    ("Si", True), ("SI", True),
)  # fmt: skip


def quick_sql(plan: Plan, source: str) -> str | None:
    """Return the query of the first pass, or None where it would not pay.

    Returns
    -------
    str or None
        A query with line, each field that has a column in the file, x1 …, and ``cells``: NULL for a
        record that is read, else its original cells.
    """
    cells = ", ".join(f"c{at}" for at in range(plan.width))
    rest = f"CASE WHEN NOT sound THEN [{cells}] END AS cells"
    return _query(plan, source, "line", plan.mapped, rest)


def sound_sql(plan: Plan, source: str, first: int) -> str | None:
    """Return the query of all fields with ``sound``, whether the record is read, and no cells.

    Parameters
    ----------
    source : str
        Query of the cells without lines, in the order of the file.
    first : int
        Line of the first record.

    Notes
    -----
    Lines are numbered last: a condition on ``sound`` does not go below the numbering, where it
    would have every value computed twice.
    """
    line = f"{first - 1} + row_number() OVER () AS line"
    return _query(plan, source, line, plan.fields, "sound")


def id_sql(plan: Plan, source: str) -> str:
    """Return the query of the ids as the first pass reads them, sound or not."""
    at = plan.position("handoff_id")
    field = next(one for one in plan.mapped if one.name == "handoff_id")
    text, _ = _read_text(plan, field, f"t{at}")
    trimmed = trim_sql(f"c{at}", plan.padding)
    return f"SELECT {text} AS handoff_id FROM (SELECT {trimmed} AS t{at} FROM ({source}))"


def easy_sql(plan: Plan, source: str) -> tuple[tuple[str, ...], str]:
    """Return fields of times, and the query that tells of each whether all its cells are easy.

    Easy is what is empty, or what the first pass reads: the same time without an offset, and
    nothing to be said of it.
    """
    tests = {}
    for field in plan.times:
        format_ = plan.formats[field.name]
        if plan.time_of_day(field.name) or format_.offset or format_.fast_dated:
            continue
        if field.type == "time" and format_.fast:
            cell = trim_sql(f"c{plan.position(field.name)}", plan.padding)
            value = f"try_strptime({cell}, {literal(format_.fast)})"
            told = f"{_blank(plan, cell)} OR {value} BETWEEN {_bounds(plan)}"
            tests[field.name] = f"coalesce(bool_and(coalesce({told}, false)), true)"
    return tuple(tests), f"SELECT {', '.join(tests.values()) or 'true'} FROM ({source})"


def _query(plan: Plan, source: str, line: str, fields: tuple[Field, ...], last: str) -> str | None:
    if plan.kind not in ("handoffs", "events") or not plan.times:
        return None
    if plan.said.whole_days or any(not _quick_time(plan, field) for field in plan.times):
        return None
    read = {field.name: _read(plan, field) for field in plan.mapped}
    values = ", ".join(f"{value} AS v_{name}" for name, (value, _) in read.items())
    tests = [test for _, test in read.values() if test]
    if plan.apostrophes:
        tests += [_unguarded(f"t{at}") for at in plan.attributes.values()]
    tests += _order(plan)
    columns = ", ".join(
        f"v_{field.name} AS {field.name}"
        if field.name in read
        else f"{absent_sql(field)} AS {field.name}"
        for field in fields
    )
    extra = "".join(
        f", nullif({_text(plan, f't{at}')}, '') AS {name}" for name, at in plan.attributes.items()
    )
    kept = "".join(f", {name}" for name in plan.attributes)
    trims = ", ".join(f"{trim_sql(f'c{at}', plan.padding)} AS t{at}" for at in range(plan.width))
    sound = " AND ".join(f"({test})" for test in tests)
    return f"""
WITH source AS ({source}),
trimmed AS (SELECT *, {trims} FROM source),
valued AS (SELECT *, {values}{extra} FROM trimmed),
tested AS (SELECT *, coalesce({sound}, false) AS sound FROM valued)
SELECT {line}, {columns}{kept}, {last} FROM tested"""


def _quick_time(plan: Plan, field: Field) -> bool:
    format_ = plan.formats[field.name]
    return format_.fast is not None and (format_.offset or not plan.clock.file_zone)


def _read(plan: Plan, field: Field) -> tuple[str, str]:
    """Return SQL for the value and for the test that it is read as `careful_sql` would."""
    raw = f"t{plan.position(field.name)}"
    blank = _blank(plan, raw)
    optional = "" if field.required else f"{blank} OR "
    if field.type == "time":
        format_ = plan.formats[field.name]
        clock = plan.time_of_day(field.name)
        if clock is not None:
            return _read_pair(plan, field, f"t{clock.position}")
        value = f"try_strptime({raw}, {literal(format_.fast or '')})"
        if format_.offset:
            value = f"timezone({literal(plan.clock.zone)}, {value})"
        elif format_.fast_dated and field.end_of_day:
            value = f"{value} + INTERVAL 86399999999 MICROSECOND"
        return value, f"{optional}v_{field.name} BETWEEN {_bounds(plan)}"
    if field.type == "yes":
        inverted = field.name in plan.layout.found.inverted
        words = " ".join(f"WHEN {literal(word)} THEN {yes != inverted}" for word, yes in _YES_NO)
        value = f"CASE {raw} WHEN '' THEN NULL {words} END"
        return value, f"{blank} OR v_{field.name} IS NOT NULL"
    if field.type == "rating":
        stars = " ".join(f"WHEN '{n}' THEN {n}::TINYINT" for n in range(1, 6))
        value = f"CASE {raw} WHEN '' THEN NULL {stars} END"
        return value, f"{raw} = '' OR v_{field.name} IS NOT NULL"
    if field.type == "hours":
        decimals = r"\d{1,2}|\d{4,}" if field.name in plan.doubtful else r"\d+"
        test = rf"{raw} = '' OR regexp_full_match({raw}, '\d{{1,6}}(\.({decimals}))?')"
        return f"TRY_CAST({raw} AS DOUBLE)", test
    return _read_text(plan, field, raw)


def _read_pair(plan: Plan, field: Field, clock: str) -> tuple[str, str]:
    """Return the same for a date whose time of day is in a column beside it."""
    date, format_ = f"t{plan.position(field.name)}", plan.formats[field.name]
    value = f"try_strptime({date} || ' ' || {clock}, {literal(format_.fast or '')})"
    sound = f"v_{field.name} BETWEEN {_bounds(plan)}"
    return value, sound if field.required else f"{date} || {clock} = '' OR {sound}"


def _blank(plan: Plan, raw: str) -> str:
    words = ("", *plan.said.empty)
    return f"{raw} IN {word_list(words)}" if plan.said.empty else f"{raw} = ''"


def _bounds(plan: Plan) -> str:
    return f"TIMESTAMP '{EARLIEST}' AND TIMESTAMP '{plan.clock.latest()}'"


def _text(plan: Plan, raw: str) -> str:
    return raw if plan.ascii else f"nfc_normalize({raw})"


def _read_text(plan: Plan, field: Field, raw: str) -> tuple[str, str]:
    text = _text(plan, raw)
    if plan.said.empty:
        text = f"CASE WHEN {raw} IN {word_list(plan.said.empty)} THEN '' ELSE {text} END"
    bare = [_unguarded(raw)] if plan.apostrophes else []
    if field.name == "party":
        unknown = plan.said.unknown_parties
        words = word_list(UNKNOWN_PARTIES if unknown is None else ("", *unknown))
        text = f"CASE WHEN {raw} IN {words} THEN '' ELSE {text} END"
    elif field.required:
        bare.append(f"{raw} <> ''" if not plan.said.empty else f"v_{field.name} <> ''")
    elif field.default != "":
        text = f"nullif({text}, '')"
    return text, " AND ".join(bare)


def _unguarded(raw: str) -> str:
    """Return the test that a cell does not begin with an apostrophe.

    Text is compared by bytes, so these are the cells before ``'`` and from ``(`` on; comparing is
    ten times cheaper than `starts_with`.
    """
    return f"({raw} >= '(' OR {raw} < '''')"


def _order(plan: Plan) -> list[str]:
    """Return the tests between cells; a promise before the request is left over, to be told."""
    have = {field.name for field in plan.mapped}
    pairs = []
    if plan.kind == "handoffs":
        pairs = [
            ("requested_at", "delivered_at"),
            ("delivered_at", "returned_at"),
            ("requested_at", "promised_at"),
        ]
    return [
        f"(v_{earlier} > v_{later}) IS DISTINCT FROM true"  # an empty cell is in order
        for earlier, later in pairs
        if {earlier, later} <= have
    ]
