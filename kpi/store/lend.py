"""Lend a copy of the store to a program that wants to read it while another one has it open.

Only one process may open the store's file. Whoever else wants to read leaves a folder beside it
and finds a copy there: all that the store held at one instant, in a file of its own.
"""

from __future__ import annotations

import shutil
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from kpi.store.connect import STORAGE_VERSION, Store
from kpi.store.faults import StoreError
from kpi.words import Message

ASKED, TAKEN, COPY, FAILED = "asked", "taken", "store.duckdb", "failed"
# A copy that nobody came to take away is removed, and so is one that was read for so long.
FORGOTTEN = timedelta(hours=6)


class NoCopyError(StoreError):
    """Whoever has the store open could not write a copy of it."""


def copies_of(location: str) -> Path | None:
    """Return the folder in which copies of a store are lent; a store in memory has none.

    Examples
    --------
    >>> copies_of("data/eslabon.duckdb").as_posix()
    'data/eslabon.duckdb.copies'
    """
    return None if location == ":memory:" else Path(f"{location}.copies")


def ask_for_copy(copies: Path) -> Path:
    """Ask for a copy; return the folder, of this reader alone, where it comes."""
    name = uuid.uuid4().hex
    hidden = copies / f".{name}"
    hidden.mkdir(parents=True)
    (hidden / ASKED).touch()
    return hidden.rename(copies / name)


def is_taken(folder: Path) -> bool:
    """Tell whether whoever has the store open has seen what was asked."""
    return any((folder / name).exists() for name in (TAKEN, COPY, FAILED))


def copy_in(folder: Path) -> Path | None:
    """Return the copy that was asked for, None while there is none.

    Raises
    ------
    NoCopyError
        If it could not be written.
    """
    if (folder / FAILED).exists():
        why = (folder / FAILED).read_text(encoding="utf-8")
        raise NoCopyError(
            Message(
                "The program that has the store open could not write a copy of it to read from: "
                "{why}",
                {"why": why},
            )
        )
    return folder / COPY if (folder / COPY).exists() else None


def lend(store: Store, copies: Path, *, now: datetime) -> None:
    """Write the copies that were asked for since the last look, and remove forgotten ones.

    Parameters
    ----------
    now : datetime
        The present, with a zone.
    """
    for folder in sorted(copies.iterdir()) if copies.is_dir() else ():
        if folder.name.startswith(".") or not folder.is_dir():
            continue
        if not any((folder / name).exists() for name in (COPY, FAILED)):
            _lend(store, folder)
        elif now - datetime.fromtimestamp(folder.stat().st_mtime, UTC) > FORGOTTEN:
            shutil.rmtree(folder, ignore_errors=True)


def _lend(store: Store, folder: Path) -> None:
    try:
        (folder / TAKEN).touch()
        copy_store(store, folder / COPY)
    except (OSError, duckdb.Error) as fault:
        # Where the folder is gone, whoever asked has gone too.
        if folder.is_dir():
            (folder / FAILED).write_text(str(fault), encoding="utf-8")


def copy_store(store: Store, to: Path) -> None:
    """Write all that a store holds at this instant into a new file, which `open_store` opens.

    Others read and write meanwhile. The file appears in one step, whole, and may be read and
    written by those who may read and write the store's own.
    """
    name = f"copy_{uuid.uuid4().hex}"
    made = store.scratch / f"{name}.duckdb"  # SQL may write nowhere else
    hidden = to.with_name(f".{to.name}")
    try:
        _copy(store, made, name)
        hidden.touch(mode=0o600)
        shutil.copyfile(made, hidden)
        hidden.chmod(Path(store.location).stat().st_mode)
        hidden.rename(to)
    finally:
        made.unlink(missing_ok=True)


def _copy(store: Store, made: Path, name: str) -> None:
    with store.cursor() as cursor:
        ((here,),) = cursor.execute("SELECT current_database()").fetchall()
        path, source = str(made).replace("'", "''"), here.replace('"', '""')
        cursor.execute(f"ATTACH '{path}' AS {name} (STORAGE_VERSION '{STORAGE_VERSION}')")
        try:
            cursor.execute(f'COPY FROM DATABASE "{source}" TO {name}')
        finally:
            cursor.execute(f"DETACH {name}")
