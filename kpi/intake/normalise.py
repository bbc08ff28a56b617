"""Write the sound records of an unclean file as a clean CSV, each with its physical line."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from kpi.intake.bytes import CHUNK, REPLACEMENT
from kpi.intake.records import CONTROL, LINE_END, SEPARATOR, Broken, Open, cells_of

# A record longer than this, or a quoted cell over more lines, is an unclosed quote or an attack.
MAX_RECORD = 1 << 20
MAX_LINES = 2000
LONGEST = 2 * CHUNK
# A line of a frame, |-----|-----|: rejected as any other, but no usual record.
RULE = re.compile(r"[-=_+|\s]*(?:-{3}|={3}|_{3})[-=_+|\s]*")
# So many lines tell whether records end in delimiters.
SAMPLE = 100


@dataclass(frozen=True)
class Normalised:
    """The two files that `normalise` wrote, and what it counted.

    Parameters
    ----------
    records : Path
        CSV with LF line ends, no header: physical line, then the cells.
    faults : Path
        CSV with LF line ends, no header: line, fault key, value, cells as a JSON list.
    sound, faulty : int
        Records in each.
    """

    records: Path
    faults: Path
    sound: int
    faulty: int


def normalise(
    path: Path, folder: Path, *, delimiter: str, body: int, width: int, damaged: bool
) -> Normalised:
    """Write the records after the header line by line; memory is bounded whatever the file.

    Parameters
    ----------
    path : Path
        UTF-8 text.
    folder : Path
        Gets the two files.
    delimiter : str
    body : int
        Physical lines before the first record.
    width : int
        Cells of the header.
    damaged : bool
        U+FFFD stands for bytes that could not be decoded.
    """
    records, faults = folder / "records.csv", folder / "faults.csv"
    with (
        records.open("w", encoding="utf-8", newline="") as out,
        faults.open("w", encoding="utf-8", newline="") as bad,
    ):
        writer = _Writer(out, bad, delimiter, width, damaged)
        writer.write(_Lines(path, body))
    return Normalised(records, faults, writer.sound, writer.faulty)


def physical_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a UTF-8 file; CRLF, LF and lone CR end them, nothing else does."""
    rest = held = ""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        while chunk := file.read(CHUNK):
            text = rest + held + chunk
            held = "\r" if text.endswith("\r") else ""  # a line feed may follow, of the same end
            text = text.removesuffix("\r")
            lines = text.split("\n") if "\r" not in text else LINE_END.split(text)
            rest = lines.pop()
            if len(rest) > LONGEST:  # too long for a record already: its end will not change that
                rest = rest[: 2 * MAX_RECORD]
            yield from lines
    if rest or held:
        yield rest


class _Lines:
    """Numbered physical lines that can be looked at ahead."""

    def __init__(self, path: Path, skip: int) -> None:
        self._source = physical_lines(path)
        self._ahead: deque[str] = deque()
        self.number = 0
        for _ in range(skip):
            self.next()

    def next(self) -> str | None:
        """Return the next line, None at the end."""
        line = self._ahead.popleft() if self._ahead else next(self._source, None)
        if line is not None:
            self.number += 1
        return line

    def peek(self, steps: int) -> str | None:
        """Return the line so many steps ahead, from 0."""
        while len(self._ahead) <= steps:
            line = next(self._source, None)
            if line is None:
                return None
            self._ahead.append(line)
        return self._ahead[steps]


