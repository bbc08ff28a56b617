"""Compressed files and workbooks as the CSV files inside, with limits against bombs."""

from __future__ import annotations

import errno
import gzip
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kpi.intake.errors import RefusedError
from kpi.intake.questions import Answer, Question
from kpi.intake.workbook import is_workbook, sheets_of, write_sheet
from kpi.words import Message

CHUNK = 1 << 20
# Exports compress 5 to 50 times. Small files may do better: a bomb is one that grows large.
MAX_RATIO, FREE = 200, 64 << 20
MAX_UNPACKED = 8 << 30
MAX_WORKBOOK = 1 << 30  # its texts are held in memory
MAX_FILES = 1000
_FAULTS = (
    zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError, RuntimeError,
    ValueError,
)  # fmt: skip
_INSIDE = " › "


@dataclass(frozen=True)
class Unpacked:
    """A file to be read, and what to call it."""

    path: Path
    name: str


def unpack(
    source: Path, folder: Path, *, name: str, sheet: str | None = None
) -> tuple[Unpacked, ...]:
    """Return the files to be read: the source itself, or those inside it, written to a folder.

    Parameters
    ----------
    source : Path
    folder : Path
        Gets the files that were inside a gzip, a zip or a workbook.
    name : str
        What the user calls the source.
    sheet : str, optional
        The sheet of a workbook; a workbook with a single sheet needs none.

    Raises
    ------
    RefusedError
        If an archive is damaged, locked, empty or grows beyond the limits, or no sheet was chosen.
    """
    with source.open("rb") as file:
        head = file.read(4)
    if head[:2] == b"\x1f\x8b":
        return _gunzipped(source, folder, name)
    if head in (b"PK\x03\x04", b"PK\x05\x06"):
        return _unzipped(source, folder, name, sheet)
    return (Unpacked(source, name),)


def _gunzipped(source: Path, folder: Path, name: str) -> tuple[Unpacked, ...]:
    budget = _Budget(name, source.stat().st_size)
    with _reading(name), gzip.open(source) as inside:
        return (_written(inside, folder, name, budget),)


def _unzipped(source: Path, folder: Path, name: str, sheet: str | None) -> tuple[Unpacked, ...]:
    with _reading(name), zipfile.ZipFile(source) as archive:
        if is_workbook(archive):
            _check_workbook(archive, name, source.stat().st_size)
            return (_sheet(source, folder, name, sheet),)
        members = [member for member in archive.infolist() if _counts(member)]
        if not members:
            raise RefusedError(Message("{file} holds no files.", {"file": name}))
        if len(members) > MAX_FILES:
            raise _bomb(name)
        budget = _Budget(name, source.stat().st_size)
        unpacked = []
        for member in members:
            if member.flag_bits & 1:
                raise RefusedError(
                    Message(
                        "{file} is locked with a password. Unpack it and load the CSV inside.",
                        {"file": name},
                    )
                )
            with archive.open(member) as inside:
                title = _INSIDE.join([name, *member.filename.split("/")])
                unpacked.append(_written(inside, folder, title, budget))
        return tuple(unpacked)


def _counts(member: zipfile.ZipInfo) -> bool:
    """Tell whether a member is a file of the user, not of the program that packed it."""
    parts = member.filename.split("/")
    return not member.is_dir() and "__MACOSX" not in parts and not parts[-1].startswith(".")


class _Budget:
    """How much more may come out of an archive."""

    def __init__(self, name: str, packed: int, most: int | None = None) -> None:
        self._name = name
        self._left = min(most or MAX_UNPACKED, max(FREE, MAX_RATIO * packed))

    def spend(self, amount: int) -> None:
        self._left -= amount
        if self._left < 0:
            raise _bomb(self._name)


def _bomb(name: str) -> RefusedError:
    return RefusedError(
        Message(
            "{file} grows too large when it is unpacked. If you trust it, unpack it yourself and "
            "load the CSV inside.",
            {"file": name},
        )
    )


class _reading:  # noqa: N801 - used like a function
    """Turn what a damaged archive raises into a refusal."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _: object, fault: BaseException | None, __: object) -> None:
        # A place before the file's beginning, where a damaged list of contents points to.
        nowhere = isinstance(fault, OSError) and fault.errno == errno.EINVAL
        if nowhere or isinstance(fault, _FAULTS):
            raise RefusedError(
                Message(
                    "{file} is damaged and cannot be unpacked. Copy or export it again.",
                    {"file": self._name},
                )
            ) from fault


def _written(
    inside: IO[bytes] | gzip.GzipFile, folder: Path, title: str, budget: _Budget
) -> Unpacked:
    target = _place(folder, title)
    with target.open("wb") as out:
        while chunk := inside.read(CHUNK):
            budget.spend(len(chunk))
            out.write(chunk)
    return Unpacked(target, title)


def _place(folder: Path, title: str) -> Path:
    """Return a path for a file inside the folder, whatever its title tries."""
    number = sum(1 for _ in folder.iterdir())
    ending = "".join(re.findall(r"[^\W_]", title.rsplit(".", 1)[-1]))[:8]
    return folder / f"{number}.{ending}"


def _check_workbook(archive: zipfile.ZipFile, name: str, packed: int) -> None:
    """Read all of a workbook once, so that nothing in it can harm the reader."""
    budget = _Budget(name, packed, MAX_WORKBOOK)
    for member in archive.infolist():
        with archive.open(member) as inside:
            tail = b""
            while chunk := inside.read(CHUNK):
                budget.spend(len(chunk))
                text = tail + chunk
                if b"<!ENTITY" in text or b"<!DOCTYPE" in text:
                    raise _bomb(name)
                if _WITHOUT_VALUE.search(text):
                    raise RefusedError(
                        Message(
                            "{file} has formulas without their values. Open it in Excel and save "
                            "it, then load it.",
                            {"file": name},
                        )
                    )
                tail = text[-256:]


# A formula that ends its cell; its value would stand between.
_WITHOUT_VALUE = re.compile(rb"(</f>|<f(?: [^<>]*)?/>)\s*</c>")


def _sheet(source: Path, folder: Path, name: str, sheet: str | None) -> Unpacked:
    sheets = sheets_of(source, name)
    if sheet is None and len(sheets) == 1:
        (sheet,) = sheets
    if sheet not in sheets:
        raise RefusedError(
            Message(
                "{file} is a workbook. Say which sheet to read. It has: {sheets}.",
                {"file": name, "sheets": ", ".join(sheets)},
            ),
            Question(
                Message("Which sheet of the workbook is to be read?"),
                tuple(Answer(one, {"sheet": one}) for one in sheets),
            ),
        )
    assert sheet is not None  # noqa: S101 - it is one of the sheets
    target = _place(folder, "sheet.csv")
    write_sheet(source, sheet, target, name=name)
    return Unpacked(target, f"{name}{_INSIDE}{sheet}")
