"""Write a table as CSV in the layout that loads back as the same facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import duckdb

from kpi.intake.formats import KINDS, REFERENCES
from kpi.intake.kinds import listed
from kpi.words import Message, UserError

CHUNK = 20_000
# A spreadsheet takes a cell that begins so for a formula; reading strips the apostrophe again.
FORMULA = r"^[=+\-@\t\r]"
# The other delimiters too, so that no reader of the file can take one for its own.
NEEDS_QUOTES = r'[",;|\t\r\n]'


class UnknownTableError(UserError):
    """There is no table of that name to export."""


@dataclass(frozen=True)
class Layout:
    """What is written: a relation, its columns and their order of rows."""

    relation: str
    columns: tuple[str, ...]
    order: str


LAYOUTS: Mapping[str, Layout] = {
    "handoffs": Layout(
        "(FROM stated_handoffs UNION ALL BY NAME"
        " SELECT * EXCLUDE (stated) FROM derived_handoffs WHERE NOT stated)",
        KINDS["handoffs"].columns,
        "load, line",
    ),
    "events": Layout("events", KINDS["events"].columns, "load, line"),
    **{
        name: Layout(reference.shown, KINDS[name].columns, listed(reference.key))
        for name, reference in REFERENCES.items()
    },
}


def export_table(
    cursor: duckdb.DuckDBPyConnection, table: str, out: TextIO | Path, *, safe: bool = False
) -> None:
    """Write a table as CSV: the canonical columns, then attributes; wall times without zone.

    Parameters
    ----------
    table : str
        A kind of file; handoffs are those derived from event logs too.
    out : text stream or Path
        Where to write; a file is written in UTF-8.
    safe : bool
        Whether text that a spreadsheet would take for a formula gets an apostrophe in front.

    Raises
    ------
    UnknownTableError
        If the table is none of these.
    """
    if table not in LAYOUTS:
        raise UnknownTableError(
            Message(
                "There is no table “{table}” to export. It must be one of: {tables}.",
                {"table": table, "tables": ", ".join(LAYOUTS)},
            )
        )
    if isinstance(out, Path):
        with out.open("w", encoding="utf-8", newline="") as stream:
            _write(cursor, table, stream, safe=safe)
    else:
        _write(cursor, table, out, safe=safe)


def _write(cursor: duckdb.DuckDBPyConnection, table: str, out: TextIO, *, safe: bool) -> None:
    layout = LAYOUTS[table]
    titles = {field.name: field.header for field in KINDS[table].stored}
    if table == "handoffs":
        named = cursor.execute(
            "SELECT col, name FROM attributes ORDER BY length(col), col"
        ).fetchall()
        titles.update(dict(named))
    types = {
        row[0]: str(row[1])
        for row in cursor.execute(f"DESCRIBE (FROM {layout.relation})").fetchall()
    }
    title = _quoted(_guarded("title", safe=safe))
    header = cursor.execute(
        f"SELECT array_to_string(list_transform($titles, lambda title: {title}), ',')",
        {"titles": list(titles.values())},
    ).fetchone()
    assert header is not None  # noqa: S101 - a SELECT of constants answers one row
    out.write(header[0] + "\n")
    cells = ", ".join(_cell(column, types[column], safe=safe) for column in titles)
    cursor.execute(
        f"SELECT concat_ws(',', {cells}) || chr(10) FROM {layout.relation} ORDER BY {layout.order}"
    )
    while lines := cursor.fetchmany(CHUNK):
        out.write("".join(line for (line,) in lines))


def _cell(column: str, kind: str, *, safe: bool) -> str:
    if kind == "BOOLEAN":
        return f"CASE WHEN {column} THEN 'yes' WHEN NOT {column} THEN 'no' ELSE '' END"
    if kind != "VARCHAR":
        return f"coalesce({column}::VARCHAR, '')"
    return _quoted(_guarded(f"coalesce({column}, '')", safe=safe))


def _guarded(text: str, *, safe: bool) -> str:
    if not safe:
        return text
    return f"CASE WHEN regexp_matches({text}, '{FORMULA}') THEN '''' || {text} ELSE {text} END"


def _quoted(text: str) -> str:
    doubled = f"""'"' || replace({text}, '"', '""') || '"'"""
    return f"CASE WHEN regexp_matches({text}, '{NEEDS_QUOTES}') THEN {doubled} ELSE {text} END"
