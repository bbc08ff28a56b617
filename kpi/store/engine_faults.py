"""What the engine answers when the disk or the memory gives out, in the reader's language."""

from __future__ import annotations

import os

import duckdb

from kpi.words import Message
from kpi.words.system_faults import KNOWN

# Others are faults of ours, and are not told as the reader's.
ENGINE_FAULTS = (duckdb.IOException, duckdb.OutOfMemoryException)


def told_engine_fault(fault: duckdb.Error) -> Message:
    """Return what went wrong, that nothing was stored, and what to do.

    Examples
    --------
    >>> full = duckdb.IOException('Could not write file "a.duckdb": No space left on device')
    >>> told_engine_fault(full).values["why"].phrase
    'the disk is full'
    """
    text = str(fault)
    if isinstance(fault, duckdb.OutOfMemoryException):
        return Message(
            "The memory does not suffice, nor the disk that helps it out. Nothing was stored. "
            "Close other programs or make room where TMPDIR is, and run the command again."
        )
    known = next((said for code, said in KNOWN.items() if os.strerror(code) in text), None)
    first = text.partition("\n")[0]
    why = Message(known) if known else Message("the system says “{why}”", {"why": first})
    return Message(
        "The store cannot be read or written: {why}. Nothing was stored. Mend that, and run the "
        "command again.",
        {"why": why},
    )
