"""A sheet of an Excel workbook as CSV: each cell as the text that it means."""

from __future__ import annotations

import csv
import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from kpi.intake.errors import RefusedError
from kpi.intake.records import LINE_END, SEPARATOR
from kpi.words import Message

# The most that a sheet can have; a file that says more was made to harm.
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_FAULTS = (KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError,
           zipfile.BadZipFile)  # fmt: skip


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Tell whether a zip is an Excel workbook that can be read."""
    return "xl/workbook.xml" in archive.namelist()


def sheets_of(path: Path, name: str) -> tuple[str, ...]:
    """Return the names of a workbook's sheets of cells.

    Raises
    ------
    RefusedError
        If the workbook is damaged.
    """
    try:
        with _opened(path) as book:
            return tuple(sheet.title for sheet in book.worksheets)
    except _FAULTS as fault:
        raise _damaged(name) from fault


def write_sheet(path: Path, sheet: str, out: Path, *, name: str) -> None:
    """Write a sheet as CSV, one row to a line, so that lines have the numbers of rows.

    Days and times are written in ISO form, a day without its time where the cell shows none;
    numbers with the 15 digits that a spreadsheet has; errors as they are shown.

    Raises
    ------
    RefusedError
        If the workbook is damaged, or a formula in it has no value.
    """
    try:
        with _opened(path) as book, out.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            for number, cells in enumerate(_rows(book[sheet]), 1):
                if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
                    raise _damaged(name)
                texts = [LINE_END.sub(SEPARATOR, _text(cell)) for cell in cells]
                while texts and not texts[-1]:
                    texts.pop()
                writer.writerow(texts)
    except _FAULTS as fault:
        raise _damaged(name) from fault


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a workbook by its bytes, for an upload has no ending that tells its kind."""
    from openpyxl import load_workbook

    with path.open("rb") as file:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and rules that it leaves out
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # programs write wrong ones
    return iter(sheet.iter_rows())


def _damaged(name: str) -> RefusedError:
    return RefusedError(
        Message(
            "{file} is damaged and cannot be read as a workbook. Open it in Excel and save it "
            "again.",
            {"file": name},
        )
    )


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _padded(number_text(value), cell.number_format)
    if isinstance(value, dt.datetime):
        return _moment(value, cell.number_format)
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def number_text(value: float) -> str:
    """Write a number with the 15 digits that a spreadsheet has.

    Examples
    --------
    >>> number_text(0.1 + 0.2), number_text(1200.0), number_text(1e21), number_text(1e-7)
    ('0.3', '1200', '1000000000000000000000', '0.0000001')
    """
    if isinstance(value, int):
        return str(value)
    return f"{Decimal(f'{value:.15g}'):f}"


def _padded(text: str, shown: str) -> str:
    """Keep the leading zeros of identifiers that the cell shows with a format such as 00000."""
    return text.zfill(len(shown)) if text.isdigit() and re.fullmatch("0{2,}", shown) else text


def _moment(value: dt.datetime, shown: str) -> str:
    from openpyxl.styles.numbers import is_datetime

    # A spreadsheet's times are fractions of a day: what is below a millisecond is noise.
    value = value + dt.timedelta(microseconds=500)
    value = value.replace(microsecond=value.microsecond // 1000 * 1000)
    if is_datetime(shown) == "date" and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat(sep=" ")
