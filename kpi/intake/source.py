"""The two ways to a file's records: DuckDB reads the original, or our clean copy of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kpi.intake.bytes import Text
from kpi.intake.layout import Layout
from kpi.intake.normalise import MAX_RECORD, normalise
from kpi.intake.scanning import Scan
from kpi.intake.times_sql import literal

# Our copy holds records of MAX_RECORD characters, of up to four bytes each, all of them quoted.
MAX_LINE_BYTES = 8 * MAX_RECORD
# DuckDB reads 32 MB at once: too much where a few lines are wanted.
_SMALL_BUFFER = 2 * MAX_RECORD


@dataclass(frozen=True)
class Source:
    """Where records come from.

    Parameters
    ----------
    sql : str
        Query with columns line, c0, c1, …; all VARCHAR and never NULL but line.
    records : int
        Records that it must give: fewer or more, and the file was not what it seemed.
    path : str
        ``plain`` or ``normalised``.
    faults : Path or None
        CSV of the records that could not be split into cells.
    faulty : int
        Their number.
    file : Path
        What is read.
    first : int
        Physical line of the first record of a plain file.
    quoted : bool
        Cells may be in double quotes.
    cells : str
        The query of a plain file without the line.
    first_rows : str
        The query for those that look at the first records only; ``""`` where it is ``sql``.
    """

    sql: str
    records: int
    path: str
    file: Path
    faults: Path | None = None
    faulty: int = 0
    first: int = 1
    quoted: bool = True
    cells: str = ""
    first_rows: str = ""


def plain_source(text: Text, layout: Layout, scan: Scan) -> Source | None:
    """Let DuckDB read the file itself; None where its bytes rule that out."""
    if not scan.plain or text.damaged:
        return None
    cells = [f"c{at}" for at in range(len(layout.names))]
    reader, short_reader = (
        _reader(
            text.path,
            layout.delimiter,
            cells,
            layout.body,
            quoted=scan.quotes,
            lenient=True,
            buffer=size,
        )
        for size in (0, _SMALL_BUFFER)
    )
    numbered = f"SELECT {layout.body} + row_number() OVER () AS line, {', '.join(cells)}"
    return Source(
        f"{numbered} FROM {reader}",
        scan.lines - layout.body,
        "plain",
        text.path,
        first=layout.body + 1,
        quoted=scan.quotes,
        cells=f"SELECT {', '.join(cells)} FROM {reader}",
        first_rows=f"{numbered} FROM {short_reader}",
    )


def rest_source(source: Source, layout: Layout, path: Path, records: int) -> Source:
    """Read some lines of a plain file, each after its number."""
    cells = [f"c{at}" for at in range(len(layout.names))]
    columns = ["line", *cells]
    reader = _reader(
        path,
        layout.delimiter,
        columns,
        0,
        quoted=source.quoted,
        lenient=True,
        buffer=_SMALL_BUFFER,
    )
    sql = f"SELECT CAST(line AS BIGINT) AS line, {', '.join(cells)} FROM {reader}"
    if not records:
        sql = _nothing(cells)
    return Source(sql, records, "plain", path, quoted=source.quoted)


def normalised_source(text: Text, layout: Layout, folder: Path) -> Source:
    """Write a clean copy and let DuckDB read that."""
    written = normalise(
        text.path,
        folder,
        delimiter=layout.delimiter,
        body=layout.body,
        width=len(layout.names),
        damaged=text.damaged,
    )
    cells = [f"c{at}" for at in range(len(layout.names))]
    reader = _reader(written.records, layout.delimiter, ["line", *cells], 0, quoted=True)
    sql = f"SELECT CAST(line AS BIGINT) AS line, {', '.join(cells)} FROM {reader}"
    if not written.sound:
        sql = _nothing(cells)
    return Source(sql, written.sound, "normalised", written.records, written.faults, written.faulty)


def _nothing(cells: list[str]) -> str:
    """Return the query for no records: the reader opens no empty file."""
    empty = ", ".join(f"''::VARCHAR AS {cell}" for cell in cells)
    return f"SELECT 0::BIGINT AS line, {empty} WHERE false"


def _reader(
    path: Path,
    delimiter: str,
    columns: list[str],
    skip: int,
    *,
    quoted: bool,
    lenient: bool = False,
    buffer: int = 0,
) -> str:
    """Return the reader; a lenient one leaves malformed lines out, as the count of records shows.

    An error instead would abort the load's transaction, and with it the second way to read the
    file.
    """
    types = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in columns)
    names = ", ".join(literal(column) for column in columns)
    quote = "'\"'" if quoted else "''"
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = false, skip = {skip}, "
        f"delim = {literal(delimiter)}, quote = {quote}, escape = {quote}, columns = {{{types}}}, "
        f"force_not_null = [{names}], comment = '', null_padding = false, strict_mode = true, "
        f"ignore_errors = {str(lenient).lower()}, "
        f"max_line_size = {MAX_RECORD if lenient else MAX_LINE_BYTES}"
        f"{f', buffer_size = {buffer}' if buffer else ''})"
    )
