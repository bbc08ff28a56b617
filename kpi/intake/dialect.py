"""Find the delimiter and the header: known headers decide, the shape of the lines comes second."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from kpi.intake.ask_layout import ask_layout
from kpi.intake.column_names import distinct_names
from kpi.intake.errors import RefusedError, Warning_
from kpi.intake.header import recognise
from kpi.intake.layout import Layout
from kpi.intake.mapping import ColumnMapping
from kpi.intake.records import CONTROL, LINE_END, SEPARATOR, Broken, Open, cells_of
from kpi.words import Message

DELIMITERS = (",", ";", "\t", "|")
HEAD_BYTES = 1 << 18
# A header below this line would be a preamble longer than any that we met.
PREAMBLE_LINES = 60
MAX_COLUMNS = 1000


def head_lines(path: Path) -> list[str]:
    """Return the first physical lines of a UTF-8 file."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        more = bool(file.read(1))
    lines = LINE_END.split(head.decode("utf-8-sig", "replace"))
    if more and len(lines) > 1:
        lines.pop()
    return lines


def above_header(path: Path, layout: Layout) -> tuple[Warning_, ...]:
    """Warn of lines above the header that look like records: they are not read."""
    width = sum(1 for cell in layout.header if cell)
    above = [
        (number, line)
        for number, line in enumerate(head_lines(path)[: layout.header_line - 1], 1)
        if isinstance(cells := cells_of(line, layout.delimiter), list)
        and sum(1 for cell in cells if cell.strip()) >= width
    ]
    if not above:
        return ()
    number, line = above[-1]
    told = Message(
        "{n} line above the header on line {header} has as many cells as it and is not read: line "
        "{line}, “{text}”. If it is a record, say which line holds the names of the columns.",
        {"n": len(above), "header": str(layout.header_line), "line": str(number),
         "text": line[:80]},
        many="{n} lines above the header on line {header} have as many cells as it and are not "
        "read, such as line {line}, “{text}”. If they are records, say which line holds the names "
        "of the columns.",
    )  # fmt: skip
    return (Warning_("above_header", told),)


def find_layout(path: Path, kind: str | None, mapping: ColumnMapping, name: str) -> Layout:
    """Find the line and delimiter under which most columns are recognised.

    Where nothing is recognised, the delimiter that cuts most lines into the same number of cells is
    proposed, with the first such line as the header, so that a user can map its columns.

    Raises
    ------
    RefusedError
        If no line can be a header of two or more columns.
    """
    lines = head_lines(path)
    declared = re.fullmatch(r'"?sep=(.)"?', lines[0].strip(" "), re.IGNORECASE)
    delimiters = (declared.group(1),) if declared else DELIMITERS
    if len(mapping.delimiter) == 1:
        delimiters = (mapping.delimiter,)
    first = 1 if declared else 0
    if mapping.header_line:
        return _said(lines, delimiters, kind, mapping, name)
    best: Layout | None = None
    for delimiter in delimiters:
        for at in range(first, min(len(lines), first + PREAMBLE_LINES)):
            layout = _try(lines, at, delimiter, kind, mapping)
            if layout and (best is None or layout.found.score > best.found.score):
                best = layout
            if layout and layout.found.score[0]:
                break  # complete: what follows are its records
    if best is None or len(best.found.fields) == 0 or best.found.score[0] == 0:
        shaped = _by_shape(lines, first, delimiters, kind, mapping)
        if best is None or not best.found.fields:
            ask_layout(lines[first:], shaped, first, delimiters)
        if best is None or (len(best.found.fields) < 2 and shaped is not None):
            best = shaped or best
    if best is None and declared and not mapping.delimiter:
        raise RefusedError(
            Message(
                "The first line of {file} says that “{mark}” stands between cells, but no line "
                "below has two cells so. Mend that line or take it away.",
                {"file": name, "mark": delimiters[0]},
            )
        )
    if best is None:
        raise RefusedError(
            Message(
                "{file} has no header of two or more columns separated by comma, semicolon, tab or "
                "bar. Is it a CSV?",
                {"file": name},
            )
        )
    if len(best.names) > MAX_COLUMNS:
        raise RefusedError(
            Message(
                "{file} has {n} columns; more than {most} cannot be read.",
                {"file": name, "n": len(best.names), "most": MAX_COLUMNS},
            )
        )
    return best


def _said(
    lines: list[str],
    delimiters: tuple[str, ...],
    kind: str | None,
    mapping: ColumnMapping,
    name: str,
) -> Layout:
    """Return the layout whose header is on the line that was said."""
    at = mapping.header_line - 1
    tried = [
        layout
        for delimiter in delimiters
        if 0 <= at < len(lines) and (layout := _try(lines, at, delimiter, kind, mapping))
    ]
    if not tried:
        raise RefusedError(
            Message(
                "Line {line} of {file} has no two cells: it cannot be the header. "
                "Say another line.",
                {"line": str(mapping.header_line), "file": name},
            )
        )
    return max(tried, key=lambda layout: (layout.found.score, len(layout.names)))


def _try(
    lines: list[str], at: int, delimiter: str, kind: str | None, mapping: ColumnMapping
) -> Layout | None:
    """Read the line as a header; None if it has fewer than two cells."""
    if delimiter not in lines[at] and '"' not in lines[at]:
        return None
    text, end = lines[at], at + 1
    cells = cells_of(text, delimiter)
    while isinstance(cells, Open) and end < min(len(lines), at + 10):
        text, end = f"{text}\n{lines[end]}", end + 1
        cells = cells_of(text, delimiter)
    if isinstance(cells, Open | Broken):
        return None
    header = tuple(cell.replace(SEPARATOR, "\n").strip() for cell in cells)
    while header and not header[-1]:
        header = header[:-1]
    if sum(1 for cell in header if cell) < 2 or CONTROL.search("".join(header)):
        return None
    names = distinct_names(header)
    return Layout(delimiter, at + 1, end, names, header, recognise(names, kind, mapping))


def _by_shape(
    lines: list[str],
    first: int,
    delimiters: tuple[str, ...],
    kind: str | None,
    mapping: ColumnMapping,
) -> Layout | None:
    votes = []
    for delimiter in delimiters:
        widths = Counter(line.count(delimiter) for line in lines[first:200] if delimiter in line)
        if widths:
            (width, count), *_ = widths.most_common(1)
            votes.append((count * min(width, 3), width, delimiter))
    for _, width, delimiter in sorted(votes, reverse=True):
        for at in range(first, min(len(lines), first + PREAMBLE_LINES)):
            if lines[at].count(delimiter) == width:
                layout = _try(lines, at, delimiter, kind, mapping)
                if layout:
                    return layout
    return None
