"""Find another header, and so another table, among the records of a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import duckdb

from kpi.intake.column_names import name_key
from kpi.intake.errors import RefusedError, Warning_
from kpi.intake.formats import FIELDS, KINDS
from kpi.intake.header import means_field, recognise
from kpi.intake.mapping import ColumnMapping
from kpi.intake.plan import Plan
from kpi.words import Message

# A record without digits may be the header of another table; more than this many are looked at.
MOST_HEADERS = 200
# Fewer known headers in a record are words like others.
FEWEST_HEADERS = 2


def second_headers(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, name: str
) -> tuple[Warning_, ...]:
    """Refuse a file in which the header of another table follows among the records.

    Returns
    -------
    tuple of Warning_
        Of a record that may be the same header in other words.

    Notes
    -----
    Looks at rejected records: a header has words where times or numbers must stand. In a table of
    names alone, such as parties or services, a header would be a sound record: there it looks at
    those of which every text is a known header.

    Raises
    ------
    RefusedError
        If the cells of a record are headers of the same fields in other places, or of all that
        another kind of file must have.
    """
    sound = [] if KINDS[plan.kind].reference is None else list(_sound(cursor, plan))
    for line, cells in (*_rejected(cursor, plan), *sound):
        names = [cell or f"#{at}" for at, cell in enumerate(cells, 1)]
        column, other = _moved(plan, names), _of_another_kind(plan, names)
        if column is None and other is not None:
            raise RefusedError(
                Message(
                    "Another table begins on line {line} of {file}: its header, with “{column}”, "
                    "is that of another kind of file. Cut the file there and load each part by "
                    "itself.",
                    {"line": str(line), "file": name, "column": other},
                )
            )
        if column is not None:
            raise RefusedError(
                Message(
                    "Another table begins on line {line} of {file}: its header has “{column}” in "
                    "another place than the first one. Cut the file there and load each part by "
                    "itself.",
                    {"line": str(line), "file": name, "column": column},
                )
            )
    return tuple(
        Warning_(
            "header_guess",
            Message(
                "Line {line} holds names of columns, “{names}”, and is stored as a record. If it "
                "is a header, take it out of the file and load it again.",
                {"line": str(line), "names": "”, “".join(cell for cell in cells if cell)},
            ),
        )
        for line, cells in sound
        if _again(plan, cells)
    )


def _again(plan: Plan, cells: Sequence[str]) -> bool:
    """Tell whether every text is a header of the field that it stands under."""
    here = {at: field for field, at in plan.layout.found.fields.items()}
    filled = [(at, cell) for at, cell in enumerate(cells) if cell]
    return all(at in here and means_field(plan.kind, here[at], cell) for at, cell in filled)


def _moved(plan: Plan, names: Sequence[str]) -> str | None:
    """Return a header of the same kind of file that stands in another place."""
    here = plan.layout.found.fields
    other = recognise(names, plan.kind, ColumnMapping(kind=plan.kind))
    moved = [one for one, at in other.fields.items() if here.get(one, at) != at]
    return None if other.missing or not moved else names[other.fields[moved[0]]]


def _of_another_kind(plan: Plan, names: Sequence[str]) -> str | None:
    """Return a header of another kind of file, where all that it must have is there."""
    other = recognise(names, None, ColumnMapping())
    if other.kind == plan.kind or not other.complete or len(other.fields) < FEWEST_HEADERS:
        return None
    return names[next(iter(other.fields.values()))]


def _rejected(cursor: duckdb.DuckDBPyConnection, plan: Plan) -> list[tuple[int, list[str]]]:
    return cursor.execute(
        "SELECT line, cells FROM raw_rejected"
        " WHERE len(cells) = $width AND NOT regexp_matches(array_to_string(cells, ''), '[0-9]')"
        f" ORDER BY line LIMIT {MOST_HEADERS}",
        {"width": plan.width},
    ).fetchall()


def _sound(cursor: duckdb.DuckDBPyConnection, plan: Plan) -> Iterator[tuple[int, list[str]]]:
    """Yield the sound records of which every text is a known header, each with its texts."""
    texts = [field.name for field in plan.mapped if field.type == "text"]
    if len(texts) < FEWEST_HEADERS:
        return
    filled = "[" + ", ".join(f"nullif({name}, '')" for name in texts) + "]"
    plain = "regexp_replace(lower(strip_accents(x)), '[^a-z0-9]', '', 'g')"
    rows = cursor.execute(
        f"""WITH told AS (
            SELECT line, {filled} AS cells,
                   list_filter(cells, lambda x: x IS NOT NULL) AS texts FROM staged)
        SELECT line, cells FROM told WHERE len(texts) >= {FEWEST_HEADERS}
            AND len(list_filter(texts, lambda x: list_contains($known, {plain}))) = len(texts)
        ORDER BY line LIMIT {MOST_HEADERS}""",
        {"known": list(_known_headers())},
    ).fetchall()
    for line, cells in rows:
        names = [""] * plan.width
        for field, cell in zip(texts, cells, strict=True):
            names[plan.position(field)] = cell or ""
        yield line, names


@lru_cache
def _known_headers() -> tuple[str, ...]:
    """Return all headers of all kinds as letters and digits alone."""
    headers = {
        header
        for fields in FIELDS.values()
        for field in fields
        for header in (*field.synonyms, *field.inverted)
    }
    return tuple({_letters(header) for header in headers} | {name_key(one) for one in headers})


def _letters(header: str) -> str:
    """Return the letters and digits of a header, small words too, as the query does."""
    plain = unicodedata.normalize("NFKD", header).lower()
    return re.sub("[^a-z0-9]", "", plain)
