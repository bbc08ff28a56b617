"""A catalogue of phrases as a PO file: read, written, and looked through entry by entry."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po, write_po

# A fixed date: the file changes when a phrase does, not when it is written.
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)


def read(path: Path, language: str) -> Catalog:
    """Read a catalogue; an absent one is empty."""
    if not path.exists():
        return empty(language)
    with path.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def pairs(catalogue: Catalog) -> dict[str, str]:
    """Return the translation of every phrase; the forms of a plural are phrases of their own."""
    return {
        phrase: translation
        for entry in entries_of(catalogue)
        for phrase, translation in zip(texts_of(entry.id), texts_of(entry.string), strict=False)
        if translation
    }


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as the text of a PO file, the same bytes for the same phrases."""
    out = io.BytesIO()
    write_po(
        out, catalogue, width=100, sort_by_file=True, include_lineno=False, ignore_obsolete=False
    )
    return out.getvalue()


def empty(language: str | None) -> Catalog:
    """Return a catalogue without phrases; without a language, one to translate."""
    return Catalog(
        locale=language,
        project="Eslabón",
        version="1",
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        header_comment="# Eslabón's phrases; `make words` brings new ones in.",
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        fuzzy=False,
    )


def entries_of(catalogue: Catalog) -> list[Entry]:
    """Return the phrases of a catalogue, without its header."""
    return [entry for entry in catalogue if entry.id]


def texts_of(forms: object) -> tuple[str, ...]:
    """Return the forms of an id or a translation, of which there may be none, one or several."""
    if forms is None or isinstance(forms, str):
        return (forms or "",)
    assert isinstance(forms, (tuple, list))  # noqa: S101 - the only other thing that Babel returns
    return tuple(form or "" for form in forms)


def key_of(entry: Entry) -> str:
    """Return what a phrase is found by: its first form."""
    return texts_of(entry.id)[0]


def is_translated(entry: Entry) -> bool:
    """Tell whether every form of a phrase has its translation."""
    return all(texts_of(entry.string))
