"""Files that are no text: workbooks, archives, pictures, web pages; told by their first bytes."""

from __future__ import annotations

from kpi.intake.errors import NotTextError
from kpi.words import N_, Message

_WORKBOOK = N_(
    "{file} is an Excel workbook or another zip, not a CSV. Open it and save the sheet as "
    "“CSV UTF-8”, or unpack it."
)
_OLD_WORKBOOK = N_(
    "{file} is an old Excel workbook, not a CSV. Open it and save the sheet as “CSV UTF-8”."
)
_PACKED = N_("{file} is compressed. Unpack it and load the CSV inside.")
_PAGE = N_("{file} is a web page or XML, not a CSV. Export the table as CSV.")
_OTHER = N_("{file} is not a text file. Export the table as CSV.")

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", _WORKBOOK),
    (b"PK\x05\x06", _WORKBOOK),
    (b"\xd0\xcf\x11\xe0", _OLD_WORKBOOK),
    (b"\x1f\x8b", _PACKED),
    (b"BZh", _PACKED),
    (b"\xfd7zXZ", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"\x28\xb5\x2f\xfd", _PACKED),
    (b"Rar!", _PACKED),
    (b"%PDF", _OTHER),
    (b"PAR1", _OTHER),
    (b"SQLite format 3", _OTHER),
    (b"\x89PNG", _OTHER),
    (b"\xff\xd8\xff", _OTHER),
)


def refuse_other_kinds(head: bytes, name: str) -> None:
    """Refuse a file by its first bytes.

    Raises
    ------
    NotTextError
        If it is empty, or of a kind that holds no lines of text.
    """
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise NotTextError(Message("{file} is empty. Nothing was loaded.", {"file": name}))
    for signature, phrase in _SIGNATURES:
        if head.startswith(signature):
            raise NotTextError(Message(phrase, {"file": name}))
    start = head[:2000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta")):
        raise NotTextError(Message(_PAGE, {"file": name}))


def refuse_binary(head: bytes, name: str) -> None:
    """Refuse a file with more NULs than damage explains, once it is known not to be UTF-16.

    Raises
    ------
    NotTextError
        If it is no text.
    """
    if head.count(0) * 100 > len(head):
        raise NotTextError(Message(_OTHER, {"file": name}))
