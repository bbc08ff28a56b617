"""Write the records that a load keeps out in the file's own columns, to be mended and loaded."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from kpi.intake.bytes import as_utf8
from kpi.intake.calendar_cells import fault_message
from kpi.intake.code_pages import CODE_PAGES
from kpi.intake.export import FORMULA
from kpi.intake.normalise import MAX_LINES, physical_lines
from kpi.intake.own_column import is_own, own_header
from kpi.intake.reading import Reading
from kpi.intake.records import SEPARATOR, Open, cells_of
from kpi.store import Store
from kpi.words import N_, Message, Words

CHUNK = 10_000
_AGAINST = N_("“{column}” is stored as “{stored}”; this file says “{value}”.")
# Every faulty record with its cells where reading kept them, and every one in conflict.
_KEPT_OUT = """
WITH told AS (
    SELECT line, list({{'column': col, 'value': value, 'phrase': phrase}} ORDER BY col, phrase)
        AS faults
    FROM faults GROUP BY line)
SELECT line, cells, faults, NULL AS clashes FROM told LEFT JOIN raw_rejected USING (line)
{against} ORDER BY line
"""
_CONFLICTS = """
UNION ALL
SELECT line, NULL, NULL, list({'column': field, 'value': value, 'stored': stored} ORDER BY field)
FROM conflicts GROUP BY line
"""
# Lists of faults show control characters as symbols; in the file they are themselves again, so that
# a record that was not mended is rejected again.
_CONTROLS = {0x2400 + code: chr(code) for code in range(0x20)}


def write_kept_out(
    store: Store,
    cursor: duckdb.DuckDBPyConnection,
    source: Path,
    reading: Reading,
    out: Path,
    *,
    conflicts: bool,
    say: Words,
) -> int:
    """Write the rejected records and those in conflict as a CSV, and return their number.

    Parameters
    ----------
    store : Store
        For its scratch folder.
    cursor : DuckDBPyConnection
        With the temp tables that `read` and `land` left.
    source : Path
        The file that was read.
    reading : Reading
        How it was read.
    out : Path
        Written in UTF-8 with a mark and in the file's own delimiter, as spreadsheets expect; cells
        that one would take for formulas have an apostrophe in front, which reading takes off.
    conflicts : bool
        Whether the temp table ``conflicts`` counts.
    say : Words
        The language of the reasons.
    """
    written = 0
    with (
        tempfile.TemporaryDirectory(dir=store.scratch) as folder,
        out.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        page = reading.encoding if reading.encoding in CODE_PAGES else ""
        text = as_utf8(source, Path(folder), source.name, code_page=page)
        file = _Records(text.path, reading.delimiter)
        writer = csv.writer(stream, delimiter=reading.delimiter, lineterminator="\r\n")
        own = {at for at, name in enumerate(reading.columns) if is_own(name)}
        header = file.cells(reading.header_line)[: len(reading.columns)]
        title = own_header(reading.date_formats.values(), say)
        writer.writerow([title, *_plain(header, own)])
        cursor.execute(_KEPT_OUT.format(against=_CONFLICTS if conflicts else ""))
        while rows := cursor.fetchmany(CHUNK):
            for line, kept, faults, clashes in rows:
                cells = file.cells(line) if kept is None else _restored(kept)
                why = _why(line, faults or [], clashes or [], reading, say)
                writer.writerow([*_plain([why], set()), *_plain(cells, own)])
            written += len(rows)
    return written


def _restored(cells: list[str | None]) -> list[str]:
    return [(cell or "").translate(_CONTROLS) for cell in cells]


def _plain(cells: list[str], own: set[int]) -> Iterator[str]:
    """Leave out our own column of the last time, and keep spreadsheets from running the others."""
    for at, cell in enumerate(cells):
        if at in own and len(cells) > 1:
            continue
        bare = cell.lstrip("\t\r")
        yield "'" + bare if re.match(FORMULA, bare) else cell


def _why(
    line: int,
    faults: list[dict[str, Any]],
    clashes: list[dict[str, Any]],
    reading: Reading,
    say: Words,
) -> str:
    """Say all that is wrong with a record."""
    told = [say.render(fault_message(**fault)) for fault in faults]
    for cell in clashes:
        column = reading.fields.get(cell["column"], cell["column"])
        told.append(say.render(Message(_AGAINST, {**cell, "column": column})))
    return say("Line {line}: {why}", line=str(line), why=" ".join(dict.fromkeys(told)))


class _Records:
    """The records of a text by the line that they start on, asked for in the order of lines."""

    def __init__(self, path: Path, delimiter: str) -> None:
        self._lines = physical_lines(path)
        self._delimiter = delimiter
        self._number = 0

    def cells(self, line: int) -> list[str]:
        """Return the cells of the record that starts on a line after the last one asked for."""
        text = ""
        while self._number < line:
            text = self._next()
        cells = cells_of(text, self._delimiter)
        for _ in range(MAX_LINES):
            if not isinstance(cells, Open):
                break
            text = f"{text}\n{self._next()}"
            cells = cells_of(text, self._delimiter)
        assert isinstance(cells, list)  # noqa: S101 - it was read as a sound record before
        return [cell.replace(SEPARATOR, "\n") for cell in cells]

    def _next(self) -> str:
        self._number += 1
        return next(self._lines)
