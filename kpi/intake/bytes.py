"""From bytes to UTF-8 text in the scratch folder: encoding and damage."""

from __future__ import annotations

import codecs
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from kpi.intake.code_pages import CodePage, code_page_of
from kpi.intake.not_text import refuse_binary, refuse_other_kinds

CHUNK = 1 << 22
# Small enough to stay in the processor's cache where a chunk is looked at more than once.
_STEP = 1 << 18
_LAST_OF_ASCII = 127
REPLACEMENT = "\ufffd"
# So many lines that are no UTF-8 tell their code page.
TELLING_LINES = 5000

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Text:
    """A file as UTF-8 in the scratch folder.

    Parameters
    ----------
    path : Path
        The original's bytes where they are sound UTF-8, else a transcoded copy.
    encoding : str
        Of the original.
    damaged : bool
        Some lines could not be decoded; in the copy they hold U+FFFD.
    ascii : bool
        No byte is above 127.
    sha256 : str
        Of the original's bytes, in hexadecimal, where it was asked for.
    code_page : CodePage or None
        How the encoding was told, where it is one of the old code pages.
    """

    path: Path
    encoding: str
    damaged: bool
    ascii: bool
    sha256: str = ""
    code_page: CodePage | None = None


def as_utf8(
    source: Path, folder: Path, name: str, *, hashed: bool = False, code_page: str = ""
) -> Text:
    """Bring a file into the folder as UTF-8.

    The encoding is told by a byte order mark, else by the pattern of NULs (UTF-16), else it is
    UTF-8 if all bytes are, else an old code page. Where both occur, the more frequent one (by
    lines) is taken and the lines in the other are damaged: they become rejected records, never
    wrong letters.

    Parameters
    ----------
    source : Path
        The file.
    folder : Path
        The scratch folder.
    name : str
        What the user calls the file.
    hashed : bool
        Whether to tell the SHA-256 as well: it costs no reading of its own where all is UTF-8.
    code_page : str
        One of `CODE_PAGES`, where it is said; else its words tell.

    Raises
    ------
    NotTextError
        If the file is empty, or not text.
    """
    with source.open("rb") as file:
        head = file.read(1 << 16)
    refuse_other_kinds(head, name)
    encoding = _by_mark(head) or _by_nuls(head)
    if encoding not in (None, "utf-8"):
        assert encoding is not None  # noqa: S101 - told by the line above
        target = folder / "text.csv"
        damaged = _transcode(source, target, encoding)
        return Text(target, encoding, damaged, False, _sha256(source) if hashed else "")
    refuse_binary(head, name)
    ascii_only, sound, sha256 = _utf8(source, hashed=hashed)
    if sound:
        return Text(_bring(source, folder / "original.csv"), "utf-8", False, ascii_only, sha256)
    repaired = _repaired(source, folder / "text.csv", code_page)
    return replace(repaired, sha256=_sha256(source) if hashed else "")


def _by_mark(head: bytes) -> str | None:
    return next((encoding for mark, encoding in _BOMS if head.startswith(mark)), None)


def _by_nuls(head: bytes) -> str | None:
    """Tell UTF-16 without a mark: mostly Latin text has a NUL in every other byte."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _chunks(source: Path) -> Iterator[bytes]:
    with source.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _utf8(source: Path, *, hashed: bool) -> tuple[bool, bool, str]:
    """Tell whether all bytes are ASCII, whether they are strict UTF-8, and if so their SHA-256."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    digest = hashlib.sha256()
    ascii_only = True
    buffer = memoryview(bytearray(_STEP))
    codes = np.frombuffer(buffer, np.uint8)
    try:
        with source.open("rb", buffering=0) as file:
            while size := file.readinto(buffer):
                if hashed:
                    digest.update(buffer[:size])
                if not ascii_only or codes[:size].max() > _LAST_OF_ASCII:
                    ascii_only = False
                    decoder.decode(buffer[:size])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False, False, ""
    return ascii_only, True, digest.hexdigest() if hashed else ""


def _sha256(source: Path) -> str:
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _bring(source: Path, target: Path) -> Path:
    target.unlink(missing_ok=True)
    try:
        os.link(source.resolve(), target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)
    return target


def _transcode(source: Path, target: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    damaged = False
    with target.open("w", encoding="utf-8", errors="replace", newline="") as out:
        for chunk in _chunks(source):
            text = decoder.decode(chunk)
            damaged = damaged or REPLACEMENT in text
            out.write(text)
        text = decoder.decode(b"", final=True)
        damaged = damaged or REPLACEMENT in text
        out.write(text)
    return damaged


def _repaired(source: Path, target: Path, said: str) -> Text:
    """Write a UTF-8 copy of a file that is not sound UTF-8."""
    utf8_lines = other_lines = 0
    telling: list[bytes] = []
    for line, is_utf8 in _foreign_lines(source):
        if is_utf8 is None:
            continue
        utf8_lines += is_utf8
        other_lines += not is_utf8
        if not is_utf8 and len(telling) < TELLING_LINES:
            telling.append(line)
    utf8 = utf8_lines > other_lines
    page = CodePage(said, {}) if said else code_page_of(telling)
    damaged = False
    with target.open("w", encoding="utf-8", newline="") as out:
        for line, is_utf8 in _foreign_lines(source):
            if is_utf8 is None:
                text = line.decode("ascii")
            elif is_utf8 is not utf8:
                text = line.decode("ascii", "replace")
                damaged = True
            else:
                text = line.decode("utf-8" if utf8 else page.name, "replace")
                damaged = damaged or REPLACEMENT in text
            out.write(text)
    if utf8:
        return Text(target, "utf-8", damaged, False)
    return Text(target, page.name, damaged, False, code_page=page)


def _foreign_lines(source: Path) -> Iterator[tuple[bytes, bool | None]]:
    """Yield pieces of the file with None for ASCII, else whether the line is UTF-8."""
    rest = b""
    for chunk in _chunks(source):
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        if len(rest) > CHUNK:
            lines, rest = [*lines, rest], b""
            yield from ((line, _is_utf8(line)) for line in _ended(lines[:-1]))
            yield lines[-1], _is_utf8(lines[-1])
            continue
        yield from ((line, _is_utf8(line)) for line in _ended(lines))
    if rest:
        yield rest, _is_utf8(rest)


def _ended(lines: list[bytes]) -> Iterator[bytes]:
    return (line + b"\n" for line in lines)


def _is_utf8(line: bytes) -> bool | None:
    if line.isascii():
        return None
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
