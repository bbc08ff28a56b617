"""Where the store is: what stands at its path, told before the engine is asked."""

from __future__ import annotations

import os
from pathlib import Path

from kpi.store.faults import NoStoreError, StoreError
from kpi.words import Message, told_fault

IN_MEMORY = ":memory:"
# The engine's files have these four bytes from the ninth on.
_MARK, _MARK_AT = b"DUCK", 8


def check_place(location: str, *, create: bool) -> None:
    """Raise unless a store can be opened at a path; make its folder where it is to be created.

    Parameters
    ----------
    location : str
        A path, or ``:memory:``, which can always be opened.
    create : bool
        Whether a store may be made where there is none.

    Raises
    ------
    NoStoreError
        If nothing is there and nothing may be made.
    StoreError
        If a folder or another kind of file is there, or one that may not be used.
    """
    if location == IN_MEMORY:
        return
    path = Path(location)
    try:
        if path.is_dir():
            raise StoreError(
                Message(
                    "{path} is a folder. Give the path of the file of the store in it, such as "
                    "{other}.",
                    {"path": location, "other": str(path / "eslabon.duckdb")},
                )
            )
        # An empty file is what the engine would begin a store in.
        if not path.exists() or path.stat().st_size == 0:
            _check_new(path, create=create)
            return
        with path.open("rb") as stream:
            head = stream.read(_MARK_AT + len(_MARK))
    except OSError as fault:
        raise _unusable(location, fault) from fault
    if not head.endswith(_MARK):
        raise not_a_store(location)
    if not os.access(path, os.W_OK):
        raise _unusable(location, PermissionError(13, "Permission denied"))


def not_a_store(location: str) -> StoreError:
    """Return the error of a file that is something else."""
    return StoreError(
        Message(
            "{path} cannot be opened as a store. Give another path, or move that file away.",
            {"path": location},
        )
    )


def _check_new(path: Path, *, create: bool) -> None:
    if not create:
        raise NoStoreError(
            Message(
                "There is no store at {path}: give the path of one with --store or KPI_STORE_URL; "
                "loading a file or the sample company "
                "makes a new one.",
                {"path": str(path)},
            )
        )
    path.parent.mkdir(parents=True, exist_ok=True)


def _unusable(location: str, fault: OSError) -> StoreError:
    return StoreError(
        Message(
            "The store {path} cannot be used: {why}. Give another path, or mend that.",
            {"path": location, "why": told_fault(fault)},
        )
    )
