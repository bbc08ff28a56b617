"""Mappings that worked, remembered by header and offered for the next file that has it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from kpi.intake.column_names import name_key
from kpi.intake.errors import RefusedError, Warning_
from kpi.intake.examine import columns_of
from kpi.intake.log import as_utc
from kpi.intake.mapping import ColumnMapping, read_mapping
from kpi.intake.own_column import is_own
from kpi.store import Store
from kpi.words import Message


@dataclass(frozen=True)
class Remembered:
    """A mapping that a load succeeded with.

    Parameters
    ----------
    mapping : dict
        As `read_mapping` takes it.
    load : int
    saved_at : datetime
        In UTC.
    """

    mapping: dict[str, Any]
    load: int
    saved_at: datetime

    def warning(self) -> Warning_:
        """Say that a file is read so though nobody said it of this file."""
        return Warning_("remembered", self.told())

    def told(self) -> Message:
        """Say that it was used, what it says, since when, and how to read a file without it."""
        return Message(
            "Read as last time: as said of the file with these columns for load {load} on {day} "
            "({said}). “Forget it” on the Data page, or --afresh on the command line, reads it "
            "without that.",
            {"load": str(self.load), "day": self.saved_at.date(), "said": self._said()},
        )

    def explained(self, refusal: Message) -> Message:
        """Return why a file was refused that was read so."""
        return Message("{refusal} {told}", {"refusal": refusal, "told": self.told()})

    def _said(self) -> str:
        """Return what it says on one line."""
        try:
            said = mapping_toml({key: v for key, v in self.mapping.items() if key != "kind"})
        except RefusedError:  # of another version: it is the mapping itself that is refused
            return json.dumps(self.mapping, ensure_ascii=False)
        lines = [line for line in said.splitlines() if line and not line.startswith("[")]
        return "; ".join(lines)


def recalled_mapping(
    store: Store, source: Path, *, name: str, kind: str | None
) -> Remembered | None:
    """Return what is remembered of a file's columns, unless the file is said to be another kind."""
    found = remembered_mapping(store, source, name=name)
    if found is None or kind not in (None, found.mapping.get("kind")):
        return None
    return found


def remembered_mapping(store: Store, source: Path, *, name: str) -> Remembered | None:
    """Return what was said last time of a file with this header, None where nothing was."""
    header = _header(store, source, name)
    if header is None:
        return None
    row = (
        store.cursor()
        .execute(
            "SELECT mapping, load, saved_at FROM remembered_mappings WHERE header = ?", [header]
        )
        .fetchone()
    )
    if row is None:
        return None
    return Remembered(json.loads(row[0]), row[1], row[2].replace(tzinfo=UTC))


def forget_mapping(store: Store, source: Path, *, name: str) -> None:
    """Forget what was said of files with this header."""
    header = _header(store, source, name)
    if header is not None:
        with store.write() as cursor:
            cursor.execute("DELETE FROM remembered_mappings WHERE header = ?", [header])


def remember(
    store: Store,
    cursor: duckdb.DuckDBPyConnection,
    source: Path,
    said: ColumnMapping,
    *,
    name: str,
    kind: str,
    timezone: str | None,
    load: int,
    now: datetime,
) -> None:
    """Remember what was said of a file that is being loaded; nothing where nothing was said.

    Parameters
    ----------
    store : Store
        For its scratch folder.
    cursor : DuckDBPyConnection
        Inside the write transaction of the load.
    source : Path
    said : ColumnMapping
        What was said, without what a known log says.
    name, kind : str
        The file's name and what it turned out to hold.
    timezone : str, optional
        Said beside the mapping.
    load : int
    now : datetime
    """
    if said == ColumnMapping():
        return
    header = _header(store, source, name)
    if header is None:
        return
    whole = replace(said, kind=kind, timezone=timezone or said.timezone)
    cursor.execute("DELETE FROM remembered_mappings WHERE header = ?", [header])
    cursor.execute(
        "INSERT INTO remembered_mappings VALUES (?, ?, ?, ?)",
        [header, json.dumps(whole.said(), ensure_ascii=False), load, as_utc(now)],
    )


def _header(store: Store, source: Path, name: str) -> str | None:
    """Return what files with the same columns in the same order share."""
    try:
        columns = columns_of(store, source, name)
    except (RefusedError, OSError):
        return None
    return "\n".join(name_key(column) or column for column in columns if not is_own(column))


def mapping_toml(mapping: ColumnMapping | dict[str, Any]) -> str:
    r"""Write a mapping as the TOML that `read_mapping` reads.

    Examples
    --------
    >>> print(mapping_toml({"kind": "events", "columns": {"party": "Área \"A\""}}), end="")
    kind = "events"
    <BLANKLINE>
    [columns]
    "party" = "Área \"A\""
    """
    plain, tables = [], []
    for field, value in read_mapping(mapping).said().items():
        if isinstance(value, dict):
            rows = [f"{_toml(key)} = {_toml(item)}" for key, item in value.items()]
            tables.append("\n".join(["", f"[{field}]", *rows]))
        else:
            plain.append(f"{field} = {_toml(value)}")
    return "\n".join([*plain, *tables]) + "\n"


def _toml(value: Any) -> str:
    """Write a text, a list of texts or a yes/no: JSON writes them as TOML does, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