class _Writer:
    def __init__(self, out: TextIO, bad: TextIO, delimiter: str, width: int, damaged: bool) -> None:
        self._out = out
        self._bad = csv.writer(bad, lineterminator="\n", quoting=csv.QUOTE_ALL)
        self._delimiter = delimiter
        self._width = width
        self._damaged = damaged
        self._surplus = 0
        self.sound = self.faulty = 0

    def write(self, lines: _Lines) -> None:
        self._surplus = self._usual_surplus(lines)
        delimiter, others = self._delimiter, self._width - 1
        while (text := lines.next()) is not None:
            line = lines.number
            if '"' not in text and SEPARATOR not in text:
                if text.count(delimiter) == others and len(text) < MAX_RECORD:
                    if CONTROL.search(text) or (self._damaged and REPLACEMENT in text):
                        self._unreadable(line, text, text.split(delimiter))
                    else:
                        self._out.write(f"{line}{delimiter}{text}\n")
                        self.sound += 1
                elif text.strip():
                    self._cells(line, text, text.split(delimiter))
                continue
            self._quoted(lines, line, text)

    def _usual_surplus(self, lines: _Lines) -> int:
        """Return how many empty cells most of the first records have beyond the header."""
        texts = [text for n in range(SAMPLE) if (text := lines.peek(n)) and text.strip()]
        texts = [text for text in texts if not RULE.fullmatch(text)]
        counts = Counter(
            max(0, len(cells) - self._width)
            for text in texts
            if isinstance(cells := cells_of(text, self._delimiter), list)
        )
        surplus, count = max(counts.items(), key=lambda item: item[1], default=(0, 0))
        return surplus if 2 * count > len(texts) else 0

    def _quoted(self, lines: _Lines, line: int, text: str) -> None:
        cells = cells_of(text, self._delimiter)
        if isinstance(cells, Open):
            joined, used = self._joined(lines, text)
            if joined is not None:
                for _ in range(used):
                    lines.next()
                self._cells(line, text, joined)
                return
            if used:
                self._fault(line, "quote", text, [text])
                for _ in range(used):
                    inner = lines.next() or ""
                    if inner.strip():
                        self._fault(lines.number, "quote", inner, [inner])
                return
        if isinstance(cells, Open | Broken):
            self._fault(line, "quote", text, [text])
        else:
            self._cells(line, text, cells)

    def _joined(self, lines: _Lines, text: str) -> tuple[list[str] | None, int]:
        """Join the lines of a quoted cell, and count those after the first.

        None if the quote is unclosed or stray. None and a count if both can be: the lines make a
        record, but some of them are records by themselves.
        """
        whole, quotes, within = text, text.count('"'), False
        for steps in range(MAX_LINES):
            ahead = lines.peek(steps)
            if ahead is None or len(whole) > MAX_RECORD:
                return None, 0
            whole = f"{whole}\n{ahead}"
            quotes += ahead.count('"')
            if quotes % 2 == 0:
                if self._closes_another(ahead, text):
                    return None, 0
                cells = cells_of(whole, self._delimiter)
                if isinstance(cells, list):
                    if len(cells) != self._width:
                        return None, 0
                    return (None if within else cells), steps + 1
                if isinstance(cells, Broken):
                    return None, 0
            within = within or self._like_a_record(ahead, text)
        return None, 0

    def _like_a_record(self, inner: str, first: str) -> bool:
        """Tell whether a line inside an open quote is a record that the quote would swallow."""
        if inner.count(self._delimiter) != self._width - 1:
            return False
        return self._width > 3 or _shape(inner, self._delimiter) == _shape(first, self._delimiter)

    def _closes_another(self, last: str, first: str) -> bool:
        """Tell whether the line that closes the quote is a record of its own with a stray quote."""
        whole = last.count(self._delimiter) == self._width - 1
        return whole and _shape(last, self._delimiter) == _shape(first, self._delimiter)

    def _cells(self, line: int, text: str, cells: list[str]) -> None:
        if not any(cell.strip() for cell in cells):
            return
        # One record alone with an empty cell too many may have another cell cut in two.
        if len(cells) == self._width + self._surplus:
            while len(cells) > self._width and not cells[-1].strip():
                cells.pop()
        if len(cells) != self._width or len(text) >= MAX_RECORD:
            self._fault(line, "width", text, cells)
        elif any(CONTROL.search(c) or (self._damaged and REPLACEMENT in c) for c in cells):
            self._unreadable(line, text, cells)
        else:
            cells = [cell.replace('"', '""').replace(SEPARATOR, "\n") for cell in cells]
            quoted = self._delimiter.join(f'"{cell}"' for cell in cells)
            self._out.write(f"{line}{self._delimiter}{quoted}\n")
            self.sound += 1

    def _unreadable(self, line: int, text: str, cells: list[str]) -> None:
        damaged = self._damaged and any(REPLACEMENT in cell for cell in cells)
        self._fault(line, "encoding" if damaged else "control", text, cells)

    def _fault(self, line: int, key: str, text: str, cells: list[str]) -> None:
        self._bad.writerow(
            [line, key, _visible(text[:500]), json.dumps([_visible(c) for c in cells])]
        )
        self.faulty += 1


def _visible(text: str) -> str:
    """Write control characters as symbols, so that a list of faults can be read and stored."""
    return re.sub("[\x00-\x1f]", lambda m: chr(0x2400 + ord(m[0])), text)


def _shape(text: str, delimiter: str) -> str:
    """Reduce a line's first cell to its shape: ``2026-03-01`` and ``1999-12-31`` have the same."""
    first = text.split(delimiter, 1)[0]
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", first))
